"""The Find page: where, what and when; the list, one place in full, and the map."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.errors import NotFoundError, ResourceMapError
from resourcemap.geo.places import PlaceAnswer
from resourcemap.model.words import say
from resourcemap.search.result import SearchResult
from resourcemap.showing.ask import (
    ANY_DISTANCE,
    DEFAULT_RADIUS,
    FIRST_SHOWN,
    LONGEST_TEXT,
    RADII,
    WHAT,
    WHEN,
    Asked,
    loosened,
    with_unknown,
    without,
)
from resourcemap.showing.cards import STRIP_SHOWN, Json, Screen, next_strip, results_data
from resourcemap.showing.detail import detail_data
from resourcemap.showing.panel import panel_data, read_panel
from resourcemap.showing.summary import when_words
from resourcemap.showing.together import times_data
from resourcemap.ui.head import heading
from resourcemap.ui.list_words import list_words, plan_labels
from resourcemap.ui.map import map_data, show_map
from resourcemap.ui.parts import message as message_of
from resourcemap.ui.parts import part
from resourcemap.ui.shared import directory, language, now, settings, settle
from resourcemap.ui.turned_away import turned_away
from resourcemap.ui.visit import asked as asked_now
from resourcemap.ui.visit import (
    change_plan,
    plan,
    planned_ids,
    put_asked,
    renew,
    show_in_boxes,
)
from resourcemap.ui.visit import screen as screen_now
from resourcemap.ui.where import on_located, on_near, on_picked, place_data, start_at
from resourcemap.web.tiles import tile_template

_MAP_PATIENCE_MS = 8000
_MAP_UNCERTAINTY_M = 20.0
_MOST_SHOWN = 1000


def find_page() -> None:
    """Draw the page."""
    state = st.session_state
    asked_now()
    state.setdefault("place_answer", PlaceAnswer())
    state.setdefault("open", None)
    state.setdefault("panel_seq", 0)
    state.setdefault("strips", {})
    # What the boxes show goes with the page when another one is opened, and is put back here.
    if "radius" not in state:
        show_in_boxes()
    if "near" not in state:
        state.near = state.get("near_typed", "")
    if "home_first" not in state:
        state.home_first = asked_now().remote_first
    heading(say("find.heading", language()))
    _page()


@st.fragment
def _page() -> None:
    renew()
    state = st.session_state
    asked: Asked = state.asked
    screen = screen_now()
    row = st.container(key="find_ask")
    notice = st.container(key="find_place")
    _ask(row, screen)
    with notice:
        part("place")(
            key="place",
            data=place_data(state.place_answer, asked, screen),
            on_located_change=on_located,
            on_picked_change=on_picked,
        )
        st.checkbox(
            say("plan.home.switch", screen.language),
            key="home_first",
            help=say("plan.home.switch_help", screen.language),
            on_change=_on_home_first,
        )
    # Of what needs no travel only the first few are shown, unless more was asked for.
    aside = max(state.strips.values(), default=STRIP_SHOWN)
    result = actions.find(directory(), replace(asked.query(screen.now), limit_aside=aside), now=screen.now)
    state.relax = result.relax
    with row:
        part("filters")(
            key="filters",
            data=panel_data(result, asked, screen, seq=state.panel_seq),
            on_set_change=_on_panel,
        )
    with st.container(key="find_body"):
        beside = st.columns([1.35, 1], gap="medium")
        with beside[0], st.container(key="find_list"):
            part("results")(key="results", data=_list_data(result, asked, screen), on_act_change=_on_act)
            _if_turned_away(asked)
        with beside[1], st.container(key="find_map"):
            show_map(
                map_data(result.matches, asked, screen, directory().basemap),
                screen,
                tiles=tile_template(settings()),
                thanks=settings().tiles_attribution,
            )
        part("bridge")(
            key="bridge",
            data={
                "title": screen.say("map.title"),
                "describe": screen.say("map.describe"),
                "map": screen.say("map.show"),
                "list": screen.say("map.hide"),
                "plan": _plan_words(screen),
                "planned": planned_ids(),
                "words": plan_labels(screen),
                "patience_ms": _MAP_PATIENCE_MS,
            },
        )
    settle(result.version)


def _ask(row: Any, screen: Screen) -> None:
    with row:
        st.text_input(
            screen.say("near.label"),
            key="near",
            placeholder=screen.say("near.placeholder"),
            on_change=on_near,
        )
        st.selectbox(
            screen.say("within.label"),
            [*_radii(), ANY_DISTANCE],
            key="radius",
            format_func=lambda radius: _radius_words(radius, screen),
            filter_mode=None,
            on_change=_on_widgets,
        )
        st.selectbox(
            screen.say("what.label"),
            list(WHAT),
            key="what",
            format_func=lambda what: screen.say(f"what.{what}") if what in WHAT else what,
            accept_new_options=True,
            filter_mode="contains",
            placeholder=screen.say("what.placeholder"),
            on_change=_on_widgets,
        )
        st.selectbox(
            screen.say("when.label"),
            list(WHEN),
            key="when",
            format_func=lambda when: when_words(when, screen),
            filter_mode="contains",
            on_change=_on_widgets,
        )


def _radii() -> list[float]:
    asked: Asked = st.session_state.asked
    extra = {asked.radius} if asked.radius is not None else set()
    return sorted({*RADII[asked.unit], *extra})


def _radius_words(radius: float, screen: Screen) -> str:
    if radius == ANY_DISTANCE:
        return screen.say("within.any")
    return screen.say("within.choice", number=f"{radius:g}", unit=screen.say(f"unit.{screen.unit}"))


def _plan_words(screen: Screen) -> str:
    count = len(plan().items)
    return say("plan.nav_count", screen.language, count=count) if count else say("plan.nav", screen.language)


def _if_turned_away(asked: Asked) -> None:
    opened = st.session_state.open
    if opened is None:
        return
    try:
        turned_away(actions.listing(directory(), opened, now=now()), asked)
    except NotFoundError:
        return  # Taken out of the list since it was opened.


def _list_data(result: SearchResult, asked: Asked, screen: Screen) -> Json:
    data = results_data(result, asked, screen, strips=st.session_state.strips) | list_words(screen)
    data["planned"] = planned_ids()
    data["status"] = st.session_state.pop("plan_status", "")
    data["homeFirst"] = asked.remote_first
    data["detail"] = _detail_data(result, asked, screen)
    return data


def _detail_data(result: SearchResult, asked: Asked, screen: Screen) -> Json | None:
    opened = st.session_state.open
    if opened is None:
        return None
    number, match = result.match_of(opened)
    try:
        listing = match.listing if match is not None else actions.listing(directory(), opened, now=screen.now)
    except ResourceMapError:
        return None  # Taken out of the list since it was opened.
    data = detail_data(listing, match, asked, screen, zone=directory().zone, number=number)
    group = actions.same_group(directory(), listing.id, now=screen.now)
    return data | {"times": times_data(group, listing, screen, zone=directory().zone)}


# --- What, when and all else ---------------------------------------------------------------------


def _on_widgets() -> None:
    state = st.session_state
    asked: Asked = state.asked
    what = state.what or "anything"
    typed = what not in WHAT
    text = str(what).strip()[:LONGEST_TEXT] if typed else asked.text
    if not typed and asked.what == "anything" and what != "anything":
        text = ""  # A choice takes the place of the words typed into the same box.
    if not typed and what == "anything":
        text = ""
    put_asked(
        replace(
            asked,
            radius=state.radius or None,
            what="anything" if typed else what,
            text=text,
            when=state.when or "any",
            shown=FIRST_SHOWN,
        )
    )


def _on_home_first() -> None:
    state = st.session_state
    state.asked = replace(asked_now(), remote_first=state.home_first)


def _on_panel() -> None:
    state = st.session_state
    message = message_of("filters", "set")
    seq = message.get("seq")
    state.panel_seq = seq if isinstance(seq, int | float) else 0
    asked: Asked = state.asked
    new = read_panel(asked, message)
    if new.unit != asked.unit and new.radius is not None:
        new = replace(new, radius=DEFAULT_RADIUS[new.unit])
    put_asked(new)


def _on_act() -> None:
    state = st.session_state
    message = message_of("results", "act")
    if change_plan(message):
        return
    asked: Asked = state.asked
    do: dict[str, Callable[[], None]] = {
        "open": lambda: _open(message.get("id")),
        "back": lambda: _open(None),
        "more": lambda: put_asked(replace(asked, shown=min(_MOST_SHOWN, asked.shown + FIRST_SHOWN))),
        "strip": lambda: _lengthen(message.get("name")),
        "remove": lambda: put_asked(without(asked, str(message.get("id")))),
        "allow-unknown": lambda: put_asked(with_unknown(asked, str(message.get("name")), True)),
        "loosen": lambda: _loosen(message.get("index")),
        "origin": lambda: start_at(message.get("point"), "near.here", _MAP_UNCERTAINTY_M),
    }
    action = do.get(str(message.get("do")))
    if action is not None:
        action()


def _open(listing_id: object) -> None:
    st.session_state.open = listing_id if isinstance(listing_id, str) else None


def _lengthen(name: object) -> None:
    strips = st.session_state.strips
    if name in ("remote", "unplaced"):
        st.session_state.strips = strips | {name: min(_MOST_SHOWN, next_strip(strips.get(name, STRIP_SHOWN)))}


def _loosen(index: object) -> None:
    state = st.session_state
    if isinstance(index, int | float) and 0 <= int(index) < len(state.relax):
        put_asked(loosened(state.asked, state.relax[int(index)].query))
