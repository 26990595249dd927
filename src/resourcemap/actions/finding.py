"""Finding places and taking them away as a file: for everyone."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from resourcemap.actions.directory import Directory
from resourcemap.errors import NotFoundError
from resourcemap.geo.places import PlaceAnswer
from resourcemap.geo.point import GeoPoint
from resourcemap.interchange.export import write_csv, write_geojson
from resourcemap.model.listing import Listing
from resourcemap.search.find import find as find_in
from resourcemap.search.query import SearchQuery
from resourcemap.search.result import SearchResult

if TYPE_CHECKING:
    import geopandas

ExportFormat = Literal["csv", "geojson"]


def find(directory: Directory, query: SearchQuery, *, now: datetime) -> SearchResult:
    """Search the public listings."""
    return find_in(directory.snapshot(), query, now=now)


def listing(directory: Directory, listing_id: str, *, now: datetime) -> Listing:
    """
    Give one public listing; the id of one that was merged leads to the kept one.

    Raises
    ------
    NotFoundError
        When there is none, or it is not public any more.
    """
    snapshot = directory.snapshot()
    row = snapshot.row_of.get(listing_id)
    if row is None:
        row = snapshot.row_of.get(directory.kept_id(listing_id))
    if row is None or not snapshot.is_shown_on(now.date().toordinal())[row]:
        raise NotFoundError(f"{listing_id}: this place is not listed any more. Search for it by name.")
    return snapshot.listings[row]


def same_group(directory: Directory, listing_id: str, *, now: datetime) -> tuple[Listing, ...]:
    """List the public listings of the same group at the same place, itself among them, by id."""
    snapshot = directory.snapshot()
    row = snapshot.row_of.get(listing_id)
    if row is None:
        return ()
    rows = (snapshot.groups == snapshot.groups[row]) & snapshot.is_shown_on(now.date().toordinal())
    return tuple(snapshot.listings[each] for each in rows.nonzero()[0].tolist())


def public_listings(directory: Directory, *, now: datetime) -> tuple[Listing, ...]:
    """List everything public, by id: what a search without any filter finds."""
    snapshot = directory.snapshot()
    shown = snapshot.is_shown_on(now.date().toordinal())
    return tuple(each for each, is_shown in zip(snapshot.listings, shown, strict=True) if is_shown)


def find_place(directory: Directory, text: str, *, near: GeoPoint | None = None) -> PlaceAnswer:
    """Look up a ZIP code, a city or coordinates; nothing is sent anywhere."""
    return directory.places.find(text, near=near)


def export(directory: Directory, file_format: ExportFormat, *, now: datetime) -> bytes:
    """Write everything public as a file, with the ids that searches give."""
    write = write_csv if file_format == "csv" else write_geojson
    return write(public_listings(directory, now=now))


def listings_frame(directory: Directory, *, now: datetime) -> "geopandas.GeoDataFrame":
    """
    Give everything public as a GeoDataFrame for notebooks, one row a listing.

    The index is the listing's id, the geometry its public point (WGS 84; None where there is none).
    """
    # Importing geopandas takes about a second: only who asks for a frame waits for it.
    import geopandas
    from shapely import Point

    listings = public_listings(directory, now=now)
    columns: dict[str, list[object]] = {
        "name": [each.name for each in listings],
        "organization": [each.organization for each in listings],
        "categories": [list(each.terms("category")) for each in listings],
        "dimensions": [list(each.terms("dimension")) for each in listings],
        "attendance": [list(each.terms("attendance")) for each in listings],
        "city": [each.address.city if each.address else None for each in listings],
        "area": [each.area.label if each.area else None for each in listings],
        "assured_date": [each.assured_date for each in listings],
        "is_sample": [each.is_sample for each in listings],
    }
    points = [Point(each.point.longitude, each.point.latitude) if each.point else None for each in listings]
    return geopandas.GeoDataFrame(
        columns, index=[each.id for each in listings], geometry=points, crs="EPSG:4326"
    ).rename_axis("id")
