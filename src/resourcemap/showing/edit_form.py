"""The edit form as plain data: what it asks, in plain words, and what is to be said of the answers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from resourcemap.actions import DraftView
from resourcemap.curation.form import EVIDENCE
from resourcemap.curation.form_fields import CAPACITIES, FIELD_OF, POINT_IS_NEAR, SCHEDULES, Field
from resourcemap.curation.schedule_form import NUMBERS, REPEATS, read_schedules
from resourcemap.curation.time_zone import TIME_ZONE, first_holder
from resourcemap.errors import ResourceMapError
from resourcemap.model.catalog import SOURCE, text_of
from resourcemap.model.fact import FACETS
from resourcemap.model.hsds import Schedule
from resourcemap.model.listing import Listing
from resourcemap.model.locale_words import clauses
from resourcemap.model.point_words import finding_sentence
from resourcemap.model.record import Document
from resourcemap.model.recurrence import WEEKDAYS
from resourcemap.model.schedule import describe, occurrences
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import Sentence, Value, say
from resourcemap.model.zone_words import read_zone, zone_name, zone_words
from resourcemap.showing.cards import Json, Screen
from resourcemap.showing.times import moment_words

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "what",
        (
            "name",
            "other_name",
            "organization",
            "description",
            "here_description",
            "welcome_line",
            "neutral_name",
            "status",
            "alert",
        ),
    ),
    ("first_visit", ("what_happens", "group_size", "just_listen", "greeter", "entrance", "companion")),
    ("when", (SCHEDULES, TIME_ZONE, "hours_text")),
    (
        "where",
        (
            "place_kind",
            "place_name",
            "place_description",
            "street",
            "unit",
            "city",
            "state",
            "zip",
            "country",
            "latitude",
            "longitude",
            POINT_IS_NEAR,
            "transport",
            "access_notes",
        ),
    ),
    ("privacy", ("visibility", "area")),
    ("home", ("join_link", "join_phone", "join_notes", "camera")),
    (
        "reach",
        (
            "phones",
            "email",
            "website",
            "contacts",
            "organization_phones",
            "organization_email",
            "organization_website",
            "organization_other_name",
            "organization_description",
        ),
    ),
    (
        "who",
        (
            "eligibility",
            "youngest",
            "oldest",
            "how_to_begin",
            "papers",
            "wait",
            CAPACITIES,
            "fees",
            "prices",
            "accreditations",
            "service_areas",
        ),
    ),
)
# Each statement of these wants to say who says so, and since when.
EVIDENCED = ("affirming", "barriers_removed")
_DETAILS = {"population": ("focus", "only"), "language": ("native-led", "interpreter", "materials")}
_SHORT = frozenset({"city", "state", "zip", "country", "latitude", "longitude", "youngest", "oldest"})
_SHARED = {"organization": "organization", "place_name": "location", "name": "service"}
_NEXT_DATES = 5
_LOOK_AHEAD = timedelta(days=400)


def form_schema(screen: Screen) -> Json:
    """Say what the form asks, section by section; the same for every place."""
    return {
        "sections": [
            {
                "name": name,
                "title": _say(screen, f"section.{name}"),
                "fields": [_field(FIELD_OF[each], screen) for each in fields],
            }
            for name, fields in SECTIONS
        ],
        "facts": {
            "title": _say(screen, "section.facts"),
            "help": _say(screen, "help.facts"),
            "facets": [_facet(facet, screen) for facet in FACETS],
        },
        "schedule": _schedule_schema(screen),
        "labels": {
            name: _say(screen, name)
            for name in (
                "save",
                "propose",
                "close",
                "drop",
                "hide",
                "hide_help",
                "why",
                "why_hint",
                "keeping",
                "offline",
                "back",
                "form",
                "choose_none",
                "find_term",
            )
        }
        | {
            "answer": _say(screen, "field.answer"),
            "evidence": _say(screen, "field.evidence"),
            "date": _say(screen, "field.date"),
            "detail": _say(screen, "field.detail"),
            "answers": [
                [each, _say(screen, f"answer.{each}")] for each in ("unknown", "yes", "limited", "no")
            ],
            "evidences": [
                ["", _say(screen, "choose_none")],
                *([each, screen.say(f"detail.evidence_{each.replace('-', '_')}")] for each in EVIDENCE),
            ],
            **point_labels(screen),
            "known": say("edit.known", screen.language, count="#"),
        },
    }


def point_labels(screen: Screen) -> Json:
    """Say the words of a pin on its map, and of its two numbers."""
    return {
        "map": {
            name: _say(screen, f"map.{name}")
            for name in ("title", "hint", "pin", "none", "near", "take", "zip", "zoom_in", "zoom_out")
        },
        "latitude": _say(screen, "field.latitude"),
        "longitude": _say(screen, "field.longitude"),
    }


def choice_words(name: str, choice: str, screen: Screen) -> str:
    """Say one of the choices of a field."""
    if name == TIME_ZONE:
        return zone_name(screen.now.astimezone(ZoneInfo(choice)), screen.language)
    return _say(screen, f"{name}.{choice.replace(' ', '_')}")


def form_state(view: DraftView, screen: Screen, *, zone: ZoneInfo) -> Json:
    """Say what stands in the form and what is to be said of it."""
    return {
        "values": dict(view.form),
        "problems": {key: say(problem, screen.language) for key, problem in view.problems.items()},
        "hints": {key: [say(hint, screen.language) for hint in hints] for key, hints in view.hints.items()},
        "schedules": [
            _schedule_notes(row, at, view, screen, zone)
            for at, row in enumerate(_rows(view.form.get(SCHEDULES)))
        ],
        "point": [
            {
                "text": say(finding_sentence(finding), screen.language),
                "proposed": [finding.proposed.latitude, finding.proposed.longitude]
                if finding.proposed
                else None,
            }
            for finding in view.point
        ],
        "shared": {
            field: _say(screen, "shared", count=view.shared[record])
            for field, record in _SHARED.items()
            if view.shared.get(record)
        },
        "publishes": publish_lines(view, screen),
    }


def publish_lines(view: DraftView, screen: Screen) -> list[str]:
    """Say what of the place becomes public, before it does."""
    listing = view.listing
    if listing is None:
        return [_say(screen, "preview_none")]
    lines = [_where_line(view, listing, screen)]
    if listing.address_visibility != "full":
        phone = next((each.number for each in listing.phones), None)
        lines.append(
            _say(screen, "publish.phone", phone=phone) if phone else _say(screen, "publish.no_phone")
        )
    return lines


def _where_line(view: DraftView, listing: Listing, screen: Screen) -> str:
    location = view.documents.get("location")
    if location is None or location.get("location_type") == "virtual":
        return _say(screen, "publish.virtual")
    if listing.point is None or listing.address_visibility != "full":
        area = listing.area.label if listing.area else ""
        return _say(screen, "publish.area", area=area) if area else _say(screen, "publish.no_area")
    address = listing.address
    street = ", ".join(part for part in (address.address_1, address.city) if part) if address else ""
    point = f"{listing.point.latitude:.5f}, {listing.point.longitude:.5f}"
    said = _say(screen, "publish.full", place=street or point)
    return f"{said} {_say(screen, 'publish.near')}" if listing.point_is_approximate else said


def _say(screen: Screen, key: str, /, **values: Value) -> str:
    return say(f"edit.{key}", screen.language, **values)


def _help(screen: Screen, name: str) -> str:
    key = f"edit.help.{name}"
    return say(key, screen.language) if text_of(key, SOURCE) is not None else ""


def _field(each: Field, screen: Screen) -> Json:
    made: Json = {
        "name": each.name,
        "kind": each.kind,
        "label": _say(screen, f"field.{each.name}"),
        "help": _help(screen, each.name),
        "short": each.name in _SHORT,
    }
    if each.kind == "choice":
        made["choices"] = _choices(each.name, each.choices, screen)
    if each.kind == "yes-no":
        made["choices"] = [
            ["", _say(screen, "answer.unknown")],
            *([choice, _say(screen, f"answer.{choice}")] for choice in ("yes", "no")),
        ]
    if each.items:
        made["items"] = [
            {"name": item.name, "kind": item.kind, "label": _say(screen, f"field.{item.name}")}
            | ({"choices": _choices(item.name, item.choices, screen)} if item.choices else {})
            for item in each.items
        ]
    if each.kind == "list":
        made["add"] = _say(screen, "add_item", what=made["label"])
        made["remove"] = _say(screen, "remove_item", what=made["label"], number="#")
    return made


def _choices(name: str, choices: Sequence[str], screen: Screen) -> list[list[str]]:
    return [
        ["", _say(screen, "choose_none")],
        *([choice, choice_words(name, choice, screen)] for choice in choices),
    ]


def _facet(facet: str, screen: Screen) -> Json:
    known = vocabulary()
    return {
        "facet": facet,
        "label": known.facet_label(facet, screen.language),
        "evidence": facet in EVIDENCED,
        "details": [
            ["", _say(screen, "choose_none")],
            *([each, _say(screen, f"detail.{each.replace('-', '_')}")] for each in _DETAILS[facet]),
        ]
        if facet in _DETAILS
        else [],
        "terms": [
            {
                "code": term.code,
                "label": screen.label(facet, term.code),
                "help": known.help(facet, term.code, screen.language) or "",
            }
            for term in known.terms(facet)
        ],
    }


def _schedule_schema(screen: Screen) -> Json:
    names = (
        "repeat",
        "days",
        "numbers",
        "monthday",
        "opens",
        "closes",
        "first",
        "last",
        "season_from",
        "season_to",
        "skipped",
        "extra",
        "note",
    )
    return {
        "labels": {name: _say(screen, f"field.{name}") for name in names},
        "help": {name: text for name in names if (text := _help(screen, name))},
        "repeats": [[each, _say(screen, f"repeat.{each}")] for each in REPEATS],
        "days": [
            [day, say(Sentence(f"weekday_short.{at}"), screen.language)] for at, day in enumerate(WEEKDAYS)
        ],
        "numbers": [[each, _say(screen, f"nth.{each}")] for each in NUMBERS],
    }


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _schedules(documents: Mapping[str, Document]) -> Sequence[Mapping[str, Any]]:
    return documents.get(first_holder(documents, SCHEDULES), {}).get(SCHEDULES) or []


def _schedule_notes(row: Mapping[str, Any], at: int, view: DraftView, screen: Screen, zone: ZoneInfo) -> Json:
    """Read a rule back in a sentence, with its next dates, and whose clock they are of."""
    (document,), problem = read_schedules([row], _schedules(view.draft.base))
    if problem is not None:
        return {"said": "", "dates": "", "problem": say(problem, screen.language)}
    if SCHEDULES not in view.problems:
        # The rows are the times as they would be saved, with their zone.
        document = dict(_schedules(view.documents)[at])
    try:
        schedule = Schedule.from_document(document)
    except ResourceMapError:
        return {"said": "", "dates": "", "problem": ""}
    found = [
        *islice(occurrences(schedule, screen.now, screen.now + _LOOK_AHEAD, zone=zone), _NEXT_DATES),
    ]
    dates = clauses(
        [moment_words(each.start, screen.now, screen.language) for each in found], screen.language
    )
    said = describe(schedule, screen.language, today=screen.now.date())
    own = read_zone(schedule.tzid)
    if own is not None and own != zone:
        said = zone_words(said, screen.now.astimezone(own), None, screen.language)
    return {
        "said": said,
        "dates": _say(screen, "next_dates", dates=dates) if dates else _say(screen, "next_none"),
        "problem": "",
    }
