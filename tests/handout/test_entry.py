"""Entries say what is known, ask about the rest, and keep quiet where they must."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from resourcemap.geo.basemap import Basemap
from resourcemap.geo.point import GeoPoint
from resourcemap.handout.calendar import calendar_file
from resourcemap.handout.discreet import neutral_title, reveals
from resourcemap.handout.email import email_text
from resourcemap.handout.entry import handout_entries, handout_entry
from resourcemap.handout.options import HandoutOptions, PlannedHome, PlannedListing
from resourcemap.handout.page import print_page
from resourcemap.handout.sms import sms_text
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import (
    Address,
    Contact,
    FirstVisit,
    JoinMethod,
    Phone,
    RequiredDocument,
    Schedule,
)
from resourcemap.model.listing import Area, Listing
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Screen
from resourcemap.showing.detail import detail_data

ZONE = ZoneInfo("America/New_York")
OPTIONS = HandoutOptions(now=datetime(2026, 11, 24, 15, 0, tzinfo=ZONE), zone=ZONE)
DISCREET = replace(OPTIONS, discreet=True)
TUESDAYS = Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="20:30")
YES = Fact(Answer.YES)


def _listing(**changes: Any) -> Listing:
    return Listing(**{"id": "l1", "service_id": "s1", "name": "Harbor Recovery Circle", **changes})


FULL = _listing(
    organization="Sober Harbor",
    schedules=(TUESDAYS,),
    point=GeoPoint(39.29, -76.61),
    address=Address(address_1="1200 Oak Street", address_2="Floor 2", city="Baltimore"),
    transportation="Bus 54 stops outside",
    first_visit=FirstVisit(
        what_happens="Coffee, then a round of first names",
        group_size="6-10",
        may_just_listen=True,
        greeter="Sam",
        entrance="Blue side door",
    ),
    phones=(Phone(number="(410) 555-0199", type="fax"), Phone(number="(410) 555-0142", extension=7)),
    required_documents=(RequiredDocument(document="Any letter with your name"),),
    facts={"cost": {"free": YES}, "category": {"support-group": YES}},
    assured_date=date(2026, 11, 1),
)


def test_an_entry_says_what_a_person_needs_on_the_way() -> None:
    entry = handout_entry(PlannedListing(FULL, 1000.0), OPTIONS)
    assert entry.when == ("Tue, Nov 24, 7:00 pm", "Tue, Dec 1, 7:00 pm", "Tue, Dec 8, 7:00 pm")
    assert entry.where == "1200 Oak Street, Floor 2, Baltimore"
    assert entry.directions == ("Blue side door.", "Bus 54 stops outside.")
    assert entry.ask_for == "Ask for Sam."
    assert entry.expect == ("You can just listen.", "Coffee, then a round of first names.", "6-10 people.")
    assert entry.phone == "(410) 555-0142, extension 7"
    assert entry.papers == ("Bring: Any letter with your name",)
    assert (entry.cost, entry.checked, entry.distance) == (
        "Free",
        "Checked Nov 1, 2026",
        "about 0.6 mi, 14 to 27 min walk",
    )


def test_what_is_not_known_comes_with_the_question_to_ask() -> None:
    entry = handout_entry(PlannedListing(_listing()), OPTIONS)
    assert entry.cost is None
    assert {each.label for each in entry.unknown} >= {"times", "cost", "the first visit", "step-free way in"}
    assert all(each.ask.endswith("?") for each in entry.unknown)
    known = handout_entry(PlannedListing(FULL), OPTIONS)
    assert not {"times", "cost", "the first visit"} & {each.label for each in known.unknown}


def test_a_confidential_place_gives_area_and_phone_and_nothing_of_the_way() -> None:
    hidden = replace(
        FULL,
        address_visibility="hidden",
        address=None,
        point=None,
        area=Area("West Baltimore"),
        transportation=None,
    )
    entry = handout_entry(PlannedListing(hidden, 1000.0), OPTIONS)
    assert entry.where == "West Baltimore. Address is private: call."
    assert entry.phone is not None
    assert (entry.point, entry.distance, entry.ask_for, entry.contact) == (None, None, None, None)
    assert (entry.directions, entry.join, entry.papers) == ((), (), ())
    assert "Blue side door" not in repr(entry)
    assert entry.is_confidential


def test_a_long_unchecked_listing_says_call_first() -> None:
    old = handout_entry(PlannedListing(replace(FULL, assured_date=date(2026, 1, 5))), OPTIONS)
    assert (old.checked, old.needs_call) == ("Checked Jan 5, 2026. Call first.", True)
    never = handout_entry(PlannedListing(replace(FULL, assured_date=None)), OPTIONS)
    assert never.checked == "Not checked yet. Call first."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Not checked yet. No phone, e-mail or website is listed."),
        ({"email": "a@example.org"}, "Not checked yet. Write to them first."),
        ({"urls": ("https://example.org",)}, "Not checked yet. Check the website first."),
        ({"phones": FULL.phones}, "Not checked yet. Call first."),
    ],
)
def test_nobody_is_told_to_call_where_no_phone_is_listed(changes: dict[str, Any], told: str) -> None:
    listing = _listing(**changes, status="temporarily closed")
    entry = handout_entry(PlannedListing(listing), OPTIONS)
    assert entry.checked == told
    has_phone = "phones" in changes
    assert all(
        ("Call" in text) == has_phone for text in (entry.checked, entry.notice, entry.no_times) if text
    )
    shown = detail_data(listing, None, Asked(), Screen(OPTIONS.now), zone=ZONE, number=None)
    assert shown["checked"] == told
    assert ("No phone, e-mail or website is listed. Tell us" in str(shown["sections"])) == (not changes)


@pytest.mark.parametrize("changes", [{"urls": ("https://example.org",)}, {"email": "a@example.org"}])
def test_nobody_is_sent_to_an_address_that_the_sheet_does_not_print(changes: dict[str, Any]) -> None:
    joined = {"join": JoinMethod(phone="410-555-0142")}
    hidden = {"address_visibility": "hidden", "address": None, "point": None, "assured_date": None}
    quiet = replace(OPTIONS, discreet=True)
    for listing, options in (
        (_listing(**changes), quiet),
        (_listing(**changes, **hidden), OPTIONS),
        (_listing(**joined, **hidden), OPTIONS),
    ):
        entry = handout_entry(PlannedListing(listing), options)
        assert (entry.contact, entry.join) == (None, ())
        assert entry.checked == "Not checked yet. Look it up in the list first."
    by_phone = handout_entry(PlannedListing(_listing(**changes, **joined)), quiet)
    assert by_phone.checked == "Not checked yet. Call first."


def test_something_at_home_is_an_entry_with_a_step_outward() -> None:
    entry = handout_entry(
        PlannedHome("soup", "Cook one thing", "You liked it as a child.", "Tell one person."), OPTIONS
    )
    assert (entry.kind, entry.title, entry.expect) == (
        "at-home",
        "Cook one thing",
        ("You liked it as a child.", "Tell one person."),
    )


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Tuesday group, Oak St"),
        ({"discreet_name": "Garden evening"}, "Garden evening"),
        ({"discreet_name": "Recovery evening"}, "Tuesday group, Oak St"),
        ({"address": Address(address_1="Grace House, 12 Oak St")}, "Tuesday group"),
        ({"address_visibility": "partial"}, "Tuesday group"),
        ({"address": Address(address_1="77 Recovery Way")}, "Tuesday group"),
        ({"address": Address(address_1="77 Willow Court")}, "Tuesday group, Willow Ct"),
        ({"schedules": ()}, "Visit, Oak St"),
        ({"schedules": (), "address": None}, "Visit"),
        ({"schedules": (Schedule(freq="DAILY", opens_at="08:00", closes_at="18:00"),)}, "Visit, Oak St"),
        ({"facts": {"attendance": {"phone": YES}}, "address": None}, "Tuesday call"),
    ],
)
def test_a_neutral_title_says_a_day_and_a_street(changes: dict[str, Any], title: str) -> None:
    assert neutral_title(replace(FULL, **changes), DISCREET) == title


def test_two_neutral_titles_that_are_alike_are_numbered() -> None:
    entries = handout_entries([PlannedListing(FULL), PlannedListing(replace(FULL, id="l2"))], DISCREET)
    assert [entry.title for entry in entries] == ["Tuesday group, Oak St (1)", "Tuesday group, Oak St (2)"]


@pytest.mark.parametrize(
    "text",
    [
        "Ask for the sponsor",
        "We are all in recovery here",
        "Enter through the Harbor office",
        "Behind the shelter",
        "Para veteranos",
        "Traiga su carta de libertad condicional",
        "مجموعة التعافي من الإدمان",
        "RECOVERY",
        "Récovery",
    ],
)
def test_words_that_give_a_need_away_are_noticed(text: str) -> None:
    assert reveals(text, FULL)


@pytest.mark.parametrize(
    "text",
    [
        "Blue side door, ring twice",
        "Bus 54 or the light rail, then transfer",
        "Ask for Sam",
        "Bring photo ID",
    ],
)
def test_plain_directions_are_kept(text: str) -> None:
    assert not reveals(text, FULL)


TELLING = replace(
    FULL,
    description="A peer circle for people in recovery",
    alert="Closed for a memorial of the recovery house",
    transportation="Opposite the methadone clinic",
    first_visit=FirstVisit(
        what_happens="We share stories of addiction",
        greeter="The peer counselor",
        entrance="Sober Harbor side door",
    ),
    contacts=(Contact(name="Rae", title="Probation liaison"),),
    companion="A veteran comes with you",
    fees_description="Medicaid for treatment",
    required_documents=(RequiredDocument(document="Parole letter"),),
    join=JoinMethod(url="https://sober-harbor.example.org/zoom", notes="Say you are from the grief group"),
    email="help@sober-harbor.example.org",
    urls=("https://sober-harbor.example.org",),
    facts={
        "category": {"support-group": YES},
        "cost": {"insurance-medicaid": YES},
        "barriers_removed": {"sobriety-not-required": YES},
    },
)
TELLING_WORDS = re.compile(
    r"recover|sober|harbor|addict|methadone|clinic|peer|counsel|probation|veteran|medicaid|treatment|parole|"
    r"grief|memorial|support",
    re.I,
)


def _all_formats(item: PlannedListing, options: HandoutOptions, basemap: Basemap) -> dict[str, str]:
    entries = handout_entries([item], options)
    calendar = calendar_file([item], options)
    email = email_text(entries, options)
    page = print_page(entries, options, basemap=basemap)
    return {
        "calendar": calendar.data.decode().replace("\r\n ", "") + calendar.name,
        "sms": sms_text(entries, options).text,
        "email": email.subject + email.body,
        "page": page[page.index("<body") :],
        "head": page[: page.index("<style")],
    }


def test_no_format_of_a_discreet_handout_gives_a_need_away(basemap: Basemap) -> None:
    formats = _all_formats(PlannedListing(TELLING, 900.0, note="for my parole officer"), DISCREET, basemap)
    for name, text in formats.items():
        assert not TELLING_WORDS.findall(text), name
    assert handout_entry(PlannedListing(TELLING), DISCREET).mark == "other"
    plain = _all_formats(PlannedListing(TELLING, 900.0), OPTIONS, basemap)
    assert all(TELLING_WORDS.search(plain[name]) for name in ("calendar", "sms", "email", "page"))


def test_no_sample_listing_gives_itself_away(sample: tuple[Listing, ...], options: HandoutOptions) -> None:
    discreet = replace(options, discreet=True)
    assert len(sample) > 400
    for listing in sample:
        entry = handout_entry(PlannedListing(listing, 900.0), discreet)
        text = " ".join(
            [entry.title, entry.ask_for or "", *entry.expect, *entry.directions, *entry.papers, *entry.rhythm]
        )
        assert listing.name not in text
        assert not listing.organization or listing.organization not in text
        assert not re.search(r"(?i)recover|sober|grief|shelter|hiv|prison|veteran|queer|addict", text), text


def test_a_note_is_on_paper_only(basemap: Basemap) -> None:
    formats = _all_formats(PlannedListing(FULL, note="Ask about Mondays"), OPTIONS, basemap)
    assert {name for name, text in formats.items() if "Ask about Mondays" in text} == {"page"}


def test_no_sample_handout_shows_the_place_of_a_confidential_listing(
    sample: tuple[Listing, ...], options: HandoutOptions
) -> None:
    hidden = [listing for listing in sample if listing.address_visibility != "full"]
    assert hidden
    for listing in hidden:
        entry = handout_entry(PlannedListing(listing, 900.0), options)
        assert entry.point is None
        assert entry.distance is None
        assert not entry.directions
        assert "private" in (entry.where or "")
