"""Two people changed the same fields: the second sees both values, one by one, and chooses."""

from collections.abc import Sequence

import streamlit as st

from resourcemap.curation.edit import Decision
from resourcemap.errors import NotAllowedError, ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.edit import FieldConflict
from resourcemap.model.words import Listed, Value, say
from resourcemap.showing.changes import field_words, value_words
from resourcemap.showing.times import clock_words
from resourcemap.ui.desk.edit_form import put_status, save
from resourcemap.ui.desk.proposals import accept
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language


def show_conflict(by: Actor) -> None:
    """Draw the questions, and save once each is answered."""
    state = st.session_state
    held = state.edit_conflict
    fields: Sequence[FieldConflict] = held["fields"]
    spoken = language()
    st.header(_say("heading"), anchor=False)
    if name := held.get("name"):
        st.subheader(plain(name), anchor=False)
    st.markdown(_say("moved") if held["again"] else _intro(fields))
    for at, each in enumerate(fields):
        what = field_words(each.resource_type, each.field_name, spoken)
        with st.container(border=True, key=f"conflict_{at}"):
            before, theirs, yours = (
                value_words(each.resource_type, each.field_name, value, spoken)
                for value in (each.base, each.theirs, each.yours)
            )
            st.markdown(f"**{plain(what)}**")
            st.markdown(f"{_say('before')}: {plain(before)}")
            st.radio(
                plain(_say("which", what=what)),
                ("theirs", "yours"),
                format_func={
                    "theirs": plain(f"{each.by or _say('theirs')}: {theirs}"),
                    "yours": plain(f"{_say('yours')}: {yours}"),
                }.__getitem__,
                captions=(_saved(each), _say("not_saved")),
                index=None,
                key=_key(held["draft"], each),
            )
    with st.container(horizontal=True):
        st.button(_say("save"), key="conflict_save", type="primary", on_click=_save, args=(by,))
        st.button(_say("back"), key="conflict_back", on_click=_back)
    if state.pop("conflict_open", False):
        st.warning(_say("choose"))


def _intro(fields: Sequence[FieldConflict]) -> str:
    names = tuple(dict.fromkeys(plain(each.by) for each in fields if each.by))
    if not names or any(each.by is None for each in fields):
        return _say("intro")
    return _say("intro_by", names=Listed(names))


def _saved(each: FieldConflict) -> str:
    if each.at is None:
        return ""
    at = each.at.astimezone(directory().zone)
    return plain(_say("saved", day=at.date(), clock=clock_words(at, language())))


def _key(draft: str, each: FieldConflict) -> str:
    # Another value of theirs is another question, without the old answer.
    return f"conflict/{draft}/{'/'.join(each.key)}/{hash(repr(each.theirs))}"


@pressed
def _save(by: Actor) -> None:
    state = st.session_state
    held = state.edit_conflict
    choices: dict[tuple[str, str, str], Decision] = {}
    for each in held["fields"]:
        keep = state.get(_key(held["draft"], each))
        if keep not in ("theirs", "yours"):
            state.conflict_open = True
            return
        choices[each.key] = Decision(keep, each.theirs)
    try:
        if code := held.get("proposal"):
            accept(code, by, choices=choices)
        else:
            save(held["draft"], by, why=held["why"], choices=choices)
    except NotAllowedError:
        raise
    except ResourceMapError:
        state.edit_draft = None
        put_status("bad", say("edit.gone", language()))
        state.pop("edit_conflict", None)
        return
    if state.get("edit_said"):
        # Something is to be mended first: that is said in the form.
        state.pop("edit_conflict", None)


def _back() -> None:
    st.session_state.pop("edit_conflict", None)


def _say(key: str, /, **values: Value) -> str:
    return say(f"edit.conflict.{key}", language(), **values)
