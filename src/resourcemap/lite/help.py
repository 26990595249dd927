"""If you are turned away: who helps near the same place, and an anonymous report on it."""

from resourcemap import actions
from resourcemap.errors import NotFoundError, TooManyError
from resourcemap.lite.drawing import Turn, draw
from resourcemap.lite.fields import Fields
from resourcemap.lite.place import gone_page
from resourcemap.model.report import CORRECTABLE, REPORT_KINDS
from resourcemap.model.rights import may_turn_away
from resourcemap.model.words import say
from resourcemap.showing.rights import aside_title, report_data, rights_data, thanks_data
from resourcemap.showing.telling import correction_data


def help_page(turn: Turn, fields: Fields) -> tuple[int, str]:
    """Write what helps with the place that is open, keep a report that was sent, and give the status."""
    asked, screen = turn.visit.asked, turn.screen
    try:
        listing = actions.listing(turn.directory, turn.visit.open, now=turn.moment)
    except NotFoundError:
        return 404, gone_page(turn)
    kind = fields.one("kind")
    thanks: list[str] = []
    problem = ""
    if fields.one("do") == "report":
        thanks, problem = _told(turn, listing.id, fields)
    rights = None
    if may_turn_away(listing) or (thanks and kind == "turned-away"):
        helpers = actions.rights_help(
            turn.directory, listing, origin=asked.origin, unit=asked.unit, now=turn.moment
        )
        rights = rights_data(helpers, actions.rights_lines(listing), asked, screen)
    page = draw(
        turn,
        "help.html",
        action="/lite/help",
        current="find",
        title=aside_title(listing, screen),
        place_name=listing.name,
        rights=rights,
        report=report_data(screen),
        correction=correction_data(screen),
        typed={name: fields.one(f"fix_{name}") for name in (*CORRECTABLE, "contact")},
        kind=kind,
        told=fields.one("told"),
        thanks=thanks,
        problem=problem,
    )
    return 200, page


def _told(turn: Turn, listing_id: str, fields: Fields) -> tuple[list[str], str]:
    """Keep a report; say thanks with its code, or why it was not kept."""
    kind = fields.one("kind")
    if kind not in REPORT_KINDS:
        return [], say("rights.report.choose", turn.language)
    try:
        code = actions.report(
            turn.directory,
            listing_id,
            kind,
            fields.one("told"),
            changes={name: fields.one(f"fix_{name}") for name in CORRECTABLE},
            contact=fields.one("fix_contact"),
            now=turn.moment,
        )
    except TooManyError:
        return [], say("rights.report.many", turn.language)
    return thanks_data(code, turn.screen), ""
