"""What a pin's small map is drawn from: Leaflet, border lines and names of towns, all from this server."""

from resourcemap.geo.point import GeoPoint
from resourcemap.showing.cards import Json
from resourcemap.ui.shared import directory, settings
from resourcemap.web.assets import asset_url
from resourcemap.web.tiles import tile_template

_MIDDLE_OF_US = GeoPoint(39.5, -98.35)
_AROUND_M = 25_000.0
_MOST_NAMES = 12
_MOST_FILES = 3


def pin_map(middle: GeoPoint | None) -> Json:
    """Say what a map around a point shows; the middle of the country where none is known."""
    at = middle or _MIDDLE_OF_US
    basemap = directory().basemap
    return {
        "leaflet": asset_url("leaflet/leaflet.js"),
        "css": asset_url("leaflet/leaflet.css"),
        "icon": asset_url("leaflet/images/marker-icon.png"),
        "shadow": asset_url("leaflet/images/marker-shadow.png"),
        "files": [asset_url(f"basemap/{each.file}") for each in basemap.files_near(at, _AROUND_M)][
            :_MOST_FILES
        ],
        "names": [
            [each.name, each.point.latitude, each.point.longitude]
            for each in basemap.names_near(at, _AROUND_M, _MOST_NAMES)
        ],
        "middle": [at.latitude, at.longitude],
        "tiles": tile_template(settings()),
    }
