"""Where distances start: a typed place, one of several of its name, or where the browser is."""

from dataclasses import replace

import streamlit as st

from resourcemap import actions
from resourcemap.errors import ResourceMapError
from resourcemap.geo.places import Place, PlaceAnswer
from resourcemap.geo.point import GeoPoint
from resourcemap.geo.units import Unit
from resourcemap.model.words import Distance
from resourcemap.search.query import Origin
from resourcemap.showing.ask import DEFAULT_RADIUS, FIRST_SHOWN, Asked
from resourcemap.showing.cards import Json, Screen
from resourcemap.ui.parts import message as message_of
from resourcemap.ui.shared import directory, language, now
from resourcemap.ui.visit import put_asked, unit_in

_COARSE_M = 500.0


def place_data(answer: PlaceAnswer, asked: Asked, screen: Screen) -> Json:
    """Say where distances start, and offer other places of the name."""
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


def on_near() -> None:
    """Look up what was typed."""
    state = st.session_state
    _find_place(str(state.near or ""))


def _find_place(text: str) -> None:
    state = st.session_state
    state.near_typed = text
    state.place_answer = actions.find_place(directory(), text)
    _start_from(state.place_answer.place)


def _start_from(place: Place | None) -> None:
    asked: Asked = st.session_state.asked
    if place is None:
        put_asked(replace(asked, origin=None, shown=FIRST_SHOWN))
        return
    origin = Origin(place.point, place.label, place.uncertainty_m)
    _set_origin(origin, unit_in(place.country))


def _set_origin(origin: Origin, unit: Unit) -> None:
    asked: Asked = st.session_state.asked
    # The first place sets a radius that most people can reach; a chosen one stays.
    fresh = asked.origin is None and asked.radius is None
    radius = DEFAULT_RADIUS[unit] if fresh or unit != asked.unit else asked.radius
    put_asked(replace(asked, origin=origin, unit=unit, radius=radius, shown=FIRST_SHOWN))


def on_picked() -> None:
    """Take a place that was offered."""
    state = st.session_state
    message = message_of("place", "picked")
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
            state.near = state.near_typed = label
            _start_from(place)
            return
    if label in answer.suggestions:
        state.near = label
        _find_place(label)


def on_located() -> None:
    """Start where the browser says that it is."""
    message = message_of("place", "located")
    accuracy = message.get("accuracy")
    uncertainty_m = float(accuracy) if isinstance(accuracy, int | float) and accuracy >= 0 else _COARSE_M
    start_at(message.get("point"), "near.my_location", uncertainty_m)


def start_at(given: object, label: str, uncertainty_m: float) -> None:
    """Start at a spot, kept as coarse as a street block."""
    point = _point(given)
    if point is None:
        return
    state = st.session_state
    asked: Asked = state.asked
    words = Screen(now(), language=language(), unit=asked.unit).say(label)
    state.place_answer = PlaceAnswer()
    state.near = state.near_typed = ""
    country = _country(point)
    _set_origin(Origin(point, words, uncertainty_m), unit_in(country))


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
