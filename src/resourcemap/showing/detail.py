"""One listing in full, as plain data: every fact its record holds, in plain words."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from resourcemap.model.at_home import shared_line
from resourcemap.model.evidence import stated_fact
from resourcemap.model.first_visit import first_visit_card
from resourcemap.model.hsds import Contact, CostOption, Schedule
from resourcemap.model.listing import Listing, WayToAsk
from resourcemap.model.marks import mark_of
from resourcemap.model.schedule import Occurrence, occurrences
from resourcemap.model.schedule_words import describe_all
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say, terms_said
from resourcemap.model.zone_words import can_join, is_joined, is_same_clock, these_times
from resourcemap.search.result import Match
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import (
    TIMED_REASONS,
    Json,
    Screen,
    distance_line,
    next_time_words,
    organization_words,
    warnings,
)
from resourcemap.showing.links import action_links, opens_words, phone_link, safe_link
from resourcemap.showing.times import checked_words, start_words

_NEXT_DATES = 4
_LOOK_AHEAD = timedelta(days=120)
_PRIVATE: dict[WayToAsk, str] = {
    "phone": "detail.private",
    "website": "detail.private_no_phone",
    "email": "detail.private_no_phone",
    "none": "detail.private_no_contact",
}


def detail_data(
    listing: Listing, match: Match | None, asked: Asked, screen: Screen, *, zone: ZoneInfo, number: int | None
) -> Json:
    """
    Say everything about one listing.

    Parameters
    ----------
    match
        The listing in the present search, for its distance, reasons and unknowns; None when a
        filter has taken it out of the list since.
    zone
        The zone for schedules that name none.
    number
        Its number in the list and on the map.
    """
    sections = [
        _first_visit(listing, screen),
        _when(listing, match, screen, zone),
        _where(listing, match, asked, screen),
        _join(listing, screen),
        _who(listing, screen),
        _how(listing, screen),
        _facts("detail.cost", "cost", listing, screen, _cost_lines(listing, screen)),
        _facts("detail.barriers", "barriers_removed", listing, screen),
        _facts("detail.access", "accessibility", listing, screen, _access_lines(listing)),
        _facts("detail.welcome", "affirming", listing, screen),
        _facts("detail.languages", "language", listing, screen, _language_lines(listing)),
        _about(listing, screen),
        _source(listing, screen),
    ]
    unknown = [] if match is None else [_opened(say(each, screen.language)) for each in match.unknown]
    return {
        "id": listing.id,
        "n": number,
        "mark": mark_of(listing),
        "name": listing.name,
        "sub": organization_words(listing),
        "when": None if match is None else next_time_words(match, screen),
        "why": [] if match is None else _why(match, screen),
        "welcome": listing.welcome_line,
        "alert": listing.alert,
        "warn": warnings(listing, screen),
        "actions": action_links(listing, screen),
        "ask": unknown,
        "sections": [section for section in sections if section is not None],
        "checked": checked_words(
            listing.assured_date,
            screen.now.date(),
            screen.language,
            screen.freshness,
            way=listing.way_to_ask,
        ),
        "onMap": listing.point is not None,
    }


def _why(match: Match, screen: Screen) -> list[str]:
    """Say why a place is here; its times are left to the lines that name the clock they are of."""
    start, reader = match.next_time, screen.reader
    same = start is None or (reader is not None and is_same_clock(start, reader))
    joins = is_joined(match.listing, is_from_home=match.is_from_home)
    aside = not same and (joins or (reader is not None and can_join(match.listing)))
    kept = [each for each in match.reasons if not (aside and each.key in TIMED_REASONS)]
    return [_opened(say(each, screen.language)) for each in kept]


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _section(title: str, items: list[Json | None]) -> Json | None:
    kept = [item for item in items if item is not None]
    return {"title": title, "items": kept} if kept else None


def _text(text: str | None) -> Json | None:
    return {"kind": "p", "text": text.strip()} if text and text.strip() else None


def _pair(label: str, text: str | None) -> Json | None:
    return {"kind": "pair", "label": label, "text": text.strip()} if text and text.strip() else None


def _lines(lines: list[str]) -> Json | None:
    return {"kind": "list", "lines": lines} if lines else None


def _first_visit(listing: Listing, screen: Screen) -> Json | None:
    items = []
    for each in first_visit_card(listing):
        text = each.known or each.not_known or ""
        said = text if isinstance(text, str) else say(text, screen.language)
        # What happens, in the place's own words, needs no heading of its own.
        items.append(
            _text(said)
            if each.part == "happens" and each.known
            else _pair(say(each.label, screen.language), said)
        )
    if items:
        items.append(_text(say(shared_line(listing.id), screen.language)))
    return _section(say("first_visit.title", screen.language), items)


def _when(listing: Listing, match: Match | None, screen: Screen, zone: ZoneInfo) -> Json | None:
    said = list(describe_all(listing.schedules, screen.language, today=screen.now.date()))
    notes = [each.notes for each in listing.schedules if each.notes]
    times = sorted(
        occurrence.start for each in listing.schedules for occurrence in _first_few(each, screen, zone)
    )[:_NEXT_DATES]
    is_meeting = len(listing.schedules) <= 2
    joins = is_joined(listing, is_from_home=match is not None and match.is_from_home)
    reader = screen.reader if joins else None
    dates = [start_words(start, screen.now, screen.language, reader) for start in times] if is_meeting else []
    # A place to go to keeps its own clock, which is named where the reader's differs and one may join too.
    may_differ = joins or (screen.reader is not None and can_join(listing))
    zone_line = these_times(times[0], screen.reader, screen.language) if times and may_differ else None
    items: list[Json | None] = [
        _lines(said),
        _text(zone_line),
        _text(listing.schedule_text if listing.schedule_text not in said else None),
        *(_text(note) for note in dict.fromkeys(notes)),
        {"kind": "label-list", "label": screen.say("detail.next"), "lines": dates} if dates else None,
        _pair(screen.say("detail.wait"), listing.wait_time),
    ]
    if not any(items):
        items = [_text(screen.say("time.unknown"))]
    return _section(screen.say("detail.when"), items)


def _first_few(schedule: Schedule, screen: Screen, zone: ZoneInfo) -> list[Occurrence]:
    found: list[Occurrence] = []
    for occurrence in occurrences(schedule, screen.now, screen.now + _LOOK_AHEAD, zone=zone):
        found.append(occurrence)
        if len(found) == _NEXT_DATES:
            break
    return found


def address_lines(listing: Listing) -> list[str]:
    """Write the public address as it stands on an envelope."""
    address = listing.address
    if address is None:
        return []
    city = ", ".join(part for part in (address.city, address.state_province) if part)
    lines = [
        address.address_1,
        address.address_2,
        " ".join(part for part in (city, address.postal_code) if part),
    ]
    return [line for line in lines if line]


def _where(listing: Listing, match: Match | None, asked: Asked, screen: Screen) -> Json | None:
    if listing.is_remote_only:
        return None
    if listing.address_visibility != "full":
        private = _PRIVATE[listing.way_to_ask]
        label = listing.area.label if listing.area is not None else None
        return _section(screen.say("detail.where"), [_text(label), _text(screen.say(private))])
    name = listing.location_name if listing.location_name != listing.name else None
    distance = None if match is None else distance_line(match, asked.origin, screen, radius_m=asked.radius_m)
    items = [
        _text("\n".join(line for line in (name, *address_lines(listing)) if line)),
        _text(None if distance is None else _opened(distance)),
        _text(screen.say("detail.approximate") if listing.point_is_approximate else None),
        _text(listing.transportation),
    ]
    return _section(screen.say("detail.where"), items)


def _join(listing: Listing, screen: Screen) -> Json | None:
    join = listing.join
    if join is None:
        return None
    link = safe_link(join.url)
    return _section(
        screen.say("detail.join"),
        [
            {
                "kind": "link",
                "label": screen.say("detail.join_link"),
                "href": link,
                "note": opens_words(link, screen),
            }
            if link
            else None,
            {
                "kind": "link",
                "label": screen.say("detail.join_phone", number=join.phone),
                "number": join.phone,
                "href": phone_link(join.phone),
            }
            if join.phone
            else None,
            _text(join.notes),
            _text(screen.say("card.camera") if join.camera_optional else None),
        ],
    )


def _who(listing: Listing, screen: Screen) -> Json | None:
    low, high = listing.minimum_age, listing.maximum_age
    ages = None
    if low is not None and high is not None:
        ages = screen.say("detail.ages", low=f"{low:g}", high=f"{high:g}")
    elif low is not None:
        ages = screen.say("detail.ages_from", low=f"{low:g}")
    elif high is not None:
        ages = screen.say("detail.ages_to", high=f"{high:g}")
    items: list[Json | None] = [
        _lines(fact_lines(listing, "population", screen)),
        _text(ages),
        _text(listing.eligibility_description),
        _labelled("detail.shares", "shared_experience", listing, screen),
        _labelled("detail.led", "led_by", listing, screen),
    ]
    return _section(screen.say("detail.who"), items)


def _labelled(title: str, facet: str, listing: Listing, screen: Screen) -> Json | None:
    lines = fact_lines(listing, facet, screen)
    return {"kind": "label-list", "label": screen.say(title), "lines": lines} if lines else None


def _how(listing: Listing, screen: Screen) -> Json | None:
    papers = [each.document for each in listing.required_documents if each.document]
    items: list[Json | None] = [
        _lines(fact_lines(listing, "entry", screen)),
        _text(listing.application_process),
        _text(screen.say("detail.no_contact") if listing.way_to_ask == "none" else None),
        {"kind": "label-list", "label": screen.say("detail.bring"), "lines": papers} if papers else None,
    ]
    return _section(screen.say("detail.how"), items)


def _facts(
    title: str, facet: str, listing: Listing, screen: Screen, more: list[str] | None = None
) -> Json | None:
    return _section(
        screen.say(title), [_lines(fact_lines(listing, facet, screen)), *(_text(line) for line in more or [])]
    )


def fact_lines(listing: Listing, facet: str, screen: Screen) -> list[str]:
    """Say each known fact of a facet, with what stands behind it."""
    facts = listing.facts.get(facet, {})
    return [_opened(say(stated_fact(facet, term, fact), screen.language)) for term, fact in facts.items()]


def _cost_lines(listing: Listing, screen: Screen) -> list[str]:
    lines = [line for each in listing.cost_options if (line := _price(each))]
    return [*lines, *([listing.fees_description] if listing.fees_description else [])]


def _price(cost: CostOption) -> str:
    amount = ""
    if cost.amount is not None:
        amount = (
            f"${cost.amount:,.2f}".removesuffix(".00")
            if cost.currency in (None, "USD")
            else (f"{cost.amount:g} {cost.currency}")
        )
    return " · ".join(part for part in (cost.option, amount, cost.amount_description) if part)


def _access_lines(listing: Listing) -> list[str]:
    return [
        " ".join(part for part in (each.description, each.details) if part) for each in listing.accessibility
    ]


def _language_lines(listing: Listing) -> list[str]:
    if listing.facts.get("language"):
        return [each.note for each in listing.languages if each.note]
    return [
        " ".join(part for part in (each.name or each.code, each.note) if part) for each in listing.languages
    ]


def _about(listing: Listing, screen: Screen) -> Json | None:
    also = listing.alternate_name
    categories = terms_said("category", listing.terms("category"), screen.language)
    kinds = terms_said("place_for", listing.terms("place_for"), screen.language)
    return _section(
        screen.say("detail.about"),
        [
            _text(also),
            _text(listing.description),
            _pair(vocabulary().facet_label("category", screen.language), categories),
            _pair(screen.say("detail.kind"), kinds),
            _pair(screen.say("detail.for_rights"), listing.accreditations),
            *(_contact(each, screen) for each in listing.contacts),
        ],
    )


def _contact(contact: Contact, screen: Screen) -> Json | None:
    said = ", ".join(part for part in (contact.name, contact.title, contact.department) if part)
    return _pair(screen.say("detail.contact"), said)


def _source(listing: Listing, screen: Screen) -> Json | None:
    source = listing.source
    if source is None:
        return None
    if listing.is_sample:
        return _section(screen.say("detail.source"), [_text(screen.say("detail.sample_line"))])
    return _section(
        screen.say("detail.source"),
        [
            _text(screen.say("detail.source_line", source=source.name or source.authority)),
            _text(screen.say("detail.licence", licence=source.licence) if source.licence else None),
        ],
    )
