"""A page with a component in the page, a map in its frame, and a second page."""

import gc

import folium
import streamlit as st
from remembered import Note
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit_folium import st_folium

from resourcemap.model.change import Actor
from resourcemap.web.assets import asset_url
from resourcemap.web.downloads import only_for

st.set_page_config(page_title="Belonging map", layout="wide")


class LocalMap(folium.Map):
    """A map whose scripts come from this server."""

    default_js = [  # noqa: RUF012  # folium reads it from the class
        ("jquery", asset_url("jquery/jquery.slim.min.js")),
        ("leaflet", asset_url("leaflet/leaflet.js")),
    ]
    default_css = [("leaflet", asset_url("leaflet/leaflet.css"))]  # noqa: RUF012  # as above


SCRIPT = """
export default function({ parentElement, setStateValue }) {
  parentElement.querySelector("button").onclick = () => setStateValue("pressed", "yes");
}
"""


def first() -> None:
    st.title("First")
    st.text_input("Near")
    counter = st.components.v2.component("counter", html="<button>Press</button>", js=SCRIPT)
    st.write("pressed:", counter(key="counter", on_pressed_change=lambda: None).get("pressed") or "no")
    city = LocalMap(location=[39.29, -76.61], zoom_start=12, tiles=None, max_zoom=18)
    folium.CircleMarker([39.29, -76.61]).add_to(city)
    st_folium(city, height=300, returned_objects=[], key="map")


def second() -> None:
    st.title("Second")
    context = get_script_run_ctx()
    assert context is not None
    visit = get_instance()._session_mgr.get_session_info(context.session_id).session
    st.session_state.note = Note("what somebody wrote", visit)
    # As the pages do when there is new data: nothing that is here now is walked for garbage any more.
    gc.freeze()
    st.download_button("Calendar", b"BEGIN:VCALENDAR", "plan.ics", "text/calendar", key="calendar")
    ana = Actor("ana", frozenset(), account_id="a/n; a")
    st.download_button("Rows", b"name\nPorch tea\n", "rows.csv", only_for(ana, "text/csv"), key="rows")
    st.download_button("Plan", lambda: b"%PDF-1.7", "plan.pdf", "application/pdf", key="plan")


st.navigation(
    [st.Page(first, title="First", default=True), st.Page(second, title="Second")], position="top"
).run()
