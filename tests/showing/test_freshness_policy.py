"""When a place reads “call first” is the directory's own choice, on cards and on paper."""

from datetime import date

import pytest

from resourcemap.handout.times import checked_words as paper_words
from resourcemap.model.freshness import USUAL, Freshness, FreshnessPolicy, freshness_on, next_step
from resourcemap.showing.times import checked_words

TODAY, CHECKED = date(2026, 5, 12), date(2026, 3, 1)
STRICT = FreshnessPolicy(30, 60, 90, 10)


def test_a_stricter_policy_asks_to_call_earlier() -> None:
    for policy, asks in ((USUAL, False), (STRICT, True)):
        assert ("Call first" in checked_words(CHECKED, TODAY, "en", policy)) == asks
        assert ("all first" in paper_words(CHECKED, TODAY, "en", policy)) == asks


@pytest.mark.parametrize("policy", [USUAL, STRICT])
def test_every_step_comes_the_day_after_its_last_day_and_each_in_turn(policy: FreshnessPolicy) -> None:
    day, bands = CHECKED, []
    while (step := next_step(day, CHECKED, policy)) is not None:
        assert freshness_on(step.on, CHECKED, policy) is step.band
        assert freshness_on(date.fromordinal(step.on.toordinal() - 1), CHECKED, policy) is not step.band
        bands.append(step.band)
        day = step.on
    assert bands == [Freshness.CHECK_FIRST, Freshness.OVERDUE, Freshness.HIDDEN]
