"""The map: a picture of the list, in its own frame, from this server alone."""

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from resourcemap.geo.basemap import Basemap, ring_radii_m
from resourcemap.geo.distance import bounding_box
from resourcemap.geo.point import GeoPoint
from resourcemap.model.locale_words import direction, length, scale_units
from resourcemap.model.marks import MARKS, Mark, mark_of
from resourcemap.model.words import say
from resourcemap.search.query import Origin
from resourcemap.search.result import Match
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Json, Screen, distance_line, organization_words
from resourcemap.showing.times import next_words
from resourcemap.web.assets import asset_url

_HEIGHT_PX = 600
_MOST_STATE_FILES = 6
_MOST_NAMES = 24
# What a view shows around a place that stands alone.
_ALONE_M = 3_000.0
METRES_PER_DEGREE = 111_195.0
_PLAIN = re.compile(r"[^A-Za-z0-9 .,:\[\]-]")


class _Map(folium.Map):
    """folium's map without its outside scripts, its fonts and its fixed zoom for phones."""

    default_js = [  # noqa: RUF012 - folium's own attribute, a list there
        ("jquery", asset_url("jquery/jquery.slim.min.js")),
        ("leaflet", asset_url("leaflet/leaflet.js")),
        ("resourcemap", asset_url("own/map.js")),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", asset_url("leaflet/leaflet.css")),
        ("resourcemap_css", asset_url("own/map.css")),
    ]
    # No header: folium's forbids people to zoom the page.
    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }}, crs: L.CRS.EPSG3857, ...{{ this.options|tojavascript }}
            });
            L.Icon.Default.imagePath = {{ this.images|tojson }};
            resourcemap.start({{ this.get_name() }}, JSON.parse("{{ this.labels }}"));
        {% endmacro %}
        """
    )

    def __init__(self, labels: Json) -> None:
        super().__init__(
            location=[39.5, -98.35],
            tiles=None,
            zoom_start=4,
            max_zoom=18,
            zoom_control=False,
            attribution_control=False,
            scroll_wheel_zoom=False,
            zoom_snap=0.5,
        )
        self.labels = as_script_text(labels)
        self.images = asset_url("leaflet/images/marker-icon.png").removesuffix("marker-icon.png")

    def render(self, **kwargs: Any) -> str:
        return _unwritten(kwargs)


class _Group(folium.FeatureGroup):
    def render(self, **kwargs: Any) -> str:
        return _unwritten(kwargs)


def _unwritten(_: Any) -> str:
    # folium writes a page of its own here, which nobody sees, and compiles each written piece as a
    # template once more: a fifth of a rerun. The frame takes its script from the templates above.
    return ""


class _Layer(MacroElement):
    """Everything that changes, as one piece of JSON."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            resourcemap.draw({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }},
                JSON.parse("{{ this.payload }}"));
        {% endmacro %}
        """
    )

    def __init__(self, data: Json) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca gives no type here
        self._name = "places"
        self.payload = as_script_text(data)

    def render(self, **kwargs: Any) -> str:
        return _unwritten(kwargs)


def as_script_text(data: Json) -> str:
    r"""
    Write data as the inside of a JavaScript string that JSON.parse reads.

    All but letters, digits and a few marks becomes \uXXXX: no text of a listing can end the string,
    start a template, look like HTML or like one of folium's own names.

    >>> as_script_text({"a": "`${x}</script>{{ 'b' }}"}).count("<")
    0
    """
    plain = json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return _PLAIN.sub(lambda mark: f"\\u{ord(mark[0]):04x}", plain)


def map_rows(matches: Sequence[Match], asked: Asked, screen: Screen) -> list[Json]:
    """List the places that have a public point, with the numbers they have in the list."""
    rows = []
    for number, match in enumerate(matches, start=1):
        listing = match.listing
        if listing.point is None:
            continue
        rows.append(
            {
                "id": listing.id,
                "n": number,
                "at": [round(listing.point.latitude, 5), round(listing.point.longitude, 5)],
                "mark": mark_of(listing),
                "name": listing.name,
                "sub": organization_words(listing) or "",
                "when": next_words(
                    match.next_time,
                    match.next_end,
                    screen.now,
                    is_open=match.is_open,
                    language=screen.language,
                ),
                "where": distance_line(match, asked.origin, screen, radius_m=asked.radius_m) or "",
            }
        )
    return rows


def map_data(matches: Sequence[Match], asked: Asked, screen: Screen, basemap: Basemap | None) -> Json:
    """Say everything the map draws; the same matches give the same text, so nothing is drawn twice."""
    return _drawn(map_rows(matches, asked, screen), asked.origin, asked.radius_m, screen, basemap)


def rows_data(
    rows: list[Json],
    screen: Screen,
    basemap: Basemap | None,
    *,
    marks: Mapping[str, Mark] = MappingProxyType({}),
    links: Sequence[tuple[GeoPoint, GeoPoint]] = (),
    near: Sequence[GeoPoint] = (),
    view: str = "",
) -> Json:
    """
    Say what a map of staff draws: points with names and words, without a place asked from or buttons.

    Parameters
    ----------
    marks
        More marks for rows, by name.
    links
        Pairs of points to join by a line.
    near
        What the map begins with in sight, where that is not all of the rows.
    view
        A name of what is looked at: another one moves the map.
    """
    seen = rows if not near else [{"at": [each.latitude, each.longitude]} for each in near]
    data = _drawn(seen, None, None, screen, basemap)
    ends = [[[each.latitude, each.longitude] for each in pair] for pair in links]
    return {
        **data,
        "rows": rows,
        "marks": {**data["marks"], **{name: mark.drawing() for name, mark in marks.items()}},
        "links": ends,
        "view": view,
        "labels": {**data["labels"], "details": "", "search_here": ""},
    }


def _drawn(
    rows: list[Json], origin: Origin | None, radius_m: float | None, screen: Screen, basemap: Basemap | None
) -> Json:
    data: Json = {
        "language": screen.language,
        "direction": direction(screen.language),
        "rows": rows,
        "marks": {name: mark.drawing() for name, mark in MARKS.items()},
        "labels": {
            "details": screen.say("map.details"),
            "search_here": screen.say("map.search_here"),
            "cluster": say("find.map.cluster", screen.language, count="#"),
        },
        "origin": None,
        "rings": [],
        "box": None,
        "view": "",
        "base": None,
    }
    points = [GeoPoint(*row["at"]) for row in rows]
    if origin is not None:
        data["origin"] = {
            "point": [round(origin.point.latitude, 5), round(origin.point.longitude, 5)],
            "label": screen.say("map.you"),
        }
        data["view"] = f"{data['origin']['point']} {radius_m}"
        points.append(origin.point)
        data["rings"] = [
            {"m": round(metres), "label": length(metres, screen.unit, screen.language)}
            for metres in ring_radii_m(radius_m or 0.0, screen.unit)
        ]
    if not points:
        return data
    edges = _edges(points)
    if not rows and origin is not None and radius_m is not None:
        box = bounding_box(origin.point, radius_m)
        edges = [box.south, box.west, box.north, box.east]
    middle = GeoPoint((edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2)
    reach_m = max(_ALONE_M, (edges[2] - edges[0]) / 2 * METRES_PER_DEGREE, radius_m or 0.0)
    data["box"] = [round(edge, 4) for edge in edges]
    if basemap is not None:
        data["base"] = _base(basemap, middle, reach_m * 1.6)
    return data


def _edges(points: Sequence[GeoPoint]) -> list[float]:
    slack = 0.01
    return [
        min(point.latitude for point in points) - slack,
        min(point.longitude for point in points) - slack,
        max(point.latitude for point in points) + slack,
        max(point.longitude for point in points) + slack,
    ]


def _base(basemap: Basemap, middle: GeoPoint, reach_m: float) -> Json:
    files = basemap.files_near(middle, reach_m)
    names = basemap.names_near(middle, reach_m, _MOST_NAMES)
    urls = [asset_url(f"basemap/{state.file}") for state in files]
    return {
        "files": urls if len(urls) <= _MOST_STATE_FILES else [asset_url("basemap/states.json")],
        "names": [
            [name.name, name.point.latitude, name.point.longitude, _size(name.population)] for name in names
        ],
    }


def _size(population: int) -> int:
    return 2 if population >= 200_000 else 1 if population >= 20_000 else 0


def show_map(
    data: Json,
    screen: Screen,
    *,
    tiles: str | None = None,
    thanks: str | None = None,
    key: str = "map",
    height_px: int = _HEIGHT_PX,
) -> None:
    """
    Put the map on the page; what changes is handed to the frame that is already there.

    The frame answers by messages that the page's own script reads (see components/bridge.js).

    Parameters
    ----------
    tiles, thanks
        A tile server's address, if the operator chose one, and whom the map thanks for its tiles.
    """
    labels = {
        "title": screen.say("map.title"),
        "zoom_in": screen.say("map.zoom_in"),
        "zoom_out": screen.say("map.zoom_out"),
        "touch": screen.say("map.touch"),
        "lines": screen.say("map.lines"),
        "unit": screen.unit,
        "units": scale_units(screen.language),
        "tiles": {"url": tiles, "thanks": thanks or ""} if tiles else None,
    }
    group = _Group()
    group.add_child(_Layer(data))
    st_folium(
        _Map(labels),
        key=key,
        height=height_px,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=group,
    )
