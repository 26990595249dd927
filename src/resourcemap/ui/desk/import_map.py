"""The points of a planned import on a small map, those in doubt marked otherwise."""

import streamlit as st

from resourcemap.actions import Staged
from resourcemap.model.words import say
from resourcemap.showing.cards import Json
from resourcemap.ui.map import rows_data, show_map
from resourcemap.ui.shared import directory, language, settings
from resourcemap.ui.visit import screen
from resourcemap.web.tiles import tile_template

_MOST_POINTS = 500
_HEIGHT_PX = 380


def show_points(staged: Staged) -> None:
    """Draw the map; the words below it say the same of each point in doubt."""
    doubts = {each.row: each for each in staged.plan.problems if each.code.startswith("point-")}
    rows: list[Json] = []
    for row in staged.plan.rows:
        location = row.bundle.location
        if (
            row.status == "unchanged"
            or location is None
            or location.latitude is None
            or location.longitude is None
        ):
            continue
        doubt = doubts.get(row.row)
        rows.append(
            {
                "id": row.listing_id,
                "n": row.row,
                "at": [round(location.latitude, 5), round(location.longitude, 5)],
                "mark": "other" if doubt else "health",
                "name": row.bundle.service.name,
                "sub": next((each.address_1 or "" for each in location.addresses), ""),
                "when": doubt.message_in(language()) if doubt else "",
                "where": "",
            }
        )
    # Points in doubt come first, so that a long file never hides them.
    rows.sort(key=lambda each: each["mark"] != "other")
    shown, asked = rows[:_MOST_POINTS], screen()
    spoken = language()
    st.markdown(say("staging.map.intro", spoken, count=len(shown)))
    if len(rows) > len(shown):
        st.markdown(say("staging.map.more", spoken, count=len(rows) - len(shown)))
    if shown:
        with st.container(key="import_map_box"):
            show_map(
                rows_data(shown, asked, directory().basemap),
                asked,
                tiles=tile_template(settings()),
                thanks=settings().tiles_attribution,
                key="import_map",
                height_px=_HEIGHT_PX,
            )
    for doubt in list(doubts.values())[:_MOST_POINTS]:
        st.text(doubt.message_in(spoken))
