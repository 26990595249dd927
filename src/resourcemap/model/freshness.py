"""How long ago a listing was last checked, in the bands people act on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from resourcemap.errors import ResourceMapError

CURRENT_DAYS = 180
CHECK_FIRST_DAYS = 365
HIDDEN_DAYS = 548  # 18 months
NOTICE_DAYS = 30
_LONGEST_DAYS = 3650


class Freshness(StrEnum):
    """Bands after Inform USA practice: every record verified at least once a year."""

    CURRENT = "current"
    CHECK_FIRST = "check-first"
    OVERDUE = "overdue"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FreshnessPolicy:
    """
    After how many days an unchecked listing is warned of, ranked last and hidden.

    `notice_days` before each step staff read that it comes.
    """

    current_days: int = CURRENT_DAYS
    check_first_days: int = CHECK_FIRST_DAYS
    hidden_days: int = HIDDEN_DAYS
    notice_days: int = NOTICE_DAYS

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "FreshnessPolicy":
        """
        Read a policy that somebody set; what it leaves out is as usual.

        Raises
        ------
        ResourceMapError
            When a value is no whole number of days, or the steps are not one after the other.

        Examples
        --------
        >>> FreshnessPolicy.read({"current_days": 90}).hidden_days
        548
        """
        names = [each.name for each in fields(cls)]
        known = {name: values[name] for name in names if name in values}
        for name, value in known.items():
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LONGEST_DAYS:
                raise ResourceMapError(
                    f"{name}: {value!r} is not a number of days from 1 to {_LONGEST_DAYS}. "
                    "Write a whole number."
                )
        policy = cls(**known)
        if not policy.current_days < policy.check_first_days < policy.hidden_days:
            raise ResourceMapError(
                f"current_days, check_first_days, hidden_days: {policy.current_days}, "
                f"{policy.check_first_days}, {policy.hidden_days} do not grow. "
                "Each step must come later than the one before."
            )
        return policy

    def to_document(self) -> dict[str, int]:
        """Write the policy as plain values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


USUAL = FreshnessPolicy()


@dataclass(frozen=True, slots=True)
class NextStep:
    """What becomes of a listing if nobody checks it, and on which day."""

    band: Freshness
    on: date


def freshness_on(today: date, assured_date: date | None, policy: FreshnessPolicy = USUAL) -> Freshness:
    """
    Name the band; never checked is unknown, which is shown and not hidden.

    >>> freshness_on(date(2026, 7, 1), date(2026, 1, 2)), freshness_on(date(2026, 7, 2), date(2026, 1, 2))
    (<Freshness.CURRENT: 'current'>, <Freshness.CHECK_FIRST: 'check-first'>)
    """
    if assured_date is None:
        return Freshness.UNKNOWN
    age = (today - assured_date).days
    for days, band in _steps(policy):
        if age <= days:
            return band
    return Freshness.HIDDEN


def next_step(today: date, assured_date: date | None, policy: FreshnessPolicy = USUAL) -> NextStep | None:
    """
    Say what comes next; None where nobody ever checked, or where it is hidden already.

    >>> next_step(date(2026, 7, 1), date(2026, 1, 2))
    NextStep(band=<Freshness.CHECK_FIRST: 'check-first'>, on=datetime.date(2026, 7, 2))
    """
    if assured_date is None:
        return None
    age = (today - assured_date).days
    bands = (Freshness.CHECK_FIRST, Freshness.OVERDUE, Freshness.HIDDEN)
    for (days, _), band in zip(_steps(policy), bands, strict=True):
        if age <= days:
            return NextStep(band, assured_date + timedelta(days=days + 1))
    return None


def _steps(policy: FreshnessPolicy) -> tuple[tuple[int, Freshness], ...]:
    return (
        (policy.current_days, Freshness.CURRENT),
        (policy.check_first_days, Freshness.CHECK_FIRST),
        (policy.hidden_days, Freshness.OVERDUE),
    )
