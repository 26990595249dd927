"""The list of results as plain data: what each card says, ready to be drawn."""

from collections.abc import Mapping

from resourcemap.geo.units import walk_minutes
from resourcemap.model.fact import Answer
from resourcemap.model.freshness import Freshness, freshness_on
from resourcemap.model.listing import Listing
from resourcemap.model.locale_words import listed
from resourcemap.model.marks import mark_of
from resourcemap.model.place_words import band_sentence, distance_sentence
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Distance, Sentence, say
from resourcemap.model.zone_words import can_join, is_joined, is_same_clock
from resourcemap.search.query import Origin
from resourcemap.search.result import Match, SearchResult
from resourcemap.showing.ask import FIRST_SHOWN, Asked
from resourcemap.showing.screen import Json as Json
from resourcemap.showing.screen import Screen as Screen
from resourcemap.showing.summary import chips, notes, summary_words
from resourcemap.showing.times import checked_words, joined_words, next_words
from resourcemap.showing.together import also_words

_COARSE_M = 500.0
_LONGEST_WALK_MIN = 60
_MOST_REASONS = 4
_MOST_CHIPS = 6
_MOST_UNKNOWN = 3
# Of a strip the page first shows this many.
STRIP_SHOWN = 3
_CHIP_FACETS = ("cost", "entry", "accessibility", "barriers_removed", "affirming")
_FEW_PER_FACET = 2
_HEARD_FROM_HOME = frozenset({"asl", "live-captions"})
# These hold a time by the place's clock.
TIMED_REASONS = frozenset(
    {
        "search.reason.next",
        "search.reason.now",
        "search.reason.fits.morning",
        "search.reason.fits.afternoon",
        "search.reason.fits.evening",
    }
)
_SAID_ELSEWHERE = TIMED_REASONS | frozenset(
    {
        "search.reason.all_day",
        "search.reason.walk",
        "search.reason.distance",
        "search.reason.band",
        "search.reason.area",
        "search.reason.closed",
        "search.reason.full",
        "search.checked.now",
        "search.checked.call_first",
        "search.checked.check_first",
    }
)
_ASKED_ELSEWHERE = frozenset({"search.unknown.when", "search.unknown.place", "search.unknown.checked"})


def results_data(
    result: SearchResult, asked: Asked, screen: Screen, *, strips: Mapping[str, int] | None = None
) -> Json:
    """
    Say everything the list shows, from the summary to the strip of online options.

    Parameters
    ----------
    strips
        How many are shown of each strip ("remote", "unplaced"); of one that is not named come the
        first few. None is all that the search gave.
    """
    return {
        "summary": summary_words(result, asked, screen),
        "notes": notes(result, asked, screen),
        "chips": chips(asked, screen),
        "cards": [card(match, number, asked, screen) for number, match in enumerate(result.matches, start=1)],
        "more": _more(result, screen),
        "unplaced": _unplaced(result, asked, screen, strips),
        "remote": _remote(result, asked, screen, strips),
        "empty": None if result.matches else empty_state(result, asked, screen),
    }


def card(match: Match, number: int | None, asked: Asked, screen: Screen) -> Json:
    """Say what one card shows; `number` is None for what needs no travel."""
    listing = match.listing
    # Of a group a card says what holds for each of its times.
    shared = match.shared or listing
    today = screen.now.date()
    why = reason_words(match, asked, screen)[:_MOST_REASONS]
    said = {reason.casefold() for reason in why}
    return {
        "id": listing.id,
        "n": number,
        "mark": mark_of(listing),
        "name": listing.name,
        "sub": " · ".join(part for part in (organization_words(listing), area_words(listing)) if part),
        "when": next_time_words(match, screen),
        "known": match.next_time is not None,
        "also": also_words(match, screen),
        "group": [each.listing.id for each in match.also],
        "where": None
        if number is None
        else distance_line(match, asked.origin, screen, radius_m=asked.radius_m),
        "why": _sentence(why, screen),
        "chips": [
            chip
            for chip in _fact_chips(shared, asked, screen, is_from_home=match.is_from_home)
            if chip.casefold() not in said
        ],
        "warn": warnings(listing, screen),
        "ask": [
            screen.say("card.ask", thing=say(each, screen.language))
            for each in match.to_ask
            if each.key not in _ASKED_ELSEWHERE
        ][:_MOST_UNKNOWN],
        "checked": checked_words(
            shared.assured_date, today, screen.language, screen.freshness, way=listing.way_to_ask
        ),
        "stale": freshness_on(today, shared.assured_date, screen.freshness) is not Freshness.CURRENT,
        "onMap": listing.point is not None,
    }


def next_time_words(match: Match, screen: Screen) -> str:
    """
    Say when a place is next there for people: by the reader's clock where it is joined from elsewhere.

    The clock of a place to go to is its own, and is named where the reader's differs and one may join too.
    """
    start, end, is_open, language = match.next_time, match.next_end, match.is_open, screen.language
    reader = screen.reader
    if is_joined(match.listing, is_from_home=match.is_from_home):
        return joined_words(start, end, screen.now, is_open=is_open, language=language, reader=reader)
    if start and reader and can_join(match.listing) and not is_same_clock(start, reader):
        return joined_words(start, end, screen.now, is_open=is_open, language=language, reader=None)
    return next_words(start, end, screen.now, is_open=is_open, language=language)


def reason_words(match: Match, asked: Asked, screen: Screen) -> list[str]:
    """
    Say why a place is here, beyond what its card says anyway (how far, when, when checked).

    Where nothing else speaks for it, what it offers does.
    """
    found = [say(each, screen.language) for each in match.reasons if not _is_on_the_card(each, asked)]
    if found:
        return found
    return [say(f"inline.category.{term}", screen.language) for term in match.listing.terms("category")]


def _is_on_the_card(reason: Sentence, asked: Asked) -> bool:
    if reason.key in _SAID_ELSEWHERE:
        return True
    # A plain fact is a chip, unless it was asked for: then it is a reason.
    term = reason.values.get("term")
    if reason.key != "search.reason.term" or not isinstance(term, Sentence):
        return False
    _, facet, code = term.key.split(".", 2)
    return facet in _CHIP_FACETS and code not in asked.include.get(facet, frozenset())


def _sentence(parts: list[str], screen: Screen) -> str:
    text = listed([part.rstrip(".") for part in parts], screen.language, word="")
    return f"{text}." if text else ""


def organization_words(listing: Listing) -> str | None:
    """Name who runs it, unless the name says so already."""
    if listing.organization is None or listing.organization == listing.name:
        return None
    return listing.organization


def area_words(listing: Listing) -> str | None:
    """Say roughly where it is, without an exact address."""
    if listing.area is not None and listing.area.label:
        return listing.area.label
    address = listing.address
    return None if address is None else address.region or address.city


def distance_line(
    match: Match, origin: Origin | None, screen: Screen, *, radius_m: float | None = None
) -> str | None:
    """
    Say how far a place is, as finely as the origin allows; a kept address is said to be kept.

    A walk is given only from an exact spot and up to an hour.
    """
    listing = match.listing
    if match.distance_m is None:
        if listing.address_visibility != "full":
            return screen.say("card.private")
        if listing.terms("attendance") == ("home-visit",):
            return screen.say("card.comes_to_you")
        return None if listing.point is not None or listing.is_remote_only else screen.say("card.unplaced")
    if origin is not None and origin.uncertainty_m > _COARSE_M:
        band = band_sentence(match.distance_m, origin.uncertainty_m, screen.unit, radius_m=radius_m)
        return say(band, screen.language)
    far = say(distance_sentence(match.distance_m, screen.unit), screen.language)
    low, high = walk_minutes(match.distance_m)
    if low > _LONGEST_WALK_MIN or listing.point_is_approximate:
        return far
    return f"{far} · {screen.say('card.walk', low=low, high=high)}"


def _fact_chips(listing: Listing, asked: Asked, screen: Screen, *, is_from_home: bool) -> list[str]:
    found: list[str] = [screen.say("card.sample")] if listing.is_sample else []
    if is_from_home:
        found += _joining_chips(listing, screen)
    languages = listing.terms("language")
    for facet in _CHIP_FACETS:
        wanted = asked.include.get(facet, frozenset())
        held = listing.terms(facet)
        if is_from_home and facet == "accessibility":
            # Who joins from home never comes to the door.
            held = tuple(term for term in held if term in _HEARD_FROM_HOME)
        terms = sorted(held, key=lambda term: term not in wanted)
        for term in terms[:_FEW_PER_FACET]:
            label = vocabulary().chip(facet, term, screen.language)
            partly = listing.answer(facet, term) is Answer.LIMITED
            found.append(screen.say("detail.limited", label=label) if partly else label)
        if facet == "entry" and any(language != "en" for language in languages):
            named = [screen.label("language", language) for language in languages[:4]]
            found.append(listed(named, screen.language, word=""))
    if listing.first_visit is not None and listing.first_visit.may_just_listen:
        found.append(screen.say("card.just_listen"))
    if listing.companion and (listing.is_remote_only or not is_from_home):
        found.append(screen.say("card.companion"))
    if not is_from_home and listing.join is not None and listing.join.camera_optional:
        found.append(screen.say("card.camera"))
    return found[: _MOST_CHIPS + listing.is_sample]


def _joining_chips(listing: Listing, screen: Screen) -> list[str]:
    join = listing.join
    found = [screen.say("card.camera")] if join is not None and join.camera_optional else []
    ways = [way for way in ("phone", "text-chat") if way in listing.terms("attendance")]
    if join is not None and join.phone and "phone" not in ways:
        ways.insert(0, "phone")
    return found + [vocabulary().chip("attendance", way, screen.language) for way in ways]


def warnings(listing: Listing, screen: Screen) -> list[str]:
    """Say what may turn a person away at the door today."""
    found = []
    if listing.status == "temporarily closed":
        found.append(screen.say("card.closed"))
    if listing.is_full:
        found.append(screen.say("card.full"))
    return found


def _more(result: SearchResult, screen: Screen) -> str | None:
    left = result.places_in_person - len(result.matches)
    return screen.say("card.more", count=min(left, FIRST_SHOWN)) if left > 0 else None


def next_strip(shown: int) -> int:
    """Give how many a strip shows after its "more" was pressed: as many as a list begins with, then more of them."""
    return FIRST_SHOWN if shown < FIRST_SHOWN else shown + FIRST_SHOWN


def _remote(
    result: SearchResult, asked: Asked, screen: Screen, strips: Mapping[str, int] | None
) -> Json | None:
    shown = None if strips is None else strips.get("remote", STRIP_SHOWN)
    cards = [card(match, None, asked, screen) for match in result.remote[:shown]]
    return _strip("remote", cards, shown, result.places_from_home, screen)


def _unplaced(
    result: SearchResult, asked: Asked, screen: Screen, strips: Mapping[str, int] | None
) -> Json | None:
    shown = None if strips is None else strips.get("unplaced", STRIP_SHOWN)
    cards = [
        {**card(match, None, asked, screen), "where": distance_line(match, asked.origin, screen)}
        for match in result.unplaced[:shown]
    ]
    return _strip("unplaced", cards, shown, result.places_unplaced, screen)


def _strip(name: str, cards: list[Json], shown: int | None, total: int, screen: Screen) -> Json | None:
    if not cards:
        return None
    left = 0 if shown is None else min(total, next_strip(shown)) - len(cards)
    return {
        "title": screen.say(f"{name}.title"),
        "intro": screen.say(f"{name}.intro"),
        "cards": cards,
        "more": screen.say("remote.more", count=left) if left > 0 else None,
    }


def empty_state(result: SearchResult, asked: Asked, screen: Screen) -> Json:
    """Say what stands in the way when nothing is found, and offer to loosen it."""
    title = screen.say("empty.title")
    if asked.radius_m is not None:
        title = screen.say("empty.near", distance=Distance(asked.radius_m, screen.unit))
    offers = [
        {"label": say(each.sentence, screen.language), "act": {"do": "loosen", "index": index}}
        for index, each in enumerate(result.relax)
    ]
    start = {"label": screen.say("empty.start_again"), "act": {"do": "remove", "id": "everything"}}
    if offers:
        return {"title": title, "lead": screen.say("empty.lead"), "offers": offers}
    if result.total == 0:
        # A search that nothing could loosen and that finds nothing: the list itself is empty.
        return {"title": screen.say("empty.no_data"), "lead": screen.say("empty.no_data_lead"), "offers": []}
    return {"title": title, "lead": screen.say("empty.nothing"), "offers": [start]}
