"""How often a file of each source should come: a part of the page of policies."""

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.source import SourcePolicy, SourceState
from resourcemap.model.words import Value, say
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_MOST_SOURCES = 40


def show_rhythms(by: Actor, *, may_set: bool) -> None:
    """Draw the days for all sources, and those of each that came."""
    st.header(_say("title"), anchor=False)
    st.markdown(_say("intro"))
    policy = actions.source_policy(directory(), by=by)
    states = actions.sources(directory(), by=by, now=now())
    known = sorted(states, key=lambda each: each.authority)[:_MOST_SOURCES]
    with st.form("policy_sources"):
        with st.container(key="policy_days_sources"):
            for name in ("rhythm_days", "waiting_days"):
                st.number_input(
                    _say(name),
                    min_value=1,
                    max_value=3650,
                    value=getattr(policy, name),
                    step=1,
                    key=f"policy_source_{name}",
                    disabled=not may_set,
                )
        if known:
            st.markdown(_say("own"))
        with st.container(key="policy_days_own"):
            for at, each in enumerate(known):
                st.number_input(
                    plain(_say("source", name=each.authority)),
                    min_value=0,
                    max_value=3650,
                    value=policy.own.get(each.authority),
                    step=1,
                    placeholder=_usual(policy, each),
                    key=f"policy_source_own_{at}",
                    disabled=not may_set,
                )
        st.form_submit_button(
            _say("save"),
            key="policy_source_save",
            on_click=_save,
            args=([each.authority for each in known], by),
            disabled=not may_set,
        )


def _usual(policy: SourcePolicy, each: SourceState) -> str:
    """Say what holds for a source while nothing is written for it."""
    usual = SourcePolicy(policy.rhythm_days).rhythm_of(each.authority, times=each.times)
    return _say("once") if usual is None else str(usual)


def _save(names: list[str], by: Actor) -> None:
    state = st.session_state
    before = actions.source_policy(directory(), by=by)
    own = {name: days for name, days in before.own.items() if name not in names}
    for at, name in enumerate(names):
        days = state.get(f"policy_source_own_{at}")
        if days is not None:
            own[name] = int(days)
    try:
        policy = SourcePolicy(
            int(state.policy_source_rhythm_days), int(state.policy_source_waiting_days), own
        )
        actions.set_source_policy(directory(), policy, by=by, now=now())
    except ResourceMapError:
        state.policy_wrong = _say("wrong")
    else:
        state.policy_saved = True


def _say(key: str, /, **values: Value) -> str:
    return say(f"policy.sources.{key}", language(), **values)
