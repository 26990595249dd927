"""An open directory: the database, the place tables and the snapshot that searches read."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from resourcemap.actions.guess_limit import GuessLimit
from resourcemap.actions.report_limit import ReportLimit
from resourcemap.geo.basemap import Basemap
from resourcemap.geo.places import Places
from resourcemap.model.freshness import FreshnessPolicy
from resourcemap.model.hsds import Bundle
from resourcemap.model.listing import Area, Listing
from resourcemap.model.publish import publishable
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.zone_words import DEFAULT_ZONE
from resourcemap.search.snapshot import Snapshot
from resourcemap.storage.store import Store

DATA_FOLDER = Path(__file__).resolve().parents[3] / "data"
# A city's published name says where a private place is to within about a city.
CITY_RADIUS_M = 15_000.0


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
        self.report_limit = ReportLimit()
        self.guess_limit = GuessLimit()
        self.code_limit = GuessLimit()
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._sample: tuple[int, bool] = (-1, False)
        self._redirects: tuple[int, Mapping[str, str]] = (-1, {})

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
                public = self._public(bundles)
                if touched is None:
                    self._snapshot = Snapshot.build(public, version=version, zone=self.zone)
                else:
                    self._snapshot = self._snapshot.updated(public, touched, version=version)
            # A policy is no change of the data, so the version does not tell.
            policy = self.store.policies.freshness()
            if policy != self._snapshot.freshness:
                self._snapshot = replace(self._snapshot, freshness=policy)
            return self._snapshot

    def freshness(self) -> FreshnessPolicy:
        """Give the bands in force, as of the last search: when a listing is warned of, last and hidden."""
        known = self._snapshot
        return (self.snapshot() if known is None else known).freshness

    def kept_id(self, listing_id: str) -> str:
        """Follow the id of a merged listing to the one that was kept; any other id is itself."""
        version = self.snapshot().version
        if self._redirects[0] != version:
            self._redirects = (version, self.store.merges.redirects())
        return self._redirects[1].get(listing_id, listing_id)

    def has_sample(self) -> bool:
        """Tell whether any place is an invented one, so that every page says so."""
        snapshot = self.snapshot()
        if self._sample[0] != snapshot.version:
            self._sample = (snapshot.version, any(listing.is_sample for listing in snapshot.listings))
        return self._sample[1]

    def as_listing(self, bundle: Bundle) -> Listing | None:
        """Give what the public would see of some records; None when they are not for the public."""
        return publishable(bundle, area_of=self._area, dimensions_of=vocabulary().dimensions_of)

    def _public(self, bundles: tuple[Bundle, ...]) -> list[Listing]:
        listings = map(self.as_listing, bundles)
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
