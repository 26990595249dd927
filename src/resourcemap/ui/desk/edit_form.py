"""The form of one place with its preview: what is typed goes into the draft as it is typed."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import DraftView, FormError, may
from resourcemap.curation.form_fields import FIELD_OF
from resourcemap.errors import ConflictError, NotAllowedError, NotFoundError, ResourceMapError
from resourcemap.geo.point import GeoPoint
from resourcemap.model.change import Actor
from resourcemap.model.edit import Draft
from resourcemap.model.schedule import next_occurrence
from resourcemap.model.words import Listed, Value, say
from resourcemap.search.result import Match, SearchResult
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Json, Screen, results_data
from resourcemap.showing.changes import change_lines
from resourcemap.showing.detail import detail_data
from resourcemap.showing.edit_form import form_schema, form_state
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.pin_map import pin_map
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.list_words import list_words
from resourcemap.ui.parts import message, part
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import unit_in

_MOST_LINES = 40


@pressed
def open_place(listing_id: str | None, by: Actor) -> None:
    """Open a place, or a new one, with the draft there is."""
    try:
        draft = actions.open_draft(directory(), listing_id, by=by, now=now())
    except NotFoundError:
        put_status("bad", _say("gone"))
        return
    st.session_state.edit_draft = draft.id


def put_status(kind: str, text: str) -> None:
    """Say what just happened, above the list of places."""
    st.session_state.edit_status = (kind, text)


def edit_form(by: Actor) -> None:
    """Draw the form of the open draft; without one, only what takes up text that waits for a connection."""
    state = st.session_state
    state.setdefault("edit_draft", None)
    state.setdefault("edit_seq", 0)
    state.setdefault("edit_built", 0)
    _form(by)


@st.fragment
def _form(by: Actor) -> None:
    state = st.session_state
    if state.pop("edit_whole", False) or state.get("desk_refused"):
        # A right that ended is told by the whole page.
        st.rerun()
    draft = _draft(by)

    def on_typed() -> None:
        _on_typed(by)

    def on_act() -> None:
        _on_act(by)

    if draft is None:
        known = [each.id for each in actions.drafts(directory(), by=by)]
        part("form")(
            key="edit_form",
            data={"draft": None, "known": known},
            on_typed_change=on_typed,
            on_act_change=on_act,
        )
        return
    screen = Screen(now().astimezone(directory().zone), language=language(), unit=unit_in(None))
    view = actions.view_draft(directory(), draft, language=screen.language)
    beside = st.columns([1.7, 1], gap="medium")
    with beside[0], st.container(key="edit_fields"):
        kind, text = state.pop("edit_said", ("", ""))
        if kind:
            st.warning(text)
        part("form")(
            key="edit_form",
            data=_data(view, screen, by),
            on_typed_change=on_typed,
            on_act_change=on_act,
        )
    with beside[1], st.container(key="edit_preview"):
        _preview(view, screen)


def _draft(by: Actor) -> Draft | None:
    state = st.session_state
    if not state.edit_draft:
        return None
    try:
        return actions.draft(directory(), state.edit_draft, by=by)
    except NotFoundError:
        state.edit_draft = None
        put_status("bad", _say("gone"))
        st.rerun()


@cache
def _schema(spoken: str) -> Json:
    # The words of a form do not depend on the moment.
    return form_schema(Screen(now().astimezone(directory().zone), language=spoken))


def _data(view: DraftView, screen: Screen, by: Actor) -> Json:
    state = st.session_state
    when = view.draft.updated_at.astimezone(directory().zone)
    return {
        "draft": view.draft.id,
        "seq": state.edit_seq,
        "built": f"{state.edit_built}/{screen.language}",
        "schema": _schema(screen.language),
        "state": form_state(view, screen, zone=directory().zone),
        "kept": _say("kept_at", clock=clock_words(when, screen.language)),
        "may_write": may("save_edit", by),
        "may_hide": may("hide_listing", by) and view.draft.listing_id is not None,
        "map": _map(view),
        "zip": _zip_point(view),
    }


def _zip_point(view: DraftView) -> list[float] | None:
    text = str(view.form.get("zip") or "").strip()
    point = directory().places.zip_point(text) if text else None
    return [point.latitude, point.longitude] if point is not None else None


def _map(view: DraftView) -> Json:
    location = view.draft.base.get("location", {})
    middle = None
    if location.get("latitude") is not None and location.get("longitude") is not None:
        middle = GeoPoint(float(location["latitude"]), float(location["longitude"]))
    elif (at := _zip_point(view)) is not None:
        middle = GeoPoint(*at)
    return pin_map(middle)


def _preview(view: DraftView, screen: Screen) -> None:
    st.header(_say("preview"), anchor=False)
    listing = view.listing
    if listing is None:
        st.info(_say("preview_none"))
    else:
        found = next_occurrence(listing.schedules, screen.now, zone=directory().zone)
        match = Match(
            listing, None, (), (), found.start if found else None, found.end if found else None, None
        )
        result = SearchResult(version=0, total=1, total_in_person=1, matches=(match,), remote=())
        asked = Asked(unit=screen.unit)
        data = results_data(result, asked, screen) | list_words(screen)
        data |= {
            "planned": [],
            "status": "",
            "homeFirst": False,
            "detail": None,
            "chips": [],
            "preview": True,
        }
        part("results")(key="edit_card", data=data)
        if listing.point is not None and listing.point_is_approximate:
            st.markdown(_say("publish.near"))
        with st.expander(screen.say("card.details"), key="edit_whole_place"):
            whole = detail_data(listing, match, asked, screen, zone=directory().zone, number=None)
            part("results")(key="edit_detail", data=data | {"detail": whole})
    st.header(_say("changes"), anchor=False)
    lines = change_lines(view.changes, screen.language)
    if not lines:
        st.markdown(_say("changes_none"))
    for line in lines[:_MOST_LINES]:
        st.markdown(plain(_say("change_line", **line)))


# --- What the form says ----------------------------------------------------------------------------


@pressed
def _on_typed(by: Actor) -> None:
    said = message("edit_form", "typed")
    if _keep(said, by) and said.get("again"):
        # Text that waited for the connection: go on where it was typed.
        st.session_state.edit_draft = said["draft"]
        st.session_state.edit_built += 1
        st.session_state.edit_whole = True


def _keep(said: Mapping[str, Any], by: Actor) -> bool:
    """Put what was typed into its draft; anything else a browser sends changes nothing."""
    state = st.session_state
    draft, typed, seq = said.get("draft"), said.get("typed"), said.get("seq")
    if not isinstance(draft, str) or not isinstance(typed, dict) or not isinstance(seq, int | float):
        return False
    if typed:
        try:
            actions.save_draft(directory(), draft, typed, by=by, now=now())
        except NotFoundError:
            state.edit_draft = None
            put_status("bad", _say("gone"))
            state.edit_whole = True
            return False
    state.edit_seq = max(state.edit_seq, seq)
    return True


@pressed
def _on_act(by: Actor) -> None:
    state = st.session_state
    said = message("edit_form", "act")
    draft, do = said.get("draft"), said.get("do")
    if not isinstance(draft, str) or draft != state.edit_draft:
        return
    try:
        actions.draft(directory(), draft, by=by)
    except NotFoundError:
        # Saved or thrown away on another page of theirs.
        _leave("bad", _say("gone"))
        return
    if do == "drop":
        actions.drop_draft(directory(), draft, by=by)
        _leave("good", _say("dropped"))
        return
    if not _keep(said, by):
        return
    if do == "close":
        _leave("", "")
    elif do == "save":
        save(draft, by, why=str(said.get("why") or ""))
    elif do == "hide":
        _hide(draft, by, why=str(said.get("why") or ""))


def save(draft_id: str, by: Actor, *, why: str, choices: Any = None) -> None:
    """Save a draft and say what came of it: done, something to mend, or somebody else's values."""
    state = st.session_state
    kept = actions.draft(directory(), draft_id, by=by)
    name = str(kept.typed.get("name") or kept.base.get("service", {}).get("name") or "")
    try:
        saved = actions.save_edit(directory(), draft_id, choices=choices, why=why, by=by, now=now())
    except FormError as error:
        fields = tuple(_field_name(key) for key in error.problems)
        state.edit_said = ("bad", _say("mend", fields=Listed(fields)))
        return
    except ConflictError as error:
        state.edit_conflict = {
            "draft": draft_id,
            "name": name,
            "fields": error.fields,
            "why": why,
            "again": bool(choices),
        }
        state.edit_whole = True
        return
    except NotFoundError:
        state.edit_said = ("bad", _say("gone"))
        return
    state.pop("edit_conflict", None)
    if saved.proposal is not None:
        _leave("good", _say("proposed", code=saved.proposal))
    elif saved.run is None:
        _leave("good", _say("same"))
    else:
        _leave("good", plain(_say("saved", name=name)))


def _hide(draft_id: str, by: Actor, *, why: str) -> None:
    kept = actions.draft(directory(), draft_id, by=by)
    if kept.listing_id is None:
        return
    try:
        actions.hide_listing(directory(), kept.listing_id, why=why, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        _leave("bad", _say("gone"))
        return
    actions.drop_draft(directory(), draft_id, by=by)
    _leave("good", plain(_say("hide_done", name=str(kept.base.get("service", {}).get("name") or ""))))


def _leave(kind: str, text: str) -> None:
    state = st.session_state
    state.edit_draft = None
    state.edit_whole = True
    if kind:
        put_status(kind, text)


def _field_name(key: str) -> str:
    if key in FIELD_OF:
        return _say(f"field.{key}")
    parts = key.split("/")
    screen = Screen(now(), language=language())
    return screen.label(parts[1], parts[2]) if len(parts) == 3 else key


def _say(key: str, /, **values: Value) -> str:
    return say(f"edit.{key}", language(), **values)
