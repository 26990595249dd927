"""Parses JSON from strangers: bounded in memory and depth, forgiving of what follows the value."""

import json
from typing import Any

from resourcemap.interchange.limits import MAX_JSON_BYTES, refuse
from resourcemap.interchange.report import Report

# Measured sizes of Python's own objects; an item of a list or object takes the last.
_OBJECT_BYTES, _LIST_BYTES, _ITEM_BYTES = 232, 72, 64
_LONGEST_INTEGER = 18


def parse_json(text: str, report: Report) -> Any:
    """
    Parse the first JSON value of a text.

    What follows it is reported and passed over; NaN and Infinity become None; where an object
    names a field twice the last one counts and is reported. JSON packed into a JSON string is
    unpacked.

    Raises
    ------
    UnreadableFileError
        When the text is no JSON, nests too deep, or would fill the memory.
    """
    wanted = (
        text.count("{") * _OBJECT_BYTES
        + text.count("[") * _LIST_BYTES
        + text.count(",") * _ITEM_BYTES
        + len(text)
    )
    if wanted > MAX_JSON_BYTES:
        raise refuse("json_too_large", size=wanted // 1_000_000, limit=MAX_JSON_BYTES // 1_000_000)
    doubled = 0

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal doubled
        found = dict(items)
        doubled += len(items) - len(found)
        return found

    decoder = json.JSONDecoder(
        parse_constant=lambda _: None,
        parse_int=_read_integer,
        parse_float=_read_float,
        object_pairs_hook=pairs,
    )
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise refuse("not_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise refuse("json_too_deep") from None
    rest = text[end:].strip()
    if rest:
        report.add("warning", "text-after-json", seen=rest)
    if doubled:
        report.add("warning", "doubled-fields", count=doubled)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        return parse_json(value, report)
    return value


def _read_integer(digits: str) -> int | None:
    # Python refuses to read integers of thousands of digits; none of them means anything here.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else None


def _read_float(digits: str) -> float | None:
    number = float(digits[:400])
    return number if abs(number) != float("inf") else None
