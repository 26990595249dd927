"""Takes payment handles, private contacts and meeting passwords out of a meeting before anything else reads it."""

import re
from collections.abc import Mapping
from typing import Any

from resourcemap.interchange.contacts import without_password
from resourcemap.interchange.report import RowReport
from resourcemap.interchange.values import storable

# Payment handles, private persons and editors' links are never kept, not even in the raw row.
NEVER = re.compile(
    r"venmo|paypal|square|cash_?app|zelle|author|edit_url|.*password.*|.*passcode.*|contact_.*|.*_contact_.*|contacts",
    re.I,
)


# "Passcode: 1234", "pw - abc", "password is abc", "passcode 1234"; not "no password needed".
_SECRET = re.compile(
    r"\b(?:pass\s?-?\s?code|pass\s?-?\s?word|pwd|pw)s?\b\s*(?:"
    r"(?:is\b(?! (?:required|needed|not|sent|posted|available))|[:#=\-–])\s*[\"“']?[^\s,;\"”']{1,40}[\"”']?"
    r"|(?=\S{0,20}\d)[^\s,;]{3,20})",
    re.I,
)


_DIAL_SECRET = re.compile(r"(#,,(?:#,,|,*)\**)[A-Za-z0-9*]+#?$|(,,,+)\*?\w+#?$")


def without_private(meeting: Mapping[str, Any]) -> dict[str, Any]:
    """
    Copy a meeting without payment handles, private contacts and meeting passwords.

    Examples
    --------
    >>> without_private({"name": "A", "venmo": "@x", "conference_url": "https://example.org/j/1?pwd=s"})
    {'name': 'A', 'conference_url': 'https://example.org/j/1'}
    """
    kept: dict[str, Any] = {}
    for key, value in meeting.items():
        if NEVER.fullmatch(key) and key != "last_contact":
            continue
        if isinstance(value, str):
            value = _without_secret(key, value)
        kept[key] = value
    clean = storable(kept)
    assert isinstance(clean, dict)  # noqa: S101 - storable keeps the shape
    return clean


def _without_secret(key: str, text: str) -> str:
    if key.endswith("url") or (text.startswith(("http://", "https://")) and " " not in text):
        return without_password(text)[0]
    if key == "conference_phone":
        return _DIAL_SECRET.sub("", text.strip()).rstrip(",")
    if "notes" in key or "conference" in key:
        return _SECRET.sub("", text)
    return text


def tell_secrets(received: Mapping[str, Any], meeting: Mapping[str, Any], report: RowReport) -> None:
    """Note once that a password was taken out of a meeting."""
    # Only a password makes a text shorter than cleaning does.
    for key, value in meeting.items():
        if isinstance(value, str) and value != (written := received.get(key)) and value != storable(written):
            report.note("password-removed", key)
            return
