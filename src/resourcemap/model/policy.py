"""What the staff of a directory decided: what is listed and what is not, and what is said of it all."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from resourcemap.errors import ResourceMapError

PolicyText = Literal["inclusion", "disclaimer"]
POLICY_TEXTS: tuple[PolicyText, ...] = get_args(PolicyText)
FRESHNESS = "freshness"
LONGEST_POLICY = 6000
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DoNotList:
    """A name that is not listed, and why."""

    id: str
    name: str
    reason: str
    at: datetime
    by: str
    removed_at: datetime | None = None


def read_policy_text(key: str) -> PolicyText:
    """
    Read which text is meant.

    Raises
    ------
    ResourceMapError
        When there is none of this name.
    """
    for name in POLICY_TEXTS:
        if name == key:
            return name
    raise ResourceMapError(f"policy {key!r}: choose one of these: {', '.join(POLICY_TEXTS)}.")


def folded_name(text: str) -> str:
    """
    Fold a name so that the same place is recognised however it is written.

    >>> folded_name("The  Harbor House, Inc.") == folded_name("harbor house")
    True
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = "".join(
        char if char.isalnum() else " " for char in plain if not unicodedata.combining(char)
    ).split()
    kept = [word for word in words if word not in _SMALL] or words
    return " ".join(kept)


_SMALL = frozenset({"the", "inc", "llc", "ltd", "corp", "co", "of", "and"})


def not_to_list(names: Iterable[str | None], entries: Iterable[DoNotList]) -> DoNotList | None:
    """
    Find the entry that one of some names falls under; None when there is none.

    A name falls under an entry when it is the same, or holds all of it as words of its own.
    """
    folded = [f" {folded_name(name)} " for name in names if name and folded_name(name)]
    for entry in entries:
        wanted = folded_name(entry.name)
        if wanted and any(f" {wanted} " in name for name in folded):
            return entry
    return None


def texts_in(value: Mapping[str, str] | None, language: str) -> str | None:
    """Give a text in a language; None where the staff wrote none in it."""
    return ((value or {}).get(language) or "").strip() or None
