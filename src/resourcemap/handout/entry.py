"""One entry for each item of a plan: everything every format says, put into words once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from resourcemap.geo.point import GeoPoint
from resourcemap.handout.discreet import neutral_title, public_street_line, quiet, suite_of
from resourcemap.handout.options import CLOSER, OPENERS, HandoutOptions, PlannedHome, PlannedItem
from resourcemap.handout.question import Question, open_questions
from resourcemap.handout.times import (
    checked_words,
    distance_words,
    is_always_open,
    next_times,
    occurrence_words,
    place_zone,
    with_zone,
)
from resourcemap.model.freshness import Freshness, freshness_on
from resourcemap.model.hsds import Phone
from resourcemap.model.listing import Listing, WayToAsk
from resourcemap.model.locale_words import listed
from resourcemap.model.marks import mark_of
from resourcemap.model.plan import PlanKind
from resourcemap.model.schedule import Occurrence
from resourcemap.model.schedule_words import describe_all
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say, terms_said
from resourcemap.model.zone_words import can_join, is_same_clock, zone_words

NEXT_TIMES = 3
_QUIET_COSTS = frozenset({"free", "donation", "sliding-scale", "fee"})
_QUIET_BARRIERS = frozenset({"no-photo-id", "no-appointment", "no-proof-of-age"})
_BARRIERS_ON_PAPER = (
    "no-photo-id",
    "no-appointment",
    "no-referral",
    "sobriety-not-required",
    "individual-assessment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutEntry:
    """
    What a handout says of one item, in words of one language.

    Empty tuples and None mean that there is nothing to say, or nothing that may be said. `times`
    are the next dates, `when` the same in words, and `no_times` stands where there are none; `rhythm`
    says how they repeat. `what` is the kind of help or company it is, where its name does not say so.
    `needs_call` says that the last check is long ago.
    """

    kind: PlanKind
    id: str
    title: str
    mark: str
    what: str | None = None
    times: tuple[Occurrence, ...] = ()
    when: tuple[str, ...] = ()
    no_times: str | None = None
    rhythm: tuple[str, ...] = ()
    notice: str | None = None
    where: str | None = None
    directions: tuple[str, ...] = ()
    distance: str | None = None
    distance_short: str | None = None
    join: tuple[str, ...] = ()
    ask_for: str | None = None
    expect: tuple[str, ...] = ()
    phone: str | None = None
    contact: str | None = None
    cost: str | None = None
    papers: tuple[str, ...] = ()
    checked: str | None = None
    needs_call: bool = False
    unknown: tuple[Question, ...] = ()
    point: GeoPoint | None = None
    is_confidential: bool = False
    note: str | None = None


def handout_entries(items: Iterable[PlannedItem], options: HandoutOptions) -> tuple[HandoutEntry, ...]:
    """
    Write the entries of a plan, in its order.

    Neutral titles that would be the same get a number, so that each can be told apart.
    """
    entries = [handout_entry(item, options) for item in items]
    if not options.discreet:
        return tuple(entries)
    titles = [entry.title for entry in entries]
    return tuple(
        replace(entry, title=f"{entry.title} ({titles[: number + 1].count(entry.title)})")
        if titles.count(entry.title) > 1
        else entry
        for number, entry in enumerate(entries)
    )


def handout_entry(item: PlannedItem, options: HandoutOptions) -> HandoutEntry:
    """Write the entry of one item."""
    if isinstance(item, PlannedHome):
        return _home_entry(item, options)
    listing, language = item.listing, options.language
    is_confidential = listing.address_visibility != "full"
    times = next_times(listing, options, count=NEXT_TIMES)
    always = is_always_open(times)
    entry = HandoutEntry(
        kind="listing",
        id=listing.id,
        title=title_of(listing, options),
        # A house on a mark would tell as much as the word.
        mark="other" if options.discreet else mark_of(listing),
        what=_what(listing, options),
        times=() if always else times,
        when=(say("handout.time.always", language),)
        if always
        else tuple(
            with_zone(occurrence_words(each, language), each.start, listing, options) for each in times
        ),
        no_times=None
        if times
        else say(f"handout.time.unknown{'' if listing.phones else '_no_phone'}", language),
        rhythm=_rhythm(listing, options),
        notice=_notice(listing, options),
        where=_where(listing, options),
        phone=_phone(listing, options),
        cost=_cost(listing, options),
        checked=checked_words(
            listing.assured_date,
            options.now.date(),
            language,
            options.freshness,
            way=_way_to_ask(listing, options),
        ),
        needs_call=freshness_on(options.now.date(), listing.assured_date, options.freshness)
        is not Freshness.CURRENT,
        expect=_expect(listing, options, is_confidential=is_confidential),
        unknown=open_questions(listing, times, options),
        is_confidential=is_confidential,
        note=None if options.discreet else item.note,
    )
    if is_confidential:
        return entry
    return replace(
        entry,
        directions=_directions(listing, options),
        distance=distance_words(item, options),
        distance_short=distance_words(item, options, is_short=True),
        join=_join(listing, options),
        ask_for=_ask_for(listing, options),
        contact=_contact(listing, options),
        papers=_papers(listing, options),
        point=listing.point,
    )


def title_of(listing: Listing, options: HandoutOptions) -> str:
    """Name a listing as the handout may name it."""
    if options.discreet:
        return neutral_title(listing, options)
    return options.isolate(" ".join(listing.name.split()))


def _what(listing: Listing, options: HandoutOptions) -> str | None:
    if options.discreet:
        return None
    named = listing.name.casefold()
    kinds = (vocabulary().chip("category", term, options.language) for term in listing.terms("category"))
    return next((kind for kind in kinds if kind.casefold() not in named), None)


def _home_entry(item: PlannedHome, options: HandoutOptions) -> HandoutEntry:
    language = options.language
    title = say("handout.neutral.home", language) if options.discreet else item.title
    steps = (item.text, item.next_step) if not options.discreet else ()
    return HandoutEntry(
        kind="at-home",
        id=item.id,
        title=title,
        mark="other" if options.discreet else item.dimension,
        when=(say("handout.time.home", language),),
        expect=tuple(step for step in steps if step),
        cost=say("handout.home_cost", language, cost=item.cost) if item.cost else None,
        note=None if options.discreet else item.note,
    )


def _rhythm(listing: Listing, options: HandoutOptions) -> tuple[str, ...]:
    if listing.schedules:
        lines = describe_all(listing.schedules, options.language, today=options.now.date())
    else:
        lines = (listing.schedule_text or "",)
    kept = tuple(line for line in (quiet(line, listing, options) for line in lines) if line)
    return tuple(_with_own_zone(line, listing, options) for line in kept)


def _with_own_zone(line: str, listing: Listing, options: HandoutOptions) -> str:
    """Name the zone of a rhythm, which is told by the place's clock, unless it is the reader's too."""
    if not listing.schedules or not can_join(listing):
        return line
    there = options.now.astimezone(place_zone(listing, options))
    if options.reader is not None and is_same_clock(there, options.reader):
        return line
    return zone_words(line, there, None, options.language)


def _notice(listing: Listing, options: HandoutOptions) -> str | None:
    if listing.status == "temporarily closed":
        return say(f"handout.notice.closed{'' if listing.phones else '_no_phone'}", options.language)
    if listing.is_full:
        return say("handout.notice.full", options.language)
    return quiet(listing.alert, listing, options)


def _where(listing: Listing, options: HandoutOptions) -> str | None:
    language = options.language
    if listing.address_visibility != "full":
        area = _area(listing)
        key = "private_area" if area else "private"
        if not listing.phones:
            key += "_no_phone"
        return say(f"handout.where.{key}", language, area=options.isolate(area or ""))
    address = listing.address
    if address is None:
        if listing.is_remote_only:
            return say("handout.where.remote", language)
        area = _area(listing)
        return say("handout.where.ask_area", language, area=options.isolate(area)) if area else None
    parts = (
        (public_street_line(listing), suite_of(listing), address.city)
        if options.discreet
        else (address.address_1, address.address_2, address.city)
    )
    if options.discreet and parts[0] is None:
        city = address.city or _area(listing)
        return say(
            f"handout.where.{'ask_area' if city else 'ask'}", language, area=options.isolate(city or "")
        )
    kept = [" ".join(part.split()) for part in parts if part and part.strip()]
    return options.isolate(", ".join(kept)) if kept else None


def _area(listing: Listing) -> str | None:
    if listing.area is not None and listing.area.label:
        return listing.area.label
    return (listing.address.city if listing.address else None) or None


def _directions(listing: Listing, options: HandoutOptions) -> tuple[str, ...]:
    entrance = listing.first_visit.entrance if listing.first_visit else None
    own = (_sentence(quiet(text, listing, options)) for text in (entrance, listing.transportation))
    return tuple(text for text in own if text)


def _join(listing: Listing, options: HandoutOptions) -> tuple[str, ...]:
    join, language = listing.join, options.language
    if join is None:
        return ()
    lines: list[str] = []
    if options.discreet:
        if join.url and listing.phones:
            lines.append(say("handout.join.ask_link", language))
    elif join.url:
        lines.append(say("handout.join.link", language, url=options.isolate(join.url.strip())))
    if join.phone:
        lines.append(say("handout.join.phone", language, phone=options.isolate(" ".join(join.phone.split()))))
    if notes := _sentence(quiet(join.notes, listing, options)):
        lines.append(notes)
    if join.camera_optional:
        lines.append(say("handout.join.camera", language))
    return tuple(lines)


def _ask_for(listing: Listing, options: HandoutOptions) -> str | None:
    greeter = listing.first_visit.greeter if listing.first_visit else None
    contact = next((each.name or each.title for each in listing.contacts if each.name or each.title), None)
    for who in (greeter, contact):
        if kept := quiet(who, listing, options):
            # A greeter may be a whole sentence ("Sam waits at the door."), which stands by itself.
            if len(kept.split()) > 4 or kept.rstrip(CLOSER).endswith("."):
                return _sentence(kept)
            return say("handout.ask_for", options.language, who=kept)
    return None


def _expect(listing: Listing, options: HandoutOptions, *, is_confidential: bool) -> tuple[str, ...]:
    first, language = listing.first_visit, options.language
    lines: list[str] = []
    if first is not None and first.may_just_listen is not None:
        key = "handout.listen.yes" if first.may_just_listen else "handout.listen.no"
        lines.append(say(key, language))
    if is_confidential:
        return tuple(lines)
    if first is not None:
        if happens := _sentence(quiet(first.what_happens, listing, options)):
            lines.append(happens)
        if size := quiet(first.group_size, listing, options):
            # Many write "6 to 10 people", some only "6-10".
            has_word = any(char.isalpha() for char in size)
            lines.append(_sentence(size if has_word else say("handout.size", language, size=size)) or "")
    if companion := _sentence(quiet(listing.companion, listing, options)):
        lines.append(companion)
    return tuple(lines)


def _phone(listing: Listing, options: HandoutOptions) -> str | None:
    written = ("fax", "tty", "textphone")
    spoken = [phone for phone in listing.phones if (phone.type or "voice").lower() not in written]
    phone: Phone | None = next(iter(spoken or listing.phones), None)
    if phone is None or not phone.number.strip():
        return None
    number = " ".join(phone.number.split())
    number = options.isolate(number)
    if phone.extension is None:
        return number
    return say("handout.phone", options.language, number=number, extension=f"{phone.extension:g}")


def _contact(listing: Listing, options: HandoutOptions) -> str | None:
    """An address on the web, where there is no phone. It names the organisation, so never when discreet."""
    if options.discreet or listing.phones:
        return None
    return listing.email or next(iter(listing.urls), None)


def _way_to_ask(listing: Listing, options: HandoutOptions) -> WayToAsk | Literal["list"]:
    """Give the quickest way that the entry itself prints; "list" where the list on screen has one more."""
    is_open = listing.address_visibility == "full"
    if _phone(listing, options) or (is_open and listing.join is not None and listing.join.phone):
        return "phone"
    if is_open and (contact := _contact(listing, options)):
        return "email" if contact == listing.email else "website"
    return "none" if listing.way_to_ask == "none" else "list"


def _cost(listing: Listing, options: HandoutOptions) -> str | None:
    terms = [term for term in listing.terms("cost") if not options.discreet or term in _QUIET_COSTS]
    if terms:
        return terms_said("cost", terms[:2], options.language)
    return quiet(listing.fees_description, listing, options)


def _papers(listing: Listing, options: HandoutOptions) -> tuple[str, ...]:
    language = options.language
    documents = [quiet(each.document, listing, options) for each in listing.required_documents]
    named = listed([each for each in documents if each], language, word="")
    lines = [say("handout.bring", language, papers=named)] if named else []
    # Part of a list of papers would send somebody home again.
    if len([each for each in documents if each]) < len(documents):
        lines = [say("handout.ask_papers", language)]
    held = listing.terms("barriers_removed")
    for term in _BARRIERS_ON_PAPER:
        if term in held and (not options.discreet or term in _QUIET_BARRIERS):
            lines.append(vocabulary().chip("barriers_removed", term, language))
    return tuple(lines)


def _sentence(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    text = _opened(text.strip())
    end = text.rstrip(CLOSER)
    # The stop belongs to the sentence: outside of its marks it would stand at the other end.
    return text if end[-1:] in ".!?。؟…" else f"{end}.{text[len(end) :]}"


def _opened(text: str) -> str:
    """Begin a sentence with a capital, behind a mark of direction too."""
    start = len(text) - len(text.lstrip(OPENERS))
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]
