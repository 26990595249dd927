"""The desk's page of policies: how often to check, the published texts, the do-not-list, the numbers."""

import streamlit as st

from resourcemap import actions
from resourcemap.errors import NotAllowedError, ResourceMapError
from resourcemap.model.catalog import setting
from resourcemap.model.change import Actor
from resourcemap.model.freshness import FreshnessPolicy
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.policy import LONGEST_POLICY, LONGEST_REASON, POLICY_TEXTS
from resourcemap.model.words import Value, languages, say
from resourcemap.showing.policies import policies_data
from resourcemap.ui.desk.rhythms import show_rhythms
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.policies import numbers
from resourcemap.ui.shared import directory, language, now

_DAYS = ("current_days", "check_first_days", "hidden_days", "notice_days")


def desk_policies_page(by: Actor) -> None:
    """Draw the page."""
    st.title(_say("page"), anchor=False)
    state = st.session_state
    if state.pop("policy_saved", False):
        st.success(_say("saved"))
    if wrong := state.pop("policy_wrong", None):
        st.warning(wrong)
    may_set = actions.may("set_freshness", by)
    if not may_set:
        st.info(_say("read_only"))
    _bands(by, may_set=may_set)
    show_rhythms(by, may_set=may_set)
    _texts(by, may_set=may_set)
    _barred(by, may_set=may_set)
    numbers(policies_data(directory(), language(), now=now())["numbers"])


def _bands(by: Actor, *, may_set: bool) -> None:
    st.header(_say("bands.title"), anchor=False)
    st.markdown(_say("bands.intro"))
    policy = directory().snapshot().freshness
    with st.form("policy_bands"):
        with st.container(key="policy_days_bands"):
            for name in _DAYS:
                st.number_input(
                    _say(f"bands.{name}"),
                    min_value=1,
                    max_value=3650,
                    value=getattr(policy, name),
                    step=1,
                    key=f"policy_{name}",
                    disabled=not may_set,
                )
        st.form_submit_button(_say("bands.save"), on_click=_save_bands, args=(by,), disabled=not may_set)


@pressed
def _save_bands(by: Actor) -> None:
    state = st.session_state
    try:
        policy = FreshnessPolicy(**{name: int(state[f"policy_{name}"]) for name in _DAYS})
        actions.set_freshness(directory(), policy, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        state.policy_wrong = _say("bands.wrong")
    else:
        state.policy_saved = True


def _texts(by: Actor, *, may_set: bool) -> None:
    spoken = st.selectbox(
        _say("texts.language"),
        languages(),
        index=languages().index(language()),
        format_func=lambda code: setting("name", code) or code,
        key="policy_language",
    )
    st.markdown(_say("texts.intro"))
    for key in POLICY_TEXTS:
        st.header(_say(f"{key}.title"), anchor=False)
        own = actions.policy_texts(directory(), key, by=by).get(spoken) or ""
        if not own:
            st.markdown(_say("texts.usual"))
        name = f"policy_text_{key}_{spoken}"
        st.text_area(
            _say(f"{key}.title"),
            value=own or say(f"policy.usual.{key}", spoken),
            height=180,
            max_chars=LONGEST_POLICY,
            key=name,
            disabled=not may_set,
            label_visibility="collapsed",
        )
        st.button(
            _say("texts.save", what=_say(f"{key}.title")),
            key=f"policy_publish_{key}",
            on_click=_save_text,
            args=(key, spoken, name, by),
            disabled=not may_set,
        )


@pressed
def _save_text(key: str, spoken: str, name: str, by: Actor) -> None:
    state = st.session_state
    text = str(state.get(name, ""))
    usual = text.strip() == say(f"policy.usual.{key}", spoken).strip()
    try:
        actions.set_policy_text(directory(), key, "" if usual else text, language=spoken, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError as error:
        state.policy_wrong = _say("not_done", problem=plain(str(error)))
    else:
        state.policy_saved = True
        # The box begins anew with what now stands.
        state.pop(name, None)


def _barred(by: Actor, *, may_set: bool) -> None:
    st.header(_say("barred.title"), anchor=False)
    st.markdown(_say("barred.intro"))
    entries = actions.do_not_list(directory(), by=by)
    if not entries:
        st.markdown(_say("barred.none"))
    people = actions.people(directory(), by=by)
    for entry in entries:
        with st.container(border=True, key=f"policy_entry_{entry.id}"):
            day = entry.at.astimezone(directory().zone).date()
            st.markdown(
                _say(
                    "barred.line",
                    name=plain(entry.name),
                    reason=plain(entry.reason),
                    date=day_and_year(day, language()),
                    by=plain(people.get(entry.by, entry.by)),
                )
            )
            if may_set:
                st.button(
                    _say("barred.remove_named", name=plain(entry.name)),
                    key=f"policy_remove_{entry.id}",
                    on_click=_remove,
                    args=(entry.id, by),
                )
    if may_set:
        with st.form("policy_barred", clear_on_submit=True):
            st.text_input(_say("barred.name"), max_chars=LONGEST_REASON, key="policy_barred_name")
            st.text_input(_say("barred.reason"), max_chars=LONGEST_REASON, key="policy_barred_reason")
            st.form_submit_button(_say("barred.add"), on_click=_add, args=(by,))


@pressed
def _add(by: Actor) -> None:
    state = st.session_state
    try:
        actions.add_do_not_list(
            directory(), state.policy_barred_name, state.policy_barred_reason, by=by, now=now()
        )
    except NotAllowedError:
        raise
    except ResourceMapError:
        state.policy_wrong = _say("barred.missing")
    else:
        state.policy_saved = True


@pressed
def _remove(entry_id: str, by: Actor) -> None:
    try:
        actions.remove_do_not_list(directory(), entry_id, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError as error:
        st.session_state.policy_wrong = _say("not_done", problem=plain(str(error)))
    else:
        st.session_state.policy_saved = True


def _say(key: str, /, **values: Value) -> str:
    return say(f"policy.{key}", language(), **values)
