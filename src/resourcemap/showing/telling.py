"""Telling staff something without an account, as plain data: fields, thanks and what came of it."""

from resourcemap.model.locale_words import day_and_year
from resourcemap.model.report import (
    CORRECTABLE,
    LONGEST_ANSWER,
    LONGEST_CONTACT,
    LONGEST_REPORT,
    PROPOSABLE,
    Outcome,
)
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say
from resourcemap.showing.cards import Json, Screen


def correction_data(screen: Screen) -> Json:
    """Say what the part of a report asks that proposes what is right."""
    words = ("title", "contact", "contact_note")
    return {
        **{name: say(f"public_reports.correct.{name}", screen.language) for name in words},
        "fields": [_field(name, screen) for name in CORRECTABLE],
        "longest_contact": LONGEST_CONTACT,
    }


def tell_data(screen: Screen) -> Json:
    """Say what the page asks that takes places to add, and codes."""
    language = screen.language
    words = ("title", "add", "add_intro", "any_kind", "send", "ask", "ask_intro", "code", "look")
    kinds = [(term.code, screen.label("category", term.code)) for term in vocabulary().terms("category")]
    return {
        **{name: say(f"public_reports.tell.{name}", language) for name in words},
        "fields": [_field(name, screen) for name in PROPOSABLE],
        "kinds": sorted(kinds, key=lambda each: each[1].casefold()),
        "contact": say("public_reports.correct.contact", language),
        "contact_note": say("public_reports.correct.contact_note", language),
        "note": say("rights.report.note", language),
        "longest_contact": LONGEST_CONTACT,
    }


def added_words(code: str, screen: Screen) -> list[str]:
    """Say that a place came in, and the code to ask later what came of it."""
    return [
        say("public_reports.tell.thanks", screen.language),
        say("rights.report.code", screen.language, code=code),
    ]


def outcome_words(outcome: Outcome | None, screen: Screen) -> list[str]:
    """Say what came of a report or a proposal."""
    language = screen.language
    if outcome is None:
        return [say("public_reports.tell.no_code", language)]
    lines = [
        say("public_reports.tell.on", language, date=day_and_year(outcome.day, language)),
        say(f"public_reports.outcome.{outcome.status}", language),
    ]
    if outcome.words:
        lines.append(say("public_reports.tell.words", language, words=outcome.words))
    return lines


def _field(name: str, screen: Screen) -> Json:
    return {
        "name": name,
        "label": say(f"verify.field.{name}", screen.language),
        "longest": LONGEST_REPORT if name == "description" else LONGEST_ANSWER,
    }
