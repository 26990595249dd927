"""Reads what a person types for a place: coordinates, a ZIP, or a name with a state."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

LONGEST_TEXT = 200

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_COUNTRY_WORDS = (("usa",), ("us",), ("united", "states"), ("united", "states", "of", "america"))
_WORD = re.compile(r"[a-z0-9]+")
# A word of its own, or run together with a state: "MD21201".
_ZIP = re.compile(r"(?:(?<![\w.])|(?<=\b[A-Za-z]{2}))(\d{5})(?:[ -]?\d{4})?(?![\w.]|-\d)")
_HEMISPHERE = r"(?:\s*([nsew])\b)?"
_NUMBER = r"([nsew]\s*)?([+-]?\d{1,3}(?:\.\d{0,15})?)" + _HEMISPHERE
_POINT = re.compile(rf"{_NUMBER}(\s*[,;/]\s*|\s+){_NUMBER}", re.I)
_POINT_NOISE = re.compile(r"[()\[\]°]|\b(?:latitude|longitude|lat|lon|lng|long)\b[:=]?", re.I)


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """Coordinates as typed, not yet checked to be on the earth; degrees."""

    latitude: float
    longitude: float
    decimals: int


@lru_cache(maxsize=1024)
def name_key(text: str) -> str:
    """
    Fold a name for comparing: case, accents, dots and "St" against "Saint".

    Examples
    --------
    >>> name_key("St. Louis"), name_key("Coeur d’Alene"), name_key("Winston-Salem")
    ('saint louis', 'coeur dalene', 'winston salem')
    """
    return fold(text)


def fold(text: str) -> str:
    """Do what `name_key` does without remembering the answer."""
    plain = (text if text.isascii() else anyascii(text)).casefold()
    if plain.isalpha():
        return _ABBREVIATIONS.get(plain, plain)
    plain = plain.replace("'", "").replace(".", "").replace("`", "")
    words = _WORD.findall(plain)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def read_point(text: str) -> TypedPoint | None:
    """
    Read "39.29, -76.61", "39.29 -76.61" or "39.29N 76.61W"; None when it is not two numbers.

    Examples
    --------
    >>> read_point("39.29N 76.61W")
    TypedPoint(latitude=39.29, longitude=-76.61, decimals=2)
    >>> read_point("W76.6125, N39.29") == TypedPoint(39.29, -76.6125, 2)
    True
    >>> read_point("21201 21202") is None
    True
    """
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    match = _POINT.fullmatch(_POINT_NOISE.sub(" ", plain).strip())
    if match is None:
        return None
    first_side = (match[1] or match[3] or "").strip().lower()
    second_side = (match[5] or match[7] or "").strip().lower()
    first, second = match[2], match[6]
    is_plain_pair = "." not in first + second and "," not in match[4] and "-" not in second
    if is_plain_pair and not (first_side and second_side):
        return None
    numbers = [
        abs(float(number)) * (-1 if side in {"s", "w"} else 1) if side else float(number)
        for number, side in ((first, first_side), (second, second_side))
    ]
    decimals = min(len(number.partition(".")[2]) for number in (first, second))
    if first_side in {"e", "w"} or second_side in {"n", "s"}:
        numbers.reverse()
    return TypedPoint(numbers[0], numbers[1], decimals)


def read_zip(text: str) -> tuple[str, str] | None:
    """
    Find a ZIP in a text: its five digits and the words around it.

    The last five-digit number wins: an address starts with its house number.

    Examples
    --------
    >>> read_zip("21201-1234"), read_zip("10001 Main St, Baltimore 21201")
    (('21201', ''), ('21201', '10001 Main St, Baltimore'))
    >>> read_zip("Baltimore") is None
    True
    """
    matches = list(_ZIP.finditer(text))
    if not matches:
        return None
    last = matches[-1]
    around = f"{text[: last.start()]} {text[last.end() :]}"
    return last[1], around.strip(" ,;.")


def split_state(key: str, states: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """
    Split "baltimore maryland" into name and state code, every way that works.

    Parameters
    ----------
    key
        A folded name, see `name_key`.
    states
        Folded state names and codes -> state code.

    Examples
    --------
    >>> list(split_state("baltimore maryland", {"maryland": "MD"}))
    [('baltimore', 'MD')]
    """
    words = key.split()
    for ending in _COUNTRY_WORDS:
        if len(words) > len(ending) and tuple(words[-len(ending) :]) == ending:
            words = words[: -len(ending)]
            break
    for count in range(1, min(4, len(words) - 1) + 1):
        state = states.get(" ".join(words[-count:]))
        if state is not None:
            yield " ".join(words[:-count]), state
