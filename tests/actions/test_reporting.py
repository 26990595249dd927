"""Anyone may say that a place turned them away; nobody can tell who did."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap import actions
from resourcemap.actions.report_limit import MOST, MOST_OF_ONE_PLACE, WINDOW, ReportLimit
from resourcemap.errors import NotAllowedError, NotFoundError, ResourceMapError, TooManyError
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.model.report import LONGEST_REPORT, REPORT_KINDS, Report, kind_sentence, read_report_text
from resourcemap.model.words import say

GROUPS = b"""id,name,address,city,state,zip,latitude,longitude
1,Tuesday circle,1 Main St,Baltimore,MD,21201,39.2946,-76.6252
2,Garden evening,2 Main St,Baltimore,MD,21201,39.2950,-76.6260
"""


@pytest.fixture
def two(empty, moment):
    plan = actions.plan_import(empty, GROUPS, by=OPERATOR, file_name="groups.csv", source_name="ours")
    actions.apply_import(empty, plan, by=OPERATOR, now=moment)
    return empty


def ids(directory, moment) -> list[str]:
    return [each.id for each in actions.public_listings(directory, now=moment)]


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_a_report_keeps_the_place_the_kind_the_text_and_the_day(two, moment, kind) -> None:
    place = ids(two, moment)[0]
    code = actions.report(two, place, kind, "They looked at my coat\x00 and said no.", now=moment)
    assert actions.reports(two, by=OPERATOR) == (
        Report(
            code=code,
            listing_id=place,
            kind=kind,
            day=date(2026, 11, 24),
            text="They looked at my coat and said no.",
        ),
    )


def test_every_kind_has_words_of_its_own() -> None:
    assert len({say(kind_sentence(kind)) for kind in REPORT_KINDS}) == len(REPORT_KINDS)


def test_the_day_is_that_of_the_place_and_codes_differ(two, moment) -> None:
    late = moment.replace(hour=3)
    codes = {actions.report(two, ids(two, moment)[0], "closed", now=late) for _ in range(5)}
    assert len(codes) == 5
    assert {each.day for each in actions.reports(two, by=OPERATOR)} == {date(2026, 11, 23)}
    assert {each.text for each in actions.reports(two, by=OPERATOR)} == {None}


def test_only_staff_read_and_close_reports(two, moment) -> None:
    code = actions.report(two, ids(two, moment)[0], "wrong", now=moment)
    for by in (Actor("visitor"), Actor("ana", frozenset({"auditor"}))):
        with pytest.raises(NotAllowedError, match="needs the role"):
            actions.reports(two, by=by)
        with pytest.raises(NotAllowedError, match="needs the role"):
            actions.close_report(two, code, by=by)
    verifier = Actor("ben", frozenset({"verifier"}))
    assert len(actions.reports(two, by=verifier)) == 1
    actions.close_report(two, code, by=verifier)
    assert actions.reports(two, by=verifier) == ()


def test_a_place_or_kind_that_is_not_there_is_refused_and_nothing_kept(two, moment) -> None:
    with pytest.raises(NotFoundError):
        actions.report(two, "nowhere", "closed", now=moment)
    with pytest.raises(ResourceMapError, match="choose one of these: turned-away"):
        actions.report(two, ids(two, moment)[0], "bad", now=moment)
    assert actions.reports(two, by=OPERATOR) == ()


def test_too_many_reports_within_an_hour_are_refused_in_plain_words(two, moment) -> None:
    first, second = ids(two, moment)
    for _ in range(MOST_OF_ONE_PLACE):
        actions.report(two, first, "closed", now=moment)
    with pytest.raises(TooManyError, match="try again in an hour") as refused:
        actions.report(two, first, "closed", "secret", now=moment)
    assert "secret" not in str(refused.value)
    assert first not in str(refused.value)
    actions.report(two, second, "closed", now=moment)
    actions.report(two, first, "closed", now=moment + WINDOW)
    assert len(actions.reports(two, by=OPERATOR)) == MOST_OF_ONE_PLACE + 2


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from("abcdefghij")), max_size=120))
def test_no_hour_ever_holds_more_than_the_limit(steps: list[tuple[int, str]]) -> None:
    limit, now = ReportLimit(), datetime(2026, 5, 12, tzinfo=UTC)
    taken: list[tuple[datetime, str]] = []
    for seconds, place in steps:
        now += timedelta(seconds=seconds)
        recent = [each for at, each in taken if now - at < WINDOW]
        may = len(recent) < MOST and recent.count(place) < MOST_OF_ONE_PLACE
        if may:
            limit.take(place, now=now)
            taken.append((now, place))
        else:
            with pytest.raises(TooManyError):
                limit.take(place, now=now)


@given(st.text(max_size=1500))
def test_a_kept_text_can_be_shown_anywhere_and_is_read_the_same_again(text: str) -> None:
    kept = read_report_text(text)
    if kept is None:
        assert not any(char.isprintable() and not char.isspace() for char in text)
        return
    assert 0 < len(kept) <= LONGEST_REPORT
    assert {unicodedata.category(char) for char in kept.replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Co"}
    )
    assert read_report_text(kept) == kept
