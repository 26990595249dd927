"""How wide letters are on a page whose font we do not choose."""

from functools import cache
from unicodedata import category, normalize

# Widths of the signs from space to "~" in hundredths of an em, in DejaVu Sans: the widest of the
# fonts that phones and computers use for plain text, so that what fits in it fits in all.
_PLAIN = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,
    61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97,
    63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
_BOLDER = 1.13
# Joined Arabic letters are narrow: half an em on average there, and a tenth more to be safe.
_ARABIC, _OTHER, _WIDE = 0.54, 0.68, 1.05
_NO_BREAK_SPACE = "\xa0"


def wide_letters(text: str, is_bold: bool) -> float:
    """
    Estimate the width of a text in em, rather too wide than too narrow.

    >>> round(wide_letters("Tuesday", False), 2)
    4.21
    """
    width = sum(map(_width, text))
    return width * (_BOLDER if is_bold else 1)


@cache
def _width(char: str) -> float:
    # An accent makes no letter wider; alone it takes no room.
    base = " " if char == _NO_BREAK_SPACE else normalize("NFD", char)[0]
    code = ord(base)
    if 32 <= code < 127:
        return _PLAIN[code - 32] / 100
    if category(base) in ("Mn", "Cf"):
        return 0.0  # Marks of direction are not drawn.
    if 0x0600 <= code < 0x0780:
        return _ARABIC
    return _OTHER if code < 0x2E80 else _WIDE
