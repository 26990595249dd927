"""Anonymous reports on places: anyone may write one, staff read them."""

import secrets
from datetime import datetime

from resourcemap.actions.directory import Directory
from resourcemap.actions.finding import listing
from resourcemap.actions.roles import check_role
from resourcemap.model.change import Actor
from resourcemap.model.report import Report, read_kind, read_report_text

# Without letters and digits that look alike on paper or sound alike on the phone.
_LETTERS = "23456789BCDFGHJKLMNPQRTVWX"
_CODE_LENGTH = 8


def report(directory: Directory, listing_id: str, kind: str, text: str = "", *, now: datetime) -> str:
    """
    Keep what somebody says of a place: the place, the kind, the text and the day; nothing of who.

    Parameters
    ----------
    kind
        "turned-away", "closed", "wrong" or "unsafe".
    text
        What happened. At most 1,000 letters are kept. Say beside the field not to write names.

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
    directory.report_limit.take(place.id, now=now)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    day = now.astimezone(directory.zone).date()
    directory.store.add_report(Report(code=code, listing_id=place.id, kind=known_kind, day=day, text=kept))
    return code


def reports(directory: Directory, *, by: Actor) -> tuple[Report, ...]:
    """List the reports that wait for staff, those of the newest day first."""
    check_role("reports", by)
    return directory.store.reports()


def close_report(directory: Directory, code: str, *, by: Actor) -> None:
    """
    Mark a report as dealt with.

    Raises
    ------
    NotFoundError
        When there is none of this code.
    """
    check_role("close_report", by)
    directory.store.close_report(code)
