"""Who was turned away finds help near the same place."""

import pytest

from resourcemap import actions
from resourcemap.geo.distance import distance_m
from resourcemap.geo.point import GeoPoint
from resourcemap.search.query import Origin, SearchQuery

HELP = {"tenant-rights", "discrimination-rights", "employment-rights", "legal-help"}
FROM_HERE = ("search.reason.walk", "search.reason.distance", "search.reason.band")


def of_category(directory, moment, category):
    query = SearchQuery(include={"category": frozenset({category})}, limit=1000)
    return [match.listing for match in actions.find(directory, query, now=moment).in_order()]


@pytest.mark.parametrize(
    "category", ["record-friendly-rental", "fair-chance-employer", "social-group", "safe-housing"]
)
def test_help_with_rights_is_found_for_any_kind_of_place(directory, moment, category) -> None:
    for place in of_category(directory, moment, category)[:4]:
        matches = actions.rights_help(directory, place, now=moment)
        assert 2 <= len(matches) <= 5
        assert len({match.listing.id for match in matches}) == len(matches)
        for match in matches:
            assert HELP & set(match.listing.terms("category"))
            assert match.listing.id != place.id
            assert match.distance_m is None
            assert not [each for each in match.reasons if each.key in FROM_HERE]


def test_a_home_leads_to_help_for_tenants_and_a_job_to_rights_at_work(directory, moment) -> None:
    home = of_category(directory, moment, "record-friendly-rental")[0]
    job = of_category(directory, moment, "fair-chance-employer")[0]
    for_home = actions.rights_help(directory, home, now=moment)
    for_job = actions.rights_help(directory, job, now=moment)
    assert "tenant-rights" in for_home[0].listing.terms("category")
    assert "employment-rights" in for_job[0].listing.terms("category")
    kinds_for_home = {each for match in for_home for each in match.listing.terms("category")}
    kinds_for_job = {each for match in for_job for each in match.listing.terms("category")}
    assert kinds_for_home >= HELP - {"employment-rights"}
    assert kinds_for_job >= HELP - {"tenant-rights"}
    assert actions.rights_lines(home)[0].id == "fair_housing"
    assert actions.rights_lines(job)[0].id == "job_rights"


def test_the_help_that_comes_first_is_the_best_of_its_kind_near_the_place(directory, moment) -> None:
    place = next(each for each in of_category(directory, moment, "temporary-shelter") if each.point)
    first = actions.rights_help(directory, place, now=moment)[0].listing
    query = SearchQuery(
        origin=Origin(place.point, place.name), include={"category": frozenset({"tenant-rights"})}
    )
    assert first.id == actions.find(directory, query, now=moment).matches[0].listing.id
    assert distance_m(place.point, first.point) < 15_000


def test_distances_are_told_from_where_the_person_is_when_that_is_known(directory, moment) -> None:
    place = of_category(directory, moment, "record-friendly-rental")[0]
    origin = Origin(GeoPoint(39.2904, -76.6122), "here")
    matches = actions.rights_help(directory, place, origin=origin, now=moment)
    assert any(match.distance_m is not None for match in matches)


def test_in_person_help_comes_before_help_by_phone(directory, moment) -> None:
    place = of_category(directory, moment, "social-group")[0]
    remote = [match.listing.is_remote_only for match in actions.rights_help(directory, place, now=moment)]
    assert remote == sorted(remote)
