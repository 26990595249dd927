"""The pages as a browser without scripts gets them: same results, small, and nothing kept."""

import gzip
import json
import random
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from resourcemap import actions, lite
from resourcemap.actions.report_limit import MOST_OF_ONE_PLACE, ReportLimit
from resourcemap.lite import lite_routes
from resourcemap.lite.drawing import style
from resourcemap.model.at_home import HOME_CARDS, home_card
from resourcemap.model.catalog import text_of
from resourcemap.model.change import OPERATOR
from resourcemap.model.fact import FACETS
from resourcemap.model.words import say
from resourcemap.search.query import Origin
from resourcemap.settings import Settings
from resourcemap.showing.ask import WHAT, WHEN, Asked
from resourcemap.web.hosts import KnownHosts
from tests.lite.conftest import NOW, Browser, Form

MOST_BYTES = 50_000
LOADED_ONCE = ("own/leave.js", "own/lite.js")


def find(browser, **typed):
    return browser.press(browser.page.button("do"), **typed)


def test_thirty_random_searches_list_what_the_front_door_finds_in_its_order(browser, sample):
    generator = random.Random(20261124)
    counts = actions.find(sample, Asked().query(NOW), now=NOW).facets
    local = NOW.astimezone(sample.zone)
    for _ in range(30):
        include = {}
        for facet in generator.sample(FACETS, generator.randint(0, 2)):
            codes = [code for code, count in counts.get(facet, {}).items() if count]
            include[facet] = frozenset(generator.sample(codes, min(2, len(codes))))
        what, when = generator.choice(list(WHAT)), generator.choice(WHEN)
        near = generator.choice(["", "21201", "Baltimore, MD", "39.29, -76.61"])
        browser.post(
            "/lite/find",
            ("near", near),
            ("radius", "5"),
            ("unit", "mi"),
            ("what", what),
            ("when", when),
            *(("i", f"{facet}/{term}") for facet, terms in include.items() for term in terms),
        )
        place = actions.find_place(sample, near).place
        origin = Origin(place.point, place.label, place.uncertainty_m) if place else None
        asked = Asked(origin=origin, radius=5, what=what, when=when, include=include)
        wanted = actions.find(sample, replace(asked.query(local), limit=1000), now=local)
        assert all_pages(browser) == (
            [match.listing.id for match in wanted.matches],
            [match.listing.id for match in wanted.unplaced],
            [match.listing.id for match in wanted.remote],
        )


def test_a_group_of_several_days_is_one_card_and_each_of_its_days_can_be_planned(tmp_path):
    meetings = [
        {
            "name": "Night Owl",
            "slug": f"night-owl-{day}",
            "day": day,
            "time": "19:00",
            "end_time": "20:00",
            "types": ["O"],
            "formatted_address": "5 Sample Street, Baltimore, MD 21201, USA",
            "latitude": "39.2951",
            "longitude": "-76.6218",
            "timezone": "America/New_York",
        }
        for day in (2, 4, 6)
    ]
    with actions.open_directory(f"sqlite:///{tmp_path / 'r.sqlite'}") as directory:
        plan = actions.plan_import(
            directory, json.dumps(meetings).encode(), by=OPERATOR, file_name="feed.json"
        )
        actions.apply_import(directory, plan, by=OPERATOR, now=NOW)
        app = Starlette(routes=lite_routes(Settings.from_env({}), lambda: directory, clock=lambda: NOW))
        browser = Browser(TestClient(app))
        find(browser)
        assert len(browser.page.ids()) == 1
        assert "Also Thu, Sat 7:00 pm" in browser.text
        assert "3 counting each time of a group" in browser.text
        browser.press(browser.page.button("open"))
        adding = [each for each in browser.page.buttons if each.get("name") == "add"]
        assert [each["aria-label"].partition(", Every ")[2] for each in adding] == [
            f"{day}, 7:00 pm to 8:00 pm to my plan" for day in ("Tuesday", "Thursday", "Saturday")
        ]
        browser.press(adding[1])
        assert browser.page.button("out")["value"] == adding[1]["value"]


def all_pages(browser):
    """Turn the pages of a list to the end: what needs travel, what tells no place, what is from home."""
    in_person, unplaced, remote = [], [], []
    while True:
        shown = browser.page.ids()
        numbered = [values for _, values in browser.page.tags if re.fullmatch(r"r\d+", values.get("id", ""))]
        apart = [values for _, values in browser.page.tags if re.fullmatch(r"a\d+", values.get("id", ""))]
        in_person += shown[: len(numbered)]
        unplaced += shown[len(numbered) : len(numbered) + len(apart)]
        remote += shown[len(numbered) + len(apart) :]
        turns = [
            each for each in browser.page.buttons if each.get("name") == "to" and each.get("class") == "main"
        ]
        if not turns:
            return in_person, unplaced, remote
        browser.press(turns[0])


def every_page(browser):
    """Walk through the light pages and give each with its name."""
    yield "start", browser.client.get("/lite").text
    find(browser, near="21201")
    yield "results", browser.text
    for _ in range(5):
        browser.press(next(each for each in browser.page.buttons if each.get("name") == "add"))
    yield "added", browser.text
    browser.press(browser.page.button("open"))
    yield "place", browser.text
    browser.press(next(each for each in browser.page.buttons if each.get("formaction") == "/lite/help"))
    yield "help", browser.text
    browser.post("/lite/home", *browser.page.fields)
    yield "home", browser.text
    printed = browser.client.post("/lite/home/print", data={"card": "all"})
    yield "home print", printed.text
    browser.press(next(each for each in browser.page.buttons if each.get("formaction") == "/lite/plan"))
    yield "plan", browser.text
    for path in ("/lite/text", "/lite/print", "/lite/file"):
        answer = browser.client.post(path, data=dict(browser.page.fields))
        assert answer.status_code == 200
        yield path, answer.text
    find(browser, near="nowhere at all", words="zzzz")
    yield "empty", browser.text
    yield "offline", browser.client.get("/lite/offline/").text


def test_no_page_is_larger_than_a_weak_connection_takes(browser):
    scripts = sum(
        len(gzip.compress(Path(lite.__file__).parents[1].joinpath("web/static", name[4:]).read_bytes()))
        for name in LOADED_ONCE
    )
    sizes = {name: len(gzip.compress(page.encode())) + scripts for name, page in every_page(browser)}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert len(style().encode()) < 8192


def test_every_page_leaves_without_a_script_names_no_need_and_asks_nobody_else(browser):
    for name, page in every_page(browser):
        tags = Form(page).tags
        leave = next(values for _, values in tags if values.get("id") == "leave-now")
        assert leave["href"].startswith("https://"), name
        assert "noreferrer" in leave["rel"]
        assert re.findall(r"<title>(.*?)</title>", page) in (["Belonging map"], ["My week"]), name
        for tag, values in tags:
            assert not any(key.startswith("on") for key in values), (name, tag)
            assert values.get("src", "/").startswith("/"), (name, tag)
            assert tag != "link" or values["href"] == "data:,"
            assert "style" not in values, (name, tag)


def test_no_page_may_be_kept_framed_or_run_a_strangers_script(client):
    for answer in (client.get("/lite"), client.post("/lite/find"), client.post("/lite/plan")):
        assert answer.headers["cache-control"] == "no-store"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy


def test_the_plan_travels_in_the_form_and_never_in_a_cookie_or_an_address(browser):
    find(browser, near="21201")
    listing_id = browser.page.button("add")["value"]
    browser.press(browser.page.button("add", listing_id))
    assert dict(browser.page.fields)["plan"]
    assert not browser.client.cookies
    assert browser.page.button("out", listing_id)
    browser.press(next(each for each in browser.page.buttons if each.get("formaction") == "/lite/plan"))
    assert browser.page.ids()[0] == listing_id
    for button in browser.page.buttons:
        assert "?" not in button.get("formaction", "")


def test_a_plan_can_be_put_in_another_order_and_made_shorter(browser):
    find(browser, near="21201")
    for _ in range(3):
        browser.press(next(each for each in browser.page.buttons if each.get("name") == "add"))
    plan = next(each for each in browser.page.buttons if each.get("formaction") == "/lite/plan")
    before = browser.press(plan).ids()[:3]
    assert browser.press(browser.page.button("down", before[0])).ids()[:3] == [
        before[1],
        before[0],
        before[2],
    ]
    assert browser.press(browser.page.button("up", before[2])).ids()[:3] == [before[1], before[2], before[0]]
    assert before[1] not in browser.press(browser.page.button("out", before[1])).ids()[:2]


def test_an_empty_part_of_life_offers_three_explained_places(browser):
    browser.press(next(each for each in browser.page.buttons if each.get("formaction") == "/lite/plan"))
    assert len(browser.page.ids()) == 12
    assert len(set(browser.page.ids())) == 12
    assert browser.text.count("Why it is here:") == 12


def test_a_link_opens_its_places_and_passes_over_what_it_does_not_know(browser, client):
    find(browser, near="21201")
    browser.press(browser.page.button("add"))
    plan = dict(browser.page.fields)["plan"]
    answer = client.get(f"/lite/p/{plan}.nothing-like-it")
    assert answer.status_code == 200
    assert "1 place is not listed any more" in answer.text
    assert Form(answer.text).ids()[0] == browser.page.button("out")["value"]
    assert client.get("/lite/p/%3Cscript%3E").status_code == 200


def test_a_place_that_is_gone_is_said_in_plain_words(client):
    answer = client.post("/lite/place", data={"open": "nothing"})
    assert answer.status_code == 404
    assert "not listed any more" in answer.text


def test_an_unknown_place_offers_others_as_buttons(browser):
    find(browser, near="Baltimor")
    assert "We do not know a place called “Baltimor”" in browser.text
    browser.press(browser.page.button("suggest"))
    assert "Measuring from" in browser.text
    find(browser, near="Springfield")
    other = browser.page.button("pick")["value"]
    browser.press(browser.page.button("pick"))
    assert f"Measuring from the middle of {other}" in browser.text


def test_nothing_found_names_what_to_loosen_and_a_button_does_it(browser):
    find(browser, near="21201", radius="1", what="volunteering", words="accordion")
    assert "You can loosen one thing" in browser.text
    offered = browser.page.button("loosen")
    browser.press(offered)
    assert browser.page.ids()


def test_each_thing_set_can_be_taken_back(browser):
    browser.post("/lite/find", ("i", "cost/free"), ("x", "entry/referral"), ("words", "circle"))
    for name in ("include/cost/free", "exclude/entry/referral", "text"):
        browser.press(browser.page.button("drop", name))
    assert not [each for each in browser.page.buttons if each.get("name") == "drop"]
    assert {name for name, value in browser.page.fields if value} >= {"radius"}
    assert "cost/free" not in [value for _, value in browser.page.fields]


def test_a_places_own_words_keep_their_direction_inside_arabic(browser, sample):
    find(browser, words="Bright Corner Clubhouse")
    browser.press(browser.page.button("open"))
    browser.press(browser.page.button("language", "ar"))
    listing = actions.listing(sample, dict(browser.page.fields)["open"], now=NOW)
    page = unescape(browser.text)
    assert 'dir="rtl"' in page
    for own in (
        listing.welcome_line,
        listing.first_visit.greeter,
        listing.description,
        listing.transportation,
    ):
        assert f"<bdi>{own}</bdi>" in page
    assert f'<bdi dir="ltr">{listing.phones[0].number}</bdi>' in page


def test_who_cannot_travel_is_shown_online_first(browser):
    find(browser, home="1")
    assert browser.text.index('class="remote"') < browser.text.index('<ol class="cards"')
    assert "because you asked for it" in browser.text


def go(browser, path):
    """Press the button that leads to a page."""
    button = next(each for each in browser.page.buttons if each.get("formaction", "").startswith(path))
    return browser.press(button)


def test_a_card_for_home_joins_the_plan_in_any_place_and_no_link_carries_it(browser, client, sample):
    find(browser, near="21201")
    listing_id = browser.page.button("add")["value"]
    browser.press(browser.page.button("add", listing_id))
    go(browser, "/lite/home")
    browser.press(browser.page.button("add", "@one-pot-soup"))
    assert browser.page.button("out", "@one-pot-soup")
    go(browser, "/lite/plan")
    browser.press(browser.page.button("up", "@one-pot-soup"))
    assert dict(browser.page.fields)["plan"].split(".")[0] == "@one-pot-soup"
    assert "One pot of soup" in re.search(r'id="p1".*?</li>', browser.text, re.S)[0]
    for path in ("/lite/print", "/lite/text", "/lite/file"):
        made = client.post(path, data=dict(browser.page.fields)).text
        assert "One pot of soup" in made
        assert "@" not in "".join(re.findall(r"/lite/p/[^\s<\"]*", made))
    go(browser, "/lite/plan")
    browser.press(browser.page.button("out", "@one-pot-soup"))
    assert "soup" not in dict(browser.page.fields)["plan"]


def test_a_plan_without_places_is_a_plan_too(browser, client):
    browser.post("/lite/plan", ("add", "@kind-minute"))
    assert home_title("kind-minute") in unescape(browser.text)
    assert b"BEGIN:VEVENT" not in client.post("/lite/calendar", data=dict(browser.page.fields)).content
    assert home_title("kind-minute") in client.post("/lite/print", data=dict(browser.page.fields)).text


def home_title(card_id, language="en"):
    return say(home_card(card_id).title, language)


def test_every_card_for_home_has_its_steps_its_source_and_a_next_step_and_prints(browser, client):
    page = unescape(client.get("/lite/home").text)
    for card in HOME_CARDS:
        for sentence in (card.title, *card.steps, card.next_step, card.source, card.care):
            assert sentence is None or say(sentence) in page
    printed = unescape(client.post("/lite/home/print", data={"card": "warm-hand"}).text)
    assert [card.id for card in HOME_CARDS if say(card.title) in printed] == ["warm-hand"]
    every = unescape(client.post("/lite/home/print", data={"card": "all"}).text)
    assert all(say(card.title) in every for card in HOME_CARDS)
    assert "<title>My week</title>" in every


def test_a_card_for_home_leads_out_to_places_near_by(browser, sample):
    find(browser, near="21201")
    go(browser, "/lite/home")
    browser.press(browser.page.button("outward", "community-garden"))
    listed = [actions.listing(sample, each, now=NOW) for each in browser.page.ids()]
    assert listed
    assert all("community-garden" in each.terms("category") for each in listed)
    assert dict(browser.page.fields)["near"] == "21201"


def test_who_is_turned_away_from_a_home_finds_help_and_a_meeting_offers_the_report_alone(browser):
    find(browser, near="21201", i="category/temporary-shelter")
    browser.press(browser.page.button("open"))
    go(browser, "/lite/help")
    assert "National phone lines" in browser.text
    helpers = browser.page.ids()
    assert 2 <= len([each for each in helpers if each]) <= 7
    browser.post("/lite/find", ("near", "21201"), ("what", "peers"))
    browser.press(browser.page.button("open"))
    assert "If you are turned away" not in browser.text
    go(browser, "/lite/help")
    assert "National phone lines" not in browser.text
    assert "Tell us about this place" in browser.text


def test_a_report_is_kept_without_a_name_and_answered_with_a_code(browser, sample):
    find(browser, near="21201", what="peers")
    browser.press(browser.page.button("open"))
    go(browser, "/lite/help")
    listing_id = dict(browser.page.fields)["open"]
    browser.press(browser.page.button("do", "report"), told="They <b>said</b> no.")
    assert "Choose what happened" in browser.text
    assert "They &lt;b&gt;said&lt;/b&gt; no." in browser.text
    browser.press(browser.page.button("do", "report"), told="They\r\nsaid no.", kind="turned-away")
    code = re.search(r"Your code is (\w+)", browser.text)[1]
    kept = next(each for each in actions.reports(sample, by=OPERATOR) if each.code == code)
    assert (kept.listing_id, kept.kind, kept.text) == (listing_id, "turned-away", "They said no.")
    # Who was turned away, from wherever, is shown who helps.
    assert "National phone lines" in browser.text
    assert 'name="told"' not in browser.text


def test_more_reports_than_an_hour_may_bring_are_refused_in_plain_words(browser, app, sample):
    find(browser, near="21201", what="peers", words="circle")
    browser.press(browser.page.button("open"))
    go(browser, "/lite/help")
    send = browser.page.button("do", "report")
    fields = [*browser.page.fields, ("kind", "closed"), ("do", "report")]
    for _ in range(MOST_OF_ONE_PLACE + 1):
        browser.post(send["formaction"], *fields)
    assert "please try again" in browser.text.lower()
    sample.report_limit = ReportLimit()


def test_online_groups_are_told_by_the_chosen_clock_with_the_groups_own_beside_it(browser):
    asked = {"near": "21201", "i": "attendance/online-live"}
    find(browser, **asked)
    assert ", Eastern Time" in browser.text
    browser.post("/lite/find", *asked.items(), ("zone", "America/Los_Angeles"))
    assert re.search(r"your time \(\d+:\d\d [ap]m Eastern Time\)", browser.text)
    assert ("zone", "America/Los_Angeles") in browser.page.fields
    first = r'id="o\d+".*?your time.*?name="add" value="([^"]+)"'
    browser.press(browser.page.button("add", re.search(first, browser.text, re.S)[1]))
    go(browser, "/lite/plan")
    # One may go there too, and a plan does not know which is meant: the place's clock leads.
    assert re.search(r"[ap]m, Eastern Time \(\d+:\d\d [ap]m your time\)", browser.text)
    browser.post("/lite/find", *asked.items(), ("x", "attendance/in-person"), ("zone", "America/Los_Angeles"))
    browser.press(browser.page.button("add", re.search(first, browser.text, re.S)[1]))
    go(browser, "/lite/plan")
    assert re.search(r"[ap]m \(\d+:\d\d [ap]m Eastern Time\)", browser.text)
    browser.post("/lite/find", *asked.items(), ("zone", "America/New_York"))
    assert "Eastern Time)" not in browser.text
    browser.post("/lite/find", *asked.items(), ("zone", "../../etc/passwd"))
    assert dict(browser.page.fields)["zone"] == ""


def test_a_private_wish_to_stay_home_is_said_on_every_page_of_search_and_plan(browser):
    find(browser, near="21201", home="1")
    assert "what needs no travel" in browser.text
    go(browser, "/lite/plan")
    assert "comes first, as you asked" in browser.text
    assert ("home", "1") in browser.page.fields


def test_a_form_on_another_site_is_not_carried_out(client):
    answer = client.post("/lite/plan", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_addresses_that_live_on_a_form_lead_to_the_start(client):
    for path in ("/lite/find", "/lite/place", "/lite/plan", "/lite/print"):
        answer = client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/lite")
    assert client.get("/lite/nothing/here").status_code == 404


def test_the_language_is_chosen_by_a_button_and_kept_as_a_language_alone(browser):
    browser.press(browser.page.button("language", "es"), near="21201")
    assert '<html lang="es"' in browser.text
    assert dict(browser.client.cookies) == {"resourcemap_language": "es"}
    assert dict(browser.page.fields)["near"] == "21201"


def test_a_calendar_a_pdf_and_a_file_come_under_neutral_names(browser, client):
    find(browser, near="21201", when="tuesday-evening", what="peers")
    browser.press(browser.page.button("add"))
    fields = dict(browser.page.fields)
    for path, kind, start in (
        ("/lite/calendar", "text/calendar", b"BEGIN:VCALENDAR"),
        ("/lite/pdf", "application/pdf", b"%PDF"),
        ("/lite/file", "text/html", b"<!doctype html>"),
    ):
        answer = client.post(path, data=fields)
        assert answer.headers["content-type"].startswith(kind)
        assert answer.content.startswith(start)
        assert re.fullmatch(r'attachment; filename="my-week\.\w+"', answer.headers["content-disposition"])


def test_neutral_names_hold_for_every_form_of_a_plan(browser, client, sample):
    find(browser, near="21201", what="peers")
    listing_id = browser.page.button("add")["value"]
    browser.press(browser.page.button("add", listing_id))
    name = actions.listing(sample, listing_id, now=NOW).name
    fields = dict(browser.page.fields)
    for path in ("/lite/text", "/lite/print", "/lite/file", "/lite/calendar"):
        told = [
            client.post(path, data=fields | more).text.replace("\\", "") for more in ({}, {"discreet": "1"})
        ]
        assert [name in text for text in told] == [True, False], path


def test_a_discreet_link_opens_in_neutral_words_and_names_only_after_a_press(browser, client, sample):
    find(browser, near="21201", what="peers")
    browser.press(browser.page.button("add"))
    fields = dict(browser.page.fields)
    name = actions.listing(sample, browser.page.button("out")["value"], now=NOW).name
    text = client.post("/lite/text", data=fields | {"discreet": "1"}).text
    (path,) = set(re.findall(r"/lite/q/[^\s<\"&]+", text))
    assert "/lite/p/" not in text
    opened = client.get(path).text
    assert name not in opened
    assert "Show the plan with its names" in opened
    browser.page = Form(opened)
    browser.press(browser.page.buttons[0])
    assert name in browser.text
    assert "not listed any more" in client.get("/lite/q/nothing-like-it").text


def test_a_plan_without_dates_says_so_instead_of_an_empty_calendar(client):
    answer = client.post("/lite/calendar")
    assert "no date known for sure" in answer.text


def test_every_sentence_a_page_asks_for_exists():
    folder = Path(lite.__file__).parent
    missing = []
    for path in [*folder.rglob("*.html"), *folder.glob("*.py")]:
        for call, key in re.findall(r"\b(lite|find|say|saying)\(\"([\w.]+)\"", path.read_text()):
            room = {"lite": "lite.", "find": "find."}.get(call, "")
            if call == "say" and path.suffix == ".py":
                continue
            if not key.endswith(".") and text_of(room + key, "en") is None:
                missing.append((path.name, key))
    assert missing == []


@pytest.mark.parametrize("path", ["/lite", "/lite/offline/", "/lite/offline/worker.js"])
def test_the_first_pages_answer_without_a_form(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        ("null", "same-origin", 200),
        ("null", None, 200),
        ("http://localhost", None, 200),
        ("null", "cross-site", 403),
        ("https://elsewhere.example", None, 403),
    ],
)
def test_a_form_of_a_page_without_referer_passes_and_one_from_elsewhere_does_not(app, origin, site, status):
    guarded = TestClient(KnownHosts(app, ("localhost",)), base_url="http://localhost")
    headers = {"origin": origin} | ({"sec-fetch-site": site} if site else {})
    assert guarded.post("/lite/plan", headers=headers).status_code == status
