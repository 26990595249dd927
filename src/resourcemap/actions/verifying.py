"""Checking listings with the places themselves: whom to ask next, what to ask, and keeping what was said."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from resourcemap.actions.conflicts import named_conflicts
from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.curation.correction import Correction, correct, said_now
from resourcemap.curation.form import FACT, Form, documents_of
from resourcemap.errors import NotFoundError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.edit import RecordKey
from resourcemap.model.fact import FACETS
from resourcemap.model.hsds import RECORD_TYPES, Bundle, HsdsRecord
from resourcemap.model.verification import (
    CheckResult,
    Due,
    Term,
    Verification,
    by_urgency,
    due,
    facts_of,
    questions,
    read_how,
)
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.writes import ImportRun

STAFF_CHECKED = "staff-checked"
ASKED = ("name", "phone", "hours_text", "street", "city", "zip", "website")
"""What is read out and asked of every place, by the edit form's keys."""

_ANSWERS = frozenset({"yes", "limited", "no", "unknown"})
_STATUS_OF: dict[CheckResult, str] = {"closed": "defunct", "paused": "temporarily closed"}


@dataclass(frozen=True)
class CheckSheet:
    """
    What lies before somebody who calls a place.

    Parameters
    ----------
    said
        What is listed now, by the edit form's keys.
    terms
        The facts to ask this kind of place.
    seen
        The newest change of each record: what is written goes over nothing newer.
    history
        Earlier checks, the newest first.
    phone, website
        Where to ask: as its card gives them, which may be those of its organization.
    """

    bundle: Bundle
    said: Form = field(hash=False)
    terms: tuple[Term, ...]
    seen: Mapping[RecordKey, int] = field(hash=False)
    history: tuple[Verification, ...]
    assured_date: date | None
    phone: str | None = None
    website: str | None = None


def call_list(directory: Directory, *, by: Actor, now: datetime) -> tuple[Due, ...]:
    """List what has to be checked, the most urgent first."""
    check_role("call_list", by)
    return due_listings(directory, now=now)


def due_listings(directory: Directory, *, now: datetime) -> tuple[Due, ...]:
    """List what has to be checked; for other actions, which ask for the role themselves."""
    snapshot = directory.snapshot()
    today = now.astimezone(directory.zone).date()
    newest = directory.store.checks.newest()
    found = (due(each, today, snapshot.freshness, newest.get(each.id)) for each in snapshot.listings)
    return tuple(sorted((each for each in found if each is not None), key=by_urgency))


def check_sheet(directory: Directory, listing_id: str, *, by: Actor) -> CheckSheet:
    """
    Give what to ask a place.

    Raises
    ------
    NotFoundError
        When it is not listed any more.
    """
    check_role("check_sheet", by)
    _, bundles, seen = directory.store.edits.state([listing_id])
    if not bundles:
        raise NotFoundError("listing: it is not here any more. Somebody may have hidden it.")
    bundle = bundles[0]
    shown = directory.as_listing(bundle)
    said = said_now(documents_of(bundle))
    return CheckSheet(
        bundle=bundle,
        said=said,
        terms=questions(facts_of(bundle)),
        seen=seen,
        history=directory.store.checks.of(listing_id),
        assured_date=bundle.service.assured_date,
        # What is not for the public has no card: its own records answer.
        phone=shown.phones[0].number if shown and shown.phones else said["phone"] or None,
        website=next(iter(shown.urls), None) if shown else said.get("website") or None,
    )


def preview_check(
    directory: Directory, sheet: CheckSheet, answers: Mapping[str, Any], *, by: Actor, now: datetime
) -> Correction:
    """Say what answers would change, before anything is written."""
    check_role("preview_check", by)
    today = now.astimezone(directory.zone).date()
    return correct(documents_of(sheet.bundle), read_check_answers(answers), evidence=STAFF_CHECKED, day=today)


def record_check(
    directory: Directory,
    sheet: CheckSheet,
    *,
    how: str,
    result: CheckResult,
    answers: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> ImportRun | None:
    """
    Keep that somebody asked, how, and what came of it; the listing counts as checked today.

    Parameters
    ----------
    sheet
        As `check_sheet` gave it: what the checker saw.
    how
        "call", "visit", "website" or "place" (it told us by itself).
    result
        "unchanged", "changed" with `answers`, "closed" (for good), "paused" (for now), or
        "not-reached", which leaves the date as it is.
    answers
        What differs, by the edit form's keys; a fact becomes checked by staff today.

    Returns
    -------
    ImportRun or None
        The run that an undo takes back; None when nothing was written to the listing.

    Raises
    ------
    ConflictError
        When somebody changed the same fields meanwhile; it says who, and both values. Nothing is kept.
    ResourceMapError
        When the answers do not go with the result, or one cannot be read.
    """
    check_role("record_check", by)
    read = read_check_answers(answers or {})
    if bool(read) != (result == "changed"):
        raise ResourceMapError(
            f"check: the result {result!r} does not go with {len(read)} answers. "
            "Say “changed” with what differs, or something else without answers."
        )
    today = now.astimezone(directory.zone).date()
    listing_id = sheet.bundle.service_at_location.id
    new = Verification(
        id=secrets.token_urlsafe(12),
        listing_id=listing_id,
        at=now,
        by=by.name,
        how=read_how(how),
        result=result,
        answers=read,
    )
    made = correct(documents_of(sheet.bundle), read, evidence=STAFF_CHECKED, day=today)
    if made.problems:
        raise ResourceMapError(f"check: mend these first: {', '.join(made.problems)}. Nothing was kept.")
    if result == "not-reached":
        return directory.store.checks.write(new, expected={}, title="")
    service = dict(made.documents["service"])
    service["assured_date"] = today.isoformat()
    # HSDS wants an address here; a name stays in our own table only.
    service.pop("assurer_email", None)
    if "@" in by.name:
        service["assurer_email"] = by.name
    if result in _STATUS_OF:
        service["status"] = _STATUS_OF[result]
    records = records_of({**made.documents, "service": service})
    with named_conflicts(directory):
        return directory.store.checks.write(
            new,
            records,
            expected=sheet.seen,
            title=sheet.bundle.service.name,
            why=f"checked: {new.how}, {result}",
        )


def checks_of(directory: Directory, listing_id: str, *, by: Actor) -> tuple[Verification, ...]:
    """List the checks of one listing, the newest first."""
    check_role("checks_of", by)
    return directory.store.checks.of(listing_id)


def read_check_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Keep the answers that are asked for; whatever else a browser sends is not looked at."""
    kept: dict[str, str] = {}
    for key, value in answers.items():
        if not isinstance(value, str):
            continue
        if key.startswith(FACT):
            facet, _, term = key.removeprefix(FACT).partition("/")
            known = facet in FACETS and vocabulary().term(facet, term) is not None
            if known and value in _ANSWERS:
                kept[key] = value
        elif key in (*ASKED, "description"):
            kept[key] = " ".join(value.split())[:1000]
    return kept


def records_of(documents: Mapping[str, Any]) -> list[HsdsRecord]:
    """Make records of documents, in the order in which they may be written."""
    return [kind.from_document(documents[name]) for name, kind in RECORD_TYPES.items() if name in documents]
