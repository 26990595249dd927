"""The plan's page: four parts, what is in it, its week, handing it over, and clearing it all."""

from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.model.words import say
from resourcemap.ui.board import show_board
from resourcemap.ui.head import heading
from resourcemap.ui.parts import message
from resourcemap.ui.plan_cards import note_values, plan_board
from resourcemap.ui.plan_handover import hand_over
from resourcemap.ui.shared import directory, language
from resourcemap.ui.visit import asked, change_plan, clear, go, open_place, plan, screen


def plan_page() -> None:
    """Draw the page."""
    state = st.session_state
    seen = screen()
    view = actions.plan_view(
        directory(),
        plan(),
        origin=asked().origin,
        unit=asked().unit,
        language=seen.language,
        asked=asked().query(seen.now),
        reader=seen.reader,
        now=seen.now,
    )
    heading(_say("heading"))
    st.markdown(_say("intro"))
    if view.entries:
        hand_over(plan())
    else:
        with st.container(key="plan_empty"):
            st.markdown(_say("empty"))
            st.button(_say("find"), key="plan_find", on_click=go, args=("find",))
    if asked().remote_first:
        st.info(_say("home.first"))
    show_board(
        "plan_board",
        plan_board(view, asked(), seen),
        _on_act,
        status=state.pop("plan_status", ""),
        values=note_values(view),
    )
    _clear_all()


def _on_act() -> None:
    said: dict[str, Any] = message("plan_board", "act")
    if said.get("do") == "open":
        open_place(said.get("id"))
        return
    if said.get("do") == "home":
        go("home")
        return
    change_plan(said)


def _clear_all() -> None:
    state = st.session_state
    with st.container(key="plan_clear", border=True):
        if not state.get("asks_to_clear", False):
            st.button(_say("clear.button"), key="clear_ask", on_click=_ask_to_clear, args=(True,))
            return
        st.markdown(_say("clear.ask"))
        with st.container(horizontal=True):
            st.button(_say("clear.yes"), key="clear_yes", type="primary", on_click=clear)
            st.button(_say("clear.no"), key="clear_no", on_click=_ask_to_clear, args=(False,))


def _ask_to_clear(asks: bool) -> None:
    st.session_state.asks_to_clear = asks


def _say(key: str) -> str:
    return say(f"plan.{key}", language())
