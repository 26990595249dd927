"""Anonymous reports on places and places to add: anyone may write one, and ask what came of it."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from resourcemap.actions.directory import Directory
from resourcemap.actions.finding import listing
from resourcemap.actions.report_limit import MOST_PROPOSALS
from resourcemap.actions.roles import check_role
from resourcemap.errors import ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.proposal import Proposal
from resourcemap.model.report import (
    CORRECTABLE,
    LONGEST_CONTACT,
    PROPOSABLE,
    Outcome,
    Report,
    read_answers,
    read_code,
    read_kind,
    read_line,
    read_report_text,
)
from resourcemap.model.vocabulary import vocabulary

# Without letters and digits that look alike on paper or sound alike on the phone.
_LETTERS = "23456789BCDFGHJKLMNPQRTVWX"
_CODE_LENGTH = 8
_PROPOSALS = "proposals"


class IncompleteError(ResourceMapError):
    """Too little was said of a place to find it."""


def report(
    directory: Directory,
    listing_id: str,
    kind: str,
    text: str = "",
    *,
    changes: Mapping[str, object] | None = None,
    contact: str = "",
    now: datetime,
) -> str:
    """
    Keep what somebody says of a place: the place, the kind, the text and the day; nothing of who.

    Parameters
    ----------
    kind
        "turned-away", "closed", "wrong" or "unsafe".
    text
        What happened. At most 1,000 letters are kept. Say beside the field not to write names.
    changes
        What is right instead, by the keys of `model.report.CORRECTABLE`; staff decide on it.
    contact
        How to reach them, if they want; it is forgotten when the report is closed.

    Returns
    -------
    str
        A random code to ask later what came of it.

    Raises
    ------
    NotFoundError
        When the place is not listed.
    ResourceMapError
        When the kind is none there is.
    TooManyError
        When too many reports came within the hour.
    """
    place = listing(directory, listing_id, now=now)
    known_kind, kept = read_kind(kind), read_report_text(text)
    corrections = read_answers(changes or {}, CORRECTABLE) or None
    directory.report_limit.take(place.id, now=now)
    code = new_code()
    directory.store.inbox.add_report(
        Report(
            code=code,
            listing_id=place.id,
            kind=known_kind,
            day=now.astimezone(directory.zone).date(),
            text=kept,
            changes=corrections,
            contact=read_line(contact, LONGEST_CONTACT),
        )
    )
    return code


def propose_place(
    directory: Directory, answers: Mapping[str, object], *, contact: str = "", now: datetime
) -> str:
    """
    Keep a place that somebody asks to add, until staff decide.

    Parameters
    ----------
    answers
        By the keys of `model.report.PROPOSABLE`; a name is needed, and some way to find or reach it.

    Returns
    -------
    str
        A random code to ask later what came of it.

    Raises
    ------
    IncompleteError
        When it has no name, or nothing that says where or how.
    TooManyError
        When too many came within the hour.
    """
    kept = read_answers(answers, PROPOSABLE)
    if kept.get("category") and vocabulary().term("category", kept["category"]) is None:
        del kept["category"]
    if "name" not in kept or not kept.keys() & {"street", "city", "zip", "phone", "website"}:
        raise IncompleteError(
            "place: it needs a name, and an address, a phone number or a website. Nothing was kept yet."
        )
    directory.report_limit.take(_PROPOSALS, now=now, most=MOST_PROPOSALS)
    code = new_code()
    directory.store.proposals.add(
        Proposal(
            code=code,
            day=now.astimezone(directory.zone).date(),
            document={"kind": "place", "answers": kept},
            contact=read_line(contact, LONGEST_CONTACT),
        )
    )
    return code


def outcome(directory: Directory, code: str, *, now: datetime) -> Outcome | None:
    """
    Tell what came of a report or a proposal, to whoever has its code; None when there is none.

    Raises
    ------
    TooManyError
        When codes are tried too often.
    """
    wanted = read_code(code)
    directory.code_limit.take(wanted, now=now)
    found = directory.store.inbox.outcome(wanted) if wanted else None
    if found is not None:
        directory.code_limit.forgive(wanted)
    return found


def new_code() -> str:
    """Make a code that nobody guesses."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


def reports(directory: Directory, *, by: Actor) -> tuple[Report, ...]:
    """List the reports that wait for staff, those of the newest day first."""
    check_role("reports", by)
    return directory.store.inbox.reports()


def close_report(directory: Directory, code: str, *, by: Actor) -> None:
    """
    Mark an open report as dealt with.

    Raises
    ------
    NotFoundError
        When none of this code is open.
    """
    check_role("close_report", by)
    directory.store.inbox.close(code)
