"""Numbers as people type them, where a price may be among them."""

import re
from math import isfinite

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def read_typed_number(text: str) -> float | None:
    """
    Read a finite number; None for anything else.

    A comma before three digits parts thousands, as people write a rent; any other is a decimal point.

    Examples
    --------
    >>> read_typed_number("1,250"), read_typed_number("12,50"), read_typed_number("1,250.50")
    (1250.0, 12.5, 1250.5)
    >>> read_typed_number("about 5"), read_typed_number("nan")
    (None, None)
    """
    grouped = _GROUPED.fullmatch(text) is not None
    try:
        number = float(text.replace(",", "" if grouped else "."))
    except ValueError:
        return None
    return number if isfinite(number) else None
