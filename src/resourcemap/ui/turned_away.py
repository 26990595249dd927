"""If you are turned away: help with rights near the same place, and an anonymous report."""

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ResourceMapError, TooManyError
from resourcemap.model.listing import Listing
from resourcemap.model.report import CORRECTABLE
from resourcemap.model.rights import may_turn_away
from resourcemap.model.words import say
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Json, Screen
from resourcemap.showing.rights import aside_title, report_data, rights_data, thanks_data
from resourcemap.showing.telling import correction_data
from resourcemap.ui.board import button, node, show_board
from resourcemap.ui.parts import message
from resourcemap.ui.shared import directory, now
from resourcemap.ui.visit import screen


def turned_away(listing: Listing, asked: Asked) -> None:
    """Draw what stands below a place that is open in full."""
    seen = screen()
    with st.expander(aside_title(listing, seen), key="turned_away"):
        state = st.session_state
        told = (listing.id, "turned-away") == (state.get("reported_on"), state.get("reported_kind"))
        if may_turn_away(listing) or told:
            helpers = actions.rights_help(
                directory(), listing, origin=asked.origin, unit=seen.unit, now=seen.now
            )
            data = rights_data(helpers, actions.rights_lines(listing), asked, seen)
            st.markdown(data["intro"])
            show_board("rights_board", _board(data, seen), _on_act)
        _report(listing, seen)


def _board(data: Json, screen: Screen) -> list[Json]:
    details = screen.say("card.details")
    return [
        node("h3", data["near"]),
        *(
            node(
                "div",
                node("h4", each["name"]),
                node("p", each["facts"], kind="soft"),
                node(
                    "div",
                    button(
                        details,
                        {"do": "open", "id": each["id"]},
                        key=f"open/{each['id']}",
                        label=f"{details}: {each['name']}",
                    ),
                    kind="row",
                ),
                kind="choice",
            )
            for each in data["helpers"]
        ),
        *([node("p", data["none"])] if data["none"] else []),
        node("h3", data["national"]),
        *(
            node(
                "div",
                node("p", each["purpose"]),
                node("p", node("strong", each["number"]), f" · {each['run_by']}"),
                *(node("p", text, kind="soft") for text in each["small"]),
                kind="choice",
            )
            for each in data["lines"]
        ),
        node("p", data["end"], kind="soft"),
    ]


def _on_act() -> None:
    said = message("rights_board", "act")
    if said.get("do") == "open" and isinstance(said.get("id"), str):
        st.session_state.open = said["id"]


def _report(listing: Listing, screen: Screen) -> None:
    words = report_data(screen)
    if may_turn_away(listing):
        st.subheader(words["title"], anchor=False)
    state = st.session_state
    if state.get("reported_on") == listing.id:
        thanks, code = thanks_data(state.report_code, screen)
        st.success(thanks)
        st.markdown(code)
        return
    st.markdown(words["intro"])
    st.markdown(f"**{words['danger']}**")
    kinds = dict(words["kinds"])
    with st.form("report", border=True):
        st.radio(words["kind"], list(kinds), format_func=lambda kind: kinds[kind], key="report_kind")
        st.text_area(words["text"], max_chars=words["longest"], key="report_text")
        st.markdown(words["note"])
        st.markdown(words["limit"])
        correction = correction_data(screen)
        with st.expander(correction["title"]):
            for field in correction["fields"]:
                st.text_input(
                    field["label"],
                    max_chars=field["longest"],
                    key=f"report_{field['name']}",
                    autocomplete="off",
                )
        st.text_input(
            correction["contact"],
            max_chars=correction["longest_contact"],
            key="report_contact",
            autocomplete="off",
        )
        st.markdown(correction["contact_note"])
        st.form_submit_button(words["send"], on_click=_send, args=(listing.id,))
    if (listing.id, "many") == state.get("report_answer"):
        st.warning(say("rights.report.many", screen.language))
    elif (listing.id, "gone") == state.get("report_answer"):
        st.warning(say("plan.gone", screen.language))


def _send(listing_id: str) -> None:
    state = st.session_state
    kind, text = state.get("report_kind", ""), state.get("report_text", "")
    try:
        state.report_code = actions.report(
            directory(),
            listing_id,
            kind,
            text,
            changes={name: state.get(f"report_{name}", "") for name in CORRECTABLE},
            contact=str(state.get("report_contact", "")),
            now=now(),
        )
    except TooManyError:
        state.report_answer = (listing_id, "many")
    except ResourceMapError:
        state.report_answer = (listing_id, "gone")
    else:
        state.reported_on, state.reported_kind = listing_id, kind
        # The words go from this screen once they are sent.
        for name in ("text", "contact", *CORRECTABLE):
            state[f"report_{name}"] = ""
