"""Reads one cell: cleans text, tells "not said" from a value, reads numbers and yes or no."""

import html
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# Invisible characters that reorder or break text; Arabic and Persian joiners stay.
_DROPPED = dict.fromkeys(
    (
        *range(9),
        *range(14, 32),
        *range(127, 160),
        *range(8234, 8239),
        *range(8294, 8298),
        *range(55296, 57344),
        8203,
        65279,
        65534,
        65535,
    )
) | {0x0B: "\n", 0x0C: "\n", 0xA0: " ", 0x2028: "\n", 0x2029: "\n"}
# What no database can store.
_UNSTORABLE = {0: None, **dict.fromkeys(range(0xD800, 0xE000))}

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
# Most cells: letters, digits and single spaces, where nothing is to be cleaned.
_PLAIN = re.compile(r"[A-Za-z0-9.,:/@()#'+ -]*")
_SPACES = re.compile(r"[ \t]+")
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
_MOJIBAKE = re.compile("[ÂÃ][\u0080-¿]|â€|Ã[ƒ‚¢]|G[ÇÖ][ÖÇÆôöÿ]|ΓÇ|\ufffd|ÔÇ")

_NOT_SAID = frozenset(
    [
        "n/a",
        "n.a.",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "null",
        "nil",
        "none",
        "unknown",
        "unknown, unknown",
        "not available",
        "not applicable",
        "not provided",
        "not specified",
        "not known",
        "tbd",
        "tba",
        "undefined",
        "nan",
        "no data",
        "()-",
        "-",
        "--",
        "---",
        ".",
        "?",
        "*",
    ]
)
_NOT_PROVIDED = re.compile(r"[a-z ]{0,40} not (?:provided|given|available|specified)")
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "allowed"})
_NO = frozenset({"no", "n", "false", "f", "0", "off", "not allowed"})

# ArcGIS and dBase cut text here without a word.
_CUT_LENGTHS = (254, 255)


def clean_text(value: object) -> str:
    """
    Turn a cell into plain text: HTML gone, entities read, invisible characters dropped.

    Examples
    --------
    >>> clean_text(" <p>Tea &amp; talk</p>\\u202e  at 5 < 6 "), clean_text(None), clean_text(True)
    ('Tea & talk\\nat 5 < 6', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    text = str(value)
    if "  " not in text and _PLAIN.fullmatch(text):
        return text.strip()
    for _ in range(3):
        if "&" not in text and "<" not in text:
            break
        plain = _TAG.sub(" ", _BREAK.sub("\n", html.unescape(text)))
        if plain == text:
            break
        text = plain
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    text = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def one_line(value: object) -> str:
    """Clean a text that has no line breaks, such as a name."""
    return " ".join(clean_text(value).split())


def said(value: object) -> str | None:
    """
    Clean a text; None where the cell is empty or only says that nothing is known.

    Examples
    --------
    >>> said(" "), said("N/A"), said("Unknown, Unknown"), said("STATE NOT PROVIDED"), said("Open Door")
    (None, None, None, None, 'Open Door')
    """
    text = clean_text(value)
    return None if is_not_said(text) else text


@lru_cache(maxsize=4096)
def is_not_said(text: str) -> bool:
    """Tell whether a text stands for "nothing": empty, "N/A", "-", "(   )    -"."""
    if len(text) > 60:
        return False
    plain = " ".join(text.casefold().split())
    squeezed = plain.replace(" ", "")
    return not squeezed or plain in _NOT_SAID or squeezed in _NOT_SAID or bool(_NOT_PROVIDED.fullmatch(plain))


def read_yes_no(value: object) -> bool | None:
    """
    Read yes or no; None for anything else.

    Examples
    --------
    >>> read_yes_no("t"), read_yes_no("No"), read_yes_no(1), read_yes_no("maybe")
    (True, False, True, None)
    """
    word = clean_text(value).casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


def read_number(value: object) -> float | None:
    """
    Read a finite number, also with a decimal comma; None for anything else.

    Examples
    --------
    >>> read_number("38,9"), read_number("1,234.5"), read_number("NaN"), read_number("about 5")
    (38.9, 1234.5, None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip().replace("\N{MINUS SIGN}", "-")[:60]
    if "," in text and "." in text:
        text = text.replace(",", "")
    try:
        number = float(text.replace(",", ".").replace("_", "x"))
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def is_cut(value: object) -> bool:
    """Tell whether a text was probably cut off where old map software cuts."""
    text = str(value) if isinstance(value, str) else ""
    return len(text) in _CUT_LENGTHS and not text.rstrip().endswith((".", "!", "?", ")", '"'))


def is_damaged(value: object) -> bool:
    """Tell whether letters were garbled by a wrong encoding before the file was made ("donâ€™t")."""
    return isinstance(value, str) and not value.isascii() and bool(_MOJIBAKE.search(value))


def storable(value: Any, *, depth: int = 0) -> Any:
    """Copy a raw value without what a database cannot hold: NUL, lone surrogates, NaN, endless depth."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else value.translate(_UNSTORABLE)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if depth >= 20 and isinstance(value, Mapping | list):
        return None
    if isinstance(value, Mapping):
        return {storable(str(key)): storable(item, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item, depth=depth + 1) for item in value]
    return value


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
