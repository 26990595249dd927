"""The link to a plan: the ids of its listings and nothing else."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from uuid import UUID

from resourcemap.errors import ResourceMapError

PATH = "/lite/p/"
DISCREET_PATH = "/lite/q/"
MOST_PLACES = 20
LONGEST_LINK = 1200
_UUID_LETTERS = 22
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def plan_link(base_url: str, ids: Iterable[str], *, discreet: bool = False) -> str:
    """
    Write the link that opens a plan's listings on the light page.

    It names no need, no place and no person. An id that is a UUID is written in 22 letters, so
    that the code stays coarse enough for old phones; one of letters, digits, "-" and "_" stands as
    it is; any other is written in base64 behind a "~". `read_plan_ids` reads all of them. A discreet
    link opens the plan in neutral words; who presses on from there still finds the places.

    Raises
    ------
    ResourceMapError
        When there is no listing, or more than fit into a code that a phone can read.

    Examples
    --------
    >>> plan_link("https://map.example.org/", ["a1", "b2"])
    'https://map.example.org/lite/p/a1.b2'
    >>> plan_link("https://map.example.org/", ["a1", "b2"], discreet=True)
    'https://map.example.org/lite/q/a1.b2'
    """
    kept = tuple(dict.fromkeys(ids))
    if not kept:
        raise ResourceMapError("link: there is no place in the plan. Add one first.")
    link = base_url.rstrip("/") + (DISCREET_PATH if discreet else PATH) + ".".join(map(_written, kept))
    if len(kept) > MOST_PLACES or len(link) > LONGEST_LINK:
        raise ResourceMapError(
            f"link: {len(kept)} places do not fit into one. Hand over {MOST_PLACES} at most at a time."
        )
    return link


def read_plan_ids(text: str) -> tuple[str, ...]:
    """
    Read the ids behind the path of a link; parts that are no id are passed over.

    The text comes from whoever opens the page: look the ids up, and say nothing of those not found.

    Examples
    --------
    >>> read_plan_ids("a1.b2.a1")
    ('a1', 'b2')
    """
    if len(text) > LONGEST_LINK:
        return ()
    found = (_read(part) for part in text.split(".")[:MOST_PLACES])
    return tuple(dict.fromkeys(each for each in found if each))


def _written(listing_id: str) -> str:
    uuid = _uuid(listing_id)
    if uuid is not None:
        return _code(uuid.bytes)
    if _PLAIN.fullmatch(listing_id) and len(listing_id) != _UUID_LETTERS:
        return listing_id
    return "~" + _code(listing_id.encode())


def _read(part: str) -> str | None:
    code = part.removeprefix("~")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
        return None
    if code == part and len(part) != _UUID_LETTERS:
        return part if _PLAIN.fullmatch(part) else None
    try:
        data = urlsafe_b64decode(code + "=" * (-len(code) % 4))
        return data.decode() if code != part else str(UUID(bytes=data))
    except ValueError:
        return None


def _uuid(listing_id: str) -> UUID | None:
    try:
        uuid = UUID(listing_id)
    except ValueError:
        return None
    # Other spellings of the same UUID are other ids.
    return uuid if str(uuid) == listing_id else None


def _code(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
