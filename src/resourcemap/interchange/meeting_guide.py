"""Reads Meeting Guide feeds: the JSON that twelve-step and other peer meetings publish."""

import re
from collections.abc import Mapping
from typing import Any

from resourcemap.geo.places import Places
from resourcemap.geo.state_zones import state_code, zone_of_state
from resourcemap.interchange.cells import UnknownWords
from resourcemap.interchange.contacts import read_emails, read_phones, read_url
from resourcemap.interchange.coordinates import check_coordinates
from resourcemap.interchange.facts import YES, FactTable, fold, merge
from resourcemap.interchange.limits import MAX_ROWS, MAX_TEXT, refuse
from resourcemap.interchange.meeting_place import (
    is_approximate_place,
    line_of,
    read_meeting_address,
    read_meeting_attendance,
    read_meeting_join,
    read_meeting_point,
)
from resourcemap.interchange.meeting_privacy import NEVER, tell_secrets, without_private
from resourcemap.interchange.meeting_times import (
    read_meeting_schedules,
    read_meeting_updated,
    read_meeting_zone,
)
from resourcemap.interchange.records import Draft, hashed_identifier
from resourcemap.interchange.report import RowReport
from resourcemap.interchange.rows import ReadRow
from resourcemap.interchange.source import FileSource
from resourcemap.interchange.times import (
    read_date,
)
from resourcemap.interchange.values import is_damaged, is_not_said, one_line, said
from resourcemap.model.hours import recurrence_in_name
from resourcemap.model.incoming import IncomingRow, ReadFile
from resourcemap.model.vocabulary import Term, vocabulary

FORMAT = "meeting-guide"


SCHEME = "meeting-guide"


_ALANON = re.compile(r"al-?anon|alateen|\bafg\b|nar-?anon", re.I)


# "D27 / GSO #112130": numbers of the fellowship's own files, which tell nobody who runs a meeting.
_SERVICE_NUMBER = re.compile(
    r"(?:d(?:ist(?:rict)?)?\.?\s*\d+|gso\s*#?\s*\d+|#?\d+)(?:\s*[/,-]\s*(?:d(?:ist(?:rict)?)?\.?\s*\d+|gso\s*#?\s*\d+|#?\d+))*",
    re.I,
)
_EVERY_OTHER = re.compile(r"\bevery (?:other|second)\b|\b(?:bi-?weekly|fortnightly|monthly)\b", re.I)


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
            source.reject(number, meeting)
            continue
        clean = without_private(meeting)
        row = read_meeting(meeting, clean, report, places=source.places, unknown=unknown, is_family=is_family)
        if row is not None:
            rows.append(source.incoming(number, row, clean))
        else:
            source.reject(number, clean)
        source.tell_progress(number, len(meetings))
    unknown.tell(source.report)
    return ReadFile(
        format=FORMAT,
        authority=source.authority,
        row_count=len(meetings),
        rows=tuple(rows),
        problems=tuple(source.report.problems),
        rejected=tuple(source.rejected),
    )


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
        if is_damaged(value) and not NEVER.fullmatch(key):
            report.warn("damaged-letters", key, seen=value)
    tell_secrets(received, meeting, report)
    codes = _codes(meeting.get("types"))
    address, state = read_meeting_address(meeting)
    join = read_meeting_join(meeting, report)
    attendance, status = read_meeting_attendance(meeting, codes, join, address)
    facts = _facts(codes, unknown, is_family=is_family or bool(_ALANON.search(name)))
    for term, fact in attendance.items():
        merge(facts, "attendance", term, fact)
    is_virtual = not any(term == "in-person" for term in attendance) and "online-live" in attendance
    is_virtual = is_virtual or (set(attendance) == {"phone"})
    point = None if is_virtual else read_meeting_point(meeting, report)
    usable = check_coordinates(
        point,
        report,
        places=places,
        postal_code=address.postal_code if address else None,
        state=state_code(state),
    )
    tzid = read_meeting_zone(meeting, report) or zone_of_state(state)
    schedules, schedule_text = read_meeting_schedules(meeting, report, tzid)
    if schedules and (recurrence_in_name(name) or _EVERY_OTHER.search(name)):
        report.note("name-says-otherwise", "name", seen=name)
    group = line_of(meeting, "entity") or line_of(meeting, "group")
    if group is not None and _SERVICE_NUMBER.fullmatch(group):
        group = None
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
        last_modified=read_meeting_updated(meeting),
        join=join,
        facts=facts,
        has_location=True,
        is_virtual=is_virtual,
        location_name=line_of(meeting, "location"),
        location_description=said(meeting.get("location_notes")),
        latitude=usable[0] if usable else None,
        longitude=usable[1] if usable else None,
        is_approximate=True if usable and is_approximate_place(meeting, address) else None,
        address=address,
        extra={"meeting_guide_types": list(codes)} if codes else {},
    )
    identifier = line_of(meeting, "slug") or line_of(meeting, "id")
    if identifier is None or len(identifier) > 300:
        identifier = hashed_identifier(
            name,
            address.address_1 if address else None,
            one_line(meeting.get("day")),
            one_line(meeting.get("time")),
        )
    return ReadRow(draft, identifier)


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
