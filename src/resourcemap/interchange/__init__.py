"""Files in and out: bytes to records with problems, and listings to bytes. No database, no network."""

from resourcemap.interchange.export import write_csv, write_geojson
from resourcemap.interchange.reading import read_file

__all__ = ["read_file", "write_csv", "write_geojson"]
