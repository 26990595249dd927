"""The Find page: where, what and when; the list, one place in full, and the map."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ResourceMapError
from resourcemap.geo.places import Place, PlaceAnswer
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import Unit, unit_for
from resourcemap.model.marks import MARKS
from resourcemap.model.words import Distance
from resourcemap.search.query import Origin
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
from resourcemap.showing.cards import Json, Screen, results_data, when_words
from resourcemap.showing.detail import detail_data
from resourcemap.showing.panel import panel_data, read_panel
from resourcemap.ui.map import map_data, show_map
from resourcemap.ui.parts import page_style, part
from resourcemap.ui.shared import directory, now, settings

_MAP_PATIENCE_MS = 8000
_MAP_UNCERTAINTY_M = 20.0
_COARSE_M = 500.0
_MOST_SHOWN = 200


def find_page() -> None:
    """Draw the page."""
    state = st.session_state
    if "asked" not in state:
        state.asked = Asked(unit=_unit(None))
        state.place_answer = PlaceAnswer()
        state.open = None
        state.panel_seq = 0
        _show_in_widgets()
    st.html(page_style())
    _page()


@st.fragment
def _page() -> None:
    state = st.session_state
    moment = now().astimezone(directory().zone)
    asked: Asked = state.asked
    screen = Screen(moment, language=_language(), unit=asked.unit)
    row = st.container(key="find_ask")
    notice = st.container(key="find_place")
    _ask(row, screen)
    with notice:
        part("place")(
            key="place",
            data=_place_data(state.place_answer, asked, screen),
            on_located_change=_on_located,
            on_picked_change=_on_picked,
        )
    result = actions.find(directory(), asked.query(moment), now=moment)
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
        with beside[1], st.container(key="find_map"):
            show_map(map_data(result.matches, asked, screen, directory().basemap), screen)
        part("bridge")(
            key="bridge",
            data={
                "title": screen.say("map.title"),
                "describe": screen.say("map.describe"),
                "map": screen.say("map.show"),
                "list": screen.say("map.hide"),
                "patience_ms": _MAP_PATIENCE_MS,
            },
        )


def _ask(row: Any, screen: Screen) -> None:
    with row:
        st.text_input(
            screen.say("near.label"),
            key="near",
            placeholder=screen.say("near.placeholder"),
            on_change=_on_near,
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


def _language() -> str:
    return "en"


def _unit(country: str | None) -> Unit:
    match settings().units:
        case "miles":
            return "mi"
        case "km":
            return "km"
    return unit_for(country or "US")


def _list_data(result: SearchResult, asked: Asked, screen: Screen) -> Json:
    data = results_data(result, asked, screen)
    data["marks"] = {
        name: {"fill": mark.fill, "ink": mark.ink, "path": mark.path, "middle": mark.middle}
        for name, mark in MARKS.items()
    }
    data["markLabels"] = {
        name: screen.say("map.other") if name == "other" else screen.label("dimension", name)
        for name in MARKS
    }
    data["labels"] = {
        "why": screen.say("card.why"),
        "details": screen.say("card.details"),
        "onMap": screen.say("card.on_map"),
        "list": screen.say("card.list"),
        "chips": screen.say("chip.list"),
        "back": screen.say("detail.back"),
        "unknown": screen.say("detail.unknown"),
        "alert": screen.say("detail.alert"),
        "blocked": screen.say("map.blocked"),
        "legend": screen.say("map.legend"),
    }
    data["detail"] = _detail_data(result, asked, screen)
    return data


def _detail_data(result: SearchResult, asked: Asked, screen: Screen) -> Json | None:
    opened = st.session_state.open
    if opened is None:
        return None
    found = [*enumerate(result.matches, start=1), *((None, match) for match in result.remote)]
    number, match = next(
        ((number, match) for number, match in found if match.listing.id == opened), (None, None)
    )
    try:
        listing = match.listing if match is not None else actions.listing(directory(), opened, now=screen.now)
    except ResourceMapError:
        return None  # Taken out of the list since it was opened.
    return detail_data(listing, match, asked, screen, zone=directory().zone, number=number)


# --- Where ---------------------------------------------------------------------------------------


def _place_data(answer: PlaceAnswer, asked: Asked, screen: Screen) -> Json:
    typed = str(st.session_state.get("near") or "")
    status, lead, offers = "", "", []
    if asked.origin is not None:
        label = asked.origin.label
        if answer.place is not None and answer.place.confidence == "low" and not answer.alternatives:
            status = screen.say("near.found_low", place=label)
        elif asked.origin.uncertainty_m > _COARSE_M:
            distance = Distance(asked.origin.uncertainty_m, screen.unit)
            status = screen.say("near.found_coarse", place=label, distance=distance)
        else:
            status = screen.say("near.found", place=label)
        if answer.alternatives:
            lead = screen.say("near.alternatives")
            offers = [place.label for place in answer.alternatives]
    elif typed.strip():
        status = screen.say("near.unknown", text=typed.strip())
        if answer.suggestions:
            lead = screen.say("near.suggestions")
            offers = list(answer.suggestions)
    else:
        status = screen.say("near.none")
    return {
        "status": status,
        "lead": lead,
        "offers": offers,
        "labels": {
            "locate": screen.say("near.locate"),
            "locating": screen.say("near.locating"),
            "refused": screen.say("near.locate_refused"),
        },
    }


def _on_near() -> None:
    state = st.session_state
    _find_place(str(state.near or ""))


def _find_place(text: str) -> None:
    state = st.session_state
    state.place_answer = actions.find_place(directory(), text)
    _start_from(state.place_answer.place)


def _start_from(place: Place | None) -> None:
    asked: Asked = st.session_state.asked
    if place is None:
        _set(replace(asked, origin=None, shown=FIRST_SHOWN))
        return
    origin = Origin(place.point, place.label, place.uncertainty_m)
    _set_origin(origin, _unit(place.country))


def _set_origin(origin: Origin, unit: Unit) -> None:
    asked: Asked = st.session_state.asked
    # The first place sets a radius that most people can reach; a chosen one stays.
    fresh = asked.origin is None and asked.radius is None
    radius = DEFAULT_RADIUS[unit] if fresh or unit != asked.unit else asked.radius
    _set(replace(asked, origin=origin, unit=unit, radius=radius, shown=FIRST_SHOWN))


def _on_picked() -> None:
    state = st.session_state
    message = _message("place", "picked")
    label = message.get("label")
    answer: PlaceAnswer = state.place_answer
    if not isinstance(label, str):
        return
    for place in answer.alternatives:
        if place.label == label:
            others = (
                each for each in (answer.place, *answer.alternatives) if each is not None and each != place
            )
            state.place_answer = PlaceAnswer(place=place, alternatives=tuple(others))
            state.near = label
            _start_from(place)
            return
    if label in answer.suggestions:
        state.near = label
        _find_place(label)


def _on_located() -> None:
    message = _message("place", "located")
    accuracy = message.get("accuracy")
    uncertainty_m = float(accuracy) if isinstance(accuracy, int | float) and accuracy >= 0 else _COARSE_M
    _start_at(message.get("point"), "near.my_location", uncertainty_m)


def _start_at(given: object, label: str, uncertainty_m: float) -> None:
    point = _point(given)
    if point is None:
        return
    state = st.session_state
    asked: Asked = state.asked
    words = Screen(now(), language=_language(), unit=asked.unit).say(label)
    state.place_answer = PlaceAnswer()
    state.near = ""
    country = _country(point)
    _set_origin(Origin(point, words, uncertainty_m), _unit(country))


def _country(point: GeoPoint) -> str | None:
    place = actions.find_place(directory(), f"{point.latitude:.4f}, {point.longitude:.4f}").place
    return None if place is None else place.country


def _point(given: object) -> GeoPoint | None:
    if not isinstance(given, list) or len(given) != 2:
        return None
    try:
        # Three decimals are about a street block: enough to measure from, no more is kept.
        return GeoPoint(float(given[0]), float(given[1])).rounded(3)
    except (TypeError, ValueError, ResourceMapError):
        return None


# --- What, when and all else ---------------------------------------------------------------------


def _message(part_key: str, event: str) -> dict[str, Any]:
    value = getattr(st.session_state.get(part_key), event, None)
    return dict(value) if isinstance(value, dict) else {}


def _set(asked: Asked) -> None:
    st.session_state.asked = asked
    _show_in_widgets()


def _show_in_widgets() -> None:
    state = st.session_state
    asked: Asked = state.asked
    state.radius = ANY_DISTANCE if asked.radius is None else asked.radius
    state.what = asked.text if asked.text and asked.what == "anything" else asked.what
    state.when = asked.when


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
    _set(
        replace(
            asked,
            radius=state.radius or None,
            what="anything" if typed else what,
            text=text,
            when=state.when or "any",
            shown=FIRST_SHOWN,
        )
    )


def _on_panel() -> None:
    state = st.session_state
    message = _message("filters", "set")
    seq = message.get("seq")
    state.panel_seq = seq if isinstance(seq, int | float) else 0
    asked: Asked = state.asked
    new = read_panel(asked, message)
    if new.unit != asked.unit and new.radius is not None:
        new = replace(new, radius=DEFAULT_RADIUS[new.unit])
    _set(new)


def _on_act() -> None:
    state = st.session_state
    message = _message("results", "act")
    asked: Asked = state.asked
    do: dict[str, Callable[[], None]] = {
        "open": lambda: _open(message.get("id")),
        "back": lambda: _open(None),
        "more": lambda: _set(replace(asked, shown=min(_MOST_SHOWN, asked.shown + FIRST_SHOWN))),
        "remove": lambda: _set(without(asked, str(message.get("id")))),
        "allow-unknown": lambda: _set(with_unknown(asked, str(message.get("name")), True)),
        "loosen": lambda: _loosen(message.get("index")),
        "origin": lambda: _start_at(message.get("point"), "near.here", _MAP_UNCERTAINTY_M),
    }
    action = do.get(str(message.get("do")))
    if action is not None:
        action()


def _open(listing_id: object) -> None:
    st.session_state.open = listing_id if isinstance(listing_id, str) else None


def _loosen(index: object) -> None:
    state = st.session_state
    if isinstance(index, int | float) and 0 <= int(index) < len(state.relax):
        _set(loosened(state.asked, state.relax[int(index)].query))
