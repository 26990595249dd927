"""The printed page and the PDF: one sheet, readable, harmless."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.geo.basemap import Basemap
from resourcemap.geo.point import GeoPoint
from resourcemap.handout import measures
from resourcemap.handout.document import plan_pdf
from resourcemap.handout.entry import HandoutEntry, Question, handout_entries
from resourcemap.handout.letters import wide_letters
from resourcemap.handout.link import plan_link
from resourcemap.handout.options import HandoutOptions, PlannedHome, PlannedListing
from resourcemap.handout.page import print_page
from resourcemap.handout.picture import Stop, map_picture
from resourcemap.handout.sheet import make_sheet
from resourcemap.model.at_home import HOME_CARDS
from resourcemap.model.hsds import FirstVisit
from resourcemap.model.listing import Listing
from resourcemap.model.locale_words import short_day, without_isolates
from resourcemap.model.words import say

LONG = (
    "Supercalifragilistic Neighbourhood Association of Baltimore and All the Counties Around It, Incorporated"
)
WORDY = HandoutEntry(
    kind="listing",
    id="w",
    title=LONG * 3,
    mark="home",
    when=(LONG,) * 3,
    rhythm=(LONG,),
    notice=LONG,
    where=LONG,
    directions=(LONG, LONG),
    distance=LONG,
    distance_short=LONG,
    join=("https://example.org/" + "x" * 300,),
    ask_for=LONG,
    expect=(LONG, LONG),
    phone="(410) 555-0142, extension 123456789",
    cost=LONG,
    papers=(LONG, LONG),
    checked="Checked Jan 5, 2026. Call first.",
    needs_call=True,
    unknown=(Question("cost", "What does it cost?"),) * 8,
    point=GeoPoint(39.3, -76.6),
    note=LONG,
)
_NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("America/New_York"))
TUESDAYS = "مجموعة الثلاثاء في شارع البلوط"


def common_letters(text: str, is_bold: bool) -> float:
    """Measure as in Arial, Segoe UI or Roboto, which are an eighth narrower than the widest."""
    return wide_letters(text, is_bold) * 0.875


HOSTILE = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "</style><script>window.hit=1</script>",
    "javascript:window.hit=1",
    "{{ 7*7 }} ${window.hit=1} {% include 'x' %}",
    "' onmouseover='window.hit=1",
    "]]><!--<script>window.hit=1</script>",
)


def _pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def _written(data: bytes) -> str:
    return re.sub(r"\W+", "", "".join(_pages(data)))


def _codes(data: bytes) -> list[str]:
    image = pypdfium2.PdfDocument(data)[0].render(scale=3).to_pil()
    return [each.text for each in zxingcpp.read_barcodes(image)]


@pytest.mark.journey
def test_five_items_print_on_one_letter_page_with_all_they_need(
    five: tuple[PlannedListing, ...],
    options: HandoutOptions,
    basemap: Basemap,
    print_html: Callable[[str], bytes],
) -> None:
    entries = handout_entries(five, options)
    link = plan_link("https://map.example.org", [item.listing.id for item in five])
    printed = print_html(print_page(entries, options, link=link, basemap=basemap))
    assert len(_pages(printed)) == 1
    size = pypdfium2.PdfDocument(printed)[0].get_size()
    assert size == pytest.approx((612, 792), abs=1)
    text = _written(printed)
    for entry in entries:
        for needed in (entry.title, entry.phone, (entry.where or "").split(",")[0]):
            assert re.sub(r"\W+", "", needed or "") in text, needed
    assert _codes(printed) == [link]


@pytest.mark.journey
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [1, 3, 5])
def test_items_that_say_far_too_much_still_print_on_one_page(
    count: int,
    language: str,
    options: HandoutOptions,
    basemap: Basemap,
    print_html: Callable[[str], bytes],
) -> None:
    told = replace(options, language=language)
    html = print_page([WORDY] * count, told, link="https://map.example.org/lite/p/a", basemap=basemap)
    assert len(_pages(print_html(html))) == 1
    assert (
        len(_pages(plan_pdf([WORDY] * count, told, link="https://map.example.org/lite/p/a", basemap=basemap)))
        == 1
    )


@pytest.mark.journey
def test_any_five_sample_listings_print_on_one_page(
    sample: tuple[Listing, ...], options: HandoutOptions, print_html: Callable[[str], bytes]
) -> None:
    longest_first = sorted(sample, key=lambda each: -len(each.name))
    for chosen in (longest_first[:5], sample[:5], sample[200:205]):
        entries = handout_entries([PlannedListing(each, 900.0) for each in chosen], options)
        assert (
            len(_pages(print_html(print_page(entries, options, link="https://x.example.org/lite/p/a")))) == 1
        )


def test_the_pdf_of_five_items_is_one_page_with_all_they_need(
    five: tuple[PlannedListing, ...], options: HandoutOptions, basemap: Basemap
) -> None:
    entries = handout_entries(five, options)
    link = plan_link("https://map.example.org", [item.listing.id for item in five])
    data = plan_pdf(entries, options, link=link, basemap=basemap)
    assert len(_pages(data)) == 1
    text = _written(data)
    for entry in entries:
        for needed in (entry.title, entry.phone, (entry.where or "").split(",")[0]):
            assert re.sub(r"\W+", "", needed or "") in text, needed
    assert _codes(data) == [link]
    assert pypdfium2.PdfDocument(data).get_metadata_dict()["Title"] == "My week"


def test_the_same_plan_gives_the_same_bytes(
    five: tuple[PlannedListing, ...], options: HandoutOptions, basemap: Basemap
) -> None:
    entries = handout_entries(five, options)
    assert plan_pdf(entries, options, basemap=basemap) == plan_pdf(entries, options, basemap=basemap)
    assert print_page(entries, options, basemap=basemap) == print_page(entries, options, basemap=basemap)


def test_a_longer_plan_goes_on_over_pages_and_loses_nothing(
    sample: tuple[Listing, ...], options: HandoutOptions
) -> None:
    entries = handout_entries([PlannedListing(each) for each in sample[:12]], options)
    pages = _pages(plan_pdf(entries, options))
    assert len(pages) == 3
    whole = re.sub(r"\W+", "", "".join(pages))
    assert all(re.sub(r"\W+", "", entry.title)[:20] in whole for entry in entries)


def test_arabic_is_written_from_the_right(options: HandoutOptions) -> None:
    arabic = replace(options, language="ar")
    entry = HandoutEntry(
        kind="listing", id="a", title=TUESDAYS, mark="community", phone=arabic.isolate("(410) 555-0142")
    )
    page = pypdfium2.PdfDocument(plan_pdf([entry], arabic))[0].get_textpage()
    text = page.get_text_range()
    assert "(410) 555-0142" in text
    # The number stands in the left half, its mark at the right edge.
    _, _, right, _ = page.get_charbox(text.index("(410)"))
    assert right < 306
    html = print_page([entry], arabic)
    assert '<html lang="ar" dir="rtl">' in html


def test_a_places_own_words_end_at_their_own_end_inside_arabic(options: HandoutOptions) -> None:
    arabic = replace(options, language="ar")
    visit = FirstVisit(what_happens="Coffee first, then a round of names", may_just_listen=True)
    listing = Listing(id="a", service_id="s", name="Choir (Baltimore)", first_visit=visit)
    entries = handout_entries([PlannedListing(listing)], arabic)
    page = pypdfium2.PdfDocument(plan_pdf(entries, arabic))[0].get_textpage()
    text = page.get_text_range()
    for own, last in (("names.", "."), ("Baltimore)", ")")):
        start = text.index(own[:-1])
        sign = next(at for at in (start + len(own) - 1, start - 1) if text[at] == last)
        left, _, _, _ = page.get_charbox(sign)
        _, _, right, _ = page.get_charbox(start + len(own) - 2)
        assert left >= right - 1


def test_letters_of_other_scripts_are_drawn_and_pictures_left_out(options: HandoutOptions) -> None:
    entry = HandoutEntry(kind="listing", id="a", title="Đặng, Иван, Ωmega 🎉 group", mark="health")
    text = "".join(_pages(plan_pdf([entry], options)))
    assert "Đặng, Иван, Ωmega" in text
    assert "🎉" not in text


@pytest.mark.journey
def test_no_text_runs_as_code_and_the_page_asks_for_nothing(
    options: HandoutOptions, new_page: Callable[..., Any]
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for payload in HOSTILE:
        fields = dict.fromkeys(
            ("title", "notice", "where", "distance_short", "ask_for", "phone", "cost", "note", "mark"),
            payload,
        )
        lists = dict.fromkeys(("when", "rhythm", "directions", "join", "expect", "papers"), (payload,))
        entry = HandoutEntry(
            kind="listing",
            id=payload,
            **fields,
            **lists,
            unknown=(Question(payload, payload),),
            point=GeoPoint(39.3, -76.6),
        )
        page.set_content(print_page([entry], options, link="https://map.example.org/lite/p/a"))
        page.evaluate(
            "for (const e of document.querySelectorAll('*')) e.dispatchEvent(new Event('mouseover'))"
        )
        assert page.evaluate("window.hit") is None
        assert page.evaluate("document.scripts.length") == 0
        assert payload in page.inner_text("h2")
    assert asked == []


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_the_page_has_only_the_tags_of_its_template(text: str) -> None:
    options = HandoutOptions(now=_NOW, zone=_NOW.tzinfo)  # type: ignore[arg-type]
    entry = HandoutEntry(kind="listing", id="a", title=text, mark="home", where=text, note=text, phone=text)
    plain = replace(entry, title="x", where="x", note="x", phone="x")
    tags = set(re.findall(r"<\s*[/!]?\s*([a-zA-Z]+)", print_page([entry], options)))
    assert tags <= set(re.findall(r"<\s*[/!]?\s*([a-zA-Z]+)", print_page([plain], options)))


def test_nothing_is_in_smaller_letters_than_fourteen_points_but_the_footnote(options: HandoutOptions) -> None:
    html = print_page([WORDY], options)
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:\s*([\d.]+)pt", html)]
    assert sorted(set(sizes)) == [11.0, 14.0, 16.0, 24.0]


def test_needs_come_before_nice_to_know(options: HandoutOptions) -> None:
    row = make_sheet([WORDY] * 5, options, wide_letters).rows[0]
    assert row.call in [paragraph.text for paragraph in row.side]
    short = replace(
        WORDY, title="Choir", notice=None, where="1200 Oak St", directions=("Blue door.",), note=None
    )
    text = make_sheet([short] * 5, options, wide_letters).rows[0].main.text
    assert text.startswith("1200 Oak St. Blue door.")
    assert text.endswith("Call first.")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_places_with_hours_say_everything_needed_on_one_page_also_beside_cards_for_home(
    language: str, sample: tuple[Listing, ...], options: HandoutOptions, basemap: Basemap
) -> None:
    told = replace(options, language=language)
    open_for_hours = [
        PlannedListing(each, 2400.0)
        for each in sorted(sample, key=lambda each: (-len(each.name), each.id))
        if len(entry := handout_entries([PlannedListing(each)], options)[0].rhythm) == 1
        and " to " in entry[0]
        and each.phones
        and each.point
        and each.assured_date
        and each.terms("cost")
    ]
    home = [
        PlannedHome(
            str(card.id), say(card.title, language), say(card.idea, language), say(card.next_step, language)
        )
        for card in HOME_CARDS[:2]
    ]
    for items in (open_for_hours[:5], [*open_for_hours[5:8], *home]):
        entries = handout_entries(items, told)
        assert (
            len(_pages(plan_pdf(entries, told, link="https://map.example.org/lite/p/a", basemap=basemap)))
            == 1
        )
        for row, entry in zip(make_sheet(entries, told, common_letters).rows, entries, strict=True):
            texts = [row.title, row.main, row.when, *row.side, row.facts]
            assert not any(text.is_cut for text in texts)
            whole = without_isolates("\n".join(text.text for text in texts))
            needed = (
                entry.cost,
                entry.distance_short,
                entry.checked,
                entry.phone,
                entry.ask_for,
                *entry.expect[:1],
            )
            assert [text for text in map(without_isolates, filter(None, needed)) if text not in whole] == []
            if entry.times:
                assert short_day(entry.times[0].start.date(), language) in whole


def test_a_text_that_grows_takes_only_what_others_leave_over(options: HandoutOptions) -> None:
    short = HandoutEntry(kind="at-home", id="s", title="Tea", mark="home", when=("Any evening",))
    crowded = make_sheet([WORDY] * 5, options, wide_letters)
    shared = make_sheet([short, short, short, WORDY, WORDY], options, wide_letters)
    assert sum(row.height for row in crowded.rows) <= measures.ROOM
    assert sum(row.height for row in shared.rows) <= measures.ROOM
    assert len(shared.rows[4].main.lines) > len(crowded.rows[4].main.lines)


def test_a_closed_place_says_so_first(sample: tuple[Listing, ...], options: HandoutOptions) -> None:
    closed = next(each for each in sample if each.status == "temporarily closed")
    entries = handout_entries([PlannedListing(closed)], options)
    row = make_sheet(entries, options, wide_letters).rows[0]
    assert row.main.text.startswith("Closed for now. Call before you go.")


def test_a_discreet_page_shows_no_start_and_says_nothing_of_groups(
    five: tuple[PlannedListing, ...], options: HandoutOptions
) -> None:
    start = GeoPoint(39.29, -76.61)
    plain = print_page(handout_entries(five, options), options, origin=start)
    discreet = replace(options, discreet=True)
    quiet = print_page(handout_entries(five, discreet), discreet, origin=start)
    assert "stroke-dasharray" in plain
    assert "stroke-dasharray" not in quiet
    assert "nervous" in plain
    assert "nervous" not in quiet


def test_marks_on_one_spot_are_drawn_apart_and_inside() -> None:
    here = GeoPoint(39.29, -76.61)
    picture = map_picture([Stop(n, "home", here) for n in range(1, 6)], width=236, height=110, unit="mi")
    assert picture is not None
    places = [pin.at for pin in picture.pins]
    assert len({(round(x), round(y)) for x, y in places}) == 5
    gaps = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a in places for b in places if a is not b]
    assert min(gaps) > 20
    assert all(0 <= x <= 236 and 0 <= y <= 110 for x, y in places)


def test_a_plan_without_public_points_has_no_map(options: HandoutOptions) -> None:
    entries = handout_entries([PlannedHome("soup", "Cook one thing", "Tell one person.")], options)
    assert 'class="map"' not in print_page(entries, options)
    assert map_picture([], width=200, height=100, unit="mi") is None
