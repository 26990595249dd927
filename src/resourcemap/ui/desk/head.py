"""The top of the desk: its links, who is signed in, and what those read who may not come in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from resourcemap.model.change import Actor
from resourcemap.model.words import say
from resourcemap.ui.desk.session import display_name, is_vouched_for, sign_out
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import language, settings

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

SIGN_IN = "/desk/sign-in"


def desk_head(by: Actor, pages: Mapping[str, "Page"]) -> None:
    """
    Draw the links to the pages that this person may open, their name and the way out.

    Parameters
    ----------
    pages
        By address, each with its title.
    """
    spoken = language()
    with st.container(key="desk_head"):
        for path, page in pages.items():
            with st.container(key=f"nav_{path}"):
                st.page_link(page, label=page.title)
        # One thing, so that a narrow line takes both to the next.
        with st.container(key="desk_me"):
            with st.container(key="desk_who"):
                st.markdown(say("account.signed_in_as", spoken, name=plain(display_name() or by.name)))
            st.button(say("account.sign_out", spoken), key="desk_sign_out", on_click=sign_out)


def ask_to_sign_in() -> None:
    """Show the way in to whoever is not signed in."""
    spoken = language()
    if st.session_state.pop("sso_logout", False):
        st.logout()
    st.title(say("account.closed.heading", spoken), anchor=False)
    st.markdown(say("account.closed.text", spoken))
    with st.container(key="desk_ways_in"):
        # Fixed text of our own: a link of Streamlit's would open another tab.
        st.html(f'<a class="desk-sign-in" href="{SIGN_IN}">{say("account.sign_in", spoken)}</a>')
        if settings().sso_roles and st.button(say("account.sso", spoken), key="desk_sso"):
            st.login()
    if is_vouched_for():
        st.warning(say("account.closed.no_role", spoken))
        st.button(say("account.sso_other", spoken), key="desk_sso_other", on_click=_leave_sso)


def refuse(title: str) -> None:
    """Say plainly that a page needs another role."""
    spoken = language()
    st.title(say(title, spoken), anchor=False)
    st.info(say("account.refused", spoken))


def _leave_sso() -> None:
    st.session_state.sso_logout = True
