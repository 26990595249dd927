"""Whose clock a time is of, said in words."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.model.fact import Answer, Fact
from resourcemap.model.listing import Listing
from resourcemap.model.words import languages
from resourcemap.model.zone_words import (
    is_joined,
    is_same_clock,
    read_zone,
    these_times,
    zone_name,
    zone_words,
)

EASTERN = ZoneInfo("America/New_York")
WINTER, SUMMER = datetime(2026, 1, 15, 19, tzinfo=EASTERN), datetime(2026, 7, 15, 19, tzinfo=EASTERN)


def place(*attendance: str) -> Listing:
    facts = {"attendance": dict.fromkeys(attendance, Fact(Answer.YES))}
    return Listing(id="a", service_id="a", name="a", facts=facts)


@pytest.mark.parametrize(
    ("attendance", "joined"),
    [
        (("online-live",), True),
        (("phone", "text-chat"), True),
        (("online-live", "in-person"), False),
        (("at-home",), False),
        (("home-visit",), False),
        ((), False),
    ],
)
def test_only_what_is_joined_from_elsewhere_has_two_clocks(attendance, joined) -> None:
    assert is_joined(place(*attendance)) is joined


@given(st.text(max_size=80) | st.sampled_from(["America", "../../etc/passwd", "", "UTC", "America/New_York"]))
def test_whatever_a_browser_calls_its_zone_is_a_zone_or_nothing(name: str) -> None:
    zone = read_zone(name)
    assert zone is None or zone.key == name


def test_a_zone_that_shares_its_hours_only_half_the_year_is_told_apart_in_summer() -> None:
    phoenix, denver = ZoneInfo("America/Phoenix"), ZoneInfo("America/Denver")
    assert is_same_clock(WINTER.astimezone(phoenix), denver)
    assert not is_same_clock(SUMMER.astimezone(phoenix), denver)
    assert zone_name(SUMMER.astimezone(phoenix)) != zone_name(SUMMER.astimezone(denver))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("key", ["America/New_York", "Europe/London", "Asia/Kolkata", "UTC"])
def test_every_language_names_a_zone_in_words_and_not_in_figures(language, key) -> None:
    name = zone_name(WINTER.astimezone(ZoneInfo(key)), language)
    assert name
    assert not any(char.isdigit() for char in name)


def test_an_offset_without_a_name_does_not_break_a_page() -> None:
    assert zone_name(datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert zone_name(datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=30))))


def test_nothing_is_said_where_both_clocks_show_the_same() -> None:
    assert zone_words("Tonight", WINTER, ZoneInfo("America/Toronto")) == "Tonight"
    assert these_times(WINTER, ZoneInfo("America/Toronto")) is None
    assert these_times(WINTER, None) == "These times are Eastern Time."
    assert zone_words("noon", WINTER, ZoneInfo("America/Chicago"), is_short=True) == (
        "noon (7:00 pm Eastern Time)"
    )
