"""Reads one row of a table, or one feature's properties, into a draft of a listing."""

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resourcemap.geo.places import Places
from resourcemap.geo.point import GeoPoint
from resourcemap.interchange.addresses import (
    AddressParts,
    read_address,
    read_postal_code,
    state_code,
    zone_of_state,
)
from resourcemap.interchange.cells import Cells
from resourcemap.interchange.contacts import read_emails, read_phones, read_url, without_password
from resourcemap.interchange.coordinates import ReadPoint, check_coordinates, read_degrees, read_pair
from resourcemap.interchange.fact_cells import read_row_facts
from resourcemap.interchange.facts import YES, phrases, read_ages, read_status
from resourcemap.interchange.own_cells import read_records
from resourcemap.interchange.records import Draft, KnownIds, hashed_identifier
from resourcemap.interchange.times import one_hour_later, read_date, read_moment, read_time, read_weekdays
from resourcemap.interchange.values import one_line, read_number, read_yes_no
from resourcemap.model.hours import parse_hours
from resourcemap.model.hsds import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    JoinMethod,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)

# A row with a name and none of these could not be found or reached by anyone.
_REACHABLE = (
    "address",
    "address_1",
    "city",
    "postal_code",
    "latitude",
    "coordinates",
    "phone",
    "phone_2",
    "email",
    "url",
    "description",
    "services",
    "schedule",
    "schedule_rules",
    "opens_at",
    "join_url",
    "published_area",
)
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A draft with what names its row. `authority` is set where the row says its own."""

    draft: Draft
    identifier: str
    known: KnownIds | None = None
    authority: str | None = None


def read_row(
    cells: Cells, *, places: Places | None, point: ReadPoint | None = None, point_is_approximate: bool = False
) -> ReadRow | None:
    """
    Read one row. None when it was rejected; the cells' report says why.

    Parameters
    ----------
    cells
        The row.
    places
        Where ZIPs and states lie, to check the point; None checks the point alone.
    point
        A point from outside the cells, such as a GeoJSON geometry. It wins over columns.
    point_is_approximate
        Whether `point` is only the middle of an area.
    """
    report = cells.report
    if report.is_rejected:
        return None
    name = cells.line("name")
    if name is None:
        report.reject("no-name", cells.columns.name_of("name") or "name")
        return None
    if len(name) > _LONGEST_NAME:
        report.reject("too-long", cells.column("name"), length=len(name), limit=_LONGEST_NAME)
        return None
    is_own = cells.text("listing_id") is not None
    if point is None and not is_own and not any(cells.text(field) for field in _REACHABLE):
        report.reject("nothing-but-a-name", cells.column("name"), seen=name)
        return None

    address, parts = _address(cells, places)
    if point is None:
        point = _point(cells)
    state = state_code(parts.state) or parts.state
    usable = check_coordinates(
        point, report, places=places, postal_code=parts.postal_code, state=state_code(parts.state)
    )
    visibility = _visibility(cells)
    schedules, schedule_text = _schedules(cells, state or _state_of(parts.postal_code, usable, places))
    minimum_age, maximum_age = _ages(cells)
    facts, languages, fees = read_row_facts(cells)
    join = _join(cells)
    is_virtual = read_yes_no(cells.value("is_virtual")) is True
    attendance = facts.get("attendance", {})
    if is_virtual and not attendance and not is_own:
        facts = {**facts, "attendance": {"online-live": YES}}
    accessibility_text = cells.text("accessibility_words")
    if is_own and visibility in ("partial", "hidden"):
        # Our own export shows only the city of such a place: it must not overwrite the street.
        address = None
    draft = Draft(
        name=name,
        alternate_name=cells.line("alternate_name"),
        organization=cells.line("organization"),
        description=_description(cells),
        status=_status(cells),
        url=_url(cells),
        email=_email(cells),
        phones=_phones(cells),
        contacts=read_records(Contact, cells.text("contact_name")),
        schedules=schedules,
        schedule_text=schedule_text,
        eligibility_description=cells.text("eligibility"),
        minimum_age=minimum_age,
        maximum_age=maximum_age,
        application_process=cells.text("application_process"),
        fees_description=fees,
        cost_options=_cost_options(cells),
        wait_time=_wait_time(cells),
        accreditations=cells.text("accreditations"),
        alert=cells.text("alert"),
        required_documents=_documents(cells),
        languages=languages,
        service_areas=_areas(cells),
        assured_date=_assured(cells),
        last_modified=_modified(cells),
        welcome_line=cells.text("welcome_line"),
        companion=cells.text("companion"),
        discreet_name=cells.line("discreet_name"),
        join=join,
        facts=facts,
        has_location=cells.text("location_id") is not None
        if is_own
        else bool(
            address or usable or is_virtual or visibility or parts.city or cells.text("published_area")
        ),
        is_virtual=is_virtual,
        location_name=cells.line("location_name"),
        latitude=usable[0] if usable else None,
        longitude=usable[1] if usable else None,
        is_approximate=True
        if usable and (point_is_approximate or read_yes_no(cells.value("point_is_approximate")))
        else None,
        address=address,
        accessibility=read_records(Accessibility, accessibility_text)
        if is_own
        else (Accessibility(description=accessibility_text),)
        if accessibility_text and read_yes_no(accessibility_text) is None
        else (),
        transportation=cells.text("transportation"),
        address_visibility=visibility,
        published_area=cells.line("published_area"),
    )
    identifier = cells.line("identifier")
    if identifier is None or len(identifier) > 300:
        identifier = hashed_identifier(
            name,
            address.address_1 if address else None,
            parts.city,
            cells.line("schedule"),
            cells.line("day"),
            cells.line("opens_at"),
        )
    return ReadRow(draft, identifier, _known_ids(cells), cells.line("authority") if is_own else None)


def _address(cells: Cells, places: Places | None) -> tuple[Address | None, AddressParts]:
    whole = read_address(cells.line("address"))
    street = cells.line("address_1") or whole.street
    code, was_padded = read_postal_code(cells.value("postal_code"))
    if cells.text("listing_id"):
        code, was_padded = cells.line("postal_code"), False
    if was_padded and code and places is not None and places.zip_place(code) is None:
        # "2009" is no ZIP of New England here: a digit is missing elsewhere.
        cells.report.warn("bad-zip", cells.column("postal_code"), seen=cells.line("postal_code") or "")
        code = cells.line("postal_code")
    elif was_padded and code:
        cells.report.note("zip-zero", cells.column("postal_code"), seen=cells.value("postal_code"), zip=code)
    state = cells.line("state")
    parts = replace(
        whole,
        street=street,
        city=cells.line("city") or whole.city,
        state=state_code(state) or state or whole.state,
        postal_code=code or whole.postal_code,
        country=cells.line("country") or whole.country,
    )
    if not any((parts.street, parts.city, parts.postal_code)):
        return None, parts
    address = Address(
        address_1=parts.street,
        address_2=cells.line("address_2"),
        city=parts.city,
        state_province=parts.state,
        postal_code=parts.postal_code,
        country=parts.country,
        address_type="physical",
    )
    return address, parts


def _state_of(
    postal_code: str | None, point: tuple[float, float] | None, places: Places | None
) -> str | None:
    """Tell the state of a row that names none, only to know its time zone."""
    if places is None:
        return None
    zip_place = places.zip_place((postal_code or "")[:5])
    if zip_place is not None:
        return zip_place.state
    return places.state_at(GeoPoint(*point)) if point else None


def _point(cells: Cells) -> ReadPoint | None:
    written = (cells.value("latitude"), cells.value("longitude"))
    if written == (None, None):
        text = cells.line("coordinates")
        pair = read_pair(text) if text else None
        return ReadPoint(*pair, cells.column("coordinates")) if pair else None
    latitude, longitude = read_degrees(written[0]), read_degrees(written[1])
    column = cells.column("latitude")
    if latitude is None or longitude is None:
        field = "latitude" if latitude is None else "longitude"
        cells.report.warn("bad-coordinate", cells.column(field) or field, seen=cells.line(field) or "")
        return None
    return ReadPoint(latitude, longitude, column)


def _visibility(cells: Cells) -> str | None:
    said = (cells.line("address_visibility") or "").casefold()
    if said in ("full", "partial", "hidden"):
        return None if said == "full" and not cells.text("listing_id") else said
    if (
        read_yes_no(cells.value("is_confidential")) is True
        or read_yes_no(said) is False
        or read_yes_no(cells.value("is_public")) is False
    ):
        cells.report.warn("kept-hidden", cells.column("is_public") or cells.column("is_confidential"))
        return "hidden"
    return None


def _status(cells: Cells) -> str | None:
    closed = cells.line("is_closed")
    if closed is not None and read_yes_no(closed) is not False:
        return "defunct"
    if read_yes_no(cells.value("is_paused")) is True:
        return "temporarily closed"
    if read_yes_no(cells.value("is_inactive")) is True or read_yes_no(cells.value("is_active")) is False:
        return "inactive"
    text = cells.line("status")
    if text is None:
        return None
    status = read_status(text)
    if status is None:
        cells.unknown.add(cells.column("status"), text)
    return status


def _description(cells: Cells) -> str | None:
    services = cells.text("services")
    if services and (read_number(services) is not None or cells.text("description")):
        services = None
    return (
        "\n\n".join(part for part in (cells.text("description"), services, cells.text("notes")) if part)
        or None
    )


def _url(cells: Cells) -> str | None:
    text = cells.line("url")
    url = read_url(text) if text else None
    if text and url is None:
        cells.report.warn("bad-url", cells.column("url"), seen=text)
    return url


def _email(cells: Cells) -> str | None:
    text = cells.line("email")
    emails = read_emails(text) if text else ()
    if text and not emails:
        cells.report.warn("bad-email", cells.column("email"), seen=text)
    return emails[0] if emails else None


def _phones(cells: Cells) -> tuple[Phone, ...]:
    phones: dict[str, Phone] = {}
    if cells.text("listing_id"):
        return read_records(Phone, cells.text("phone"))
    for number in ("", "_2", "_3", "_4", "_5"):
        field = "phone" + number
        text = cells.text(field)
        if text is None:
            continue
        found = read_phones(text, description=cells.line(f"{field}_description"))
        if not found:
            cells.report.warn("bad-phone", cells.column(field), seen=text)
        for phone in found:
            phones.setdefault(re.sub(r"\D", "", phone.number), phone)
    extension = read_number(cells.value("extension"))
    if extension is not None and phones:
        first = next(iter(phones))
        if phones[first].extension is None:
            phones[first] = replace(phones[first], extension=extension)
    return tuple(phones.values())


def _schedules(cells: Cells, state: str | None) -> tuple[tuple[Schedule, ...], str | None]:
    tzid = _zone(cells) or zone_of_state(state)
    text = cells.text("schedule")
    if cells.text("listing_id"):
        # In our own export the rules tell all; its words were not enough to read rules from.
        return read_records(Schedule, cells.text("schedule_rules")), text
    if text and read_number(text) is not None:
        # A bare number is how many hours a week, not which.
        cells.report.note("hours-are-a-number", cells.column("schedule"), seen=text)
        text = None
    rules = cells.text("schedule_rules")
    if rules:
        return read_records(Schedule, rules), text
    opens = cells.line("opens_at")
    day = cells.line("day")
    if day and opens:
        days, start = read_weekdays(day), read_time(opens)
        closes = cells.line("closes_at")
        end = read_time(closes) if closes else None
        if days is None:
            cells.report.warn("bad-day", cells.column("day"), seen=day)
        elif start is None:
            cells.report.warn("bad-time", cells.column("opens_at"), seen=opens)
        else:
            if closes and end is None:
                cells.report.warn("bad-time", cells.column("closes_at"), seen=closes)
            schedule = Schedule(
                freq="WEEKLY",
                byday=",".join(days),
                opens_at=start,
                closes_at=end or one_hour_later(start),
                tzid=tzid,
            )
            return (schedule,), text
        return (), text or " ".join(part for part in (day, opens, closes) if part)
    if text is None:
        return (), None
    parsed = parse_hours(text)
    if parsed is None:
        return (), text
    return tuple(replace(schedule, tzid=schedule.tzid or tzid) for schedule in parsed), text


def _zone(cells: Cells) -> str | None:
    name = cells.line("timezone")
    if name is None:
        return None
    if is_zone(name):
        return name
    cells.report.warn("bad-timezone", cells.column("timezone"), seen=name)
    return None


def is_zone(name: str) -> bool:
    """
    Tell whether a text names an IANA time zone.

    Examples
    --------
    >>> is_zone("America/New_York"), is_zone("EST5EDT; drop"), is_zone("../etc/passwd")
    (True, False, False)
    """
    if not re.fullmatch(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|UTC", name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _ages(cells: Cells) -> tuple[float | None, float | None]:
    low, high = read_number(cells.value("minimum_age")), read_number(cells.value("maximum_age"))
    if low is None and high is None and not cells.text("listing_id"):
        low, high = read_ages(cells.text("eligibility") or "")
    # 0 and 99 or more only fill a required field.
    if not cells.text("listing_id"):
        low = low if low is not None and 0 < low <= 120 else None
        high = high if high is not None and 0 < high < 99 else None
    if low is not None and high is not None and low > high:
        cells.report.warn("ages-turned", cells.column("minimum_age"), seen=f"{low:g} - {high:g}")
        return None, None
    return low, high


def _cost_options(cells: Cells) -> tuple[CostOption, ...]:
    text = cells.text("cost_amount")
    if text is None:
        return ()
    if cells.text("listing_id"):
        return read_records(CostOption, text)
    amount = read_number(text.lstrip("$£€ "))
    currency = {"$": "USD", "£": "GBP", "€": "EUR"}.get(text[0])
    return (CostOption(amount=amount, currency=currency),) if amount is not None and amount >= 0 else ()


def _wait_time(cells: Cells) -> str | None:
    text = cells.text("wait_time")
    days = read_number(text) if text and not cells.text("listing_id") else None
    return f"{days:g} days" if days is not None else text


def _documents(cells: Cells) -> tuple[RequiredDocument, ...]:
    text = cells.text("required_documents")
    if text is None:
        return ()
    if cells.text("listing_id"):
        return read_records(RequiredDocument, text)
    parts = [one_line(part) for part in re.split(r"[;\n]", text)]
    return tuple(
        RequiredDocument(document=part)
        for part in dict.fromkeys(parts)
        if part and part.casefold() not in phrases("nobody")["words"]
    )


def _areas(cells: Cells) -> tuple[ServiceArea, ...]:
    text = cells.line("area_served")
    return (ServiceArea(name=text),) if text else ()


def _assured(cells: Cells) -> date | None:
    text = cells.line("assured_date")
    day = read_date(text) if text else None
    if text and day is None and not re.fullmatch(r"[0\-/ :]+", text):
        cells.report.warn("bad-date", cells.column("assured_date"), seen=text)
    return day


def _modified(cells: Cells) -> str | None:
    text = cells.line("last_modified")
    if text is None:
        return None
    return text if cells.text("listing_id") else read_moment(text)


def _join(cells: Cells) -> JoinMethod | None:
    text = cells.line("join_url")
    url = read_url(text) if text else None
    if text and url is None:
        cells.report.warn("bad-url", cells.column("join_url"), seen=text)
    if url:
        url, had_password = without_password(url)
        if had_password:
            cells.report.note("password-removed", cells.column("join_url"))
    phone, notes = cells.line("join_phone"), cells.text("join_notes")
    return JoinMethod(url=url, phone=phone, notes=notes) if url or phone or notes else None


def _known_ids(cells: Cells) -> KnownIds | None:
    ids = {
        field: cells.line(field) for field in ("listing_id", "service_id", "location_id", "organization_id")
    }
    if (
        not ids["listing_id"]
        or not ids["service_id"]
        or not all(_is_uuid(each) for each in ids.values() if each)
    ):
        return None
    return KnownIds(ids["listing_id"], ids["service_id"], ids["location_id"], ids["organization_id"])


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
