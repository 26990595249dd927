"""What the edit form asks, question by question, and where each answer is kept in the HSDS records."""

from dataclasses import dataclass
from typing import Literal

from resourcemap.curation.time_zone import TIME_ZONE, TIME_ZONES

Kind = Literal["text", "long", "number", "choice", "yes-no", "list"]
ADDRESS = "@address"
"""Stands for the address that is shown: the first that is not a postal one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One part of an item in a list, such as a phone's number."""

    name: str
    path: tuple[str, ...]
    kind: Literal["text", "number", "choice"] = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """
    One question of the form.

    `name` is its key, in drafts too. `record` and `path` say where the answer is kept; a `record` of
    "first" means whichever the public sees: service_at_location where it holds some already, else the
    service, else for times and phones the location.
    """

    name: str
    record: str
    path: tuple[str, ...]
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


STATUSES = ("active", "temporarily closed", "inactive", "defunct")
VISIBILITIES = ("full", "partial", "hidden")
PLACE_KINDS = ("physical", "virtual", "postal")
# RFC 6350's words, as HSDS asks.
PHONE_TYPES = ("voice", "cell", "text", "fax", "textphone", "video")
SCHEDULES = "schedules"
CAPACITIES = "capacities"
POINT_IS_NEAR = "point_is_near"

_PHONE = (
    Item("number", ("number",)),
    Item("extension", ("extension",), "number"),
    Item("phone_type", ("type",), "choice", PHONE_TYPES),
    Item("phone_note", ("description",)),
)

FIELDS = (
    # What it is
    Field("name", "service", ("name",)),
    Field("other_name", "service", ("alternate_name",)),
    Field("organization", "organization", ("name",)),
    Field("description", "service", ("description",), "long"),
    Field("here_description", "service_at_location", ("description",), "long"),
    Field("welcome_line", "service", ("welcome_line",)),
    Field("neutral_name", "service", ("discreet_name",)),
    Field("status", "service", ("status",), "choice", STATUSES),
    Field("alert", "service", ("alert",)),
    # A first visit
    Field("what_happens", "service", ("first_visit", "what_happens"), "long"),
    Field("group_size", "service", ("first_visit", "group_size")),
    Field("just_listen", "service", ("first_visit", "may_just_listen"), "yes-no"),
    Field("greeter", "service", ("first_visit", "greeter")),
    Field("entrance", "service", ("first_visit", "entrance")),
    Field("companion", "service", ("companion",)),
    # When
    Field(SCHEDULES, "first", (SCHEDULES,), "list"),
    Field(TIME_ZONE, "first", (SCHEDULES, "tzid"), "choice", TIME_ZONES),
    Field("hours_text", "service", ("schedule_text",)),
    # Where
    Field("place_kind", "location", ("location_type",), "choice", PLACE_KINDS),
    Field("place_name", "location", ("name",)),
    Field("place_description", "location", ("description",), "long"),
    Field("street", "location", (ADDRESS, "address_1")),
    Field("unit", "location", (ADDRESS, "address_2")),
    Field("city", "location", (ADDRESS, "city")),
    Field("state", "location", (ADDRESS, "state_province")),
    Field("zip", "location", (ADDRESS, "postal_code")),
    Field("country", "location", (ADDRESS, "country")),
    Field("latitude", "location", ("latitude",), "number"),
    Field("longitude", "location", ("longitude",), "number"),
    Field(POINT_IS_NEAR, "location", ("is_approximate",), "yes-no"),
    Field("transport", "location", ("transportation",)),
    Field("visibility", "location", ("address_visibility",), "choice", VISIBILITIES),
    Field("area", "location", ("published_area",)),
    # Joining from home
    Field("join_link", "service", ("join", "url")),
    Field("join_phone", "service", ("join", "phone")),
    Field("join_notes", "service", ("join", "notes")),
    Field("camera", "service", ("join", "camera_optional"), "yes-no"),
    # How to reach it
    Field("phones", "first", ("phones",), "list", items=_PHONE),
    Field("email", "service", ("email",)),
    Field("website", "service", ("url",)),
    Field("organization_other_name", "organization", ("alternate_name",)),
    Field("organization_description", "organization", ("description",), "long"),
    Field("organization_website", "organization", ("website",)),
    Field("organization_email", "organization", ("email",)),
    Field("organization_phones", "organization", ("phones",), "list", items=_PHONE),
    Field(
        "contacts",
        "first",
        ("contacts",),
        "list",
        items=(
            Item("contact_name", ("name",)),
            Item("contact_title", ("title",)),
            Item("contact_email", ("email",)),
        ),
    ),
    # Who it is for and how to begin
    Field("eligibility", "service", ("eligibility_description",), "long"),
    Field("youngest", "service", ("minimum_age",), "number"),
    Field("oldest", "service", ("maximum_age",), "number"),
    Field("how_to_begin", "service", ("application_process",), "long"),
    Field(
        "papers",
        "service",
        ("required_documents",),
        "list",
        items=(Item("paper", ("document",)),),
    ),
    Field("wait", "service", ("wait_time",)),
    Field(
        CAPACITIES,
        "service",
        (CAPACITIES,),
        "list",
        items=(
            Item("room_free", ("available",), "number"),
            Item("room_all", ("maximum",), "number"),
            Item("room_note", ("description",)),
        ),
    ),
    Field("fees", "service", ("fees_description",)),
    Field(
        "prices",
        "service",
        ("cost_options",),
        "list",
        items=(
            Item("price_for", ("option",)),
            Item("amount", ("amount",), "number"),
            Item("currency", ("currency",)),
            Item("price_note", ("amount_description",)),
        ),
    ),
    Field("accreditations", "service", ("accreditations",)),
    Field(
        "access_notes",
        "location",
        ("accessibility",),
        "list",
        items=(Item("access_what", ("description",)), Item("access_details", ("details",))),
    ),
    Field(
        "service_areas",
        "service",
        ("service_areas",),
        "list",
        items=(Item("area_name", ("name",)), Item("area_note", ("description",))),
    ),
)

FIELD_OF = {field.name: field for field in FIELDS}
