"""Fields of a record and their values in words, for comparing two states side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from resourcemap.errors import ResourceMapError
from resourcemap.model.catalog import SOURCE, text_of
from resourcemap.model.fact import read_facts
from resourcemap.model.hsds import Attribute, Schedule
from resourcemap.model.locale_words import listed
from resourcemap.model.schedule_words import describe
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say

_LONGEST_LINE = 400
_ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code")


def field_label(key: str, language: str) -> str:
    """
    Name a field in plain words; one that has none is named as the file does.

    Examples
    --------
    >>> field_label("service/name", "en"), field_label("service/x_ray", "en")
    ('Name', 'X ray')
    """
    name = key.rpartition("/")[2]
    sentence = f"duplicates.field.{name}"
    if text_of(sentence, SOURCE) is None:
        return name.replace("_", " ").capitalize()
    return say(sentence, language)


def value_lines(key: str, value: Any, language: str) -> list[str]:
    """
    Say a field's value, one line for each part; no line where nothing is said.

    Examples
    --------
    >>> value_lines("phones", [{"number": "410-555-0100", "extension": 7.0}], "en")
    ['410-555-0100 · 7']
    """
    name = key.rpartition("/")[2]
    if value in (None, "", [], {}):
        return []
    if name == "attributes" and isinstance(value, Sequence):
        return _fact_lines(value, language)
    if name == "when" and isinstance(value, Mapping):
        return [
            *value_lines("schedules", value.get("schedules"), language),
            *value_lines("schedule_text", value.get("schedule_text"), language),
        ]
    if name == "schedules" and isinstance(value, Sequence):
        return [_schedule_line(each, language) for each in value]
    if name == "addresses" and isinstance(value, Sequence):
        return [_join([str(each[part]) for part in _ADDRESS if each.get(part)], ", ") for each in value]
    if isinstance(value, Mapping) and "longitude" in value:
        rest = {part: each for part, each in value.items() if part not in ("latitude", "longitude")}
        return [*_point_lines(value), *value_lines(name, rest, language)]
    if isinstance(value, Mapping):
        return [line for part, each in value.items() for line in value_lines(part, each, language)]
    if isinstance(value, str | int | float):
        return [_plain(value, language)]
    return [_join([_plain(part, language) for part in _parts(each)], " · ") for each in value]


def _fact_lines(attributes: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    facts = read_facts(Attribute.from_document(each) for each in attributes)
    lines = []
    for facet, terms in facts.items():
        said = []
        for term, fact in terms.items():
            label = vocabulary().label(facet, term, language)
            answer = "" if fact.answer == "yes" else f" ({say(f'duplicates.answer.{fact.answer}', language)})"
            said.append(label + answer)
        lines.append(f"{vocabulary().facet_label(facet, language)}: {listed(said, language, word='')}")
    return lines


def _schedule_line(document: Mapping[str, Any], language: str) -> str:
    try:
        return describe(Schedule.from_document(document), language)
    except ResourceMapError:
        return _join([str(each) for each in document.values()], " · ")


def _point_lines(value: Mapping[str, Any]) -> list[str]:
    points = (value.get("latitude"), value.get("longitude"))
    return [", ".join(f"{each:.5f}" for each in points if isinstance(each, int | float))]


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [part for name, each in value.items() if name != "id" for part in _parts(each)]
    if isinstance(value, list | tuple):
        return [part for each in value for part in _parts(each)]
    return [value]


def _plain(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return say(f"duplicates.answer.{'yes' if value else 'no'}", language)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]}…"


def _join(parts: list[str], between: str) -> str:
    return between.join(part for part in parts if part)
