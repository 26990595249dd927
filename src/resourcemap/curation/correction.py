"""Answers in plain words, from a call or from the public, put into the records they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from resourcemap.curation.form import FACT, Form, ReadForm, form_of, read_form
from resourcemap.curation.time_zone import fit_time_zone
from resourcemap.model.change import FieldChange, changes_between
from resourcemap.model.hours import parse_hours
from resourcemap.model.record import Document
from resourcemap.model.words import Sentence

PHONE, HOURS = "phone", "hours_text"


@dataclass(frozen=True)
class Correction:
    """
    Records as they would become.

    `changes` are the fields that differ. `problems` are by the answer's key. `notes` say what a person
    still has to do by hand.
    """

    documents: Mapping[str, Document] = field(hash=False)
    changes: tuple[FieldChange, ...]
    problems: Mapping[str, Sentence] = field(default_factory=dict, hash=False)
    notes: tuple[Sentence, ...] = ()


def correct(
    base: Mapping[str, Document], answers: Mapping[str, Any], *, evidence: str, day: date
) -> Correction:
    """
    Put answers into records.

    Parameters
    ----------
    base
        The documents by record type.
    answers
        By the edit form's keys. "phone" is the first number; hours are written as people say them. A
        fact's answer is "yes", "limited", "no" or "unknown".
    evidence
        What stands behind a fact that changes: "staff-checked", "community-confirmed".
    day
        The day of that.

    Examples
    --------
    >>> base = {"service": {"id": "1", "name": "Circle"}, "service_at_location": {"id": "2"}}
    >>> day = date(2026, 5, 12)
    >>> correct(base, {"fact/cost/free": "yes"}, evidence="staff-checked", day=day).changes[0].field_name
    'attributes'
    """
    form = form_of(base)
    typed: Form = {}
    for key, value in answers.items():
        if key.startswith(FACT):
            known = form.get(key, {})
            if value != known.get("answer", "unknown"):
                typed[key] = {
                    "answer": value,
                    "detail": known.get("detail", "") if value != "no" else "",
                    "evidence": evidence,
                    "date": day.isoformat(),
                }
        elif key == PHONE:
            rows = [dict(row) for row in form["phones"]] or [{}]
            rows[0]["number"] = value
            typed["phones"] = rows
        elif form.get(key) != value:
            typed[key] = value
    read = read_form(base, typed)
    documents, notes = _with_hours(base, read, typed.get(HOURS))
    return Correction(documents, changes_between(base, documents), read.problems, notes)


def said_now(base: Mapping[str, Document]) -> Form:
    """Say what the records answer now, by the same keys; a fact nobody knows is "unknown"."""
    form = form_of(base)
    phones = form.get("phones") or [{}]
    plain = {key: value for key, value in form.items() if isinstance(value, str)}
    facts = {key: value["answer"] for key, value in form.items() if key.startswith(FACT)}
    return {**plain, **facts, PHONE: phones[0].get("number", "")}


def _with_hours(
    base: Mapping[str, Document], read: ReadForm, hours: str | None
) -> tuple[Mapping[str, Document], tuple[Sentence, ...]]:
    """Make times of hours in words, where they are understood whole; else say that somebody has to."""
    if not hours:
        return read.documents, ()
    documents = {name: dict(document) for name, document in read.documents.items()}
    sal = documents["service_at_location"]
    holder = sal if sal.get("schedules") else documents["service"]
    before = holder.get("schedules") or []
    understood = parse_hours(hours)
    if not understood:
        return documents, (Sentence("verify.hours_by_hand"),) if before else ()
    zones = {each["tzid"] for each in before if each.get("tzid")}
    zone = {"tzid": zones.pop()} if len(zones) == 1 else {}
    holder["schedules"] = [{**each.to_document(), **zone} for each in understood]
    fit_time_zone(documents, base)
    return documents, ()
