"""Reads phone numbers, web and e-mail addresses."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from resourcemap.interchange.values import is_not_said, one_line
from resourcemap.model.hsds import Phone

# What follows a number in one cell: "(o)" for the office, "(c)" for a mobile, "x 715".
_KINDS = {"o": "office", "w": "work", "c": "cell", "m": "cell", "h": "home", "f": "fax", "t": "toll free"}
_EXTENSION = re.compile(r"(?:\b(?:ext(?:ension)?\.?|x)|#)\s*:?\s*(\d{1,6})\s*$", re.I)
_KIND = re.compile(r"\(\s*([a-z])\s*\)|\b(office|cell|mobile|home|work|fax|tty|tdd|toll[- ]free)\b", re.I)
_SEPARATOR = re.compile(
    r"\s*(?:[;|\n]|\s/\s|\bor\b|(?<=\d),\s*(?=[(+\d])|(?<=\)),\s*(?=[(+\d])|(?<=\([a-z]\))\s*(?=[(+\d]))\s*",
    re.I,
)
_NUMBER = re.compile(r"[+(]?\d[\d\s().\-/–+*#]{1,24}\d[)]?|\d{3}")
_EMAIL = re.compile(r"[^\s@<>,;:\"'()]{1,64}@[^\s@<>,;:\"'()]{1,180}\.[a-z]{2,24}", re.I)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?", re.I)
_SECRET_PARAMS = frozenset({"pwd", "password", "passcode", "pass", "pw", "p", "tk", "token"})


def read_phones(value: object, *, description: str | None = None) -> tuple[Phone, ...]:
    """
    Read the phone numbers in a cell, each with its extension and what it is for.

    Examples
    --------
    >>> [(p.number, p.extension, p.description) for p in read_phones("410-555-0101 (o) 410-555-0102 (c)")]
    [('410-555-0101', None, 'office'), ('410-555-0102', None, 'cell')]
    >>> read_phones("312-346-9766 x 715")[0].extension, read_phones("(   )    -"), read_phones("none")
    (715.0, (), ())
    """
    text = "\n".join(line for line in str(value or "").replace("\r", "\n").split("\n"))[:500]
    phones: dict[str, Phone] = {}
    for part in _SEPARATOR.split(text):
        piece = one_line(part)
        if is_not_said(piece):
            continue
        extension = _EXTENSION.search(piece)
        if extension:
            piece = piece[: extension.start()].rstrip(" ,;")
        number = _NUMBER.search(piece)
        if number is None or sum(letter.isdigit() for letter in number[0]) < 3:
            continue
        digits = number[0]
        # "(410) 555-0100" keeps its bracket; a bracket without its other half goes.
        if digits.count("(") != digits.count(")"):
            digits = digits.replace("(", "").replace(")", "")
        kind = _kind(piece)
        words = description or kind
        phones.setdefault(
            "".join(letter for letter in digits if letter.isdigit()),
            Phone(
                number=" ".join(digits.split()),
                extension=float(extension[1]) if extension else None,
                type=_type(words),
                description=words,
            ),
        )
    return tuple(phones.values())


def _kind(text: str) -> str | None:
    match = _KIND.search(text)
    if match is None:
        return None
    return _KINDS.get(match[1].casefold()) if match[1] else match[2].casefold()


def _type(words: str | None) -> str | None:
    folded = (words or "").casefold()
    if "fax" in folded:
        return "fax"
    if "tty" in folded or "tdd" in folded:
        return "textphone"
    if "cell" in folded or "mobile" in folded:
        return "cell"
    return "voice" if folded else None


def read_url(value: object) -> str | None:
    """
    Read a web address, adding https:// where it is left out; None for anything a browser must not open.

    Examples
    --------
    >>> read_url("www.example.org/a"), read_url("javascript:alert(1)"), read_url("call us")
    ('https://www.example.org/a', None, None)
    """
    text = one_line(value)
    if is_not_said(text) or len(text) > 2_000:
        return None
    first = text.split()[0].strip("<>,;")
    if "://" not in first:
        first = "https://" + first.removeprefix("//")
    try:
        parts = urlsplit(first)
        host, has_login = parts.netloc, parts.username is not None
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or has_login or not _HOST.fullmatch(host):
        return None
    return urlunsplit(parts)


def read_emails(value: object) -> tuple[str, ...]:
    """
    Find the e-mail addresses in a text.

    Examples
    --------
    >>> read_emails("write to a@example.org, b@example.org")
    ('a@example.org', 'b@example.org')
    """
    return tuple(dict.fromkeys(_EMAIL.findall(str(value or "")[:1_000])))


def without_password(url: str) -> tuple[str, bool]:
    """
    Take meeting passwords out of a link; the second value tells whether there was one.

    Examples
    --------
    >>> without_password("https://example.org/j/1?pwd=abc&from=x")
    ('https://example.org/j/1?from=x', True)
    """
    if "?" not in url and "#" not in url:
        return url, False
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", True
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name.casefold() not in _SECRET_PARAMS]
    in_fragment = any(f"{name}=" in parts.fragment.casefold() for name in _SECRET_PARAMS)
    if len(kept) == len(pairs) and not in_fragment:
        return url, False
    return urlunsplit(
        parts._replace(query=urlencode(kept), fragment="" if in_fragment else parts.fragment)
    ), True
