"""Reads where a meeting is, how to join it from home, and whether people can come at all."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from resourcemap.geo.state_zones import state_code
from resourcemap.interchange.addresses import read_address, read_postal_code
from resourcemap.interchange.contacts import read_url
from resourcemap.interchange.coordinates import ReadPoint, read_degrees
from resourcemap.interchange.facts import NO, YES
from resourcemap.interchange.report import RowReport
from resourcemap.interchange.values import is_not_said, one_line, said
from resourcemap.model.hsds import Address, JoinMethod

_NOT_IN_PERSON = re.compile(r"\b(?:virtual|online|zoom|phone)\b(?: only| meeting)?|tele-?conference", re.I)


_ATTENDANCE = {
    "in_person": ("in-person",),
    "online": ("online-live",),
    "hybrid": ("in-person", "online-live"),
}


def line_of(meeting: Mapping[str, Any], key: str) -> str | None:
    """Give a field on one line; None when it is not said."""
    text = said(meeting.get(key))
    return None if text is None else " ".join(text.split())


def read_meeting_address(meeting: Mapping[str, Any]) -> tuple[Address | None, str | None]:
    """Read the address and the state as far as the feed gives them."""
    whole = read_address(meeting.get("formatted_address") or meeting.get("address"))
    code, _ = read_postal_code(meeting.get("postal_code"))
    state = line_of(meeting, "state")
    whole = replace(
        whole,
        city=line_of(meeting, "city") or whole.city,
        state=state_code(state) or state or whole.state,
        postal_code=code or whole.postal_code,
        country=line_of(meeting, "country") or whole.country,
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


def read_meeting_join(meeting: Mapping[str, Any], report: RowReport) -> JoinMethod | None:
    """Read how to join from home."""
    written = line_of(meeting, "conference_url")
    url = read_url(written) if written else None
    if written and url is None:
        report.warn("bad-url", "conference_url", seen=written)
    phone = line_of(meeting, "conference_phone")
    if phone and sum(letter.isdigit() for letter in phone) < 7:
        report.warn("bad-phone", "conference_phone", seen=phone)
        phone = None
    notes = "\n".join(
        text
        for key in ("conference_url_notes", "conference_phone_notes")
        if (text := said(meeting.get(key))) is not None
    )
    return JoinMethod(url=url, phone=phone, notes=notes or None) if url or phone else None


def is_approximate_place(meeting: Mapping[str, Any], address: Address | None) -> bool:
    """Tell whether the point is only the middle of an area."""
    written = one_line(meeting.get("approximate")).casefold()
    if written in ("yes", "no"):
        return written == "yes"
    # A point without a street can only be the middle of a town.
    return address is not None and address.address_1 is None


def read_meeting_attendance(
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
        place = line_of(meeting, "location") or ""
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
        # "Virtual only" as the venue says it plainly, even where the feed gives nothing to join by.
        if (join and join.url) or "ONL" in upper or (_NOT_IN_PERSON.fullmatch(place) and not join):
            facts["online-live"] = YES
    if join and join.phone and option not in ("in_person", "inactive"):
        facts["phone"] = YES
    if "TC" in upper:
        facts["in-person"] = NO
    can_join = any(fact is YES for fact in facts.values())
    if is_closed_here and not can_join:
        return facts, "temporarily closed"
    return facts, "active"


def read_meeting_point(meeting: Mapping[str, Any], report: RowReport) -> ReadPoint | None:
    """Read the point, not yet checked."""
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
