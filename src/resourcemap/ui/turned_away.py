"""If you are turned away: help with rights near the same place, and an anonymous report."""

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ResourceMapError, TooManyError
from resourcemap.model.listing import Listing
from resourcemap.model.report import LONGEST_REPORT, REPORT_KINDS
from resourcemap.model.words import Value, say
from resourcemap.search.query import Origin
from resourcemap.showing.cards import distance_line
from resourcemap.ui.board import button, node, show_board
from resourcemap.ui.parts import message
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import screen


def turned_away(listing: Listing, origin: Origin | None) -> None:
    """Draw what helps below a place that is open in full."""
    seen = screen()
    with st.expander(_say("title"), key="turned_away"):
        st.markdown(_say("intro"))
        helpers = actions.rights_help(directory(), listing, origin=origin, unit=seen.unit, now=seen.now)
        nodes = [node("h3", _say("near"))]
        for match in helpers:
            name = match.listing.name
            phones = [phone.number for phone in match.listing.phones[:1]]
            far = distance_line(match, origin, seen) if match.distance_m is not None else None
            facts = [*phones, *([far] if far else [])]
            nodes.append(
                node(
                    "div",
                    node("h4", name),
                    node("p", " · ".join(facts), kind="soft") if facts else None,
                    node(
                        "div",
                        button(
                            seen.say("card.details"),
                            {"do": "open", "id": match.listing.id},
                            key=f"open/{match.listing.id}",
                            label=f"{seen.say('card.details')}: {name}",
                        ),
                        kind="row",
                    ),
                    kind="choice",
                )
            )
        if not helpers:
            nodes.append(node("p", _say("none_near")))
        nodes.append(node("h3", _say("national")))
        for line in actions.rights_lines(listing):
            nodes.append(
                node(
                    "div",
                    node("p", say(line.purpose, seen.language)),
                    node("p", node("strong", line.number), f" · {_say('run_by', who=line.run_by)}"),
                    node("p", _say("tty", number=line.tty), kind="soft") if line.tty else None,
                    node("p", say(line.evidence, seen.language), kind="soft"),
                    kind="choice",
                )
            )
        nodes.append(node("p", _say("no_link"), kind="soft"))
        show_board("rights_board", nodes, _on_act)
        _report(listing)


def _on_act() -> None:
    said = message("rights_board", "act")
    if said.get("do") == "open" and isinstance(said.get("id"), str):
        st.session_state.open = said["id"]


def _report(listing: Listing) -> None:
    st.subheader(_say("report.title"), anchor=False)
    state = st.session_state
    if state.get("reported_on") == listing.id:
        st.success(_say("report.thanks"))
        st.markdown(_say("report.code", code=state.report_code))
        return
    st.markdown(_say("report.intro"))
    st.markdown(f"**{_say('report.danger')}**")
    with st.form("report", border=True):
        st.radio(
            _say("report.kind"),
            REPORT_KINDS,
            format_func=lambda kind: _say(f"report.{kind.replace('-', '_')}"),
            key="report_kind",
        )
        st.text_area(_say("report.text"), max_chars=LONGEST_REPORT, key="report_text")
        st.markdown(_say("report.note"))
        st.markdown(_say("report.limit", count=LONGEST_REPORT))
        st.form_submit_button(_say("report.send"), on_click=_send, args=(listing.id,))
    if (listing.id, "many") == state.get("report_answer"):
        st.warning(_say("report.many"))
    elif (listing.id, "gone") == state.get("report_answer"):
        st.warning(say("plan.gone", language()))


def _send(listing_id: str) -> None:
    state = st.session_state
    kind, text = state.get("report_kind", ""), state.get("report_text", "")
    try:
        state.report_code = actions.report(directory(), listing_id, kind, text, now=now())
    except TooManyError:
        state.report_answer = (listing_id, "many")
    except ResourceMapError:
        state.report_answer = (listing_id, "gone")
    else:
        state.reported_on = listing_id
        # The words go from this screen once they are sent.
        state.report_text = ""


def _say(key: str, /, **values: Value) -> str:
    return say(f"rights.{key}", language(), **values)
