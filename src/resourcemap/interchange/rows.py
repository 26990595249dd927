"""Reads one row of a table, or one feature's properties, into a draft of a listing."""

from dataclasses import dataclass
from uuid import UUID

from resourcemap.geo.places import Places
from resourcemap.geo.state_zones import state_code
from resourcemap.interchange.cells import Cells
from resourcemap.interchange.coordinates import ReadPoint, check_coordinates
from resourcemap.interchange.fact_cells import read_row_facts
from resourcemap.interchange.facts import YES, read_status
from resourcemap.interchange.own_cells import read_records
from resourcemap.interchange.records import Draft, KnownIds, hashed_identifier
from resourcemap.interchange.row_area import read_row_area
from resourcemap.interchange.row_contact import (
    read_row_cost_options,
    read_row_documents,
    read_row_email,
    read_row_join,
    read_row_phones,
    read_row_url,
)
from resourcemap.interchange.row_place import (
    read_row_address,
    read_row_areas,
    read_row_point,
    read_row_visibility,
    state_of_row,
)
from resourcemap.interchange.row_times import (
    read_row_ages,
    read_row_assured,
    read_row_modified,
    read_row_schedules,
    read_row_wait_time,
)
from resourcemap.interchange.values import read_number, read_yes_no
from resourcemap.model.hsds import (
    Accessibility,
    Contact,
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

    if point is None:
        point = read_row_point(cells)
    address, parts = read_row_address(cells, places, point=point)
    state = state_code(parts.state) or parts.state
    usable = check_coordinates(
        point, report, places=places, postal_code=parts.postal_code, state=state_code(parts.state)
    )
    visibility = read_row_visibility(cells)
    schedules, schedule_text = read_row_schedules(
        cells, state or state_of_row(parts.postal_code, usable, places)
    )
    minimum_age, maximum_age = read_row_ages(cells)
    facts, languages, fees = read_row_facts(cells)
    join = read_row_join(cells)
    is_virtual = read_yes_no(cells.value("is_virtual")) is True
    attendance = facts.get("attendance", {})
    if is_virtual and not attendance and not is_own:
        facts = {**facts, "attendance": {"online-live": YES}}
    is_hidden = visibility in ("partial", "hidden")
    published_area = (
        cells.line("published_area")
        if is_own or is_virtual
        else read_row_area(cells, parts, places, is_hidden=is_hidden, has_point=usable is not None)
    )
    accessibility_text = cells.text("accessibility_words")
    if is_own and is_hidden:
        # Our own export shows only the city of such a place: it must not overwrite the street.
        address = None
    draft = Draft(
        name=name,
        alternate_name=cells.line("alternate_name"),
        organization=cells.line("organization"),
        description=_description(cells),
        status=_status(cells),
        url=read_row_url(cells),
        email=read_row_email(cells),
        phones=read_row_phones(cells),
        contacts=read_records(Contact, cells.text("contact_name")),
        schedules=schedules,
        schedule_text=schedule_text,
        eligibility_description=cells.text("eligibility"),
        minimum_age=minimum_age,
        maximum_age=maximum_age,
        application_process=cells.text("application_process"),
        fees_description=fees,
        cost_options=read_row_cost_options(cells),
        wait_time=read_row_wait_time(cells),
        accreditations=cells.text("accreditations"),
        alert=cells.text("alert"),
        required_documents=read_row_documents(cells),
        languages=languages,
        service_areas=read_row_areas(cells),
        assured_date=read_row_assured(cells),
        last_modified=read_row_modified(cells),
        welcome_line=cells.text("welcome_line"),
        companion=cells.text("companion"),
        discreet_name=cells.line("discreet_name"),
        join=join,
        facts=facts,
        has_location=cells.text("location_id") is not None
        if is_own
        else bool(address or usable or is_virtual or visibility or parts.city or published_area),
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
        published_area=published_area,
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
