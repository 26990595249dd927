"""The link and its code hold ids and nothing else, and a phone reads them."""

from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from resourcemap.errors import ResourceMapError
from resourcemap.handout.link import LONGEST_LINK, MOST_PLACES, PATH, plan_link, read_plan_ids
from resourcemap.handout.qr import QUIET_MODULES, qr_modules, qr_png, qr_svg
from resourcemap.model.identity import listing_ids

UUIDS = [listing_ids("sample", str(number)).service_at_location for number in range(MOST_PLACES)]


@given(st.lists(st.text(min_size=1, max_size=30) | st.uuids().map(str), min_size=1, max_size=8, unique=True))
def test_any_ids_come_back_as_they_were(ids: list[str]) -> None:
    link = plan_link("https://map.example.org", ids)
    path = link.removeprefix("https://map.example.org" + PATH)
    assert set(path) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
    assert read_plan_ids(path) == tuple(ids)


@given(st.text(max_size=300))
def test_any_path_is_read_without_a_crash(text: str) -> None:
    assert all(read_plan_ids(text))


def test_ids_as_they_stand_are_read_too() -> None:
    assert read_plan_ids(".".join(UUIDS[:3])) == tuple(UUIDS[:3])


def test_the_most_places_fit_and_one_more_says_so() -> None:
    assert len(plan_link("https://map.example.org", UUIDS)) <= LONGEST_LINK
    with pytest.raises(ResourceMapError, match="20 at most"):
        plan_link("https://map.example.org", [*UUIDS, "one-more"])
    with pytest.raises(ResourceMapError, match="Add one first"):
        plan_link("https://map.example.org", [])


@pytest.mark.parametrize("count", [1, 5, MOST_PLACES])
def test_another_reader_reads_the_code(count: int) -> None:
    link = plan_link("https://map.example.org", UUIDS[:count])
    found = zxingcpp.read_barcodes(Image.open(BytesIO(qr_png(link))))
    assert [each.text for each in found] == [link]


def test_the_drawn_code_is_the_same_squares_in_a_quiet_border() -> None:
    link = plan_link("https://map.example.org", UUIDS[:2])
    rows = qr_modules(link)
    svg = qr_svg(link, size=100, label='"List" <b>')
    assert f'viewBox="0 0 {len(rows) + 2 * QUIET_MODULES} {len(rows) + 2 * QUIET_MODULES}"' in svg
    assert 'aria-label="&quot;List&quot; &lt;b&gt;"' in svg
    assert link not in svg
    dark = sum(int(part.split("v1")[0]) for part in svg.split(' d="M4 4')[1].split("h")[1::1] if "v1" in part)
    assert dark == sum(map(sum, rows))


def test_a_link_too_long_for_a_code_says_so() -> None:
    with pytest.raises(ResourceMapError, match="does not fit"):
        qr_modules("https://example.org/" + "x" * 3000)
