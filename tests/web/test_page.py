"""The first page: language, title, quick exit."""

from __future__ import annotations

import re

import pytest

from resourcemap.web.page import (
    direction,
    frame_shell,
    inline_script_hashes,
    page_language,
    shell,
    streamlit_index,
)
from tests.conftest import HTTP, ServedApp


def _shell(**changes: str) -> str:
    given = {"language": "en", "title": "Belonging map", "exit_url": "https://weather.example/"} | changes
    return shell(streamlit_index(), **given)


def test_quick_exit_comes_before_everything_that_takes_time() -> None:
    page = _shell()
    assert 0 < page.index("own/leave.js") < page.index('type="module"')
    assert 0 < page.index("own/leave.css") < page.index("./static/css/")
    assert 'data-url="https://weather.example/"' in page


def test_the_layout_is_there_before_anything_is_drawn_and_after_streamlits_styles() -> None:
    page = _shell()
    assert page.index("</head>") < page.index("own/page.css") < page.index('<div id="root">')


def test_the_page_names_neither_streamlit_nor_a_machine_interface() -> None:
    page = _shell()
    assert "<title>Belonging map</title>" in page
    assert "streamlit" not in re.sub(r'(href|src)="[^"]*"', "", page).lower()
    assert "agent" not in page
    assert ".woff2" not in page


def test_the_inline_scripts_that_the_policy_lets_through_stay_as_they_were() -> None:
    assert inline_script_hashes(streamlit_index()) != ()
    assert inline_script_hashes(_shell()) == inline_script_hashes(streamlit_index())


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_language_and_direction_are_set(language: str, way: str) -> None:
    assert f'<html lang="{language}" dir="{way}">' in _shell(language=language)
    assert direction(language) == way
    frame = frame_shell('<html lang="en" style="x"><head><title>T</title></head>', language=language)
    assert f'lang="{language}"' in frame
    assert f'dir="{way}"' in frame


def test_words_of_the_operator_are_text_on_the_page() -> None:
    page = _shell(title='A & "B"', exit_url="https://weather.example/?a=1&b=\\1")
    assert "<title>A &amp; &quot;B&quot;</title>" in page
    assert 'data-url="https://weather.example/?a=1&amp;b=\\1"' in page


@pytest.mark.parametrize(
    ("cookie", "accept_language", "expected"),
    [
        ("", "", "en"),
        ("", "es", "es"),
        ("", "fr-FR, fr;q=0.9", "en"),
        ("", "en;q=0.2, ar-EG;q=0.7", "ar"),
        ("", "es;q=0", "en"),
        ("", "es;q=zero, ar", "ar"),
        ("resourcemap_language=es", "ar", "es"),
        ("other=1; resourcemap_language=ar; x=2", "", "ar"),
        ("resourcemap_language=xx", "es", "es"),
        ("not_resourcemap_language=ar", "", "en"),
        ('resourcemap_language="><script>', "", "en"),
    ],
)
def test_the_persons_choice_comes_before_the_browsers(
    cookie: str, accept_language: str, expected: str
) -> None:
    assert page_language(cookie, accept_language, ["en", "es", "ar"]) == expected


def test_every_page_of_the_app_is_served_with_quick_exit(served_probe: ServedApp) -> None:
    for path in ("/", "/second", "/nowhere", "/index.html"):
        assert "own/leave.js" in HTTP.get(served_probe.url + path).text


def test_a_head_request_says_the_length_of_the_page_it_stands_for(served_probe: ServedApp) -> None:
    plain = {"accept-encoding": "identity"}
    page = HTTP.get(served_probe.url, headers=plain)
    assert HTTP.head(served_probe.url, headers=plain).headers["content-length"] == str(len(page.content))
