"""What the columns and words of an unknown table probably mean: a proposal for a person to correct."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from resourcemap.model.clock_text import ClockTime
from resourcemap.model.table import SeenTable
from resourcemap.model.vocabulary import fold

Why = Literal["name", "like-name", "values", "none"]

_LIKE_NAME = 88
_MOST_WORDS = 40
_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "DC",
        "PR",
    ]
)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_URL = re.compile(r"(?:https?://|www\.)\S+|[\w-]+\.(?:org|com|net|gov|edu)(?:/\S*)?", re.I)
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{6,}\d(?:\s*(?:x|ext)\.?\s*\d+)?", re.I)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_STREET = re.compile(r"\d+[\w-]* .*[^\W\d]{3}")
_DEGREES = re.compile(r"-?\d{1,3}\.\d{3,}")
_DAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)", re.I)


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field the reader knows, with the names files give its column."""

    field: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column probably holds, and why it is thought so; `field` is None where nothing fits."""

    column: str
    field: str | None
    why: Why


def propose_columns(table: SeenTable, known: Sequence[KnownField]) -> tuple[ColumnGuess, ...]:
    """
    Propose the field of each column: by its name, by a name much like it, by the shape of its values.

    A field is proposed once; the columns the reader knows by name have theirs already.
    """
    taken = {each for each in table.fields if each is not None}
    guesses: dict[str, ColumnGuess] = {
        column: ColumnGuess(column, field, "name")
        for column, field in zip(table.header, table.fields, strict=True)
        if field is not None
    }
    guessers: tuple[tuple[Why, Callable[[str], Iterable[str]]], ...] = (
        ("like-name", lambda column: _by_name(column, known)),
        ("values", lambda column: _by_values(table.values_of(column))),
    )
    for why, guess in guessers:
        for column in table.header:
            if column in guesses or not column:
                continue
            field = next((each for each in guess(column) if each not in taken), None)
            if field is not None:
                taken.add(field)
                guesses[column] = ColumnGuess(column, field, why)
    if "name" not in taken:
        wordiest = _wordiest(table, guesses)
        if wordiest is not None:
            guesses[wordiest] = ColumnGuess(wordiest, "name", "values")
    return tuple(guesses.get(column, ColumnGuess(column, None, "none")) for column in table.header if column)


def propose_words(
    values: Iterable[str], terms: Mapping[str, str], *, is_known: Callable[[str], bool]
) -> dict[str, str]:
    """
    Propose a term for each word of a column that is not in our lists, the most frequent first.

    Parameters
    ----------
    values
        The column's cells; parts between ; , | or line ends count as words.
    terms
        Our terms: folded label or synonym to code.
    is_known
        Tells whether the reader knows a word already.

    Returns
    -------
    dict
        Word, in small letters, to code; "" where nothing fits.
    """
    words = Counter(
        part.strip().casefold()
        for value in values
        for part in re.split(r"[;,|\n]", value)
        if part.strip() and len(part) <= 60
    )
    unknown = [word for word, _ in words.most_common() if not is_known(word)]
    return {word: _closest(word, terms) for word in unknown[:_MOST_WORDS]}


def _by_name(column: str, known: Sequence[KnownField]) -> list[str]:
    wanted = fold(column)
    if not wanted:
        return []
    scored = []
    for each in known:
        # "Name of the organisation (legal)" holds "organisation name"; "no" holds nothing of "notes".
        best = max(
            (fuzz.token_set_ratio(wanted, fold(name)) * _cover(wanted, fold(name)) for name in each.names),
            default=0,
        )
        if best >= _LIKE_NAME:
            scored.append((best, each.field))
    return [field for _, field in sorted(scored, key=lambda pair: -pair[0])]


def _cover(wanted: str, name: str) -> float:
    """Count a short name less: "type of street" is no "type"."""
    one, other = set(wanted.split()), set(name.split())
    return 1.0 if len(other) >= len(one) or len(other) >= 2 else 0.9 - 0.1 * (len(one) - len(other))


def _by_values(values: Sequence[str]) -> list[str]:
    if not values:
        return []

    def share(fits: Callable[[str], object]) -> float:
        return sum(bool(fits(value.strip())) for value in values) / len(values)

    if share(_DEGREES.fullmatch) > 0.8:
        numbers = [float(value) for value in values if _DEGREES.fullmatch(value.strip())]
        # Beyond 90 degrees it can be no latitude; in America longitudes are west of Greenwich.
        far = any(abs(number) > 90 for number in numbers) or sum(numbers) < 0
        return ["longitude", "latitude"] if far else ["latitude", "longitude"]
    shapes: tuple[tuple[str, Callable[[str], object], float], ...] = (
        ("email", _EMAIL.fullmatch, 0.6),
        ("url", _URL.fullmatch, 0.6),
        ("postal_code", _ZIP.fullmatch, 0.8),
        ("phone", _PHONE.fullmatch, 0.6),
        ("state", lambda value: value.upper() in _STATES, 0.8),
        ("address", _STREET.match, 0.6),
        ("opens_at", lambda value: not value.isdigit() and ClockTime.read(value) is not None, 0.8),
        ("schedule", lambda value: _DAY.search(value) and any(each.isdigit() for each in value), 0.5),
        ("day", _DAY.match, 0.8),
    )
    found = [field for field, fits, least in shapes if share(fits) >= least]
    return [*found, "closes_at"] if "opens_at" in found else found


def _wordiest(table: SeenTable, guesses: Mapping[str, ColumnGuess]) -> str | None:
    """Find the column of short texts that differ most from row to row: names, most likely."""
    best: tuple[float, str] | None = None
    for column in table.header:
        values = table.values_of(column)
        if column in guesses or not values:
            continue
        wordy = [value for value in values if re.search(r"[^\W\d_]{3}", value) and len(value) < 90]
        differing = len(set(values)) / len(values)
        score = len(wordy) / len(values) * differing
        if score > 0.6 and (best is None or score > best[0] + 0.05):
            best = (score, column)
    return best[1] if best else None


def _closest(word: str, terms: Mapping[str, str]) -> str:
    folded = fold(word)
    if folded in terms:
        return terms[folded]
    best, code = 0.0, ""
    for name, each in terms.items():
        score = fuzz.token_set_ratio(folded, name) if min(len(folded), len(name)) >= 4 else 0.0
        if score > best:
            best, code = score, each
    return code if best >= _LIKE_NAME else ""
