"""Reads one-line addresses and ZIP codes."""

import re
from dataclasses import dataclass

from resourcemap.geo.state_zones import PROVINCES, state_code
from resourcemap.interchange.values import is_not_said, one_line

_COUNTRIES = {
    "usa": "US",
    "us": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states": "US",
    "united states of america": "US",
    "canada": "CA",
    "uk": "GB",
    "united kingdom": "GB",
    "england": "GB",
}
_STATE_AND_ZIP = re.compile(r"([A-Za-z .]+?)\.?\s+(\d{5}(?:-\d{4})?)")
_US_ZIP = re.compile(r"(\d{3,5})(?:\.0+)?(?:-?(\d{4}))?")
_CANADIAN_CODE = re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", re.I)
_STREET = re.compile(
    r"\d|\b(?:street|st|avenue|ave|road|rd|box|suite|building|hall|church|school|center)\b", re.I
)


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of an address as far as they can be told."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


def read_postal_code(value: object) -> tuple[str | None, bool]:
    """
    Read a postal code; a ZIP that lost its first zeros to a spreadsheet gets them back.

    The second value tells whether zeros were put back.

    Examples
    --------
    >>> read_postal_code(2134), read_postal_code("21201.0"), read_postal_code("IG11 7NB")
    (('02134', True), ('21201', False), ('IG11 7NB', False))
    """
    text = one_line(value)
    if is_not_said(text) or len(text) > 20:
        return None, False
    match = _US_ZIP.fullmatch(text)
    if match is None:
        return (text.upper() if any(letter.isdigit() for letter in text) else None), False
    number = match[1]
    if not int(number):
        return None, False
    code = number.zfill(5) + (f"-{match[2]}" if match[2] and len(number) == 5 else "")
    return code, len(number) < 5


def read_address(value: object) -> AddressParts:
    """
    Take a one-line address apart; what cannot be told stays in the street.

    Examples
    --------
    >>> read_address("14 E Mill Rd, Flourtown, PA 19031, USA")
    AddressParts(street='14 E Mill Rd', city='Flourtown', state='PA', postal_code='19031', country='US')
    >>> read_address("Campbell, CA, USA").city, read_address("Campbell, CA, USA").street
    ('Campbell', None)
    >>> read_address("8318 104 St, Edmonton, Alberta, T6E 4E8, Canada").state
    'AB'
    >>> read_address("2210 ADAMS PLACE NE")
    AddressParts(street='2210 ADAMS PLACE NE', city=None, state=None, postal_code=None, country=None)
    """
    text = one_line(value)
    if is_not_said(text):
        return AddressParts()
    parts = [part.strip() for part in text.split(",") if part.strip()]
    country = postal_code = state = None
    if len(parts) > 1 and parts[-1].casefold() in _COUNTRIES:
        country = _COUNTRIES[parts.pop().casefold()]
    if len(parts) > 1 and (_CANADIAN_CODE.fullmatch(parts[-1]) or re.fullmatch(r"\d{5}(-\d{4})?", parts[-1])):
        postal_code = parts.pop().upper()
    if parts:
        match = _STATE_AND_ZIP.fullmatch(parts[-1])
        if match and state_code(match[1]):
            state, postal_code = state_code(match[1]), match[2]
            parts.pop()
        elif match and len(parts) > 1:
            # "Rockville MD 20850" in one part.
            *words, last = match[1].split()
            if words and state_code(last):
                state, postal_code = state_code(last), match[2]
                parts[-1] = " ".join(words)
        elif len(parts) > 1 and state_code(parts[-1]):
            state = state_code(parts.pop())
    city = None
    is_city_said = state is not None or country is not None or len(parts) > 1
    if (
        parts
        and is_city_said
        and not re.search(r"\d", parts[-1])
        and (len(parts) > 1 or not _STREET.search(parts[0]))
    ):
        city = parts.pop()
    if country is None and state is not None:
        country = "CA" if state in PROVINCES else "US"
    return AddressParts(", ".join(parts) or None, city, state, postal_code, country)
