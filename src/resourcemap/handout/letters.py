"""How wide letters are on a page whose font we do not choose."""

# Widths of the signs from space to "~" in hundredths of an em, in DejaVu Sans: the widest of the
# fonts that phones and computers use for plain text, so that what fits in it fits in all.
_PLAIN = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,
    61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97,
    63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
_BOLDER = 1.13
_OTHER, _WIDE = 0.68, 1.05


def wide_letters(text: str, is_bold: bool) -> float:
    """
    Estimate the width of a text in em, rather too wide than too narrow.

    >>> round(wide_letters("Tuesday", False), 2)
    4.21
    """
    width = sum(_width(ord(char)) for char in text)
    return width * (_BOLDER if is_bold else 1)


def _width(code: int) -> float:
    if 32 <= code < 127:
        return _PLAIN[code - 32] / 100
    if 0x200B <= code <= 0x206F and not 0x2010 <= code <= 0x205F:
        return 0.0  # Marks of direction are not drawn.
    return _OTHER if code < 0x2E80 else _WIDE
