"""The desk's page for editing: what you started, a place to change or to add, or many at once."""

from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import may
from resourcemap.errors import ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.vocabulary import fold
from resourcemap.model.words import Value, say
from resourcemap.showing.cards import area_words, organization_words
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.bulk import bulk_edit
from resourcemap.ui.desk.conflict import show_conflict
from resourcemap.ui.desk.edit_form import edit_form, open_place, put_status
from resourcemap.ui.desk.proposals import show_one_proposal, show_proposals
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_MOST_FOUND = 12


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
    if not state.get("edit_draft"):
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
    words = fold(text or "").split()
    if not words:
        return
    found = []
    for listing in directory().snapshot().listings:
        said = fold(f"{listing.name} {listing.organization or ''}")
        if all(word in said for word in words):
            found.append(listing)
            if len(found) > _MOST_FOUND:
                break
    if not found:
        st.info(_say("found_none"))
        return
    for listing in found[:_MOST_FOUND]:
        with st.container(key=f"edit_found_{listing.id}", horizontal=True, vertical_alignment="center"):
            st.button(
                plain(_say("edit_named", name=listing.name)),
                key=f"edit_open_{listing.id}",
                on_click=open_place,
                args=(listing.id, by),
            )
            about = " · ".join(part for part in (organization_words(listing), area_words(listing)) if part)
            st.markdown(plain(about))
    if len(found) > _MOST_FOUND:
        st.markdown(_say("found_more"))


def _hidden(by: Actor) -> None:
    with st.expander(_say("hidden"), key="edit_hidden"):
        hidden = actions.hidden_listings(directory(), by=by)
        if not hidden:
            st.markdown(_say("hidden_none"))
        for listing, name in hidden[:50]:
            st.button(
                plain(_say("show_named", name=name)),
                key=f"edit_show_{listing.id}",
                on_click=_show,
                args=(listing.id, by),
            )


def _show(listing_id: str, by: Actor) -> None:
    try:
        actions.show_listing(directory(), listing_id, by=by, now=now())
    except ResourceMapError:
        put_status("bad", _say("gone"))
        return
    put_status("good", _say("shown"))


def _say(key: str, /, **values: Value) -> str:
    return say(f"edit.{key}", language(), **values)
