"""Files that staff drop at the desk: the plan to look at, what to choose in it, and applying it."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from resourcemap.actions.directory import Directory
from resourcemap.actions.importing import Progress, apply_import, read_and_plan
from resourcemap.actions.roles import check_role
from resourcemap.actions.sources import note_source_file
from resourcemap.curation.choosing import with_files_values
from resourcemap.curation.mapping import ColumnGuess, KnownField, propose_columns, propose_words
from resourcemap.curation.merging import MergeField, merge_fields
from resourcemap.curation.plan import ImportPlan, PlannedRow
from resourcemap.errors import UnreadableFileError
from resourcemap.interchange.columns import NEVER, field_of, known_columns
from resourcemap.interchange.fixing import write_rejected
from resourcemap.model.change import Actor
from resourcemap.model.fact import FACETS
from resourcemap.model.hsds import Bundle
from resourcemap.model.incoming import ReadFile
from resourcemap.model.source import SavedFile
from resourcemap.model.table import SeenTable, TableMapping
from resourcemap.model.vocabulary import fold, vocabulary
from resourcemap.model.writes import FieldKey, ImportRun

__all__ = [
    "ColumnGuess",
    "SavedFile",
    "Staged",
    "apply_staged",
    "corrected_rows",
    "drop_staged",
    "fields_to_choose",
    "planned_pair",
    "propose_mapping",
    "remember_mapping",
    "restage",
    "stage_file",
    "staged_files",
]


@dataclass(frozen=True, slots=True)
class Staged:
    """
    A dropped file with its plan. Nothing of it is in the directory yet.

    Parameters
    ----------
    file
        What waits, and the data version the plan was made on.
    read
        The rows as read, and those kept out.
    plan
        What applying it would do.
    mapping
        How its tables were read, as somebody said for this source before.
    """

    file: SavedFile
    read: ReadFile = field(repr=False)
    plan: ImportPlan = field(repr=False)
    mapping: TableMapping


def stage_file(
    directory: Directory,
    data: bytes,
    *,
    file_name: str,
    by: Actor,
    now: datetime,
    file_format: str = "auto",
    source_name: str | None = None,
    progress: Progress | None = None,
) -> Staged:
    """
    Plan a file and keep it until it is applied or dropped; the directory stays as it is.

    An error out of `progress` stops it, and nothing is kept.

    Raises
    ------
    UnreadableFileError
        When the file is of a kind that cannot be read, or not safe to open.
    """
    check_role("stage_file", by)
    came = partial(note_source_file, directory, file_name=file_name, source_name=source_name, by=by, now=now)
    try:
        staged = _stage(
            directory,
            data,
            file_name=file_name,
            file_format=file_format,
            source_name=source_name,
            by=by.name,
            at=now,
            progress=progress,
        )
    except UnreadableFileError:
        came(is_readable=False)
        raise
    # A table without a row says no more than one that cannot be opened.
    came(is_readable=bool(staged.read.row_count))
    return staged


def restage(directory: Directory, file_id: str, *, by: Actor, progress: Progress | None = None) -> Staged:
    """
    Make the plan of a kept file anew, against the data as it is now.

    Who dropped it and when stays: a plan that is only looked at goes on waiting.

    Raises
    ------
    NotFoundError
        When the file was applied or dropped.
    """
    check_role("restage", by)
    file, data = directory.store.staging.content(file_id)
    return _stage(
        directory,
        data,
        file_name=file.file_name,
        file_format=file.format,
        source_name=file.authority,
        by=file.by,
        at=file.at,
        progress=progress,
    )


def _stage(
    directory: Directory,
    data: bytes,
    *,
    file_name: str,
    file_format: str,
    source_name: str | None,
    by: str,
    at: datetime,
    progress: Progress | None,
) -> Staged:
    read, plan, mapping = read_and_plan(
        directory,
        data,
        file_name=file_name,
        file_format=file_format,
        source_name=source_name,
        progress=progress,
    )
    name = hashlib.sha256(f"{plan.authority}\x1f{plan.file_hash}".encode()).hexdigest()[:32]
    file = SavedFile(
        id=name,
        file_name=plan.file_name[:200],
        format=file_format,
        authority=plan.authority,
        version=plan.version,
        at=at,
        by=by,
    )
    directory.store.staging.keep(file, data)
    return Staged(file, read, plan, mapping)


def staged_files(directory: Directory, *, by: Actor) -> tuple[tuple[SavedFile, bool], ...]:
    """List the files that wait, newest first; True where the data has moved on since the plan."""
    check_role("staged_files", by)
    version = directory.store.version()
    return tuple((each, each.version != version) for each in directory.store.staging.files())


def drop_staged(directory: Directory, file_id: str, *, by: Actor) -> None:
    """Forget a file that waits."""
    check_role("drop_staged", by)
    directory.store.staging.drop(file_id)


def apply_staged(
    directory: Directory, staged: Staged, *, by: Actor, now: datetime, chosen: Set[FieldKey] = frozenset()
) -> ImportRun:
    """
    Write a plan in one transaction and forget the file; `undo_import` takes it back.

    Parameters
    ----------
    chosen
        Fields in which the file has its way over what a person edited or checked.

    Raises
    ------
    StalePlanError
        When the data changed since the plan was made: `restage` makes it again.
    """
    check_role("apply_staged", by)
    run = apply_import(directory, with_files_values(staged.plan, chosen), by=by, now=now)
    directory.store.staging.drop(staged.file.id)
    return run


def corrected_rows(staged: Staged, *, language: str = "en", by: Actor) -> bytes:
    """Give the rows that were kept out as CSV, with what to fix in each."""
    check_role("restage", by)
    return write_rejected(staged.read, language)


def planned_pair(
    directory: Directory, plan: ImportPlan, row: PlannedRow, other_id: str, *, by: Actor
) -> tuple[Bundle | None, tuple[MergeField, ...]]:
    """
    Put a new row beside a listing it may be the same as: that listing, and both field by field.

    None and nothing when the listing is not in use any more.
    """
    check_role("planned_pair", by)
    found = next((each.bundle for each in plan.rows if each.listing_id == other_id), None)
    if found is None:
        found = next(iter(directory.store.bundles([other_id])), None)
    return found, merge_fields(found, row.bundle) if found is not None else ()


# --- Unknown tables --------------------------------------------------------------------------------


def fields_to_choose() -> tuple[str, ...]:
    """List the fields a column may hold."""
    return tuple(column.field for column in known_columns() if column.field != NEVER)


def propose_mapping(
    table: SeenTable, mapping: TableMapping
) -> tuple[tuple[ColumnGuess, ...], Mapping[str, Mapping[str, str]]]:
    """
    Propose what the columns of a table hold, and which of our terms its unknown words mean.

    Parameters
    ----------
    mapping
        What was said before: it wins over what is guessed.

    Returns
    -------
    tuple
        A guess for each column; and by column the words that are not in our lists, with a code or
        "" for each.
    """
    known = [KnownField(column.field, column.names) for column in known_columns() if column.field != NEVER]
    told = {column: field for column, field in mapping.columns.items() if field}
    fields = tuple(
        told.get(column, None if column in mapping.columns else seen)
        for column, seen in zip(table.header, table.fields, strict=True)
    )
    private = {column for column in table.header if field_of(column) == NEVER}
    guesses = tuple(
        replace(each, field=None, why="none")
        if each.column in private or (each.column in mapping.columns and each.column not in told)
        else each
        for each in propose_columns(replace(table, fields=fields), known)
    )
    words: dict[str, Mapping[str, str]] = {}
    for guess in guesses:
        facet = _facet_of(guess.field)
        if facet is not None:
            found = propose_words(
                table.values_of(guess.column),
                _terms(facet),
                is_known=partial(_is_known, facet),
            )
            said = mapping.values.get(guess.column, {})
            if found or said:
                words[guess.column] = {**found, **said}
    return guesses, words


def remember_mapping(
    directory: Directory, authority: str, mapping: TableMapping, *, by: Actor, now: datetime
) -> None:
    """Remember how the tables of a source are read: by the desk and by the command line, from now on."""
    check_role("remember_mapping", by)
    directory.store.staging.remember(authority, mapping, by=by.name, at=now)


def _facet_of(field_name: str | None) -> str | None:
    if field_name in ("category", "services"):
        return "category" if field_name == "category" else None
    parts = (field_name or "").split(":")
    return parts[1] if len(parts) == 3 and parts[1] in FACETS else None


def _terms(facet: str) -> dict[str, str]:
    known = vocabulary()
    names = {fold(known.label(facet, term.code)): term.code for term in known.terms(facet)}
    for phrase, terms in known.synonyms().items():
        for term in terms:
            if term.facet == facet:
                names.setdefault(phrase, term.code)
    return names


def _is_known(facet: str, word: str) -> bool:
    known = vocabulary()
    if facet == "category" and known.keywords(word):
        return True
    return bool(known.find(facet, word))
