"""How often a file of each source should come: a part of the page of policies."""

from collections.abc import Mapping

import streamlit as st

from resourcemap import actions
from resourcemap.errors import NotAllowedError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.source import SourcePolicy, SourceState
from resourcemap.model.words import Value, say
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_MOST_SOURCES = 40
_FOR_ALL = ("rhythm_days", "waiting_days")


def show_rhythms(by: Actor, *, may_set: bool) -> None:
    """Draw the days for all sources, and those of each that came."""
    st.header(_say("title"), anchor=False)
    st.markdown(_say("intro"))
    policy = actions.source_policy(directory(), by=by)
    states = actions.sources(directory(), by=by, now=now())
    drawn = {name: getattr(policy, name) for name in _FOR_ALL}
    known = sorted(states, key=lambda each: each.authority)[:_MOST_SOURCES]
    with st.form("policy_sources"):
        with st.container(key="policy_days_sources"):
            for name, days in drawn.items():
                st.number_input(
                    _say(name),
                    min_value=1,
                    max_value=3650,
                    value=days,
                    step=1,
                    key=_key(name, days),
                    disabled=not may_set,
                )
        if known:
            st.markdown(_say("own"))
        with st.container(key="policy_days_own"):
            for each in known:
                days = policy.own.get(each.authority)
                key = _own_key(each.authority, days)
                # A box that begins with a value of its own cannot be emptied.
                st.session_state.setdefault(key, days)
                st.number_input(
                    plain(_say("source", name=each.authority)),
                    min_value=0,
                    max_value=3650,
                    value=None,
                    step=1,
                    placeholder=_usual(policy, each),
                    key=key,
                    disabled=not may_set,
                )
        st.form_submit_button(
            _say("save"),
            key="policy_source_save",
            on_click=_save,
            args=(drawn, {each.authority: policy.own.get(each.authority) for each in known}, by),
            disabled=not may_set,
        )


def _usual(policy: SourcePolicy, each: SourceState) -> str:
    """Say what holds for a source while nothing is written for it."""
    usual = SourcePolicy(policy.rhythm_days).rhythm_of(each.authority, times=each.times)
    return _say("once") if usual is None else str(usual)


def _key(name: str, days: int) -> str:
    # What somebody else set meanwhile begins a new box: an old one would put its old days back.
    return f"policy_source_{name}_{days}"


def _own_key(authority: str, days: int | None) -> str:
    # By its name: in a list that grows, a place would soon be another source's.
    return f"policy_source_own_{days}_{authority}"


@pressed
def _save(drawn: Mapping[str, int], own: Mapping[str, int | None], by: Actor) -> None:
    """Write what differs from what was drawn, over whatever others set meanwhile."""
    state = st.session_state
    policy = actions.source_policy(directory(), by=by)
    for_all = {name: getattr(policy, name) for name in drawn}
    for name, usual in drawn.items():
        chosen = state.get(_key(name, usual))
        if chosen not in (None, usual):
            for_all[name] = int(chosen)
    kept = dict(policy.own)
    for authority, days in own.items():
        key = _own_key(authority, days)
        typed = state.get(key, days)
        if typed is None and days is not None:
            kept.pop(authority, None)
        elif typed is not None and typed != days:
            kept[authority] = int(typed)
    try:
        actions.set_source_policy(directory(), SourcePolicy(own=kept, **for_all), by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        state.policy_wrong = _say("wrong")
    else:
        state.policy_saved = True


def _say(key: str, /, **values: Value) -> str:
    return say(f"policy.sources.{key}", language(), **values)
