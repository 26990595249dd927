"""The list of results as plain data: what each card says, ready to be drawn."""

from collections.abc import Collection

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
from resourcemap.showing.ask import FIRST_SHOWN, Asked, is_anything_set
from resourcemap.showing.screen import Json as Json
from resourcemap.showing.screen import Screen as Screen
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
    result: SearchResult, asked: Asked, screen: Screen, *, opened: Collection[str] | None = None
) -> Json:
    """
    Say everything the list shows, from the summary to the strip of online options.

    Parameters
    ----------
    opened
        The strips ("remote", "unplaced") that are shown as long as the list; of others come the
        first few. None is all.
    """
    return {
        "summary": summary_words(result, asked, screen),
        "notes": _notes(result, asked, screen),
        "chips": chips(asked, screen),
        "cards": [card(match, number, asked, screen) for number, match in enumerate(result.matches, start=1)],
        "more": _more(result, screen),
        "unplaced": _unplaced(result, asked, screen, is_open=opened is None or "unplaced" in opened),
        "remote": _remote(result, asked, screen, is_open=opened is None or "remote" in opened),
        "empty": None if result.matches else empty_state(result, asked, screen),
    }


def summary_words(result: SearchResult, asked: Asked, screen: Screen) -> list[Json]:
    """Say how much was found: parts of one sentence, the first one strong."""
    if result.total_in_person == 0:
        parts = [{"text": screen.say("summary.none"), "strong": True}]
    elif asked.radius_m is not None:
        within = Distance(asked.radius_m, screen.unit)
        text = screen.say("summary.in_person_near", count=result.places_in_person, distance=within)
        parts = [{"text": text, "strong": True}]
    else:
        parts = [{"text": screen.say("summary.in_person", count=result.places_in_person), "strong": True}]
    if result.total_unplaced:
        text = screen.say("summary.unplaced", count=result.places_unplaced)
        parts.append({"text": text, "strong": False})
    if result.total_from_home:
        text = screen.say("summary.remote", count=result.places_from_home)
        parts.append({"text": text, "strong": False})
    if result.places < result.total:
        # The filters count every time of a group: say what adds up to theirs.
        parts.append({"text": screen.say("summary.each_time", count=result.total), "strong": False})
    return parts


def _notes(result: SearchResult, asked: Asked, screen: Screen) -> list[Json]:
    notes: list[Json] = [
        {"text": screen.say("summary.corrected", old=old, new=new)} for old, new in result.corrections
    ]
    for name, count in sorted(result.unknown_out.items(), key=lambda each: -each[1]):
        if count and name not in asked.allow_unknown:
            if name in ("when", "open_at"):
                text = screen.say("summary.unknown_when", count=count)
            else:
                label = filter_label(name, asked, screen)
                text = screen.say("summary.unknown", count=count, label=label)
            notes.append(
                {
                    "text": text,
                    "act": {"do": "allow-unknown", "name": name},
                    "button": screen.say("summary.show_unknown"),
                }
            )
            break  # One offer at a time: the page stays calm.
    return notes


def filter_label(name: str, asked: Asked, screen: Screen) -> str:
    """Name a filter as people know it, by its only term where it has just one."""
    if name == "age":
        return screen.say("filters.age")
    if name in ("when", "open_at"):
        return when_words(asked.when, screen)
    terms = asked.include.get(name, frozenset()) | asked.exclude.get(name, frozenset())
    if len(terms) == 1:
        return screen.label(name, next(iter(terms)))
    return vocabulary().facet_label(name, screen.language)


def when_words(choice: str, screen: Screen) -> str:
    """Name a choice of When."""
    day, dash, part = choice.partition("-")
    if not dash:
        return screen.say(f"when.{choice}")
    return screen.say("when.part", day=screen.say(f"when.{day}"), part=screen.say(f"when.part_{part}"))


def chips(asked: Asked, screen: Screen) -> list[Json]:
    """List what is set besides the place, each to be taken back by its id."""
    found: list[tuple[str, str]] = []
    if asked.what != "anything":
        found.append(("what", screen.say(f"what.{asked.what}")))
    if asked.when != "any":
        found.append(("when", when_words(asked.when, screen)))
    if asked.text:
        found.append(("text", screen.say("chip.text", text=asked.text)))
    for facet, terms in asked.include.items():
        found += [(f"include/{facet}/{term}", screen.label(facet, term)) for term in sorted(terms)]
    for facet, terms in asked.exclude.items():
        found += [
            (f"exclude/{facet}/{term}", screen.say("chip.not", label=screen.label(facet, term)))
            for term in sorted(terms)
        ]
    if asked.age is not None:
        found.append(("age", screen.say("chip.age", age=asked.age)))
    for name in sorted(asked.allow_unknown):
        label = filter_label(name, asked, screen)
        found.append((f"unknown/{name}", screen.say("chip.unknown", label=label)))
    made = [
        {"id": id_, "label": label, "remove": screen.say("chip.remove", label=label)} for id_, label in found
    ]
    if made or is_anything_set(asked):
        made.append({"id": "everything", "label": screen.say("chip.clear"), "remove": ""})
    return made


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


def _remote(result: SearchResult, asked: Asked, screen: Screen, *, is_open: bool) -> Json | None:
    found = result.remote if is_open else result.remote[:STRIP_SHOWN]
    cards = [card(match, None, asked, screen) for match in found]
    return _strip("remote", cards, result.places_from_home, asked, screen)


def _unplaced(result: SearchResult, asked: Asked, screen: Screen, *, is_open: bool) -> Json | None:
    found = result.unplaced if is_open else result.unplaced[:STRIP_SHOWN]
    cards = [
        {**card(match, None, asked, screen), "where": distance_line(match, asked.origin, screen)}
        for match in found
    ]
    return _strip("unplaced", cards, result.places_unplaced, asked, screen)


def _strip(name: str, cards: list[Json], total: int, asked: Asked, screen: Screen) -> Json | None:
    if not cards:
        return None
    # It is never longer than the list: whoever wants more of these asks for these.
    left = min(total, asked.shown) - len(cards)
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
