"""What one visit holds: the plan, what was asked and where a person is in the pages. Memory only."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ResourceMapError
from resourcemap.geo.units import Unit, unit_for
from resourcemap.handout.link import MOST_PLACES
from resourcemap.model.at_home import home_card
from resourcemap.model.plan import Plan, PlanItem, PlanKind
from resourcemap.model.words import say
from resourcemap.showing.ask import ANY_DISTANCE, Asked
from resourcemap.showing.cards import Screen
from resourcemap.ui.shared import directory, language, now, reader_zone, settings

MOST_ITEMS = MOST_PLACES
LONGEST_NOTE = 500


def unit_in(country: str | None) -> Unit:
    """Choose the unit of distance of a country, unless the server has one for all."""
    match settings().units:
        case "miles":
            return "mi"
        case "km":
            return "km"
    return unit_for(country or "US")


def asked() -> Asked:
    """Give what is set on the Find page."""
    state = st.session_state
    if "asked" not in state:
        state.asked = Asked(unit=unit_in(None))
    found: Asked = state.asked
    return found


def put_asked(new: Asked) -> None:
    """Ask for something else, and show it in the boxes and the list."""
    if replace(new, shown=0) != replace(st.session_state.asked, shown=0):
        st.session_state.open = None  # A place left open would hide that the list is another one now.
    st.session_state.asked = new
    show_in_boxes()


def show_in_boxes() -> None:
    """Show what is asked in the boxes of the Find page."""
    state = st.session_state
    found = asked()
    state.radius = ANY_DISTANCE if found.radius is None else found.radius
    state.what = found.text if found.text and found.what == "anything" else found.what
    state.when = found.when


def screen() -> Screen:
    """Give what words on screen depend on."""
    moment = now().astimezone(directory().zone)
    return Screen(
        moment,
        language=language(),
        unit=asked().unit,
        reader=reader_zone(),
        freshness=directory().freshness(),
    )


def plan() -> Plan:
    """Give the plan as it stands."""
    kept: Plan = st.session_state.get("plan", Plan())
    return kept


def planned_ids() -> list[str]:
    """List the places in the plan."""
    return [item.id for item in plan().items if item.kind == "listing"]


def put_plan(new: Plan, status: str = "") -> None:
    """Keep another plan, and say what changed."""
    state = st.session_state
    if new != state.get("plan", Plan()):
        # The count at the top is outside of the part of the page that runs again by itself.
        state.whole_page = len(new.items) != len(state.get("plan", Plan()).items)
    state.plan = new
    state.plan_status = status


def change_plan(message: Mapping[str, Any]) -> bool:
    """
    Do what a button says to the plan; anything else a browser sends changes nothing.

    Returns
    -------
    bool
        Whether the message was about the plan.
    """
    kind: PlanKind = "at-home" if message.get("kind") == "at-home" else "listing"
    item_id = message.get("id")
    if not isinstance(item_id, str) or not item_id:
        return False
    kept = plan()
    match message.get("do"):
        case "add":
            _add(kept, kind, item_id)
        case "out":
            name = _name(kind, item_id)
            put_plan(kept.remove(kind, item_id), say("plan.out", language(), name=name))
        case "toggle":
            change_plan({**message, "do": "out" if kept.holds(kind, item_id) else "add"})
        case "up" | "down" if kept.holds(kind, item_id):
            place = [(item.kind, item.id) for item in kept.items].index((kind, item_id))
            place = min(max(place + (1 if message["do"] == "down" else -1), 0), len(kept.items) - 1)
            words = say("plan.moved", language(), name=_name(kind, item_id), count=place + 1)
            put_plan(kept.move(kind, item_id, place), words)
        case "note" if kept.holds(kind, item_id):
            put_plan(kept.write_note(kind, item_id, str(message.get("text") or "")[:LONGEST_NOTE]))
        case _:
            return False
    return True


def _add(kept: Plan, kind: PlanKind, item_id: str) -> None:
    name = _name(kind, item_id)
    if not name or kept.holds(kind, item_id):
        return
    if len(kept.items) >= MOST_ITEMS:
        put_plan(kept, say("plan.full", language(), count=MOST_ITEMS))
        return
    put_plan(kept.add(PlanItem(kind, item_id)), say("plan.added", language(), name=name))


def _name(kind: PlanKind, item_id: str) -> str:
    """Name what is public of this id; "" when there is nothing."""
    if kind == "at-home":
        card = home_card(item_id)
        return say(card.title, language()) if card is not None else ""
    try:
        return actions.listing(directory(), item_id, now=now()).name
    except ResourceMapError:
        return ""


def go(page: str) -> None:
    """Open another page with the next run."""
    st.session_state.go = page
    st.session_state.whole_page = True


def open_place(listing_id: object) -> None:
    """Show a place in full on the Find page."""
    st.session_state.open = listing_id if isinstance(listing_id, str) else None
    go("find")


def renew() -> None:
    """Run the whole page when something outside of this part of it changed."""
    if st.session_state.pop("whole_page", False):
        st.rerun()


def clear() -> None:
    """Forget everything of this visit but the language."""
    state = st.session_state
    kept = state.get("language")
    for name in list(state):
        del state[name]
    if kept:
        state.language = kept
    state.cleared = True
    state.go = "find"
