"""The link to a plan: the ids of its listings and nothing else."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from resourcemap.errors import ResourceMapError

PATH = "/lite/p/"
MOST_PLACES = 20
LONGEST_LINK = 1200
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def plan_link(base_url: str, ids: Iterable[str]) -> str:
    """
    Write the link that opens a plan's listings on the light page.

    It names no need, no place and no person. An id of letters, digits, "-" and "_" stands as it
    is; any other is written in base64 behind a "~".

    Raises
    ------
    ResourceMapError
        When there is no listing, or more than fit into a code that a phone can read.

    Examples
    --------
    >>> plan_link("https://map.example.org/", ["a1", "b2"])
    'https://map.example.org/lite/p/a1.b2'
    """
    kept = tuple(dict.fromkeys(ids))
    if not kept:
        raise ResourceMapError("link: there is no place in the plan. Add one first.")
    link = base_url.rstrip("/") + PATH + ".".join(map(_written, kept))
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
    if _PLAIN.fullmatch(listing_id):
        return listing_id
    return "~" + urlsafe_b64encode(listing_id.encode()).decode().rstrip("=")


def _read(part: str) -> str | None:
    if not part.startswith("~"):
        return part if _PLAIN.fullmatch(part) else None
    code = part[1:]
    if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
        return None
    try:
        return urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode()
    except ValueError:
        return None
