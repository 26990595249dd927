"""The panel of all filters as plain data, and how what is ticked in it is read back."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from resourcemap.model.fact import ALL_OF_FACETS, FACETS
from resourcemap.model.vocabulary import vocabulary
from resourcemap.search.result import SearchResult
from resourcemap.showing.ask import FIRST_SHOWN, LONGEST_TEXT, WHAT, Asked, read_age
from resourcemap.showing.cards import Json, Screen

# What most people narrow by comes first; the dimension and kinds of places, which few know, last.
ORDER = (
    "population",
    "shared_experience",
    "led_by",
    "attendance",
    "language",
    "accessibility",
    "cost",
    "entry",
    "barriers_removed",
    "affirming",
    "category",
    "place_for",
    "dimension",
)
_OPEN = frozenset({"population", "attendance", "barriers_removed", "accessibility"})
_LABELS = (
    "title",
    "intro",
    "close",
    "clear",
    "not",
    "find_term",
    "none_found",
    "text",
    "age",
    "age_help",
    "age_unknown",
    "when_unknown",
    "unknown",
)


def panel_data(result: SearchResult, asked: Asked, screen: Screen, *, seq: int) -> Json:
    """
    Say what the panel shows.

    Parameters
    ----------
    seq
        The number of the panel's last message that this answers.
    """
    chosen = sum(len(terms) for terms in (*asked.include.values(), *asked.exclude.values()))
    chosen += (asked.age is not None) + bool(asked.text)
    show = "filters.show" if result.places else "filters.show_none"
    return {
        "seq": seq,
        "button": screen.say("filters.button_set", count=chosen) if chosen else screen.say("filters.button"),
        "show": screen.say(show, count=result.places),
        "labels": {
            **{name: screen.say(f"filters.{name}") for name in _LABELS},
            "not_label": screen.say("filters.not_label", label="").rstrip(": "),
            "set": screen.say("filters.set", count="#"),
            "more_terms": screen.say("filters.more_terms", count="#"),
            "unit": screen.say("unit.label"),
        },
        "countLabels": {},
        "groups": [_group(facet, result, asked, screen) for facet in ORDER],
        "counts": {facet: {k: v for k, v in result.facets.get(facet, {}).items() if v} for facet in ORDER},
        "unknown": {
            name: screen.say("filters.unknown_count", count=count)
            for name, count in result.unknown_out.items()
            if count
        },
        "units": [{"id": unit, "label": screen.say(f"unit.{unit}")} for unit in ("mi", "km")],
        "hasWhen": asked.when != "any",
        "set": {
            "include": {facet: sorted(terms) for facet, terms in asked.include.items()},
            "exclude": {facet: sorted(terms) for facet, terms in asked.exclude.items()},
            "unknown": sorted(asked.allow_unknown),
            "age": "" if asked.age is None else str(asked.age),
            "text": asked.text,
            "unit": asked.unit,
        },
    }


def _group(facet: str, result: SearchResult, asked: Asked, screen: Screen) -> Json:
    known = result.facets.get(facet, {})
    set_here = asked.include.get(facet, frozenset()) | asked.exclude.get(facet, frozenset())
    within = WHAT[asked.what] if facet == "category" else frozenset()
    codes = [term.code for term in vocabulary().terms(facet)]
    # A file may bring terms of its own: they can be ticked like any other.
    codes += sorted((set(known) | set_here) - set(codes))
    return {
        "facet": facet,
        "label": vocabulary().facet_label(facet, screen.language),
        "hint": screen.say("filters.all_of") if facet in ALL_OF_FACETS else "",
        "open": facet in _OPEN,
        "terms": [
            {"code": code, "label": screen.label(facet, code)}
            for code in codes
            # There are 180 languages: only those spoken somewhere here.
            if (facet != "language" or code in known or code in set_here)
            and (not within or code in within or code in set_here)
        ],
    }


def read_panel(asked: Asked, message: Mapping[str, Any]) -> Asked:
    """Take over what the panel sends; parts that are not what they should be count as not set."""
    unit = message.get("unit")
    return replace(
        asked,
        include=_terms(message.get("include")),
        exclude=_terms(message.get("exclude")),
        allow_unknown=frozenset(_texts(message.get("unknown"))) & {*FACETS, "when", "open_at", "age"},
        age=read_age(message.get("age")),
        text=str(message.get("text") or "").strip()[:LONGEST_TEXT],
        unit=unit if unit in ("mi", "km") else asked.unit,
        shown=FIRST_SHOWN,
    )


def _terms(given: object) -> Mapping[str, frozenset[str]]:
    if not isinstance(given, dict):
        return MappingProxyType({})
    chosen = {facet: frozenset(_texts(given.get(facet))) for facet in FACETS}
    return MappingProxyType({facet: terms for facet, terms in chosen.items() if terms})


def _texts(given: object) -> list[str]:
    if not isinstance(given, list):
        return []
    return [text for text in given[:500] if isinstance(text, str) and 0 < len(text) <= LONGEST_TEXT]
