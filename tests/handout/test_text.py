"""Texts to copy: short enough for a phone, whole, and neutral where a screen shows them."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.handout.email import email_text
from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.link import plan_link
from resourcemap.handout.options import HandoutOptions, PlannedListing
from resourcemap.handout.sms import sms_text

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


WORDS = {
    "en": "Harbor circle María’s Oak Street [door] €5 Tuesday supper club for everyone 1200 call",
    "es": "Círculo del puerto calle Roble niños martes cena “para todos” año 1200 llame",
    "ar": "مجموعة الثلاثاء في شارع البلوط Harbor Circle عشاء للجميع 1200 اتصل",
}


@st.composite
def plans(draw: st.DrawFn, language: str) -> list[HandoutEntry]:
    """Entries of few and many words, some with everything, some at home."""
    text = st.lists(st.sampled_from(WORDS[language].split()), min_size=1, max_size=14).map(" ".join)
    maybe = st.none() | text
    entries = []
    for number in range(draw(st.integers(1, 7))):
        at_home = draw(st.booleans())
        entries.append(
            HandoutEntry(
                kind="at-home" if at_home else "listing",
                id=str(number),
                title=f"({number}) {draw(text)}",
                mark="home",
                when=(draw(text),),
                where=draw(maybe),
                ask_for=draw(maybe),
                phone=draw(st.sampled_from([None, "(410) 555-0142"])),
                expect=(draw(text),),
            )
        )
    return entries


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@settings(max_examples=40, deadline=None)
@given(st.data(), st.booleans())
def test_messages_of_any_plan_are_numbered_in_full_and_end_between_items(
    language: str, data: st.DataObject, with_link: bool
) -> None:
    entries = data.draw(plans(language))
    link = f"https://map.example.org/lite/p/{'a' * 60}" if with_link else None
    told = replace(OPTIONS, language=language)
    sms = sms_text(entries, told, link=link)
    assert sms.count == len(sms.parts)
    if sms.count == 1:
        return
    assert [part.split(" ", 1)[0] for part in sms.parts] == [
        f"{n}/{sms.count}" for n in range(1, sms.count + 1)
    ]
    bare = [part.split(" ", 1)[1] for part in sms.parts]
    for part in sms.parts:
        if set("".join(bare)) <= GSM:
            assert _septets(part) <= 153
        elif link is None or link not in part:
            assert len(part.encode("utf-16-le")) // 2 <= 67
    for number, entry in enumerate(entries):
        alone = sms_text([entry], told).parts
        in_parts = [part for part in bare if f"({number})" in part]
        assert len(in_parts) == 1
        core = (entry.title,) if entry.kind == "at-home" else (entry.title, *entry.when, entry.phone or "")
        if len(alone) == 1 and len(alone[0]) <= (100 if set("".join(bare)) <= GSM else 55):
            whole = [text for text in alone[0].split(". ") if text in "".join(core)]
            assert all(text in in_parts[0] for text in whole)


def test_a_message_leaves_out_who_to_ask_for_before_the_place_and_never_the_phone() -> None:
    entry = _entry(
        "مجموعة الثلاثاء",
        when=("الثلاثاء، 7 م",),
        where="شارع البلوط",
        ask_for="اسأل عن سام.",
        phone="(410) 555-0142",
    )
    sms = sms_text([entry, entry], ARABIC)
    assert sms.parts == tuple(
        f"{n}/2 مجموعة الثلاثاء. الثلاثاء، 7 م. شارع البلوط. (410) 555-0142" for n in (1, 2)
    )
    longer = replace(entry, where="شارع البلوط الكبير قرب المكتبة")
    assert sms_text([longer, longer], ARABIC).parts[0] == "1/2 مجموعة الثلاثاء. الثلاثاء، 7 م. (410) 555-0142"


def test_a_link_has_its_number_where_it_fits_a_message_of_its_own(five: tuple[PlannedListing, ...]) -> None:
    link = plan_link("https://map.example.org", [item.listing.id for item in five])
    sms = sms_text(handout_entries(five, ARABIC), ARABIC, link=link)
    assert sms.parts[-1] == f"{sms.count}/{sms.count} {link}"
    assert len(sms.parts) == sms.count


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
