"""No question anyone can ask narrows down where a confidential place is."""

import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from playwright.sync_api import expect

from resourcemap import actions
from resourcemap.geo.point import GeoPoint
from resourcemap.lite.visit import plan_text
from resourcemap.model.change import OPERATOR
from resourcemap.model.fact import Answer, Fact, write_fact
from resourcemap.model.hsds import (
    Address,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery, When
from tests.conftest import HTTP, app_environ, free_port, serve
from tests.journeys.finding import DESK, map_frame, near, open_find, settle

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PROBES = 2000


def directory_with(folder, name, moved_by_degrees):
    """Sample data in which every private place really lies elsewhere than it does in the other directory."""
    directory = actions.open_directory(f"sqlite:///{folder / name}")
    actions.load_sample(directory, by=OPERATOR, now=NOW)
    moved = []
    for bundle in directory.store.bundles():
        location = bundle.location
        if location is None or (location.address_visibility or "full") == "full" or location.latitude is None:
            continue
        assert location.longitude is not None
        moved.append(
            replace(
                location,
                latitude=location.latitude + moved_by_degrees,
                longitude=location.longitude - moved_by_degrees,
                addresses=tuple(
                    replace(each, address_1=f"{name} {each.address_1}", postal_code=f"2{name}")
                    for each in location.addresses
                ),
                transportation=f"{name} bus",
            )
        )
    assert len({each.id for each in moved}) >= 5
    directory.store.write(list({each.id: each for each in moved}.values()), by="test", at=NOW)
    return directory


@pytest.fixture(scope="module")
def two_truths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("truths")
    with directory_with(folder, "here", 0.0) as here, directory_with(folder, "there", 0.07) as there:
        yield here, there


def some_query(chance: random.Random) -> SearchQuery:
    near = GeoPoint(39.29 + chance.uniform(-0.3, 0.3), -76.61 + chance.uniform(-0.3, 0.3))
    include = chance.choice(
        [{}, {"category": frozenset({"safe-housing"})}, {"dimension": frozenset({"home"})}]
    )
    return SearchQuery(
        origin=Origin(near, "probe", chance.choice([0.0, 4700.0])),
        radius_m=chance.choice([None, 200.0, 1000.0, 3000.0, 10_000.0, chance.uniform(1, 60_000)]),
        text=chance.choice(["", "", "house", "here", "there", "bus"]),
        include=include,
        allow_unknown=frozenset(include) if chance.random() < 0.5 else frozenset(),
        when=chance.choice([None, None, When(frozenset({1}))]),
        open_at=chance.choice([None, None, NOW + timedelta(hours=chance.randrange(100))]),
        unit=chance.choice(["mi", "km"]),
        limit=1000,
        # As the pages ask, and as scripts do.
        together=chance.random() < 0.5,
    )


def seen(result):
    """All that a page, a script or a map can read out of a result, but for the data version."""
    return [
        (
            match.listing,
            match.distance_m,
            match.reasons,
            match.unknown,
            match.next_time,
            match.also,
            match.shared,
        )
        for match in result.in_order()
    ] + [
        result.total,
        result.total_in_person,
        result.total_unplaced,
        len(result.matches),
        len(result.unplaced),
        (result.places_in_person, result.places_unplaced, result.places_from_home),
        result.facets,
        result.left_out,
        result.unknown_out,
        [each.count for each in result.relax],
    ]


# Both answers to every probe are read to the last card: about a minute of one processor.
@pytest.mark.timeout(600)
def test_searches_answer_the_same_wherever_private_places_really_are(two_truths):
    here, there = (directory.snapshot() for directory in two_truths)
    chance = random.Random(20261122)
    private_seen = 0
    for number in range(PROBES):
        query = some_query(chance)
        one, other = find(here, query, now=NOW), find(there, query, now=NOW)
        assert seen(one) == seen(other), f"probe {number} tells the two apart"
        private = [match for match in one.matches if match.listing.address_visibility != "full"]
        private_seen += len(private)
        assert not any(match.also for match in private), "a private place tells who is beside it"
    assert private_seen > PROBES


def test_exports_are_the_same_wherever_private_places_really_are(two_truths):
    here, there = two_truths
    for kind in ("csv", "geojson"):
        assert actions.export(here, kind, now=NOW) == actions.export(there, kind, now=NOW)


def test_the_two_truths_do_differ_for_public_places(two_truths, tmp_path):
    here, _ = two_truths
    public = next(
        bundle
        for bundle in here.store.bundles()
        if bundle.location
        and bundle.location.latitude
        and (bundle.location.address_visibility or "full") == "full"
    )
    before = actions.export(here, "csv", now=NOW)
    assert isinstance(public.location, Location)
    moved = replace(public.location, latitude=(public.location.latitude or 0) + 0.07)
    here.store.write([moved], by="test", at=NOW)
    assert actions.export(here, "csv", now=NOW) != before
    here.store.write([public.location], by="test", at=NOW)


# --- As served: one house that is hidden, and a public one -------------------------------------------------

OPEN, SAFE = "7b1e3c52-3a0e-4f0c-9d55-0c1f5ad2a001", "7b1e3c52-3a0e-4f0c-9d55-0c1f5ad2a002"
STREET, ZIP, BUS = "7741 Kanarivogel Lane", "21299", "Kanaribus 88"
LATITUDE, LONGITUDE = 39.3127483, -76.6193857
# What of a point would tell where it is: enough of its digits for a street block.
TOLD = (STREET, "Kanari", ZIP, f"{LATITUDE:.3f}", str(LATITUDE)[:6], f"{abs(LONGITUDE):.3f}")


def house(identifier, name, visibility):
    public = visibility == "full"
    return [
        Organization(id=f"o-{identifier}", name="Open Door"),
        Service(
            id=f"s-{identifier}",
            organization_id=f"o-{identifier}",
            name=name,
            status="active",
            description="A quiet house.",
            phones=(Phone(number="410-555-0142"),),
            schedules=(Schedule(freq="WEEKLY", byday="MO", opens_at="19:00", closes_at="20:00"),),
            attributes=(
                write_fact("category", "safe-housing", Fact(Answer.YES)),
                write_fact("attendance", "in-person", Fact(Answer.YES)),
            ),
        ),
        Location(
            id=f"l-{identifier}",
            location_type="physical",
            address_visibility=visibility,
            latitude=39.29 if public else LATITUDE,
            longitude=-76.61 if public else LONGITUDE,
            transportation=None if public else BUS,
            addresses=(
                Address(
                    address_1="1 Example St" if public else STREET,
                    city="Baltimore",
                    state_province="MD",
                    postal_code="21201" if public else ZIP,
                ),
            ),
        ),
        ServiceAtLocation(id=identifier, service_id=f"s-{identifier}", location_id=f"l-{identifier}"),
    ]


@pytest.fixture(scope="module")
def served_house(tmp_path_factory):
    data = tmp_path_factory.mktemp("house")
    environ = app_environ(data)
    with actions.open_directory(environ["RESOURCEMAP_DATABASE"]) as directory:
        directory.store.write(
            [*house(OPEN, "Open house", "full"), *house(SAFE, "Safe house", "hidden")], by="ana", at=NOW
        )
        url = f"http://127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", url.rsplit(":", 1)[1]]
        with serve(command, url=url, health="/healthz", log=data / "log", environ=environ):
            yield url, directory


# All that a page holds, also inside of its components.
INSIDE = """() => {
  const told = [];
  const walk = (node) => {
    told.push(node.innerHTML);
    for (const each of node.querySelectorAll("*")) if (each.shadowRoot) walk(each.shadowRoot);
  };
  walk(document.documentElement);
  return told.join("\\n");
}"""
POINTS = """() => {
  const told = [];
  map.eachLayer((each) => { if (each.getLatLng) told.push(`${each.getLatLng().lat} ${each.getLatLng().lng}`); });
  return told.join("\\n");
}"""


def told(text: str) -> list[str]:
    return [each for each in TOLD if each in text]


@pytest.mark.journey
def test_the_dashboard_tells_nothing_of_where_a_hidden_house_is(served_house, new_page):
    url, _ = served_house
    page = new_page(**DESK)
    sent: list[str] = []

    def read(payload):
        sent.append(payload if isinstance(payload, str) else payload.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", read))
    open_find(page, url)
    near(page, "21201")
    page.locator("li.card", has_text="Safe house").locator("button[data-key^='open/']").click()
    expect(page.locator("article.detail")).to_be_visible()
    settle(page)
    frame = map_frame(page)
    seen = {
        "open": page.evaluate(INSIDE),
        "map": frame.content(),
        "points": frame.evaluate(POINTS),
    }
    assert "39.29 " in seen["points"]
    page.locator("article.detail button.back").click()
    for name in ("Open house", "Safe house"):
        page.locator("li.card", has_text=name).locator("button.main").click()
        settle(page)
    page.locator(".st-key-nav_plan a:visible").first.click()
    expect(page.get_by_text("Four parts of a good life").first).to_be_visible()
    settle(page)
    seen |= {"plan": page.evaluate(INSIDE), "sent": "\n".join(sent)}
    for where in ("plan", "sent"):
        assert "Safe house" in seen[where], where
        assert "1 Example St" in seen[where], where
    assert {where: told(text) for where, text in seen.items() if told(text)} == {}


@pytest.mark.journey
def test_light_pages_files_and_exports_tell_nothing_of_where_a_hidden_house_is(served_house):
    url, directory = served_house
    fields = {
        "near": "21201",
        "what": "anything",
        "radius": "100",
        "open": SAFE,
        "plan": plan_text([OPEN, SAFE]),
    }
    seen = {}
    for path in ("find", "place", "help", "plan", "print", "text", "pdf", "calendar", "file"):
        answer = HTTP.post(f"{url}/lite/{path}", data=fields)
        assert answer.status_code == 200, path
        if path == "pdf":
            file = pypdfium2.PdfDocument(answer.content)
            seen[path] = "".join(each.get_textpage().get_text_range() for each in file)
        else:
            seen[path] = answer.text.replace("\r\n ", "")
        assert "Safe house" in seen[path], path
    for kind in ("csv", "geojson"):
        seen[kind] = actions.export(directory, kind, now=NOW).decode()
        assert "Safe house" in seen[kind]
        assert "1 Example St" in seen[kind]
    assert {path: told(text) for path, text in seen.items() if told(text)} == {}
