"""
The front door: every thing a person can do, one function each.

Edges call these and nothing below; roles are checked here and only here. `now` and `by` come from
the edge.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self
from zoneinfo import ZoneInfo

from resourcemap.curation.existing import Existing
from resourcemap.curation.plan import ImportPlan
from resourcemap.curation.plan import plan_import as plan_rows
from resourcemap.errors import NotAllowedError, NotFoundError
from resourcemap.geo.basemap import Basemap
from resourcemap.geo.places import PlaceAnswer, Places
from resourcemap.geo.point import GeoPoint
from resourcemap.interchange.export import write_csv, write_geojson
from resourcemap.interchange.reading import read_file
from resourcemap.interchange.sample import SAMPLE_AUTHORITY, read_sample
from resourcemap.model.change import Actor
from resourcemap.model.hsds import Bundle
from resourcemap.model.listing import Area, Listing
from resourcemap.model.publish import publishable
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.writes import ImportFile, ImportRun, UndoneImport
from resourcemap.search.find import find as find_in
from resourcemap.search.query import SearchQuery
from resourcemap.search.result import SearchResult
from resourcemap.search.snapshot import Snapshot
from resourcemap.storage.store import Store

if TYPE_CHECKING:
    import geopandas

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data"
DEFAULT_ZONE = ZoneInfo("America/New_York")
# A city's published name says where a private place is to within about a city.
CITY_RADIUS_M = 15_000.0

ExportFormat = Literal["csv", "geojson"]
Progress = Callable[[int, int], None]

# Who may do what. Reading what is public needs no role.
ROLES: dict[str, frozenset[str]] = {
    "plan_import": frozenset({"editor", "administrator"}),
    "apply_import": frozenset({"editor", "administrator"}),
    "undo_import": frozenset({"editor", "administrator"}),
    "imports": frozenset({"editor", "verifier", "auditor", "administrator"}),
    "load_sample": frozenset({"administrator"}),
    "clear_sample": frozenset({"administrator"}),
}


class Directory:
    """
    One open database with what is needed to search it, shared by all visitors of a server.

    The snapshot that searches read is renewed, in part where that is enough, when the data
    version moved; a search sees one version from start to end.
    """

    def __init__(self, store: Store, places: Places, basemap: Basemap, zone: ZoneInfo) -> None:
        self.store = store
        self.places = places
        self.basemap = basemap
        self.zone = zone
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def __enter__(self) -> Self:
        """Use the directory in a with block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the database at the block's end."""
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def snapshot(self) -> Snapshot:
        """Give the snapshot of the newest data version."""
        with self._lock:
            if self._snapshot is None:
                version, bundles = self.store.snapshot()
                self._snapshot = Snapshot.build(self._public(bundles), version=version, zone=self.zone)
            elif self.store.version() != self._snapshot.version:
                version, touched, bundles = self.store.changes_since(self._snapshot.version)
                self._snapshot = self._snapshot.updated(self._public(bundles), touched, version=version)
            return self._snapshot

    def _public(self, bundles: tuple[Bundle, ...]) -> list[Listing]:
        known = vocabulary()
        listings = (
            publishable(bundle, area_of=self._area, dimensions_of=known.dimensions_of) for bundle in bundles
        )
        return [listing for listing in listings if listing is not None]

    def _area(self, label: str) -> Area:
        city, _, state = label.rpartition(",")
        point = self.places.city_point(city.strip(), state.strip()) if city else None
        return Area(label, point, CITY_RADIUS_M if point else 0.0)


def open_directory(
    database_url: str, *, data_folder: Path = DATA_FOLDER, zone: ZoneInfo = DEFAULT_ZONE
) -> Directory:
    """
    Open the database and the place tables.

    Parameters
    ----------
    database_url
        A SQLAlchemy URL of SQLite or PostgreSQL.
    data_folder
        Where places/, basemap/ and sample/ are.
    zone
        For schedules that name no zone.

    Raises
    ------
    StorageError
        When the database cannot be opened.
    """
    return Directory(
        Store.open(database_url),
        Places.load(data_folder / "places"),
        Basemap.load(data_folder / "basemap"),
        zone,
    )


# --- Finding: for everyone ---------------------------------------------------------------------------


def find(directory: Directory, query: SearchQuery, *, now: datetime) -> SearchResult:
    """Search the public listings."""
    return find_in(directory.snapshot(), query, now=now)


def listing(directory: Directory, listing_id: str, *, now: datetime) -> Listing:
    """
    Give one public listing.

    Raises
    ------
    NotFoundError
        When there is none, or it is not public any more.
    """
    snapshot = directory.snapshot()
    row = snapshot.row_of.get(listing_id)
    if row is None or not snapshot.is_shown_on(now.date().toordinal())[row]:
        raise NotFoundError(f"{listing_id}: this place is not listed any more. Search for it by name.")
    return snapshot.listings[row]


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


# --- Keeping the data: for staff -----------------------------------------------------------------------


def plan_import(
    directory: Directory,
    data: bytes,
    *,
    by: Actor,
    file_name: str,
    file_format: str = "auto",
    source_name: str | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """
    Say what a file would change. Nothing is written.

    Raises
    ------
    UnreadableFileError
        When the file is not of a format that can be read, or not safe to open.
    """
    _check_role("plan_import", by)
    read = read_file(
        data,
        name=file_name,
        format=file_format,
        authority=source_name,
        places=directory.places,
        progress=progress,
    )
    store = directory.store
    version, bundles = store.snapshot()
    existing = Existing.of(
        bundles,
        store.sources(read.authority),
        organizations=store.organizations(),
        edited_fields=store.edited_fields(),
    )
    return plan_rows(
        read,
        existing,
        version=version,
        file_name=file_name,
        file_hash=hashlib.sha256(data).hexdigest(),
        progress=progress,
    )


def apply_import(directory: Directory, plan: ImportPlan, *, by: Actor, now: datetime) -> ImportRun:
    """
    Write a plan in one transaction; `undo_import` takes it back.

    Raises
    ------
    StalePlanError
        When the data changed since the plan was made.
    """
    _check_role("apply_import", by)
    return directory.store.apply_import(
        plan.import_file(),
        plan.records,
        sources=plan.sources,
        suggestions=plan.suggestions(),
        expected_version=plan.version,
        by=by.name,
        at=now,
    )


def undo_import(directory: Directory, import_id: str, *, by: Actor, now: datetime) -> UndoneImport:
    """Take back one import; what people edited since stays."""
    _check_role("undo_import", by)
    return directory.store.undo(import_id, by=by.name, at=now)


def imports(directory: Directory, *, by: Actor) -> tuple[ImportRun, ...]:
    """List all imports, newest first."""
    _check_role("imports", by)
    return directory.store.imports()


def load_sample(
    directory: Directory,
    *,
    by: Actor,
    now: datetime,
    only_if_empty: bool = False,
    data_folder: Path = DATA_FOLDER,
) -> int:
    """
    Load the invented sample places, their dates moved to today; returns how many listings.

    With `only_if_empty` nothing happens once anything was ever written.
    """
    _check_role("load_sample", by)
    version = directory.store.version()
    if only_if_empty and version:
        return 0
    data = (data_folder / "sample" / "baltimore.json").read_bytes()
    bundles = read_sample(data, today=now.astimezone(directory.zone).date())
    records = {(kind, record.id): record for bundle in bundles for kind, record in bundle.records()}
    directory.store.apply_import(
        ImportFile(
            file_name="sample",
            format="sample",
            authority=SAMPLE_AUTHORITY,
            file_hash=hashlib.sha256(data).hexdigest(),
            counts={"rows": len(bundles), "new": len(bundles)},
        ),
        list(records.values()),
        expected_version=version,
        by=by.name,
        at=now,
    )
    return len(bundles)


def clear_sample(directory: Directory, *, by: Actor, now: datetime) -> int:
    """Take the sample places out; returns how many there were."""
    _check_role("clear_sample", by)
    return directory.store.clear_authority(
        SAMPLE_AUTHORITY, by=by.name, at=now, why="the sample data was cleared"
    )


def _check_role(action: str, by: Actor) -> None:
    if not by.roles & ROLES[action]:
        needed = " or ".join(sorted(ROLES[action]))
        raise NotAllowedError(f"{action.replace('_', ' ')}: needs the role {needed}. Ask an administrator.")
