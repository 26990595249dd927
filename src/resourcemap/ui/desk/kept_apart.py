"""The pairs that somebody said are not the same: who, when and why, and looking at one again."""

from contextlib import suppress
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import KeptApart
from resourcemap.errors import NotFoundError
from resourcemap.model.change import Actor
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.words import say
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_AT_ONCE = 20


def show_kept_apart(by: Actor) -> None:
    """Draw the list below the pair that is asked about."""
    kept = actions.kept_apart(directory(), by=by)
    if not kept:
        return
    may_ask = actions.may("not_the_same", by)
    with st.expander(_say("heading", count=len(kept)), key="pair_kept_apart"):
        st.markdown(_say("intro"))
        shown = st.session_state.get("pair_kept_shown", _AT_ONCE)
        for at, each in enumerate(kept[:shown]):
            with st.container(border=True, key=f"pair_kept_{at}"):
                st.markdown(_words(each))
                if may_ask:
                    st.button(
                        _say("again"),
                        key=f"pair_again_{each.one_id}_{each.other_id}",
                        on_click=_look_again,
                        args=(each, by),
                        help=plain(_say("again_help", name=each.names[0], other=each.names[1])),
                    )
        if len(kept) > shown:
            st.button(_say("more"), key="pair_kept_more", on_click=_show_more)


def _words(each: KeptApart) -> str:
    day = day_and_year(each.at.astimezone(directory().zone).date(), language())
    names = plain(_say("pair", name=each.names[0], other=each.names[1]))
    told = plain(_say("said", by=each.by, day=day))
    why = f" {plain(_say('why', why=each.why))}" if each.why else ""
    return f"**{names}**  \n{told}{why}"


@pressed
def _look_again(each: KeptApart, by: Actor) -> None:
    state = st.session_state
    # Somebody may have pressed it a moment ago: then it is asked about already.
    with suppress(NotFoundError):
        actions.look_again(directory(), each.one_id, each.other_id, by=by, now=now())
    if any(pair.key == each.key for pair in actions.duplicates(directory(), by=by)):
        state.desk_pair = each.key
        state.pair_said = _say("asked_again")
    else:
        state.pair_said = _say("not_alike")


def _show_more() -> None:
    state = st.session_state
    state.pair_kept_shown = state.get("pair_kept_shown", _AT_ONCE) + _AT_ONCE


def _say(key: str, **values: Any) -> str:
    return say(f"duplicates.apart.{key}", language(), **values)
