"""One place in full."""

from resourcemap import actions
from resourcemap.errors import NotFoundError
from resourcemap.handout.picture import Stop
from resourcemap.lite.drawing import Turn, draw, draw_map
from resourcemap.model.listing import Listing
from resourcemap.model.marks import mark_of
from resourcemap.search.result import Match
from resourcemap.showing.detail import detail_data
from resourcemap.showing.rights import aside_title
from resourcemap.showing.together import times_data

MAP_WIDTH, MAP_HEIGHT = 400.0, 200.0


def place_page(turn: Turn) -> tuple[int, str]:
    """Write the page of the place that is open, and the status to answer with."""
    visit, screen = turn.visit, turn.screen
    number, match = _in_search(turn)
    try:
        listing = match.listing if match else actions.listing(turn.directory, visit.open, now=turn.moment)
    except NotFoundError:
        return 404, gone_page(turn)
    detail = detail_data(listing, match, visit.asked, screen, zone=turn.directory.zone, number=number)
    group = actions.same_group(turn.directory, listing.id, now=turn.moment)
    picture = _picture(turn, listing, number)
    page = draw(
        turn,
        "place.html",
        action="/lite/place",
        current="find",
        detail=detail,
        times=times_data(group, listing, screen, zone=turn.directory.zone),
        picture=picture,
        aside=aside_title(listing, screen),
    )
    return 200, page


def gone_page(turn: Turn) -> str:
    """Write the page of a place that is not listed any more."""
    return draw(turn, "place.html", action="/lite/place", current="find", detail=None)


def _in_search(turn: Turn) -> tuple[int | None, Match | None]:
    result = actions.find(turn.directory, turn.visit.asked.query(turn.moment), now=turn.moment)
    return result.match_of(turn.visit.open)


def _picture(turn: Turn, listing: Listing, number: int | None) -> str:
    if listing.point is None:
        return ""
    stop = Stop(number or 1, mark_of(listing), listing.point)
    return draw_map(turn, [stop], width=MAP_WIDTH, height=MAP_HEIGHT)
