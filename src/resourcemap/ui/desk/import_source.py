"""The source that the desk's home opened the import page with: what is the matter with it."""

import streamlit as st

from resourcemap import actions
from resourcemap.model.change import Actor
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.source import SourceState
from resourcemap.model.words import Value, say
from resourcemap.ui.desk.session import pressed
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now


def take_source() -> None:
    """Choose the source that another page pressed; a plan that is open goes on waiting."""
    state = st.session_state
    handed = state.pop("desk_source", None)
    if isinstance(handed, str):
        state.import_about = state.import_source = handed
        for name in ("import_staged", "import_outrun", "import_run"):
            state.pop(name, None)


def show_source(by: Actor) -> None:
    """Say what is the matter with the chosen source, and what to do."""
    about = st.session_state.get("import_about")
    if about is None:
        return
    states = actions.sources(directory(), by=by, now=now())
    found = next((each for each in states if each.authority == about), None)
    if found is None or found.trouble is None:
        return
    with st.container(border=True, key="import_about_box"):
        st.header(plain(found.authority), anchor=False)
        st.markdown(_words(found))
        if found.trouble == "unreadable":
            st.button(_say("let_be"), key="import_let_be", on_click=_let_be, args=(found.authority, by))


def _words(found: SourceState) -> str:
    day = day_and_year(found.at.astimezone(directory().zone).date(), language())
    name, by = plain(found.file_name), plain(found.by)
    match found.trouble:
        case "unreadable":
            return _say("unreadable", name=name, by=by, day=day)
        case "waiting":
            return _say("waiting", name=name, by=by, day=day)
    return _say("late", day=day, count=found.rhythm_days or 0)


@pressed
def _let_be(authority: str, by: Actor) -> None:
    actions.let_source_be(directory(), authority, by=by)
    st.session_state.import_about = None


def _say(key: str, **values: Value) -> str:
    return say(f"staging.about.{key}", language(), **values)
