"""How long ago a listing was last checked, in the bands people act on."""

from datetime import date, timedelta
from enum import StrEnum

CURRENT_DAYS = 180
CHECK_FIRST_DAYS = 365
HIDDEN_DAYS = 548  # 18 months


class Freshness(StrEnum):
    """Bands after Inform USA practice: every record verified at least once a year."""

    CURRENT = "current"
    CHECK_FIRST = "check-first"
    OVERDUE = "overdue"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


def freshness_on(today: date, assured_date: date | None) -> Freshness:
    """
    Name the band; never checked is unknown, which is shown and not hidden.

    >>> freshness_on(date(2026, 7, 1), date(2026, 1, 2)), freshness_on(date(2026, 7, 2), date(2026, 1, 2))
    (<Freshness.CURRENT: 'current'>, <Freshness.CHECK_FIRST: 'check-first'>)
    """
    if assured_date is None:
        return Freshness.UNKNOWN
    age = today - assured_date
    for days, band in (
        (CURRENT_DAYS, Freshness.CURRENT),
        (CHECK_FIRST_DAYS, Freshness.CHECK_FIRST),
        (HIDDEN_DAYS, Freshness.OVERDUE),
    ):
        if age <= timedelta(days=days):
            return band
    return Freshness.HIDDEN
