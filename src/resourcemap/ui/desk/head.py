"""The top of the desk: its links, who is signed in, and what those read who may not come in."""

from collections.abc import Sequence

import streamlit as st

from resourcemap.model.change import Actor
from resourcemap.model.words import say
from resourcemap.ui.desk.session import display_name, sign_out
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import language, settings
from resourcemap.ui.visit import go

SIGN_IN = "/desk/sign-in"


def desk_head(by: Actor, pages: Sequence[tuple[str, str]], here: str) -> None:
    """
    Draw the links to the pages that this person may open, their name and the way out.

    Parameters
    ----------
    pages
        Address and title key of each.
    here
        The address of the page that is open.
    """
    spoken = language()
    with st.container(key="desk_head"):
        with st.container(key="desk_links"):
            for path, title in pages:
                st.button(
                    say(title, spoken),
                    key=f"desk_go_{path}",
                    type="primary" if path == here else "tertiary",
                    on_click=go,
                    args=(path,),
                )
        with st.container(key="desk_who"):
            st.markdown(say("account.signed_in_as", spoken, name=plain(display_name())))
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
    if settings().sso_roles and getattr(st.user, "is_logged_in", False):
        st.warning(say("account.closed.no_role", spoken))
        st.button(say("account.sso_other", spoken), key="desk_sso_other", on_click=_leave_sso)


def refuse(title: str) -> None:
    """Say plainly that a page needs another role."""
    spoken = language()
    st.title(say(title, spoken), anchor=False)
    st.info(say("account.refused", spoken))


def _leave_sso() -> None:
    st.session_state.sso_logout = True
