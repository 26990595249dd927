"""Handing a plan over: paper, PDF, text, e-mail, calendar and a code, each one press away."""

from urllib.parse import urlsplit

import streamlit as st

from resourcemap import actions
from resourcemap.actions import Handout
from resourcemap.model.locale_words import listed
from resourcemap.model.plan import Plan
from resourcemap.model.words import Value, say
from resourcemap.ui.board import picture, show_board
from resourcemap.ui.parts import part
from resourcemap.ui.shared import directory, language, now, reader_zone
from resourcemap.ui.visit import asked

_PANELS = ("print", "text", "email", "code")
_HERE_ONLY = frozenset({"localhost", "127.0.0.1", "::1"})


def hand_over(plan: Plan) -> None:
    """Draw the buttons, and below them what was asked for last."""
    state = st.session_state
    # A widget's own value goes with its page: this one is kept for the visit.
    if "discreet_box" not in state:
        state.discreet_box = state.get("discreet", False)
    if "notes_box" not in state:
        state.notes_box = state.get("with_notes", False)
    made = made_of(plan, discreet=state.discreet_box, with_notes=state.notes_box)
    with st.container(key="hand_over", border=True):
        st.header(_say("title"), anchor=False)
        st.checkbox(_say("discreet"), key="discreet_box", on_change=_keep_discreet)
        st.markdown(f":gray[{_say('discreet_help')}]")
        if any(item.note for item in plan.items) and not state.discreet_box:
            st.checkbox(_say("notes"), key="notes_box", on_change=_keep_notes)
        file = say("handout.file", language())
        with st.container(horizontal=True, key="hand_buttons"):
            st.button(_say("print"), key="hand_print", type="primary", on_click=_open, args=("print",))
            # Written when pressed, outside of this run: all it needs is in what was made here.
            st.download_button(
                _say("pdf"),
                data=made.pdf,
                file_name=f"{file}.pdf",
                mime="application/pdf",
                key="hand_pdf",
                on_click="ignore",
            )
            st.button(_say("text"), key="hand_text", on_click=_open, args=("text",))
            st.button(_say("email"), key="hand_email", on_click=_open, args=("email",))
            _calendar_button(made)
            st.button(_say("code"), key="hand_code", on_click=_open, args=("code",))
        opened = state.get("hand_open")
        if opened in _PANELS:
            with st.container(key="hand_panel"):
                _panel(opened, made)
                st.button(_say("close"), key="hand_close", on_click=_open, args=(None,))


def made_of(plan: Plan, *, discreet: bool, with_notes: bool) -> Handout:
    """Make the plan ready to hand over."""
    return actions.handout(
        directory(),
        plan,
        origin=asked().origin,
        unit=asked().unit,
        language=language(),
        discreet=discreet,
        with_notes=with_notes,
        base_url=origin_of(st.context.url),
        reader=reader_zone(),
        now=now().astimezone(directory().zone),
    )


def origin_of(url: str | None) -> str | None:
    """
    Keep an address's scheme and host, and nothing else of it.

    >>> origin_of("https://map.example.org/plan?x=1"), origin_of(None)
    ('https://map.example.org', None)
    """
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None


def _calendar_button(made: Handout) -> None:
    calendar = made.calendar()
    if b"BEGIN:VEVENT" not in calendar.data:
        st.button(_say("calendar"), key="hand_no_calendar", help=_say("no_dates"), disabled=True)
        return
    st.download_button(
        _say("calendar"),
        data=calendar.data,
        file_name=calendar.name,
        mime="text/calendar",
        key="hand_calendar",
        on_click="ignore",
        help=_say("left_out", names=listed([entry.title for entry in calendar.left_out], language(), word=""))
        if calendar.left_out
        else None,
    )


def _panel(name: str, made: Handout) -> None:
    match name:
        case "print":
            print_panel("print", made.page())
        case "text":
            sms = made.sms()
            _copy("text", sms.text, note=_say("text_parts", count=sms.count))
        case "email":
            email = made.email()
            _copy("email", email.body, note=_say("email_copy"), first=_say("subject", subject=email.subject))
        case _:
            _code(made)


def print_panel(key: str, page: str) -> None:
    """Show a page as it prints and open the browser's print dialog once."""
    part("print")(
        key=f"{key}_page",
        data={
            "page": page,
            "press": st.session_state.get("hand_press", 0),
            "title": _say("preview"),
            "again": _say("again"),
        },
    )


def _copy(key: str, text: str, *, note: str, first: str = "") -> None:
    part("copy")(
        key="hand_copy",
        data={
            "text": text,
            "label": _say(key),
            "note": note,
            "first": first,
            "copy": _say("copy"),
            "copied": _say("copied"),
            "failed": _say("not_copied"),
        },
    )


def _code(made: Handout) -> None:
    code = made.qr_image()
    if code is None or made.link is None:
        st.markdown(_say("code_none"))
        return
    show_board("hand_code_board", [picture(code, say("handout.page.code", language()))])
    st.markdown(_say("code_help"))
    if (urlsplit(made.link).hostname or "") in _HERE_ONLY:
        st.markdown(_say("code_local"))
    st.code(made.link, language=None, wrap_lines=True)


def _open(name: str | None) -> None:
    state = st.session_state
    state.hand_open = name
    # Each press prints once, however often the page runs again.
    state.hand_press = state.get("hand_press", 0) + 1


def _keep_discreet() -> None:
    st.session_state.discreet = st.session_state.discreet_box


def _keep_notes() -> None:
    st.session_state.with_notes = st.session_state.notes_box


def _say(key: str, /, **values: Value) -> str:
    return say(f"plan.hand.{key}", language(), **values)
