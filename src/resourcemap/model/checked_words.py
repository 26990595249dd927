"""What to do before going somewhere that was last checked long ago."""

from datetime import date
from typing import Literal

from resourcemap.model.freshness import USUAL, Freshness, FreshnessPolicy, freshness_on
from resourcemap.model.listing import WayToAsk
from resourcemap.model.words import say


def with_first_step(
    checked: str,
    assured: date | None,
    today: date,
    way: WayToAsk | Literal["list"],
    *,
    language: str = "en",
    policy: FreshnessPolicy = USUAL,
) -> str:
    """
    Add to when a place was checked what to do first, unless that was lately.

    Parameters
    ----------
    checked
        When it was checked, in words and without a stop.
    way
        How the place can be asked. Where there is none it is said: nobody is sent to look for a phone.
        "list" where only the list on screen says how.

    >>> with_first_step("Not checked yet", None, date(2026, 5, 12), "phone")
    'Not checked yet. Call first.'
    >>> with_first_step("Not checked yet", None, date(2026, 5, 12), "none")
    'Not checked yet. No phone, e-mail or website is listed.'
    """
    if freshness_on(today, assured, policy) is Freshness.CURRENT:
        return checked
    key = "call_first" if way == "phone" else f"first_{way}"
    return say(f"find.checked.{key}", language, checked=checked)
