"""The top of every page: its name, the links to all pages, the language, and what is to be said at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from resourcemap.model.catalog import setting
from resourcemap.model.locale_words import direction
from resourcemap.model.words import languages, say
from resourcemap.ui.parts import message, part
from resourcemap.ui.shared import has_sample, language, settings
from resourcemap.web.page import LANGUAGE_COOKIE

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


def top(pages: Mapping[str, "Page"], labels: Mapping[str, str]) -> None:
    """Draw the name, the links and the choice of language."""
    with st.container(key="nav"):
        with st.container(key="brand"):
            st.page_link(pages["find"], label=settings().public_name)
        for name, page in pages.items():
            with st.container(key=f"nav_{name}"):
                st.page_link(page, label=labels[name])
        spoken = language()
        part("language")(
            key="language",
            data={
                "language": spoken,
                "direction": direction(spoken),
                "cookie": LANGUAGE_COOKIE,
                "label": say("lite.language", spoken),
                "leave": say("web.leave", spoken),
                "hint": say("web.leave_hint", spoken),
                "languages": [
                    {"code": code, "name": setting("name", code) or code, "direction": direction(code)}
                    for code in languages()
                ],
            },
            on_picked_change=_on_picked,
        )


def foot(pages: Mapping[str, "Page"], labels: Mapping[str, str]) -> None:
    """Draw the links below every page: on a phone the top has no room for them."""
    with st.container(key="foot"):
        for name in ("kept", "tell", "policies", "desk"):
            st.page_link(pages[name], label=labels[name])


def heading(text: str) -> None:
    """Write the page's heading, and say when its places are invented or all was just cleared."""
    st.title(text, anchor=False)
    if has_sample():
        with st.container(key="sample_note"):
            st.markdown(say("find.sample", language()))
    if st.session_state.pop("cleared", False):
        st.success(say("plan.clear.done", language()))


def _on_picked() -> None:
    code = message("language", "picked").get("code")
    if code in languages():
        st.session_state.language = code
