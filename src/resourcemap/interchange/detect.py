"""Tells what kind of file some bytes are: by what they hold, and by name only where that does not tell."""

import re
from pathlib import PurePath

from resourcemap.interchange.limits import refuse

READABLE = ("csv", "xlsx", "geojson", "meeting-guide")

# First bytes -> the sentence that names the kind and says what to do.
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "seen_xls"),
    (b"%PDF", "seen_pdf"),
    (b"\x1f\x8b", "seen_gzip"),
    (b"7z\xbc\xaf", "seen_archive"),
    (b"Rar!", "seen_archive"),
    (b"SQLite format 3\0", "seen_database"),
    (b"PAR1", "seen_parquet"),
    (b"\x89PNG", "seen_image"),
    (b"\xff\xd8\xff", "seen_image"),
    (b"GIF8", "seen_image"),
    (b"{\\rtf", "seen_document"),
)
_OSM_PBF = re.compile(rb"^\x00\x00\x00.\n\tOSMHeader", re.S)
_KML = re.compile(rb"<kml\b", re.I)
_HTML = re.compile(rb"<!doctype html|<html\b", re.I)


def detect_format(data: bytes, name: str) -> str:
    """
    Name the kind: "csv", "xlsx" or "json", which still has to be told apart.

    Raises
    ------
    UnreadableFileError
        For kinds that cannot be read; the text names what was seen and what to do.

    Examples
    --------
    >>> detect_format(b'\\xef\\xbb\\xbf [{"slug": "a"}]', "x.txt"), detect_format(b"name,zip", "x.json")
    ('json', 'csv')
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse("seen_nothing")
    for start, sentence in _REFUSED:
        if data.startswith(start):
            raise refuse(sentence)
    if _OSM_PBF.match(data[:40]):
        raise refuse("seen_osm")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "xlsx"
    head = data[:4_000].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"")
    if head[:1] == b"<":
        if _KML.search(head):
            raise refuse("seen_kml")
        raise refuse("seen_html" if _HTML.search(head) else "seen_xml")
    if head[:1] in b"{[" and head[:1]:
        return "json"
    if head[:2] in (b'"{', b'"[') and PurePath(name).suffix.lower() in (".json", ".geojson"):
        return "json"
    return "csv"
