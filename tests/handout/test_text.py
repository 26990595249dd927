"""Texts to copy: short enough for a phone, whole, and neutral where a screen shows them."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.link import plan_link
from resourcemap.handout.options import HandoutOptions, PlannedListing
from resourcemap.handout.text import email_text, sms_text

ZONE = ZoneInfo("America/New_York")
OPTIONS = HandoutOptions(now=datetime(2026, 11, 24, 15, 0, tzinfo=ZONE), zone=ZONE)
ARABIC = replace(OPTIONS, language="ar")
GSM = set("@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€") | set(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)


def _entry(title: str, **changes: object) -> HandoutEntry:
    return HandoutEntry(kind="listing", id=title, title=title, mark="community", **changes)  # type: ignore[arg-type]


def _septets(text: str) -> int:
    return len(text) + sum(char in "^{}\\[~]|€" for char in text)


def test_a_short_plan_is_one_message_without_a_number() -> None:
    text = sms_text([_entry("Choir", when=("Tue, Nov 24, 7:00 pm",), phone="(410) 555-0142")], OPTIONS)
    assert text.parts == ("Choir. Tue, Nov 24, 7:00 pm. (410) 555-0142",)
    assert text.count == 1


def test_parts_are_numbered_and_end_between_two_items(five: tuple[PlannedListing, ...]) -> None:
    text = sms_text(handout_entries(five, OPTIONS), OPTIONS)
    assert text.count == len(text.parts) > 1
    assert [part.split(" ")[0] for part in text.parts] == [
        f"{n}/{text.count}" for n in range(1, text.count + 1)
    ]
    assert all(len(part) <= 160 for part in text.parts)
    for item in five:
        assert item.listing.phones[0].number in text.text


def test_a_link_is_never_cut(five: tuple[PlannedListing, ...]) -> None:
    link = plan_link("https://map.example.org", [item.listing.id for item in five])
    assert any(link in part for part in sms_text(handout_entries(five, OPTIONS), OPTIONS, link=link).parts)
    long_link = plan_link(
        "https://a-very-long-name-of-a-server.example.org/map", (str(n) * 9 for n in range(1000, 1012))
    )
    text = sms_text([_entry("Choir")], OPTIONS, link=long_link)
    assert text.parts[-1] == long_link
    assert text.count == len(text.parts) - 1 + -(-len(long_link) // 153)


def test_typing_signs_and_accents_do_not_double_the_price() -> None:
    text = sms_text([_entry("“Café” – María’s… room · 2️⃣")], OPTIONS)
    assert text.parts[0].startswith('"Café" - Maria\'s... room -')
    assert set(text.parts[0]) <= GSM


def test_another_script_counts_seventy_letters() -> None:
    text = sms_text([_entry("مجموعة الثلاثاء في شارع البلوط " * 4)], ARABIC)
    assert text.count > 1
    assert all(len(part) <= 70 for part in text.parts)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=6), st.sampled_from([OPTIONS, ARABIC])
)
def test_any_names_make_parts_that_fit(titles: list[str], options: HandoutOptions) -> None:
    text = sms_text([_entry(title) for title in titles], options)
    for part in text.parts:
        if set(part) <= GSM:
            assert _septets(part) <= 160
        else:
            assert len(part.encode("utf-16-le")) // 2 <= 70
    assert text.count == len(text.parts)


def test_an_email_has_a_neutral_subject_and_every_fact(five: tuple[PlannedListing, ...]) -> None:
    entries = handout_entries(five, OPTIONS)
    email = email_text(entries, OPTIONS, link="https://map.example.org/lite/p/a")
    assert email.subject == "The list you asked for"
    for number, entry in enumerate(entries, 1):
        assert f"{number}. {entry.title}" in email.body
        assert all(text in email.body for text in (*entry.when, *entry.expect, *entry.directions))
        assert all(question.ask in email.body for question in entry.unknown)
    assert "https://map.example.org/lite/p/a" in email.body
    assert not set(email.body) & set("\r\x00")


def test_a_name_cannot_forge_another_line_of_an_email() -> None:
    email = email_text([_entry("Choir\r\nBcc: x@example.org\n\nPhone: 1")], OPTIONS)
    assert "1. Choir Bcc: x@example.org Phone: 1" in email.body.splitlines()
