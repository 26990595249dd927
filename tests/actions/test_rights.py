"""Who was turned away finds help near the same place."""

import pytest

from resourcemap import actions
from resourcemap.geo.distance import distance_m
from resourcemap.geo.point import GeoPoint
from resourcemap.search.query import Origin, SearchQuery

HELP = {"tenant-rights", "discrimination-rights"}
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


def test_a_home_leads_to_help_for_tenants_and_a_job_does_not(directory, moment) -> None:
    home = of_category(directory, moment, "record-friendly-rental")[0]
    job = of_category(directory, moment, "fair-chance-employer")[0]
    for_home = actions.rights_help(directory, home, now=moment)
    for_job = actions.rights_help(directory, job, now=moment)
    assert "tenant-rights" in for_home[0].listing.terms("category")
    assert {each for match in for_home for each in match.listing.terms("category")} >= HELP
    assert all("discrimination-rights" in match.listing.terms("category") for match in for_job)
    assert actions.rights_lines(home)[0].id == "fair_housing"
    assert actions.rights_lines(job)[0].id == "job_rights"


def test_the_nearest_in_person_help_to_the_place_is_among_it(directory, moment) -> None:
    place = next(each for each in of_category(directory, moment, "temporary-shelter") if each.point)
    helpers = [each for each in of_category(directory, moment, "tenant-rights") if each.point]
    open_helpers = [each for each in helpers if not each.is_remote_only and not each.is_full]
    nearest = min(open_helpers, key=lambda each: distance_m(place.point, each.point))
    found = {match.listing.id for match in actions.rights_help(directory, place, now=moment)}
    far = max(open_helpers, key=lambda each: distance_m(place.point, each.point))
    assert nearest.id in found or far.id not in found


def test_distances_are_told_from_where_the_person_is_when_that_is_known(directory, moment) -> None:
    place = of_category(directory, moment, "record-friendly-rental")[0]
    origin = Origin(GeoPoint(39.2904, -76.6122), "here")
    matches = actions.rights_help(directory, place, origin=origin, now=moment)
    assert any(match.distance_m is not None for match in matches)


def test_in_person_help_comes_before_help_by_phone(directory, moment) -> None:
    place = of_category(directory, moment, "social-group")[0]
    remote = [match.listing.is_remote_only for match in actions.rights_help(directory, place, now=moment)]
    assert remote == sorted(remote)
