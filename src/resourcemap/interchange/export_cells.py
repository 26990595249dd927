"""Keeps exported cells from being run as formulas by spreadsheet programs."""

# Spreadsheets run a cell that starts like this; full-width forms and line ends are read the same way.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_GUARD = "'"


def guard(text: str) -> str:
    """
    Put an apostrophe before text that a spreadsheet would run.

    A text that starts with apostrophes before such a character gets one more, so that `unguard`
    gives back exactly what was there.

    Examples
    --------
    >>> guard("=1+1"), guard("Open Door"), guard("'=1"), guard("'tis")
    ("'=1+1", 'Open Door', "''=1", "'tis")
    """
    return _GUARD + text if _is_risky(text.lstrip(_GUARD)) else text


def unguard(text: str) -> str:
    """
    Take away exactly what `guard` put there.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("''=1"), unguard("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return text[1:] if text.startswith(_GUARD) and _is_risky(text.lstrip(_GUARD)) else text


def _is_risky(text: str) -> bool:
    return text.startswith(_FORMULA_STARTS) or text.lstrip(" \u00a0").startswith(_FORMULA_STARTS)
