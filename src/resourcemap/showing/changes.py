"""Differences in words: what a field was and what it becomes, each fact and answer by itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from resourcemap.curation.edit import statement_name
from resourcemap.curation.form_fields import ADDRESS, FIELDS
from resourcemap.model.change import Change, FieldChange
from resourcemap.model.evidence import stated_fact
from resourcemap.model.fact import FACETS, read_facts
from resourcemap.model.hsds import Attribute
from resourcemap.model.locale_words import clauses
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say
from resourcemap.model.zone_words import read_zone, zone_words
from resourcemap.showing.cards import Json
from resourcemap.showing.field_words import field_label, value_lines

_LABELS = (
    {(field.record, *field.path): field.name for field in FIELDS if field.path[0] != ADDRESS}
    | {("service_at_location", *field.path): field.name for field in FIELDS if field.record == "first"}
    | {("service", *field.path): field.name for field in FIELDS if field.record == "first"}
    | {("location", *field.path): field.name for field in FIELDS if field.record == "first"}
)
_PARTS = frozenset({"first_visit", "join"})
_WHOLE = frozenset(
    {
        "addresses",
        "attributes",
        "assured_date",
        "languages",
        "capacities",
        "source",
        "organization_id",
        "location_id",
    }
)


def change_lines(changes: Iterable[FieldChange | Change], language: str) -> list[Json]:
    """
    Say differences line by line: what it is of, what it was and what it becomes.

    Examples
    --------
    >>> change_lines([FieldChange("service", "1", "minimum_age", None, 18.0)], "en")
    [{'what': 'Youngest age', 'before': 'not said', 'after': '18'}]
    """
    return [
        {"what": what, "before": before, "after": after}
        for change in changes
        if change.field_name is not None
        for what, before, after in _lines(
            change.resource_type, change.field_name, change.previous_value, change.replacement_value, language
        )
    ]


def value_words(resource_type: str, name: str, value: Any, language: str) -> str:
    """
    Say one value of a field, or of a part of one ("attributes/cost/free", "first_visit/greeter").

    >>> value_words("service", "attributes/cost/free", {"link_type": "cost", "taxonomy_term": {"code": "free"}, "value": "no"}, "en")
    'No'
    """
    if value is None:
        return say("edit.nothing", language)
    if name.startswith("attributes/") and isinstance(value, Mapping):
        return _fact_words(value, language)
    if name == "status" or (resource_type == "location" and name in ("address_visibility", "location_type")):
        return _choice_words(name, str(value), language)
    lines = value_lines(name, value, language)
    return clauses(lines, language) if lines else say("edit.nothing", language)


def field_words(resource_type: str, name: str, language: str) -> str:
    """
    Name a field, or a part of one, as the form does.

    >>> field_words("service", "first_visit/greeter", "en"), field_words("service", "attributes/cost/free", "en")
    ('Who says hello', 'Cost: Free')
    """
    parts = tuple(name.split("/"))
    if parts[0] == "attributes" and len(parts) == 3 and parts[1] in FACETS:
        facet = vocabulary().facet_label(parts[1], language)
        return f"{facet}: {vocabulary().label(parts[1], parts[2], language)}"
    known = _LABELS.get((resource_type, *parts))
    if known is not None:
        return say(f"edit.field.{known}", language)
    if parts[0] in _WHOLE or parts[0] in _PARTS:
        return say(f"edit.field.{parts[0]}", language)
    return field_label(name, language)


def _lines(
    resource_type: str, name: str, before: Any, after: Any, language: str
) -> Iterator[tuple[str, str, str]]:
    if name in _PARTS and isinstance(before or {}, Mapping) and isinstance(after or {}, Mapping):
        was, becomes = before or {}, after or {}
        pairs = {f"{name}/{part}": (was.get(part), becomes.get(part)) for part in {**was, **becomes}}
    elif name == "attributes":
        was, becomes = _statements(before), _statements(after)
        pairs = {key: (was.get(key), becomes.get(key)) for key in {**was, **becomes}}
    else:
        pairs = {name: (before, after)}
    for key, (old, new) in pairs.items():
        if old != new:
            words = [value_words(resource_type, key, each, language) for each in (old, new)]
            if key == "schedules" and _zone(old) != _zone(new):
                # The same hours by another clock are other hours.
                words = [
                    _with_zone(text, _zone(each), language)
                    for text, each in zip(words, (old, new), strict=True)
                ]
            yield field_words(resource_type, key, language), words[0], words[1]


def _zone(schedules: Any) -> str | None:
    """Name the one zone of a place's times; None for none or several."""
    zones = {each.get("tzid") for each in schedules or []}
    return zones.pop() if len(zones) == 1 else None


def _with_zone(text: str, name: str | None, language: str) -> str:
    zone = read_zone(name)
    return text if zone is None else zone_words(text, datetime(2026, 1, 1, tzinfo=zone), None, language)


def _statements(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in value if isinstance(value, list) else []:
        key = statement_name(each) if isinstance(each, Mapping) else None
        if key is not None:
            found[key] = each
    return found


def _fact_words(statement: Mapping[str, Any], language: str) -> str:
    facts = read_facts([Attribute.from_document(statement)])
    for facet, terms in facts.items():
        for term, fact in terms.items():
            said = say(f"edit.answer.{fact.answer}", language)
            if fact.detail is None and fact.evidence is None:
                return said
            # The whole statement has who says so and since when.
            return f"{said}: {say(stated_fact(facet, term, fact), language)}"
    return say("edit.answer.unknown", language)


def _choice_words(name: str, value: str, language: str) -> str:
    room = {"status": "status", "address_visibility": "visibility", "location_type": "place_kind"}[name]
    known = next((field.choices for field in FIELDS if field.name == room), ())
    return say(f"edit.{room}.{value.replace(' ', '_')}", language) if value in known else value
