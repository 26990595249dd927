"""The points of a planned import on a small map: those in doubt as the file gives them and as proposed."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from resourcemap.actions import Staged
from resourcemap.geo.point import GeoPoint
from resourcemap.model.marks import MARKS, Mark
from resourcemap.model.problem import Problem
from resourcemap.model.words import Value, say
from resourcemap.showing.cards import Json
from resourcemap.ui.board import node, show_board
from resourcemap.ui.desk.text import plain
from resourcemap.ui.map import rows_data, show_map
from resourcemap.ui.shared import directory, language, settings
from resourcemap.ui.visit import screen
from resourcemap.web.tiles import tile_template

_MOST_POINTS = 500
_HEIGHT_PX = 380
_AT_ONCE = 20
# Told apart by their shapes, and by their numbers from the points that nobody doubts.
_GIVEN, _PROPOSED, _SURE = "other", "proposed", "health"
_MARKS = {
    _PROPOSED: Mark(
        "#e69f00", "#101010", "M18 35C9.5 26 3 20.5 3 14a15 13 0 0 1 30 0c0 6.5-6.5 12-15 21z", 14.5
    )
}


@dataclass(frozen=True, slots=True)
class _Doubt:
    """One point in doubt: its number in the list and on the map, whose it is, and what is said of it."""

    number: int
    name: str
    problem: Problem

    @property
    def points(self) -> tuple[GeoPoint, ...]:
        point = self.problem.point
        return tuple(each for each in (point.given, point.proposed) if each) if point else ()


def show_points(staged: Staged) -> None:
    """Draw the map, and below it an entry for each point in doubt."""
    doubts = _doubts(staged)
    in_doubt = {(each.problem.row, each.problem.sheet) for each in doubts}
    looked = _looked_at(staged)
    # What somebody asked to see is never drawn as one of a heap.
    rows: list[Json] = [
        row | {"alone": each.number == looked} for each in doubts[:_MOST_POINTS] for row in _doubt_rows(each)
    ]
    sure = 0
    for row in staged.plan.rows:
        location = row.bundle.location
        if row.status == "unchanged" or location is None or (row.row, row.sheet) in in_doubt:
            continue
        if location.latitude is None or location.longitude is None:
            continue
        sure += 1
        # Points in doubt come first, so that a long file never hides them.
        if len(rows) < _MOST_POINTS:
            about = next((each.address_1 or "" for each in location.addresses), "")
            at = GeoPoint(location.latitude, location.longitude)
            rows.append(_row(row.listing_id, row.row, at, _SURE, row.bundle.service.name, about))
    st.markdown(_say("intro", count=sure))
    drawn = sum(each["mark"] == _SURE for each in rows)
    if sure > drawn:
        st.markdown(_say("more", count=sure - drawn))
    if doubts:
        st.markdown(_say("doubts", count=len(doubts)))
    if rows:
        _map(rows, doubts[:_MOST_POINTS], looked)
    _list(doubts, staged.file.id)


def _doubts(staged: Staged) -> list[_Doubt]:
    names = {(row.row, row.sheet): row.bundle.service.name for row in staged.plan.rows}
    found = [each for each in staged.plan.problems if each.code.startswith("point-")]
    return [
        _Doubt(number, names.get((each.row or 0, each.sheet), ""), each)
        for number, each in enumerate(found, start=1)
    ]


def _doubt_rows(doubt: _Doubt) -> list[Json]:
    point, said = doubt.problem.point, doubt.problem.message_in(language())
    if point is None:
        return []
    return [
        _row(f"doubt-{doubt.number}-{kind}", doubt.number, at, kind, _say(words, name=doubt.name), said)
        for kind, words, at in ((_GIVEN, "given", point.given), (_PROPOSED, "proposed", point.proposed))
        if at is not None
    ]


def _row(row_id: str, number: int, at: GeoPoint, mark: str, name: str, about: str) -> Json:
    return {
        "id": row_id,
        "n": number,
        "at": [round(at.latitude, 5), round(at.longitude, 5)],
        "mark": mark,
        "name": name,
        "sub": about,
        "when": "",
        "where": "",
    }


def _map(rows: Sequence[Json], doubts: Sequence[_Doubt], looked: int | None) -> None:
    asked = screen()
    chosen = next((each for each in doubts if each.number == looked), None)
    pairs = [each.points for each in doubts if len(each.points) == 2]
    if doubts:
        show_board("import_map_legend", [_legend()])
    with st.container(key="import_map_box"):
        show_map(
            rows_data(
                list(rows),
                asked,
                directory().basemap,
                marks=_MARKS,
                links=[(one, other) for one, other in pairs],
                near=chosen.points if chosen else _to_begin_with(rows, doubts),
                view=f"point {chosen.number}" if chosen else "all",
            ),
            asked,
            tiles=tile_template(settings()),
            thanks=settings().tiles_attribution,
            key="import_map",
            height_px=_HEIGHT_PX,
        )


def _to_begin_with(rows: Sequence[Json], doubts: Sequence[_Doubt]) -> list[GeoPoint]:
    """Begin where the places are: a point in the sea would make everything else a dot."""
    there = [GeoPoint(*row["at"]) for row in rows if row["mark"] != _GIVEN]
    return there or [GeoPoint(*row["at"]) for row in rows]


def _legend() -> Json:
    marks = (
        (MARKS[_GIVEN], "legend_given"),
        (_MARKS[_PROPOSED], "legend_proposed"),
        (MARKS[_SURE], "legend_sure"),
    )
    return node(
        "p",
        *(node("span", {"mark": each.drawing(), "n": ""}, _say(words)) for each, words in marks),
        kind="legend",
    )


def _list(doubts: Sequence[_Doubt], file_id: str) -> None:
    shown = _shown(file_id)
    for each in doubts[:shown]:
        with st.container(key=f"import_doubt_{each.number}", border=True):
            name = f" {plain(each.name)}" if each.name else ""
            st.markdown(f"**{each.number}.{name}**  \n{plain(each.problem.message_in(language()))}")
            if each.points:
                st.button(
                    _say("look", number=each.number),
                    key=f"import_look_at_{each.number}",
                    on_click=_look_at,
                    args=(file_id, each.number),
                )
    if len(doubts) > shown:
        st.button(_say("show_more"), key="import_points_more", on_click=_show_more, args=(file_id,))


# The numbers of one file say nothing of the next: both are kept with the file they belong to.


def _look_at(file_id: str, number: int) -> None:
    st.session_state.import_point = (file_id, number)


def _looked_at(staged: Staged) -> int | None:
    file_id, number = st.session_state.get("import_point", ("", None))
    return number if file_id == staged.file.id else None


def _show_more(file_id: str) -> None:
    st.session_state.import_points_shown = (file_id, _shown(file_id) + _AT_ONCE)


def _shown(file_id: str) -> int:
    kept_for, shown = st.session_state.get("import_points_shown", ("", _AT_ONCE))
    return int(shown) if kept_for == file_id else _AT_ONCE


def _say(key: str, **values: Value) -> str:
    return say(f"staging.map.{key}", language(), **values)
