"""Reads and writes GeoJSON (RFC 7946). Only here do coordinates stand longitude first."""

from collections.abc import Mapping
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from resourcemap.interchange.cells import Cells, UnknownWords
from resourcemap.interchange.columns import ColumnMap, map_columns
from resourcemap.interchange.coordinates import ReadPoint
from resourcemap.interchange.limits import MAX_COLUMNS, MAX_ROWS, refuse
from resourcemap.interchange.own_rows import only_news
from resourcemap.interchange.rows import read_row
from resourcemap.interchange.source import FileSource
from resourcemap.interchange.values import read_number, storable
from resourcemap.model.incoming import IncomingRow, ReadFile

FORMAT = "geojson"
_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)


def is_geojson(value: Any) -> bool:
    """Tell whether a JSON value is GeoJSON."""
    return isinstance(value, dict) and (
        (value.get("type") == "FeatureCollection" and isinstance(value.get("features"), list))
        or (value.get("type") == "Feature" and "geometry" in value)
    )


def read_geojson(value: Mapping[str, Any], source: FileSource) -> ReadFile:
    """
    Read the features of a collection, one row each.

    A polygon gives the middle of its area, marked approximate. A feature without a geometry is
    read too: many services have no place on the map.
    """
    features = value["features"] if value.get("type") == "FeatureCollection" else [value]
    if len(features) > MAX_ROWS:
        raise refuse("too_many_rows", limit=MAX_ROWS)
    report = source.report
    if _is_projected(value):
        report.add("warning", "other-projection", seen=value.get("crs"))
    header = _header(features)
    if len(header) > MAX_COLUMNS:
        raise refuse("too_many_columns", limit=MAX_COLUMNS)
    columns = map_columns(header)
    unknown = UnknownWords()
    rows: list[IncomingRow] = []
    if not features:
        report.add("warning", "no-rows")
    for number, feature in enumerate(features, start=1):
        row = _read_feature(number, feature, columns, unknown, source)
        if row is not None:
            rows.append(row)
        source.tell_progress(number, len(features))
    tell_columns(columns, source)
    unknown.tell(report)
    return ReadFile(
        format=FORMAT,
        authority=source.authority,
        row_count=len(features),
        rows=tuple(rows),
        problems=tuple(report.problems),
        rejected=tuple(source.rejected),
    )


def tell_columns(columns: ColumnMap, source: FileSource) -> None:
    """Tell once which columns were kept only as received, and which were left out."""
    if columns.unknown:
        shown = ", ".join(name[:40] for name in columns.unknown[:12]) + (
            ", …" if len(columns.unknown) > 12 else ""
        )
        source.report.add("note", "unknown-columns", columns=shown, count=len(columns.unknown))
    if columns.private:
        shown = ", ".join(sorted(columns.header[position][:40] for position in columns.private))
        source.report.add("note", "private-columns", columns=shown, count=len(columns.private))


def _header(features: list[Any]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    has_ids = False
    for feature in features:
        if isinstance(feature, dict):
            has_ids = has_ids or feature.get("id") is not None
            properties = feature.get("properties")
            if isinstance(properties, dict):
                names.update(dict.fromkeys(properties))
    # The feature's own id comes after its properties: "PROGRAM_ID" is the agency's, this one often a counter.
    return (*names, "id") if has_ids and "id" not in names else tuple(names)


def _read_feature(
    number: int, feature: Any, columns: ColumnMap, unknown: UnknownWords, source: FileSource
) -> IncomingRow | None:
    report = source.report.row(number)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        report.reject("not-a-feature", seen=feature)
        source.reject(number, feature)
        return None
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        properties = {}
    values = [
        _flatten(properties.get(name, feature.get("id") if name == "id" else None)) for name in columns.header
    ]
    if "listing_id" in columns.positions:
        values = only_news(columns.header, values, source.exported)
    cells = Cells(columns, values, report, unknown)
    geometry = feature.get("geometry")
    point, is_approximate = _point_of(geometry)
    if geometry is not None and point is None:
        report.warn("bad-geometry", "geometry", seen=geometry)
    row = read_row(cells, places=source.places, point=point, point_is_approximate=is_approximate)
    private = {columns.header[position] for position in columns.private}
    if row is None:
        source.reject(
            number,
            {name: _flatten(value) for name, value in properties.items() if name not in private}
            | ({"latitude": point.latitude, "longitude": point.longitude} if point else {}),
        )
        return None
    raw = storable(
        {
            "type": "Feature",
            "id": feature.get("id"),
            "geometry": geometry,
            "properties": {name: value for name, value in properties.items() if name not in private},
        }
    )
    return source.incoming(number, row, raw)


def _flatten(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value if isinstance(item, str | int | float))
    return None if isinstance(value, dict) else value


def _point_of(geometry: Any) -> tuple[ReadPoint | None, bool]:
    """Give the point of a geometry and whether it stands for an area."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        return None, False
    if geometry["type"] == "Point":
        coordinates = geometry.get("coordinates")
        if not isinstance(coordinates, list) or len(coordinates) < 2:
            return None, False
        longitude, latitude = (read_number(number) for number in coordinates[:2])
        if longitude is None or latitude is None:
            return None, False
        return ReadPoint(latitude, longitude, "geometry"), False
    try:
        figure = shape(geometry)
        # The middle of a bent area may lie outside it; this point never does.
        middle = figure.centroid if figure.contains(figure.centroid) else figure.representative_point()
        if middle.is_empty:
            return None, False
        return ReadPoint(round(float(middle.y), 6), round(float(middle.x), 6), "geometry"), True
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None, False


def _is_projected(value: Mapping[str, Any]) -> bool:
    crs = value.get("crs")
    if not isinstance(crs, dict):
        return False
    properties = crs.get("properties")
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    return bool(name) and not any(known in name for known in ("CRS84", "4326", "WGS"))
