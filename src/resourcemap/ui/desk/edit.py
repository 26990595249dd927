"""The desk's page for editing: what you started, a place to change or to add, or many at once."""

from contextlib import suppress
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import may
from resourcemap.errors import NotFoundError
from resourcemap.model.change import Actor
from resourcemap.model.edit import StoredListing
from resourcemap.model.listing import Listing
from resourcemap.model.publish import UNPUBLISHED_STATUSES
from resourcemap.model.words import Value, say
from resourcemap.showing.cards import area_words, organization_words
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.bulk import bulk_edit
from resourcemap.ui.desk.conflict import show_conflict
from resourcemap.ui.desk.edit_form import edit_form, open_place, put_status
from resourcemap.ui.desk.history import history_button
from resourcemap.ui.desk.proposals import show_one_proposal, show_proposals
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_MOST_FOUND = 12
_HIDDEN_AT_ONCE = 20


def edit_page(by: Actor) -> None:
    """Draw the page."""
    state = st.session_state
    state.pop("edit_whole", None)  # The whole page is what runs now.
    st.title(_say("heading"), anchor=False)
    handed = state.pop("desk_listing", None)
    if isinstance(handed, str):
        state.pop("edit_conflict", None)
        state.edit_proposal = None
        open_place(handed, by)
    proposed = state.pop("desk_proposal", None)
    if isinstance(proposed, str):
        # A draft that was open waits among those you started.
        state.pop("edit_conflict", None)
        state.edit_draft, state.edit_proposal = None, proposed
    if state.get("edit_conflict"):
        show_conflict(by)
        return
    if state.get("edit_proposal") and may("save_edit", by):
        if show_one_proposal(state.edit_proposal, by):
            return
        state.edit_proposal = None
        put_status("bad", _say("gone"))
    if state.get("edit_draft"):
        _history(by)
    else:
        st.markdown(_say("intro" if may("save_edit", by) else "intro_propose"))
        _show_status()
        if may("bulk_edit", by) and _mode() == "many":
            bulk_edit(by)
            return
    # The form is always on the page: text that a lost connection held back is taken up from any state.
    edit_form(by)
    if not state.get("edit_draft"):
        _choose(by)


def _mode() -> str:
    chosen = st.radio(
        _say("which"),
        ("one", "many"),
        format_func=lambda each: _say(each),
        horizontal=True,
        key="edit_mode",
    )
    return str(chosen)


def _show_status() -> None:
    kind, text = st.session_state.pop("edit_status", ("", ""))
    if kind == "good":
        st.success(text)
    elif kind:
        st.warning(text)


def _choose(by: Actor) -> None:
    with st.container(key="edit_choose"):
        st.button(_say("new"), key="edit_new", type="primary", on_click=open_place, args=(None, by))
        _drafts(by)
        _find(by)
        if may("save_edit", by):
            show_proposals(by)
        if may("hide_listing", by):
            _hidden(by)


def _drafts(by: Actor) -> None:
    drafts = actions.drafts(directory(), by=by)
    if not drafts:
        return
    st.header(_say("drafts"), anchor=False)
    for each in drafts:
        name = _draft_name(each.typed, each.base)
        when = each.updated_at.astimezone(directory().zone)
        with st.container(key=f"edit_draft_{each.id}", horizontal=True, vertical_alignment="center"):
            st.button(
                plain(_say("go_on", name=name)), key=f"edit_go_on_{each.id}", on_click=_go_on, args=(each.id,)
            )
            st.markdown(_say("typed_at", day=when.date(), clock=clock_words(when, language())))
            st.button(
                plain(_say("drop_named", name=name)),
                key=f"edit_drop_{each.id}",
                type="tertiary",
                on_click=_drop,
                args=(each.id, by),
            )


def _draft_name(typed: Any, base: Any) -> str:
    name = typed.get("name") or base.get("service", {}).get("name")
    return str(name or _say("new_name"))


def _go_on(draft_id: str) -> None:
    st.session_state.edit_draft = draft_id


@pressed
def _drop(draft_id: str, by: Actor) -> None:
    actions.drop_draft(directory(), draft_id, by=by)
    put_status("good", _say("dropped"))


def _find(by: Actor) -> None:
    st.header(_say("find"), anchor=False)
    text = st.text_input(_say("find_hint"), key="edit_find", max_chars=100, autocomplete="off")
    if not (text or "").strip():
        return
    found = actions.places_to_edit(directory(), text or "", by=by, limit=_MOST_FOUND)
    if not found.places:
        st.info(_say("found_none"))
        return
    for each in found.places:
        with st.container(key=f"edit_found_{each.id}", horizontal=True, vertical_alignment="center"):
            _open_button(each, by, "open")
            st.markdown(plain(" · ".join(_about(each, found.listings.get(each.id)))))
    if found.total > len(found.places):
        st.markdown(_say("found_more"))


def _open_button(place: StoredListing, by: Actor, name: str) -> None:
    """Lead to what can be done about a place: open it, bring it back, or look at where it went."""
    key = f"edit_{name}_{place.id}"
    match place.whereabouts:
        case "in-use":
            label = plain(_say("edit_named", name=place.name))
            st.button(label, key=key, on_click=open_place, args=(place.id, by))
        case "hidden":
            label = plain(_say("show_named", name=place.name))
            st.button(label, key=key, on_click=_show, args=(place.id, by))
        case _:
            label = say("history.of_named", language(), name=place.name)
            history_button(place.id, by, key=key, label=plain(label))


def _about(place: StoredListing, listing: Listing | None) -> list[str]:
    """Say of a place who runs it, where it is, and its state where that is not simply open."""
    said = [organization_words(listing), area_words(listing)] if listing else [place.organization]
    if place.whereabouts != "in-use":
        said.append(_say(f"away.{place.whereabouts}"))
    elif place.status in UNPUBLISHED_STATUSES:
        said.append(_say("not_public", status=_say(f"status.{place.status}")))
    elif place.status == "temporarily closed":
        said.append(_say("status.temporarily_closed"))
    return [part for part in said if part]


def _history(by: Actor) -> None:
    """Lead from the open draft to what was changed of its place before."""
    with suppress(NotFoundError):
        listing_id = actions.draft(directory(), st.session_state.edit_draft, by=by).listing_id
        if listing_id is not None:
            history_button(listing_id, by, key="edit_history")


def _hidden(by: Actor) -> None:
    state = st.session_state
    with st.expander(_say("hidden"), key="edit_hidden"):
        hidden = actions.hidden_listings(directory(), by=by)
        st.markdown(_say("hidden_hint" if hidden else "hidden_none"))
        shown = state.get("edit_hidden_shown", _HIDDEN_AT_ONCE)
        for each in hidden[:shown]:
            with st.container(key=f"edit_away_{each.id}", horizontal=True, vertical_alignment="center"):
                _open_button(each, by, "show")
                st.markdown(plain(" · ".join(_about(each, None))))
        if len(hidden) > shown:
            st.button(_say("hidden_more"), key="edit_hidden_more", on_click=_show_more_hidden)


def _show_more_hidden() -> None:
    state = st.session_state
    state.edit_hidden_shown = state.get("edit_hidden_shown", _HIDDEN_AT_ONCE) + _HIDDEN_AT_ONCE


@pressed
def _show(listing_id: str, by: Actor) -> None:
    try:
        actions.show_listing(directory(), listing_id, by=by, now=now())
    except NotFoundError:
        put_status("bad", _say("gone"))
        return
    put_status("good", _say("shown"))


def _say(key: str, /, **values: Value) -> str:
    return say(f"edit.{key}", language(), **values)
