"""Neutral wording: what a stranger who finds the paper or looks over a shoulder may read."""

import re
import tomllib
from functools import cache
from pathlib import Path

from anyascii import anyascii

from resourcemap.handout.options import HandoutOptions
from resourcemap.handout.times import is_opening, next_times
from resourcemap.model.listing import Listing
from resourcemap.model.locale_words import weekday
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say

_FILE = Path(__file__).parent / "revealing.toml"

# Facets whose words say who a person is or what they need. "Free" or "by phone" say neither.
_TELLING_FACETS = ("category", "population", "shared_experience", "led_by", "affirming", "barriers_removed")

_SUITES = re.compile(r"(?i)(apt|apartment|suite|ste|unit|room|rm|floor|fl|bldg|building|#|\d)")
_COURT = re.compile(r"\s+court$", re.I)
_STREET_ENDS = {
    "street": "St",
    "avenue": "Ave",
    "road": "Rd",
    "boulevard": "Blvd",
    "drive": "Dr",
    "lane": "Ln",
    "court": "Ct",
    "place": "Pl",
    "highway": "Hwy",
    "parkway": "Pkwy",
    "square": "Sq",
}
_NUMBERED_STREET = re.compile(r"\s*\d+[\w/-]*\s+(?P<street>\D.*|\d+(?:st|nd|rd|th)\b.*)", re.I)


def reveals(text: str, listing: Listing) -> bool:
    """
    Whether a text would tell a stranger what a listing is for, or who runs it.

    Errs to yes: it looks for the words of our vocabulary, for telling words of three languages,
    and for the names of the listing and its organisation.
    """
    folded = _fold(text)
    return bool(_telling().search(folded)) or _names_it(folded, listing) or _speaks_vocabulary(folded)


def quiet(text: str | None, listing: Listing, options: HandoutOptions) -> str | None:
    """Keep a text as it is, or leave it out whole where the handout is discreet and it tells."""
    if text is None or not text.strip():
        return None
    if options.discreet and reveals(text, listing):
        return None
    return options.isolate(" ".join(text.split()))


def neutral_title(listing: Listing, options: HandoutOptions) -> str:
    """
    Name a listing so that it says nothing: its own discreet name, else a day and a street.

    A discreet name that still tells is not used.
    """
    own = (listing.discreet_name or "").strip()
    if own and not _telling().search(_fold(own)) and not _names_it(_fold(own), listing):
        return options.isolate(" ".join(own.split()))
    street = street_of(listing)
    times = next_times(listing, options, count=3, days=60)
    days = {each.start.weekday() for each in times}
    is_meeting = len(days) == 1 and not any(is_opening(each) for each in times)
    day = weekday(times[0].start.weekday(), options.language) if is_meeting else None
    kind = "call" if listing.is_remote_only else "group" if day else "place"
    key = f"handout.neutral.{kind}{'_day' if day and kind == 'call' else ''}{'_street' if street else ''}"
    return say(key, options.language, day=day or "", street=options.isolate(street or ""))


def street_of(listing: Listing) -> str | None:
    """
    Name the street of a public address without its number, None where it has none that is plain.

    Names of buildings and desks are left out: they often say what is inside.
    """
    line = public_street_line(listing)
    match = _NUMBERED_STREET.fullmatch(line) if line else None
    if match is None:
        return None
    words = match["street"].split(",")[0].split()
    if len(words) > 1:
        words[-1] = _STREET_ENDS.get(words[-1].lower().strip("."), words[-1])
    return " ".join(words)


def public_street_line(listing: Listing) -> str | None:
    """Give the street and number alone, where the address is public and its words say no more."""
    address = listing.address
    if address is None or listing.address_visibility != "full" or not address.address_1:
        return None
    line = " ".join(address.address_1.split(",")[0].split())
    match = _NUMBERED_STREET.fullmatch(line)
    # "Willow Court" is a street: its ending is a word of the list by chance.
    if match is None or _telling().search(_fold(_COURT.sub("", match["street"]))):
        return None
    return line


def suite_of(listing: Listing) -> str | None:
    """Give the floor or room of an address, where it is no more than that."""
    text = (listing.address.address_2 if listing.address else None) or ""
    words = text.split()
    if not words or len(words) > 4 or not any(_SUITES.match(word) for word in words):
        return None
    return None if reveals(text, listing) else " ".join(words)


def _names_it(folded: str, listing: Listing) -> bool:
    names = (listing.name, listing.alternate_name, listing.organization, listing.location_name)
    words = {word for name in names if name for word in _fold(name).split()}
    telling = {word for word in words if len(word) > 3 and word not in _ordinary() and not word.isdigit()}
    return bool(telling & set(folded.split()))


def _speaks_vocabulary(folded: str) -> bool:
    return bool(_vocabulary_words().search(folded))


def _fold(text: str) -> str:
    # Both spellings, so that words of a list in another script are found too.
    lower = text.casefold()
    return f" {' '.join(_words(anyascii(lower).lower()))} | {' '.join(_words(lower))} "


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return lists


@cache
def _telling() -> re.Pattern[str]:
    beginnings: set[str] = set()
    for language, words in _lists().items():
        for word in words if language != "ordinary" else ():
            ends = r"\b" if word.endswith(" ") else ""
            plain = r"\s+".join(map(re.escape, _words(word.casefold())))
            beginnings.add(rf"{plain}{ends}")
    longest_first = sorted(beginnings, key=lambda each: (-len(each), each))
    return re.compile(rf"\b(?:ال)?(?:{'|'.join(longest_first)})")


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(_lists()["ordinary"])


@cache
def _vocabulary_words() -> re.Pattern[str]:
    phrases: set[str] = set()
    for phrase, terms in vocabulary().synonyms().items():
        if any(term.facet in _TELLING_FACETS for term in terms) and len(phrase) > 1:
            phrases.add(r"\s+".join(map(re.escape, phrase.split())))
    longest_first = sorted(phrases, key=lambda each: (-len(each), each))
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")
