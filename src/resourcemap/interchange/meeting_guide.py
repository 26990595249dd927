"""Reads Meeting Guide feeds: the JSON that twelve-step and other peer meetings publish."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from resourcemap.geo.places import Places
from resourcemap.interchange.addresses import read_address, read_postal_code, state_code, zone_of_state
from resourcemap.interchange.cells import UnknownWords
from resourcemap.interchange.contacts import read_emails, read_phones, read_url, without_password
from resourcemap.interchange.coordinates import ReadPoint, check_coordinates, read_degrees
from resourcemap.interchange.facts import NO, YES, FactTable, fold, merge
from resourcemap.interchange.limits import MAX_ROWS, MAX_TEXT, refuse
from resourcemap.interchange.records import Draft, hashed_identifier
from resourcemap.interchange.report import RowReport
from resourcemap.interchange.rows import ReadRow, is_zone
from resourcemap.interchange.source import FileSource
from resourcemap.interchange.times import (
    WEEKDAYS,
    one_hour_later,
    read_date,
    read_moment,
    read_time,
    read_weekday,
)
from resourcemap.interchange.values import is_damaged, is_not_said, one_line, read_number, said, storable
from resourcemap.model.hours import recurrence_in_name
from resourcemap.model.hsds import Address, JoinMethod, Schedule
from resourcemap.model.incoming import IncomingRow, ReadFile
from resourcemap.model.vocabulary import Term, vocabulary

FORMAT = "meeting-guide"
SCHEME = "meeting-guide"

# Payment handles, private persons and editors' links are never kept, not even in the raw row.
_NEVER = re.compile(
    r"venmo|paypal|square|cash_?app|zelle|author|edit_url|.*password.*|.*passcode.*|contact_.*|.*_contact_.*|contacts",
    re.I,
)
# "Passcode: 1234", "pw - abc", "password is abc", "passcode 1234"; not "no password needed".
_SECRET = re.compile(
    r"\b(?:pass\s?-?\s?code|pass\s?-?\s?word|pwd|pw)s?\b\s*(?:"
    r"(?:is\b(?! (?:required|needed|not|sent|posted|available))|[:#=\-–])\s*[\"“']?[^\s,;\"”']{1,40}[\"”']?"
    r"|(?=\S{0,20}\d)[^\s,;]{3,20})",
    re.I,
)
_DIAL_SECRET = re.compile(r"(#,,(?:#,,|,*)\**)[A-Za-z0-9*]+#?$|(,,,+)\*?\w+#?$")
_ALANON = re.compile(r"al-?anon|alateen|\bafg\b|nar-?anon", re.I)
_NOT_IN_PERSON = re.compile(r"\b(?:virtual|online|zoom|phone)\b(?: only| meeting)?|tele-?conference", re.I)
_EVERY_OTHER = re.compile(r"\bevery (?:other|second)\b|\b(?:bi-?weekly|fortnightly|monthly)\b", re.I)
_ATTENDANCE = {
    "in_person": ("in-person",),
    "online": ("online-live",),
    "hybrid": ("in-person", "online-live"),
}


def is_meeting_guide(value: Any) -> bool:
    """Tell whether a JSON value is a list of meetings."""
    meetings = meetings_of(value)
    if not meetings:
        return False
    sample = [meeting for meeting in meetings[:50] if isinstance(meeting, dict)]
    telling = {"day", "time", "types", "slug", "conference_url", "formatted_address", "timezone", "end_time"}
    return bool(sample) and sum(
        ("name" in meeting or "slug" in meeting) and len(telling & meeting.keys()) >= 2 for meeting in sample
    ) * 2 > len(sample)


def meetings_of(value: Any) -> list[Any] | None:
    """Give the list of meetings, also from inside the wrappers feeds put around it."""
    if isinstance(value, dict):
        for key in ("meetings", "data", "results", "items"):
            if isinstance(value.get(key), list):
                return list(value[key])
        return None
    return value if isinstance(value, list) else None


def read_meeting_guide(value: Any, source: FileSource) -> ReadFile:
    """Read the meetings of a feed, one row each."""
    meetings = meetings_of(value) or []
    if len(meetings) > MAX_ROWS:
        raise refuse("too_many_rows", limit=MAX_ROWS)
    rows: list[IncomingRow] = []
    unknown = UnknownWords()
    is_family = _is_family_feed(source, meetings)
    if not meetings:
        source.report.add("warning", "no-rows")
    for number, meeting in enumerate(meetings, start=1):
        report = source.report.row(number)
        if not isinstance(meeting, dict):
            report.reject("not-a-meeting", seen=meeting)
            continue
        clean = without_private(meeting)
        row = read_meeting(meeting, clean, report, places=source.places, unknown=unknown, is_family=is_family)
        if row is not None:
            rows.append(source.incoming(number, row, clean))
        source.tell_progress(number, len(meetings))
    unknown.tell(source.report)
    return ReadFile(
        format=FORMAT,
        authority=source.authority,
        row_count=len(meetings),
        rows=tuple(rows),
        problems=tuple(source.report.problems),
    )


def without_private(meeting: Mapping[str, Any]) -> dict[str, Any]:
    """
    Copy a meeting without payment handles, private contacts and meeting passwords.

    Examples
    --------
    >>> without_private({"name": "A", "venmo": "@x", "conference_url": "https://example.org/j/1?pwd=s"})
    {'name': 'A', 'conference_url': 'https://example.org/j/1'}
    """
    kept: dict[str, Any] = {}
    for key, value in meeting.items():
        if _NEVER.fullmatch(key) and key != "last_contact":
            continue
        if isinstance(value, str):
            value = _without_secret(key, value)
        kept[key] = value
    clean = storable(kept)
    assert isinstance(clean, dict)  # noqa: S101 - storable keeps the shape
    return clean


def _without_secret(key: str, text: str) -> str:
    if key.endswith("url") or (text.startswith(("http://", "https://")) and " " not in text):
        return without_password(text)[0]
    if key == "conference_phone":
        return _DIAL_SECRET.sub("", text.strip()).rstrip(",")
    if "notes" in key or "conference" in key:
        return _SECRET.sub("", text)
    return text


def read_meeting(
    received: Mapping[str, Any],
    meeting: Mapping[str, Any],
    report: RowReport,
    *,
    places: Places | None,
    unknown: UnknownWords,
    is_family: bool = False,
) -> ReadRow | None:
    """
    Read one meeting; None when it was rejected and the report says why.

    `meeting` is what `without_private` left of the meeting as `received`.
    """
    name = one_line(meeting.get("name"))
    if is_not_said(name):
        # A slug such as "tuesday-night-group" names a meeting well enough to keep it.
        name = one_line(meeting.get("group")) or one_line(meeting.get("slug")).replace("-", " ").capitalize()
        if is_not_said(name) or not re.search(r"[^\W\d]", name):
            report.reject("no-name", "name")
            return None
        report.warn("name-from-slug", "name", seen=name)
    for key, value in received.items():
        if isinstance(value, str) and len(value) > MAX_TEXT:
            report.reject("too-long", key, length=len(value), limit=MAX_TEXT)
            return None
        if is_damaged(value) and not _NEVER.fullmatch(key):
            report.warn("damaged-letters", key, seen=value)
    _tell_secrets(received, meeting, report)
    codes = _codes(meeting.get("types"))
    address, state = _address(meeting)
    join = _join(meeting, report)
    attendance, status = _attendance(meeting, codes, join, address)
    facts = _facts(codes, unknown, is_family=is_family or bool(_ALANON.search(name)))
    for term, fact in attendance.items():
        merge(facts, "attendance", term, fact)
    is_virtual = not any(term == "in-person" for term in attendance) and "online-live" in attendance
    is_virtual = is_virtual or (set(attendance) == {"phone"})
    point = None if is_virtual else _point(meeting, report)
    usable = check_coordinates(
        point,
        report,
        places=places,
        postal_code=address.postal_code if address else None,
        state=state_code(state),
    )
    tzid = _zone(meeting, report) or zone_of_state(state)
    schedules, schedule_text = _schedules(meeting, report, tzid)
    if schedules and (recurrence_in_name(name) or _EVERY_OTHER.search(name)):
        report.note("name-says-otherwise", "name", seen=name)
    group = _line(meeting, "entity") or _line(meeting, "group")
    draft = Draft(
        name=name,
        organization=group,
        description=_description(meeting, codes),
        status=status,
        url=read_url(meeting.get("url"))
        or read_url(meeting.get("entity_url"))
        or read_url(meeting.get("website")),
        email=next(iter(read_emails(meeting.get("email"))), None),
        phones=read_phones(meeting.get("phone")) or read_phones(meeting.get("entity_phone")),
        schedules=schedules,
        schedule_text=schedule_text,
        assured_date=read_date(meeting.get("last_contact")),
        last_modified=_updated(meeting),
        join=join,
        facts=facts,
        has_location=True,
        is_virtual=is_virtual,
        location_name=_line(meeting, "location"),
        location_description=said(meeting.get("location_notes")),
        latitude=usable[0] if usable else None,
        longitude=usable[1] if usable else None,
        is_approximate=True if usable and _is_approximate(meeting, address) else None,
        address=address,
        extra={"meeting_guide_types": list(codes)} if codes else {},
    )
    identifier = _line(meeting, "slug") or _line(meeting, "id")
    if identifier is None or len(identifier) > 300:
        identifier = hashed_identifier(
            name,
            address.address_1 if address else None,
            one_line(meeting.get("day")),
            one_line(meeting.get("time")),
        )
    return ReadRow(draft, identifier)


def _tell_secrets(received: Mapping[str, Any], meeting: Mapping[str, Any], report: RowReport) -> None:
    # Only a password makes a text shorter than cleaning does.
    for key, value in meeting.items():
        if isinstance(value, str) and value != (written := received.get(key)) and value != storable(written):
            report.note("password-removed", key)
            return


def _line(meeting: Mapping[str, Any], key: str) -> str | None:
    text = said(meeting.get(key))
    return None if text is None else " ".join(text.split())


def _codes(types: Any) -> tuple[str, ...]:
    """
    List type codes, given as a list, as "C,W" or as "[open]".

    Examples
    --------
    >>> _codes(["O", "X"]), _codes("C,W"), _codes("[open]"), _codes(None)
    (('O', 'X'), ('C', 'W'), ('open',), ())
    """
    parts = types if isinstance(types, list) else re.split(r"[,;|]", str(types or "").strip("[] "))
    return tuple(
        dict.fromkeys(text for part in parts if (text := one_line(part).strip("[]\"' ")) and len(text) < 60)
    )


def _facts(codes: tuple[str, ...], unknown: UnknownWords, *, is_family: bool) -> FactTable:
    words = vocabulary()
    facts: FactTable = {}
    merge(facts, "category", "family-group" if is_family else "12-step", YES)
    for code in codes:
        found = words.facts_from_code(SCHEME, code)
        if not found and words.note_of_code(SCHEME, code) is None and code.upper() not in ("TC", "ONL"):
            # Some sheets write the words instead of the codes: "Open, Wheelchair Access".
            named = _named_type(code)
            if named is None:
                unknown.add("types", code)
            else:
                merge(facts, named.facet, named.code, YES)
            continue
        for term, fact in found:
            if term.facet != "attendance":
                merge(facts, term.facet, term.code, fact)
    return facts


def _named_type(words: str) -> Term | None:
    for facet in ("entry", "accessibility", "population", "language"):
        terms = vocabulary().find(facet, words)
        exact = [term for term in terms if term.code == fold(words).replace(" ", "-")]
        if exact or len(terms) == 1:
            return (exact or list(terms))[0]
    return None


def _address(meeting: Mapping[str, Any]) -> tuple[Address | None, str | None]:
    whole = read_address(meeting.get("formatted_address") or meeting.get("address"))
    code, _ = read_postal_code(meeting.get("postal_code"))
    state = _line(meeting, "state")
    whole = replace(
        whole,
        city=_line(meeting, "city") or whole.city,
        state=state_code(state) or state or whole.state,
        postal_code=code or whole.postal_code,
        country=_line(meeting, "country") or whole.country,
    )
    if not any((whole.street, whole.city, whole.postal_code)):
        return None, whole.state
    country = (whole.country or "").upper()
    address = Address(
        address_1=whole.street,
        city=whole.city,
        state_province=whole.state,
        postal_code=whole.postal_code,
        country="US" if country in ("USA", "UNITED STATES") else whole.country,
        address_type="physical",
    )
    return address, whole.state


def _join(meeting: Mapping[str, Any], report: RowReport) -> JoinMethod | None:
    written = _line(meeting, "conference_url")
    url = read_url(written) if written else None
    if written and url is None:
        report.warn("bad-url", "conference_url", seen=written)
    phone = _line(meeting, "conference_phone")
    if phone and sum(letter.isdigit() for letter in phone) < 7:
        report.warn("bad-phone", "conference_phone", seen=phone)
        phone = None
    notes = "\n".join(
        text
        for key in ("conference_url_notes", "conference_phone_notes")
        if (text := said(meeting.get(key))) is not None
    )
    return JoinMethod(url=url, phone=phone, notes=notes or None) if url or phone else None


def _is_approximate(meeting: Mapping[str, Any], address: Address | None) -> bool:
    written = one_line(meeting.get("approximate")).casefold()
    if written in ("yes", "no"):
        return written == "yes"
    # A point without a street can only be the middle of a town.
    return address is not None and address.address_1 is None


def _attendance(
    meeting: Mapping[str, Any], codes: tuple[str, ...], join: JoinMethod | None, address: Address | None
) -> tuple[dict[str, Any], str | None]:
    """Tell how people take part, and the status where nobody can."""
    upper = {code.upper() for code in codes}
    option = one_line(meeting.get("attendance_option")).casefold().replace("-", "_").replace(" ", "_")
    is_closed_here = "TC" in upper or option == "inactive"
    facts: dict[str, Any] = {}
    if option in _ATTENDANCE:
        facts = dict.fromkeys(_ATTENDANCE[option], YES)
    elif option != "inactive":
        place = _line(meeting, "location") or ""
        has_street = address is not None and address.address_1 is not None
        has_place = has_street or (
            not join
            and "ONL" not in upper
            and (bool(place) or address is not None or meeting.get("latitude") is not None)
        )
        if _NOT_IN_PERSON.fullmatch(place) or (
            one_line(meeting.get("approximate")).casefold() == "yes" and join
        ):
            has_place = False
        if has_place and "TC" not in upper:
            facts["in-person"] = YES
        if (join and join.url) or "ONL" in upper:
            facts["online-live"] = YES
    if join and join.phone and option not in ("in_person", "inactive"):
        facts["phone"] = YES
    if "TC" in upper:
        facts["in-person"] = NO
    can_join = any(fact is YES for fact in facts.values())
    if is_closed_here and not can_join:
        return facts, "temporarily closed"
    return facts, "active"


def _point(meeting: Mapping[str, Any], report: RowReport) -> ReadPoint | None:
    written = (meeting.get("latitude"), meeting.get("longitude"))
    if all(is_not_said(one_line(value)) for value in written):
        pair = re.fullmatch(r"\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*", str(meeting.get("coordinates") or ""))
        return ReadPoint(float(pair[1]), float(pair[2]), "coordinates") if pair else None
    latitude, longitude = read_degrees(written[0]), read_degrees(written[1])
    if latitude is None or longitude is None:
        report.warn(
            "bad-coordinate",
            "latitude" if latitude is None else "longitude",
            seen=f"{written[0]}, {written[1]}",
        )
        return None
    return ReadPoint(latitude, longitude, "latitude")


def _zone(meeting: Mapping[str, Any], report: RowReport) -> str | None:
    name = _line(meeting, "timezone")
    if name is None:
        return None
    if is_zone(name):
        return name
    report.warn("bad-timezone", "timezone", seen=name)
    return None


def _schedules(
    meeting: Mapping[str, Any], report: RowReport, tzid: str | None
) -> tuple[tuple[Schedule, ...], str | None]:
    days = _days(meeting.get("day"), report)
    written = _line(meeting, "time")
    start = read_time(written) if written else None
    if written and start is None:
        report.warn("bad-time", "time", seen=written)
    if not days or start is None:
        # No day and no time means by appointment; what was written stays to be read.
        text = " ".join(part for part in (*(day for day in days), written) if part)
        return (), text or None
    written_end = _line(meeting, "end_time")
    end = read_time(written_end) if written_end else None
    if written_end and end is None:
        report.warn("bad-time", "end_time", seen=written_end)
    if end is not None and end != start and end < start and _is_long(start, end):
        # Past midnight is fine; most of a day and night is a slip of the keys.
        report.warn("end-before-start", "end_time", seen=f"{start} - {end}")
    schedule = Schedule(
        freq="WEEKLY",
        byday=",".join(days),
        opens_at=start,
        closes_at=end if end is not None and end != start else one_hour_later(start),
        tzid=tzid,
    )
    return (schedule,), None


def _is_long(start: str, end: str) -> bool:
    minutes = (int(end[:2]) * 60 + int(end[3:]) - int(start[:2]) * 60 - int(start[3:])) % 1440
    return minutes > 8 * 60


def _days(value: Any, report: RowReport) -> tuple[str, ...]:
    items = value if isinstance(value, list) else re.split(r"[,;]", str(value)) if value is not None else []
    days: list[str] = []
    for item in items:
        text = one_line(item)
        if is_not_said(text) or isinstance(item, bool):
            continue
        number = read_number(text)
        if number is not None and number in range(7):
            days.append(WEEKDAYS[int(number)])
        elif named := read_weekday(text):
            days.append(named)
        else:
            report.warn("bad-day", "day", seen=text)
    return tuple(dict.fromkeys(days))


def _description(meeting: Mapping[str, Any], codes: tuple[str, ...]) -> str | None:
    words = vocabulary()
    kinds = [
        words.note_of_code(SCHEME, code) or code
        for code in codes
        if code.upper() not in ("TC", "ONL")
        and (
            words.note_of_code(SCHEME, code)
            or (len(code) > 5 and not words.facts_from_code(SCHEME, code) and _named_type(code) is None)
        )
    ]
    parts = [text for key in ("notes", "group_notes") if (text := said(meeting.get(key))) is not None]
    if kinds:
        parts.append(", ".join(kinds) + ".")
    return "\n\n".join(dict.fromkeys(parts)) or None


def _updated(meeting: Mapping[str, Any]) -> str | None:
    moment = read_moment(meeting.get("updated"))
    # The feed's times are UTC and do not say so.
    return (
        f"{moment}Z"
        if moment and "T" in moment and not re.search(r"[Z+]|-\d\d:?\d\d$", moment[11:])
        else moment
    )


def _is_family_feed(source: FileSource, meetings: list[Any]) -> bool:
    """Tell from the feed's own names whether it lists groups for family and friends."""
    sample = [meeting for meeting in meetings[:200] if isinstance(meeting, dict)]
    telling = sum(
        bool(
            _ALANON.search(f"{meeting.get('name', '')} {meeting.get('url', '')} {meeting.get('entity', '')}")
        )
        for meeting in sample
    )
    return bool(_ALANON.search(f"{source.name} {source.authority}")) or (
        bool(sample) and telling * 2 > len(sample)
    )
