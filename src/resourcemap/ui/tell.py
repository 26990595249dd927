"""Tell us: a place to add, without an account, and what came of something told before."""

import streamlit as st

from resourcemap import actions
from resourcemap.actions import IncompleteError
from resourcemap.errors import TooManyError
from resourcemap.model.report import PROPOSABLE
from resourcemap.model.words import say
from resourcemap.showing.cards import Json
from resourcemap.showing.telling import added_words, outcome_words, tell_data
from resourcemap.ui.desk.text import plain
from resourcemap.ui.head import heading
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import screen


def tell_page() -> None:
    """Draw the page."""
    data = tell_data(screen())
    heading(data["title"])
    st.header(data["add"], anchor=False)
    _add(data)
    st.header(data["ask"], anchor=False)
    _ask(data)


def _add(data: Json) -> None:
    state = st.session_state
    if lines := state.pop("tell_thanks", None):
        st.success(lines[0])
        st.markdown(lines[1])
    else:
        st.markdown(data["add_intro"])
    if wrong := state.pop("tell_wrong", None):
        st.warning(wrong)
    kinds = {"": data["any_kind"], **dict(data["kinds"])}
    with st.form("tell_place"):
        for field in data["fields"]:
            name, key = field["name"], f"tell_{field['name']}"
            if name == "category":
                st.selectbox(field["label"], list(kinds), format_func=lambda code: kinds[code], key=key)
            elif name == "description":
                st.text_area(field["label"], max_chars=field["longest"], key=key)
            else:
                st.text_input(field["label"], max_chars=field["longest"], key=key, autocomplete="off")
        st.text_input(
            data["contact"], max_chars=data["longest_contact"], key="tell_contact", autocomplete="off"
        )
        st.markdown(data["contact_note"])
        st.form_submit_button(data["send"], on_click=_send)


def _send() -> None:
    state = st.session_state
    answers = {name: state.get(f"tell_{name}", "") for name in PROPOSABLE}
    try:
        code = actions.propose_place(
            directory(), answers, contact=str(state.get("tell_contact", "")), now=now()
        )
    except IncompleteError:
        state.tell_wrong = say("public_reports.tell.need", language())
    except TooManyError:
        state.tell_wrong = say("rights.report.many", language())
    else:
        state.tell_thanks = added_words(code, screen())
        # The words go from this screen once they are sent.
        for name in (*PROPOSABLE, "contact"):
            state[f"tell_{name}"] = ""


def _ask(data: Json) -> None:
    state = st.session_state
    st.markdown(data["ask_intro"])
    with st.form("tell_ask"):
        st.text_input(data["code"], max_chars=20, key="tell_code", autocomplete="off")
        st.form_submit_button(data["look"], on_click=_look)
    if lines := state.pop("tell_outcome", None):
        with st.container(border=True, key="tell_outcome_box"):
            st.markdown("\n\n".join(plain(line) for line in lines))


def _look() -> None:
    state = st.session_state
    try:
        found = actions.outcome(directory(), str(state.get("tell_code", "")), now=now())
    except TooManyError:
        state.tell_outcome = [say("public_reports.tell.many_codes", language())]
    else:
        state.tell_outcome = outcome_words(found, screen())
