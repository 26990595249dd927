"""The sample data: invented, complete, repeatable, and private where a place is private."""

import csv
import dataclasses
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from resourcemap.geo.distance import distance_m
from resourcemap.geo.point import GeoPoint
from resourcemap.interchange.sample import read_sample
from resourcemap.model.fact import FACETS, Answer
from resourcemap.model.freshness import Freshness, freshness_on
from resourcemap.model.hsds import Bundle, Schedule
from resourcemap.model.listing import Listing
from resourcemap.model.publish import publishable
from resourcemap.model.schedule import weekly_windows
from resourcemap.model.vocabulary import vocabulary

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"
MADE_ON = date(2026, 11, 22)
MOUNT_VERNON_ZIP = GeoPoint(39.2950, -76.6223)
PEER_GROUPS = {"peer-support", "support-group", "12-step", "mutual-help-secular"}


@pytest.fixture(scope="module")
def text() -> str:
    return (FOLDER / "baltimore.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document(text: str) -> dict[str, Any]:
    return json.loads(text)


@pytest.fixture(scope="module")
def bundles(text: str) -> tuple[Bundle, ...]:
    return read_sample(text.encode(), today=MADE_ON)


@pytest.fixture(scope="module")
def listings(bundles: tuple[Bundle, ...]) -> list[Listing]:
    published = (publishable(each, dimensions_of=vocabulary().dimensions_of) for each in bundles)
    return [each for each in published if each is not None]


def words_of(value: Any) -> list[str]:
    """Every text anywhere inside a JSON value."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in words_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in words_of(each)]
    return [value] if isinstance(value, str) else []


def schedules_of(bundle: Bundle) -> tuple[Schedule, ...]:
    return bundle.service_at_location.schedules or bundle.service.schedules


def test_the_script_makes_the_committed_file_to_the_byte(tmp_path: Path) -> None:
    made = tmp_path / "made.json"
    subprocess.run(
        [sys.executable, FOLDER / "make_sample.py", "--today", MADE_ON.isoformat(), "--out", made],
        check=True,
        # Sets and hashes in another order than usual must not matter.
        env=os.environ | {"PYTHONHASHSEED": "77"},
    )
    assert made.read_bytes() == (FOLDER / "baltimore.json").read_bytes(), (
        "run python data/sample/make_sample.py"
    )


def test_the_file_is_about_five_hundred_listings_and_small(
    bundles: tuple[Bundle, ...], listings: list[Listing], document: dict[str, Any], text: str
) -> None:
    assert 480 <= len(listings) <= len(bundles) <= 560
    assert len(text.encode()) <= 1_500_000
    assert document["reference_date"] == MADE_ON.isoformat()
    assert document["licence"] == "CC0-1.0"


@pytest.mark.parametrize("facet", [facet for facet in FACETS if facet != "language"])
def test_every_term_of_every_facet_holds_somewhere(facet: str, listings: list[Listing]) -> None:
    held = Counter(term for listing in listings for term in listing.terms(facet))
    assert set(held) == {term.code for term in vocabulary().terms(facet)}


def test_languages_are_many_known_and_say_how_they_are_spoken(listings: list[Listing]) -> None:
    held = Counter(term for listing in listings for term in listing.terms("language"))
    assert len(held) >= 15
    assert held["es"] >= 60
    assert all(vocabulary().term("language", code) for code in held)
    details = {fact.detail for each in listings for fact in each.facts.get("language", {}).values()}
    assert details == {None, "native-led", "interpreter", "materials"}


def test_facts_say_no_and_in_part_too_and_carry_their_evidence(listings: list[Listing]) -> None:
    facts = [
        (facet, fact) for each in listings for facet, terms in each.facts.items() for fact in terms.values()
    ]
    assert {Answer.YES, Answer.LIMITED, Answer.NO} == {fact.answer for _, fact in facts}
    assert {fact.detail for facet, fact in facts if facet == "population"} == {None, "focus", "only"}
    for facet in ("affirming", "barriers_removed"):
        evidence = [fact.evidence for each, fact in facts if each == facet]
        assert set(evidence) == {"self-stated", "document", "staff-checked", "community-confirmed"}
        assert all(fact.evidence_date for each, fact in facts if each == facet)


def test_people_can_take_part_in_every_way(listings: list[Listing]) -> None:
    hybrid = [each for each in listings if {"in-person", "online-live"} <= set(each.terms("attendance"))]
    assert len(hybrid) >= 10
    assert all(each.point or each.address_visibility != "full" or each.area for each in hybrid)
    remote = [each for each in listings if each.is_remote_only]
    assert len(remote) >= 40
    assert all(each.point is None for each in remote)
    online = [each for each in remote if "online-live" in each.terms("attendance")]
    assert all(each.join and each.join.url for each in online if each.description)


def test_schedules_have_every_shape(bundles: tuple[Bundle, ...]) -> None:
    every = [schedule for bundle in bundles for schedule in schedules_of(bundle)]
    assert {schedule.tzid for schedule in every} == {"America/New_York"}
    shapes = {
        "weekly": any(s.freq == "WEEKLY" and s.byday == "TU" for s in every),
        "several days": any(s.byday == "MO,WE,FR" for s in every),
        "fortnightly": any(s.interval == 2 and s.dtstart for s in every),
        "second Tuesday": any(s.byday == "2TU" for s in every),
        "last Friday": any(s.byday == "-1FR" for s in every),
        "by date": any(s.bymonthday for s in every),
        "past midnight": any(s.opens_at == "22:00" and (s.closes_at or "") < "02:00" for s in every),
        "with exceptions": any(s.exdates for s in every),
        "extra dates": any(s.rdates and s.freq for s in every),
        "only dates": any(s.rdates and not s.freq for s in every),
        "one day": any(s.dtstart and s.until == s.dtstart for s in every),
        "running season": any(
            s.valid_from and s.valid_to and s.valid_from <= MADE_ON <= s.valid_to for s in every
        ),
        "coming season": any(s.valid_from and s.valid_from > MADE_ON for s in every),
        "always": any(s.opens_at == s.closes_at == "00:00" for s in every),
        "two rules": any(len(schedules_of(bundle)) == 2 for bundle in bundles),
        "none": any(not schedules_of(bundle) and bundle.service.schedule_text for bundle in bundles),
    }
    assert [name for name, is_there in shapes.items() if not is_there] == []


def test_a_day_in_the_name_is_the_day_it_meets(bundles: tuple[Bundle, ...]) -> None:
    codes = {
        "Monday": "MO",
        "Tuesday": "TU",
        "Wednesday": "WE",
        "Thursday": "TH",
        "Friday": "FR",
        "Martes": "TU",
    }
    named = [
        (bundle.service.name, schedule.byday or "", code)
        for bundle in bundles
        for word, code in codes.items()
        if word in bundle.service.name.split(",")[0].split() and bundle.service.status != "defunct"
        for schedule in bundle.service.schedules
    ]
    assert len(named) >= 20
    assert [each for each in named if each[2] not in each[1]] == []


def test_confidential_places_keep_their_point_and_street_in_the_records(bundles: tuple[Bundle, ...]) -> None:
    kinds = Counter()
    for bundle in bundles:
        place = bundle.location
        if place is not None and place.address_visibility is not None:
            kinds[place.address_visibility, bool(place.published_area)] += 1
            assert place.latitude and place.longitude and place.addresses[0].address_1
    assert {("hidden", True), ("partial", True)} <= set(kinds)
    assert any(not published for _, published in kinds)
    assert sum(kinds.values()) >= 15


def test_nothing_published_tells_where_a_confidential_place_is(bundles: tuple[Bundle, ...]) -> None:
    checked = 0
    for bundle in bundles:
        place = bundle.location
        listing = publishable(bundle)
        if listing is None or place is None or place.address_visibility is None:
            continue
        checked += 1
        shown = json.dumps(dataclasses.asdict(listing), default=str)
        address = place.addresses[0]
        street = re.sub(r"^\d+ (?:[NSEW] )?", "", address.address_1 or "")
        for secret in (
            street,
            address.address_1,
            address.postal_code,
            str(place.latitude),
            str(place.longitude),
        ):
            assert secret and secret not in shown, (listing.name, secret)
        assert listing.point is None
    assert checked >= 15


def test_freshness_status_and_room_come_in_every_kind(bundles: tuple[Bundle, ...]) -> None:
    bands = Counter(freshness_on(MADE_ON, bundle.service.assured_date) for bundle in bundles)
    assert min(bands[band] for band in Freshness) >= 10
    statuses = Counter(bundle.service.status for bundle in bundles)
    assert min(statuses[each] for each in ("active", "temporarily closed", "defunct", "inactive", None)) >= 2
    room = [capacity.available for bundle in bundles for capacity in bundle.service.capacities]
    assert room.count(0.0) >= 8
    assert any(room)


def test_some_places_are_almost_unknown(listings: list[Listing]) -> None:
    bare = [
        each for each in listings if not each.description and not each.schedules and not each.assured_date
    ]
    assert len(bare) >= 10
    assert all(each.phones for each in bare)
    assert any(not each.terms("category") for each in bare)
    assert sum(
        each.point is None and not each.is_remote_only and each.address_visibility == "full"
        for each in listings
    )


def test_organizations_services_and_places_meet_in_every_way(document: dict[str, Any]) -> None:
    services_of = Counter(each["organization_id"] for each in document["services"])
    places_of = Counter(each["service_id"] for each in document["service_at_locations"])
    services_at = Counter(
        each["location_id"] for each in document["service_at_locations"] if "location_id" in each
    )
    assert max(services_of.values()) >= 5
    assert sum(count > 1 for count in places_of.values()) >= 15
    assert sum(count > 1 for count in services_at.values()) >= 30


def test_visits_are_described(listings: list[Listing]) -> None:
    for name in (
        "first_visit", "companion", "welcome_line", "discreet_name", "required_documents", "contacts", "cost_options",
        "eligibility_description", "application_process", "wait_time", "alert", "transportation", "accessibility",
    ):  # fmt: skip
        assert sum(bool(getattr(each, name)) for each in listings) >= 8, name
    assert any(each.minimum_age for each in listings)
    assert any(each.maximum_age for each in listings)


def test_everything_is_plainly_invented(document: dict[str, Any], text: str) -> None:
    numbers = re.findall(r"\(\d{3}\) [\d-]+", text)
    assert len(numbers) > 300
    assert all(re.fullmatch(r"\((410|443|667)\) 555-01\d\d", number) for number in numbers)
    hosts = set(re.findall(r"(?:https?://|@)([^/\"\s]+)", text))
    assert hosts
    assert all(host == "example.org" or host.endswith(".example.org") for host in hosts)
    for each in document["service_at_locations"]:
        assert each["source"]["authority"] == "sample"
        assert "invented" in each["source"]["name"]


def test_every_id_is_a_uuid_of_its_own_and_every_link_leads_somewhere(document: dict[str, Any]) -> None:
    ids = {
        kind: [each["id"] for each in document[kind]]
        for kind in ("organizations", "services", "locations", "service_at_locations")
    }
    every = [each for group in ids.values() for each in group]
    assert len(every) == len(set(every))
    assert {UUID(each).version for each in every} == {5}
    assert {each["organization_id"] for each in document["services"]} == set(ids["organizations"])
    assert {each["service_id"] for each in document["service_at_locations"]} == set(ids["services"])
    used = {each.get("location_id") for each in document["service_at_locations"]} - {None}
    assert used == set(ids["locations"])
    identifiers = [each["source"]["identifier"] for each in document["service_at_locations"]]
    assert len(identifiers) == len(set(identifiers))


def test_places_stand_in_the_zip_code_they_name(bundles: tuple[Bundle, ...], project: Path) -> None:
    with (project / "data" / "places" / "zips.csv").open(encoding="utf-8") as lines:
        zips = {row["zip"]: row for row in csv.DictReader(lines)}
    for bundle in bundles:
        place = bundle.location
        if place is None or place.latitude is None or place.longitude is None:
            continue
        address = place.addresses[0]
        middle = zips[address.postal_code or ""]
        away_m = distance_m(
            GeoPoint(place.latitude, place.longitude),
            GeoPoint(float(middle["latitude"]), float(middle["longitude"])),
        )
        assert away_m <= float(middle["radius_km"]) * 1000 + 1200, address
        # The post office takes "Baltimore" for every ZIP code that starts with 212.
        in_town = address.city == "Baltimore" and (address.postal_code or "").startswith("212")
        assert in_town or middle["city"] == address.city, address


def test_places_stand_on_land(document: dict[str, Any]) -> None:
    # The Inner Harbor, the Northwest Harbor, the Middle Branch, Back River and Lake Montebello, roughly:
    # latitude and longitude of the middle, and how far the water reaches in metres.
    water = [
        (39.2830, -76.6100, 180), (39.2795, -76.6010, 330), (39.2770, -76.5880, 300), (39.2720, -76.5760, 400),
        (39.2560, -76.6130, 600), (39.2400, -76.5800, 900), (39.2950, -76.4560, 350), (39.3330, -76.5830, 250),
        (39.2550, -76.5450, 600), (39.3230, -76.6370, 150),
    ]  # fmt: skip
    for place in document["locations"]:
        if "latitude" in place:
            assert 39.1 < place["latitude"] < 39.5
            assert -76.95 < place["longitude"] < -76.4
            for latitude, longitude, reach_m in water:
                north_m = (place["latitude"] - latitude) * 111_195
                east_m = (place["longitude"] - longitude) * 111_195 * math.cos(math.radians(latitude))
                assert math.hypot(north_m, east_m) > reach_m, place["addresses"]


def test_a_tuesday_evening_near_the_middle_of_town_has_choices(listings: list[Listing]) -> None:
    tonight = [
        each
        for each in listings
        if each.point
        and distance_m(MOUNT_VERNON_ZIP, each.point) <= 5000
        and any(
            window.day == 1 and 17 * 60 <= window.start_minute < 22 * 60
            for schedule in each.schedules
            for window in weekly_windows(schedule)
        )
    ]
    groups = [each for each in tonight if PEER_GROUPS & set(each.terms("category"))]
    assert len(groups) >= 30
    assert sum("lgbtq" in each.terms("population") for each in groups) >= 10
    assert sum("es" in each.terms("language") for each in groups) >= 8
    assert "Tuesday Night Recovery Circle" in {each.name for each in groups}


def test_descriptions_are_short_plain_and_varied(listings: list[Listing]) -> None:
    services = {each.service_id: each.description for each in listings if each.description}
    told = list(services.values())
    assert len(told) - len(set(told)) <= 5
    openings = Counter(text.split(". ")[0] for text in told)
    assert openings.most_common(1)[0][1] <= len(told) * 0.03
    for text in told:
        sentences = [each for each in re.split(r"(?<=[.!?]) ", text) if each]
        assert 2 <= len(sentences) <= 4, text
        assert all(len(each.split()) <= 22 for each in sentences), text


def test_no_text_shames_anybody(document: dict[str, Any]) -> None:
    stigma = re.compile(
        r"\b(addicts?|alcoholics?|junkies?|felons?|ex-cons?|convicts?|inmates?|victims?|crazy|illegals?|abusers?|"
        r"the homeless|the elderly|handicapped|suffer(s|ing)?|wheelchair-bound|committed suicide|stay clean|dirty)\b",
        re.IGNORECASE,
    )
    for kind in ("organizations", "services", "locations"):
        for record in document[kind]:
            for text in words_of(record):
                assert not stigma.search(text), text


def test_names_are_not_repeated_without_saying_where(document: dict[str, Any]) -> None:
    names = sorted(each["name"] for each in document["services"])
    assert [name for name, same in groupby(names) if len(list(same)) > 1] == []


def test_loading_later_keeps_weekdays_and_freshness(text: str) -> None:
    later = date(2028, 2, 10)
    now, then = read_sample(text.encode(), today=MADE_ON), read_sample(text.encode(), today=later)
    bands = [
        Counter(freshness_on(day, b.service.assured_date) for b in each)
        for day, each in ((MADE_ON, now), (later, then))
    ]
    for band in Freshness:
        assert abs(bands[0][band] - bands[1][band]) <= 15
    for before, after in zip(now, then, strict=True):
        for old, new in zip(schedules_of(before), schedules_of(after), strict=True):
            for was, is_ in ((old.dtstart, new.dtstart), (old.valid_from, new.valid_from)):
                assert (was is None) == (is_ is None)
                assert was is None or (is_ and is_.weekday() == was.weekday() and is_ > was)
