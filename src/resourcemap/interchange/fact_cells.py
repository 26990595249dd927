"""Reads the facts of one row: from columns named after our facets, and from words in other columns."""

import re
from datetime import date

from resourcemap.interchange.cells import Cells
from resourcemap.interchange.columns import FACT_SUFFIXES
from resourcemap.interchange.facts import (
    NO,
    YES,
    FactTable,
    accessibility_facts,
    cost_facts,
    entry_facts,
    fold,
    gender_facts,
    merge,
    phrases,
    population_facts,
    split_words,
)
from resourcemap.interchange.own_cells import escape, read_records, split_unescaped, unescape
from resourcemap.interchange.values import read_number, read_yes_no
from resourcemap.model.fact import FACETS, Answer, Fact
from resourcemap.model.hsds import Language
from resourcemap.model.vocabulary import vocabulary

_TERM_NOTE = re.compile(r"(.*?)\s*\((detail|evidence|evidence_date)=(.*)\)", re.S)


def write_term(term: str, fact: Fact) -> str:
    """
    Write one fact into a cell of terms.

    Examples
    --------
    >>> write_term("women", Fact(Answer.YES, detail="only"))
    'women (detail=only)'
    """
    said = {"detail": fact.detail, "evidence": fact.evidence, "evidence_date": fact.evidence_date}
    notes = ", ".join(
        f"{name}={_escape_note(str(value))}" for name, value in said.items() if value is not None
    )
    return escape(term) + (f" ({notes})" if notes else "")


def _escape_note(text: str) -> str:
    return escape(text).replace(",", "\\,")


def read_terms(text: str, answer: Answer) -> list[tuple[str, Fact]]:
    """
    Read a cell of terms as `write_term` writes them.

    Examples
    --------
    >>> read_terms("women (detail=only); men", Answer.YES)[0][1].detail
    'only'
    """
    found = []
    for part in split_unescaped(text, ";"):
        piece = part.strip()
        if not piece:
            continue
        notes: dict[str, str] = {}
        match = _TERM_NOTE.fullmatch(piece)
        if match:
            piece = match[1]
            for note in split_unescaped(f"{match[2]}={match[3]}", ","):
                name, _, value = note.strip().partition("=")
                notes[name] = unescape(value)
        found.append(
            (
                unescape(piece),
                Fact(answer, notes.get("detail"), notes.get("evidence"), _day(notes.get("evidence_date"))),
            )
        )
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def read_row_facts(cells: Cells) -> tuple[FactTable, tuple[Language, ...], str | None]:
    """Read all facts of a row, its languages, and its fees in words."""
    facts: FactTable = {}
    languages: list[Language] = []
    fees = cells.text("fees")
    is_own = cells.text("listing_id") is not None
    for facet in FACETS:
        for answer in FACT_SUFFIXES:
            field = f"fact:{facet}:{answer}"
            text = cells.text(field)
            if facet == "category" and answer == "yes":
                field, text = "category", cells.text("category")
            if text is None:
                continue
            if is_own:
                for term, fact in read_terms(text, Answer(answer)):
                    facts.setdefault(facet, {})[term] = fact
            elif facet == "category" and answer == "yes":
                _read_category(cells, facts, text)
            elif facet == "language" and answer == "yes":
                _read_languages(cells, facts, languages, text, field)
            elif facet == "cost" and answer == "yes" and not _all_known("cost", text):
                fees = fees or text
            else:
                _read_facet(cells, facts, facet, Answer(answer), text, field)
    if is_own:
        _drop_derived(facts)
        return facts, read_records(Language, cells.text("languages")), fees
    _read_words(cells, facts, languages, fees)
    return facts, tuple(languages), None if fees and fees.casefold() == "none" else fees


def _drop_derived(facts: FactTable) -> None:
    """Drop the dimensions a category brings along: written down, they would outlive the category."""
    for category, fact in facts.get("category", {}).items():
        for dimension in vocabulary().dimensions_of(category):
            if facts.get("dimension", {}).get(dimension) == Fact(fact.answer):
                del facts["dimension"][dimension]


def _all_known(facet: str, text: str) -> bool:
    return all(vocabulary().find(facet, part) for part in split_words(text))


def _read_facet(cells: Cells, facts: FactTable, facet: str, answer: Answer, text: str, field: str) -> None:
    if read_number(text) is not None:
        cells.unknown.add(cells.column(field), text)
        return
    if facet == "accessibility" and answer is Answer.YES:
        found, contradicts = accessibility_facts(text.replace("_", " "))
        if contradicts:
            cells.report.warn("access-contradicts", cells.column(field), seen=text)
        for term, fact in found.get(facet, {}).items():
            merge(facts, facet, term, fact)
    for part in split_words(text):
        term_found = vocabulary().term(facet, part) or next(iter(vocabulary().find(facet, part)), None)
        if term_found is not None:
            merge(facts, facet, term_found.code, Fact(answer))
        elif facet != "accessibility":
            cells.unknown.add(cells.column(field), part)


def _read_category(cells: Cells, facts: FactTable, text: str) -> None:
    for part in re.split(r"[;,|\n]", text):
        term = vocabulary().term("category", part.strip())
        if term is not None:
            merge(facts, "category", term.code, YES)
    for term in vocabulary().keywords(text):
        merge(facts, "category", term.code, YES)
    if "category" not in facts:
        cells.unknown.add(cells.column("category"), " ".join(text.split()))


def _read_words(cells: Cells, facts: FactTable, languages: list[Language], fees: str | None) -> None:
    if "category" not in facts:
        for field in ("services", "name", "description"):
            found = vocabulary().keywords(cells.text(field))
            for term in found:
                merge(facts, "category", term.code, YES)
            if found:
                break
    spoken = cells.text("languages")
    if spoken:
        _read_languages(cells, facts, languages, spoken, "languages")
    # "None" in a fee column is an answer: it costs nothing. An empty cell is not.
    written = cells.columns.positions.get("fees") and cells.literal("fees")
    if fees is None and isinstance(written, str) and written.strip().casefold() == "none":
        fees = "none"
    found_facts = cost_facts(fees, cells.text("payment_methods"))
    _merge_all(facts, found_facts)
    free = read_yes_no(cells.value("is_free"))
    if free is not None:
        merge(facts, "cost", "free", YES if free else NO)
    _read_access(cells, facts)
    intake = cells.text("application_process")
    if intake:
        _merge_all(facts, entry_facts(intake))
    people = cells.text("population_words")
    if people and read_number(people) is None:
        found_people, unknown = population_facts(split_words(people))
        _merge_all(facts, found_people)
        for word in unknown:
            cells.unknown.add(cells.column("population_words"), word)
    _merge_all(facts, gender_facts(cells.text("gender") or ""))
    kids = read_yes_no(cells.value("kids"))
    if kids is not None:
        merge(facts, "accessibility", "child-friendly", YES if kids else NO)


def _read_access(cells: Cells, facts: FactTable) -> None:
    access = cells.text("accessibility_words")
    if access is None:
        return
    plain = read_yes_no(access)
    if plain is not None:
        merge(facts, "accessibility", "step-free", YES if plain else NO)
        return
    found, contradicts = accessibility_facts(access.replace("_", " "))
    if contradicts:
        cells.report.warn("access-contradicts", cells.column("accessibility_words"), seen=access)
    _merge_all(facts, found)


def _read_languages(cells: Cells, facts: FactTable, languages: list[Language], text: str, field: str) -> None:
    if read_number(text) is not None:
        return
    for part in split_words(text):
        word = re.sub(
            r"\b(?:some|speaking|spoken|only|language|fluent|basic)\b|\([^()]*\)", " ", part, flags=re.I
        )
        word = " ".join(word.split())
        if not word or fold(word) in phrases("not_languages")["words"]:
            continue
        found = vocabulary().find("language", word)
        if found:
            merge(facts, "language", found[0].code, YES)
            if found[0].code not in {language.code for language in languages}:
                languages.append(Language(name=found[0].labels.get("en"), code=found[0].code))
        elif signs := [term for term in vocabulary().find("accessibility", word) if term.code == "asl"]:
            merge(facts, "accessibility", signs[0].code, YES)
        elif len(word.split()) <= 3:
            languages.append(Language(name=word))
            cells.unknown.add(cells.column(field), word)
        else:
            languages.append(Language(note=part))


def _merge_all(facts: FactTable, found: FactTable) -> None:
    for facet, terms in found.items():
        for term, fact in terms.items():
            merge(facts, facet, term, fact)
