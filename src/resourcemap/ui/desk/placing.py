"""Where a place that somebody asks to add is: near its ZIP or city, at a pin, or not known yet."""

from typing import Literal

import streamlit as st

from resourcemap.actions import ProposalView, Spot
from resourcemap.errors import ResourceMapError
from resourcemap.geo.point import GeoPoint
from resourcemap.model.words import Distance, Value, say
from resourcemap.showing.edit_form import point_labels
from resourcemap.ui.desk.pin_map import pin_map
from resourcemap.ui.desk.text import plain
from resourcemap.ui.parts import message, part
from resourcemap.ui.shared import language
from resourcemap.ui.visit import screen, unit_in

_Where = Literal["near", "pin", "none"]


def choose_spot(view: ProposalView) -> tuple[Spot | None, bool]:
    """
    Ask where a place is.

    Returns
    -------
    tuple
        The point, None for none; and whether the choice is made in full.
    """
    near = view.near
    options: tuple[_Where, ...] = ("near", "pin", "none") if near is not None else ("pin", "none")
    words = {"pin": _say("pin"), "none": _say("none")}
    if near is not None:
        away = Distance(near.uncertainty_m, unit_in(near.country))
        words["near"] = plain(_say("near", name=near.label, distance=away))
    with st.container(border=True, key="told_where_box"):
        st.subheader(_say("heading"), anchor=False)
        where: _Where = st.radio(_say("which"), options, format_func=words.__getitem__, key="told_where")
        if where == "pin":
            return _pin(view)
    if where == "near" and near is not None:
        return Spot(near.point, is_near=True), True
    return None, True


def _pin(view: ProposalView) -> tuple[Spot | None, bool]:
    state = st.session_state
    code = view.proposal.code
    start = view.near.point if view.near is not None else None
    labels = point_labels(screen())

    def on_moved() -> None:
        _take_move(code)

    pin = state.get("told_pin")
    at = pin or start
    part("point")(
        key="told_pin_map",
        data={
            "key": f"{code}/{language()}",
            "values": {
                "latitude": "" if at is None else str(at.latitude),
                "longitude": "" if at is None else str(at.longitude),
            },
            "schema": {"labels": labels},
            "state": {"point": []},
            "zip": None,
            "map": pin_map(start),
        },
        on_moved_change=on_moved,
    )
    if pin is None:
        st.markdown(_say("move"))
        return None, False
    return Spot(pin, is_near=False), True


def has_moved(code: str, spot: Spot | None) -> bool:
    """
    Tell whether the pin went on since `spot` was drawn: what was pressed then is not about where it is now.

    A move and the press after it may come to the server together, in either order.
    """
    _take_move(code)
    return spot is not None and not spot.is_near and st.session_state.get("told_pin") != spot.point


def _take_move(code: str) -> None:
    said = message("told_pin_map", "moved")
    # A pin of a place that is not shown any more moves nothing.
    if said.get("key") == f"{code}/{language()}":
        st.session_state.told_pin = _read(said.get("latitude"), said.get("longitude"))


def _read(latitude: object, longitude: object) -> GeoPoint | None:
    try:
        return GeoPoint(float(str(latitude).replace(",", ".")), float(str(longitude).replace(",", ".")))
    except (ValueError, ResourceMapError):
        return None


def _say(key: str, /, **values: Value) -> str:
    return say(f"public_reports.where.{key}", language(), **values)
