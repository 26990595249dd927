"""Turns the words of other people's files into facts, only where they say it plainly."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from resourcemap.model.fact import Answer, Fact
from resourcemap.model.vocabulary import vocabulary

_PHRASES = Path(__file__).parent / "phrases.toml"

FactTable = dict[str, dict[str, Fact]]

YES, LIMITED, NO = Fact(Answer.YES), Fact(Answer.LIMITED), Fact(Answer.NO)
_PRICE = re.compile(r"[$£€] ?\d*[1-9]")
_DENIAL = re.compile(r"\b(?:no|not|never|without|except|excluding|doesn t|does not)\b[^,;]{0,20}$")
_AGE = r"(\d{1,2})"
_YEARS = r"(?:\s*(?:years?|yrs?)(?:\s*old|\s*of\s*age)?)?"
_RANGE = re.compile(
    rf"\b(?:ages?|aged|between)?\s*{_AGE}{_YEARS}\s*(?:-|–|—|\bto\b|\bthrough\b|\band\b)\s*{_AGE}{_YEARS}(?=[\s.,;)]|$)",
    re.I,
)
_AT_LEAST = re.compile(
    rf"(?:minimum age:?|at least|over(?: the age of)?|age)?\s*\b{_AGE}{_YEARS}\s*"
    rf"(?:\+|(?:and|or|&)\s*(?:older|over|up|above))|minimum age:?\s*{_AGE}|at least\s*{_AGE}\s*years",
    re.I,
)
_AT_MOST = re.compile(
    rf"\b{_AGE}{_YEARS}\s*(?:and|or|&)\s*(?:younger|under|below)|maximum age:?\s*{_AGE}", re.I
)
_NO_AGE = re.compile(r"\b(?:months?|grades?|weeks?|days?|hours?|percent|%|people|acres?|wards?)\b", re.I)


@cache
def phrases(section: str) -> Mapping[str, tuple[str, ...]]:
    """Read one section of the phrase table, words folded."""
    table = tomllib.loads(_PHRASES.read_text(encoding="utf-8"))
    return {term: tuple(fold(word) for word in words) for term, words in table[section].items()}


def fold(text: str) -> str:
    """
    Fold words for comparing.

    Examples
    --------
    >>> fold("Walk-In,  Telephone_first")
    'walk in, telephone first'
    """
    return " ".join(re.sub(r"[-_/.]+(?!\d)", " ", text.casefold().replace("’", "'")).split()).strip(" ,;")


def split_words(text: str) -> tuple[str, ...]:
    """
    Take a list in one cell apart.

    Examples
    --------
    >>> split_words("English; Spanish, French / Amharic and Lao")
    ('English', 'Spanish', 'French', 'Amharic', 'Lao')
    """
    parts = re.split(r"[,;|\n•]|\s/\s|(?<=[a-z])/(?=[A-Z])|\s+&\s+|\band\b", text)
    return tuple(dict.fromkeys(part.strip(" .") for part in parts if part.strip(" .")))


def merge(into: FactTable, facet: str, term: str, fact: Fact) -> None:
    """Add a fact unless the table already has a word on it."""
    into.setdefault(facet, {}).setdefault(term, fact)


def cost_facts(fees: str | None, payments: str | None = None) -> FactTable:
    """
    Read costs; an empty cell says nothing.

    Examples
    --------
    >>> sorted(cost_facts("No Fee")["cost"]), sorted(cost_facts("Sliding scale: $25.00 maximum")["cost"])
    (['free'], ['fee', 'sliding-scale'])
    >>> cost_facts("There is no additional charge for the relay."), cost_facts(None)
    ({}, {})
    """
    facts: FactTable = {}
    if not fees and not payments:
        return facts
    plain = fold(fees or "")
    if plain in phrases("free")["words"]:
        merge(facts, "cost", "free", YES)
        return facts
    if plain in phrases("partly_free")["words"]:
        merge(facts, "cost", "free", LIMITED)
        return facts
    if not plain and fold(payments or "") == "no payment":
        merge(facts, "cost", "free", YES)
        return facts
    everything = f"{plain} ; {fold(payments or '')}"
    for term, pattern in _cost_patterns().items():
        if any(
            not _DENIAL.search(everything[max(0, match.start() - 40) : match.start()])
            for match in pattern.finditer(everything)
        ):
            merge(facts, "cost", term, YES)
    if _PRICE.search(fees or "") and "donation" not in facts.get("cost", {}):
        merge(facts, "cost", "fee", YES)
    return facts


@cache
def _cost_patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        term: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
        for term, words in phrases("cost").items()
    }


def accessibility_facts(text: str) -> tuple[FactTable, bool]:
    """
    Read a description of access; the second value tells whether it contradicts itself.

    Examples
    --------
    >>> accessibility_facts("Designated Parking, Indoor Wheelchair, Elevators or None Needed")[0]["accessibility"].keys()
    dict_keys(['disabled-parking', 'partly-step-free'])
    >>> accessibility_facts("Indoor Wheelchair, Not Accessible")
    ({}, True)
    """
    facts: FactTable = {}
    denied = False
    for part in split_words(text):
        plain = fold(part)
        if plain in phrases("not_accessible")["words"]:
            denied = True
            continue
        for term, words in phrases("accessibility").items():
            if plain in words:
                merge(facts, "accessibility", term, YES)
                break
        else:
            found = vocabulary().find("accessibility", plain)
            if len(found) == 1:
                merge(facts, "accessibility", found[0].code, YES)
    said = facts.get("accessibility", {})
    if not denied:
        return facts, False
    contradicts = bool(said.keys() & {"step-free", "partly-step-free"})
    for term in ("step-free", "partly-step-free"):
        said.pop(term, None)
    if not contradicts:
        merge(facts, "accessibility", "step-free", NO)
    return {facet: terms for facet, terms in facts.items() if terms}, contradicts


def entry_facts(text: str) -> FactTable:
    """
    Read how to get in.

    Examples
    --------
    >>> sorted(entry_facts("Telephone, By Appointment, Walk-In")["entry"])
    ['drop-in']
    """
    facts: FactTable = {}
    parts = {fold(part) for part in split_words(text)}
    for term, words in phrases("entry").items():
        if parts & set(words):
            merge(facts, "entry", term, YES)
    return facts


def population_facts(
    words: Iterable[str], *, detail: str | None = "focus"
) -> tuple[FactTable, tuple[str, ...]]:
    """Look up groups of people; gives what was found and the words nobody knows."""
    facts: FactTable = {}
    unknown: list[str] = []
    for word in words:
        if fold(word) in phrases("nobody")["words"]:
            continue
        found = vocabulary().find("population", word)
        for term in found:
            merge(facts, "population", term.code, Fact(Answer.YES, detail=detail))
        if not found:
            unknown.append(word)
    return facts, tuple(unknown)


def gender_facts(text: str) -> FactTable:
    """
    Read a gender column.

    Examples
    --------
    >>> gender_facts("women only")["population"]["women"].detail, gender_facts("no restrictions")
    ('only', {})
    """
    facts: FactTable = {}
    # Men and women together is everyone: neither is a focus.
    found = {
        term for term, words in phrases("gender").items() for part in split_words(text) if fold(part) in words
    }
    if not {"men", "women"} <= found:
        for term in sorted(found):
            merge(facts, "population", term, Fact(Answer.YES, detail="only"))
    return facts


def read_ages(text: str) -> tuple[float | None, float | None]:
    """
    Read the youngest and oldest age from an eligibility text; None where it names none or several.

    Examples
    --------
    >>> read_ages("Homeless men 18 years of age and over"), read_ages("Ages 16 - 25 years, motivated")
    ((18.0, None), (16.0, 25.0))
    >>> read_ages("Minimum age:  60 years"), read_ages("Children 21 and younger"), read_ages("DC residents")
    ((60.0, None), (None, 21.0), (None, None))
    >>> read_ages("Age 55 or over for most programs, age 60 or over for lunch"), read_ages("6 to 12 months")
    ((None, None), (None, None))
    """
    if len(text) > 2_000 or _NO_AGE.search(text):
        return None, None
    ranges = {
        (int(match[1]), int(match[2])) for match in _RANGE.finditer(text) if int(match[1]) < int(match[2])
    }
    if len(ranges) == 1 and re.search(r"\bage|\byears?\b|\byrs?\b", text, re.I):
        youngest, oldest = ranges.pop()
        return float(youngest), float(oldest)
    lows = {int(next(filter(None, match.groups()))) for match in _AT_LEAST.finditer(text)}
    highs = {int(next(filter(None, match.groups()))) for match in _AT_MOST.finditer(text)}
    low = float(lows.pop()) if len(lows) == 1 else None
    high = float(highs.pop()) if len(highs) == 1 else None
    return low, high


def read_status(text: str) -> str | None:
    """
    Read a status word as HSDS has it; None when it is none of them.

    Examples
    --------
    >>> read_status("Open"), read_status("Temporarily Closed"), read_status("maybe")
    ('active', 'temporarily closed', None)
    """
    plain = fold(text)
    return next((status for status, words in phrases("status").items() if plain in words), None)
