"""Reads a file of any kind we know into listings, or says what it is and what to do instead."""

import re
from pathlib import PurePath
from typing import Any

from resourcemap.geo.places import Places
from resourcemap.interchange.delimited import read_delimited
from resourcemap.interchange.detect import READABLE, detect_format
from resourcemap.interchange.encodings import decode
from resourcemap.interchange.geojson import is_geojson, read_geojson
from resourcemap.interchange.json_text import parse_json
from resourcemap.interchange.limits import MAX_FILE_BYTES, refuse
from resourcemap.interchange.meeting_guide import is_meeting_guide, meetings_of, read_meeting_guide
from resourcemap.interchange.own_rows import Exported
from resourcemap.interchange.report import Report, shorten
from resourcemap.interchange.source import FileSource, Progress
from resourcemap.interchange.tables import read_grid
from resourcemap.interchange.xlsx import read_workbook
from resourcemap.model.incoming import ReadFile
from resourcemap.model.table import TableMapping

_LONGEST_AUTHORITY = 100
NO_MAPPING = TableMapping()
_JSON_START = re.compile(r"""[\ufeff\s]*"?(?:\{\s*(?:\\?"|\}|$)|\[\s*(?:[\[{\]]|\\?"|$))""")


def read_file(
    data: bytes,
    *,
    name: str,
    format: str = "auto",  # noqa: A002 - the word people use
    authority: str | None = None,
    places: Places | None = None,
    progress: Progress | None = None,
    exported: Exported | None = None,
    mapping: TableMapping = NO_MAPPING,
) -> ReadFile:
    """
    Read a file into listings and problems.

    Parameters
    ----------
    data
        The file's bytes. Nothing in them is ever used as a path or fetched as an address.
    name
        The file's name, to show and as a last hint at its kind. It is never opened.
    format
        "csv" (also tabs and semicolons), "xlsx", "geojson", "meeting-guide", or "auto" to look.
    authority
        Who the data is from. Give the same one each time: listings are found again by it and their
        id. Without it the file's name is taken.
    places
        Where ZIPs and states lie, to check points; without it each point is checked alone.
    progress
        Called with rows done and rows in all.
    exported
        What a listing would be exported with now: of our own export only what is new is then read.
    mapping
        How a person said to read the columns and words of this source's tables.

    Returns
    -------
    ReadFile
        `row_count` is the rows read plus the rows refused by a problem of severity "reject".

    Raises
    ------
    UnreadableFileError
        When the file is of a kind that cannot be read, is not what `format` says, or is larger
        than is safe to open. The text names what was seen and what to do.
    """
    if format not in ("auto", *READABLE):
        raise refuse("unknown_format", seen=format[:40], known=", ".join(READABLE))
    if len(data) > MAX_FILE_BYTES:
        raise refuse("file_too_large", size=len(data) // 1_000_000, limit=MAX_FILE_BYTES // 1_000_000)
    shown_name = PurePath(name.replace("\\", "/")).name[:200] or "file"
    source = FileSource(
        name=shown_name,
        authority=authority_of(authority, shown_name),
        report=Report(),
        places=places,
        progress=progress,
        exported=exported,
        mapping=mapping,
    )
    seen = detect_format(data, shown_name)
    wanted = format if format != "auto" else None
    if seen == "xlsx" or wanted == "xlsx":
        if wanted not in (None, "xlsx") or seen != "xlsx":
            raise refuse("other_format", seen=seen, wanted=wanted or "xlsx")
        return read_workbook(data, source)
    decoded = decode(data)
    if decoded.is_guessed:
        source.report.add("note", "encoding-guessed", seen=decoded.encoding)
    if seen == "json" and (wanted == "csv" or not _is_named_json(shown_name)):
        # A table may begin with a bracket too; only what goes on as JSON does is taken for it.
        seen = "json" if _JSON_START.match(decoded.text) else "csv"
    if seen == "json" and wanted == "csv":
        raise refuse("other_format", seen="JSON", wanted="csv")
    if seen == "csv" and wanted != "csv" and (wanted is not None or _is_named_json(shown_name)):
        raise refuse("no_json_inside", name=shown_name, seen=shorten(decoded.text[:200], 40))
    if seen == "csv":
        return read_grid(list(read_delimited(decoded.text)), source, kind="csv")
    return _read_json(parse_json(decoded.text, source.report), source, wanted)


def _is_named_json(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".json", ".geojson")


def authority_of(authority: str | None, name: str) -> str:
    """Name the source of a file: as given, else after the file."""
    given = " ".join((authority or "").split())
    return (given or PurePath(name).stem or "file")[:_LONGEST_AUTHORITY]


def _read_json(value: Any, source: FileSource, wanted: str | None) -> ReadFile:
    if is_geojson(value) and wanted in (None, "geojson"):
        return read_geojson(value, source)
    if wanted == "meeting-guide" and meetings_of(value) is not None and not is_geojson(value):
        return read_meeting_guide(value, source)
    if wanted is None and is_meeting_guide(value):
        return read_meeting_guide(value, source)
    kind = _kind_of_json(value)
    source.report.add("warning", f"looks-like-{kind}")
    return ReadFile(
        format=wanted or "json",
        authority=source.authority,
        row_count=0,
        rows=(),
        problems=tuple(source.report.problems),
    )


def _kind_of_json(value: Any) -> str:
    """Name what a JSON file is that cannot be read yet."""
    items = value
    if isinstance(value, dict):
        keys = value.keys()
        if {"processingTime", "status"} <= keys or (
            "status" in keys and len(keys) <= 4 and "generating" in keys
        ):
            return "status"
        if {"next", "items"} <= keys:
            return "openactive"
        if {"meetings", "formats"} <= keys:
            return "bmlt"
        if keys & {"contents", "content"} or {"location_type"} & keys or {"openapi_url", "profile"} <= keys:
            return "hsds"
        if any(str(key).endswith(".csv") for key in keys):
            return "hsds"
        items = [value]
    first = next((item for item in items if isinstance(item, dict)), {}) if isinstance(items, list) else {}
    keys = first.keys()
    if keys & {
        "weekday_tinyint",
        "id_bigint",
        "service_body_bigint",
        "root_server_uri",
        "world_id",
        "nativeLang",
    }:
        return "bmlt"
    if isinstance(items, list) and not items:
        return "empty"
    hsds = {
        "organization_id",
        "service_at_locations",
        "services",
        "location_type",
        "organization",
        "taxonomy_terms",
        "taxonomy_detail",
        "physical_addresses",
        "parent_name",
        "additional_info",
    }
    if (
        keys & hsds
        or {"id", "location", "service"} <= keys
        or "term_uri" in keys
        or {"id", "name", "description"} <= keys
    ):
        return "hsds"
    return "other-json"
