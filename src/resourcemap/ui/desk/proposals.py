"""Edits that contributors propose: what each would change, accepting it, or saying why not."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ConflictError, NotAllowedError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.proposal import Proposal
from resourcemap.model.words import Value, say
from resourcemap.showing.changes import change_lines
from resourcemap.ui.desk.edit_form import put_status
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now


def show_proposals(by: Actor) -> None:
    """Draw every proposal, closed, below the places."""
    proposals = actions.edit_proposals(directory(), by=by)
    if not proposals:
        return
    st.header(_say("proposals"), anchor=False)
    people = actions.people(directory(), by=by)
    for each in proposals:
        with st.expander(plain(_title(each, people)), key=f"edit_proposal_{each.code}"):
            _proposal(each, by)


def show_one_proposal(code: str, by: Actor) -> bool:
    """Draw the proposal that another page opened, by itself; False when it is not there any more."""
    found = next((each for each in actions.edit_proposals(directory(), by=by) if each.code == code), None)
    if found is None:
        return False
    st.button(_say("back"), key="edit_proposal_back", on_click=_leave)
    st.header(plain(_title(found, actions.people(directory(), by=by))), anchor=False)
    with st.container(border=True, key=f"edit_proposal_{code}"):
        _proposal(found, by)
    return True


@pressed
def accept(code: str, by: Actor, *, choices: Any = None) -> None:
    """Write a proposal; where somebody changed the same fields since, ask field by field."""
    state = st.session_state
    try:
        actions.accept_proposal(directory(), code, choices=choices, by=by, now=now())
    except ConflictError as error:
        state.edit_conflict = {
            "draft": code,
            "proposal": code,
            "name": _name_of(code, by),
            "fields": error.fields,
            "why": "",
            "again": bool(choices),
        }
        return
    except NotAllowedError:
        raise
    except ResourceMapError:
        put_status("bad", _say("gone"))
    else:
        put_status("good", _say("accepted"))
    state.pop("edit_conflict", None)
    _leave()


def _name_of(code: str, by: Actor) -> str:
    waiting = actions.edit_proposals(directory(), by=by)
    return next((str(each.document.get("name") or "") for each in waiting if each.code == code), "")


def _title(proposal: Proposal, people: Mapping[str, str]) -> str:
    document = proposal.document
    author = str(document.get("by") or "")
    return _say("look_named", name=str(document.get("name") or ""), by=people.get(author, author))


def _proposal(proposal: Proposal, by: Actor) -> None:
    code = proposal.code
    try:
        view = actions.open_proposal(directory(), code, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        st.info(_say("gone"))
        return
    for line in change_lines(view.changes, language()):
        st.markdown(plain(_say("change_line", **line)))
    if why := proposal.document.get("why"):
        st.markdown(plain(say("history.why", language(), why=str(why))))
    st.text_input(_say("outcome"), key=f"edit_outcome_{code}", max_chars=200)
    with st.container(horizontal=True):
        st.button(_say("accept"), key=f"edit_accept_{code}", type="primary", on_click=accept, args=(code, by))
        st.button(_say("decline"), key=f"edit_decline_{code}", on_click=_decline, args=(code, by))


@pressed
def _decline(code: str, by: Actor) -> None:
    outcome = str(st.session_state.get(f"edit_outcome_{code}") or "")
    try:
        actions.decline_proposal(directory(), code, outcome=outcome, by=by, now=now())
    except NotAllowedError:
        raise
    except ResourceMapError:
        put_status("bad", _say("gone"))
    else:
        put_status("good", _say("declined"))
    _leave()


def _leave() -> None:
    st.session_state.edit_proposal = None


def _say(key: str, /, **values: Value) -> str:
    return say(f"edit.{key}", language(), **values)
