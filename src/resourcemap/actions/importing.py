"""Bringing files in and taking them back: for staff."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from resourcemap.actions.directory import DATA_FOLDER, Directory
from resourcemap.actions.policies import barred_rows
from resourcemap.actions.roles import check_role
from resourcemap.curation.existing import Existing
from resourcemap.curation.plan import ImportPlan
from resourcemap.curation.plan import plan_import as plan_rows
from resourcemap.interchange.export import export_row
from resourcemap.interchange.reading import authority_of, read_file
from resourcemap.interchange.sample import SAMPLE_AUTHORITY, read_sample
from resourcemap.model.change import Actor
from resourcemap.model.incoming import ReadFile
from resourcemap.model.table import TableMapping
from resourcemap.model.writes import ImportFile, ImportRun, UndoneImport
from resourcemap.search.snapshot import Snapshot

Progress = Callable[[int, int], None]


def plan_import(
    directory: Directory,
    data: bytes,
    *,
    by: Actor,
    file_name: str,
    file_format: str = "auto",
    source_name: str | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """
    Say what a file would change. Nothing is written.

    Raises
    ------
    UnreadableFileError
        When the file is not of a format that can be read, or not safe to open.
    """
    check_role("plan_import", by)
    return read_and_plan(
        directory,
        data,
        file_name=file_name,
        file_format=file_format,
        source_name=source_name,
        progress=progress,
    )[1]


def read_and_plan(
    directory: Directory,
    data: bytes,
    *,
    file_name: str,
    file_format: str,
    source_name: str | None,
    progress: Progress | None,
) -> tuple[ReadFile, ImportPlan, TableMapping]:
    """Read a file as its source's mapping says, and plan it; whoever calls checked the role."""
    mapping = directory.store.staging.mapping(authority_of(source_name, file_name))
    read = read_file(
        data,
        name=file_name,
        format=file_format,
        authority=source_name,
        places=directory.places,
        progress=progress,
        exported=partial(_exported, directory.snapshot()),
        mapping=mapping,
    )
    store = directory.store
    version, bundles = store.snapshot()
    existing = Existing.of(
        bundles,
        store.sources(read.authority),
        organizations=store.organizations(),
        edited_fields=store.edited_fields(),
        distinct_pairs=store.merges.distinct_pairs(),
    )
    plan = plan_rows(
        read,
        existing,
        version=version,
        file_name=file_name,
        file_hash=hashlib.sha256(data).hexdigest(),
        progress=progress,
    )
    return read, replace(plan, problems=(*plan.problems, *barred_rows(directory, plan))), mapping


def _exported(snapshot: Snapshot, listing_id: str) -> Mapping[str, str] | None:
    row = snapshot.row_of.get(listing_id)
    return None if row is None else export_row(snapshot.listings[row])


def apply_import(directory: Directory, plan: ImportPlan, *, by: Actor, now: datetime) -> ImportRun:
    """
    Write a plan in one transaction; `undo_import` takes it back.

    Raises
    ------
    StalePlanError
        When the data changed since the plan was made.
    """
    check_role("apply_import", by)
    return directory.store.apply_import(
        plan.import_file(),
        plan.records,
        sources=plan.sources,
        suggestions=plan.suggestions(),
        expected_version=plan.version,
        by=by.name,
        at=now,
    )


def undo_import(directory: Directory, import_id: str, *, by: Actor, now: datetime) -> UndoneImport:
    """Take back one import; what people edited since stays."""
    check_role("undo_import", by)
    return directory.store.undo(import_id, by=by.name, at=now)


def imports(directory: Directory, *, by: Actor) -> tuple[ImportRun, ...]:
    """List all imports, newest first."""
    check_role("imports", by)
    return directory.store.imports()


def load_sample(
    directory: Directory,
    *,
    by: Actor,
    now: datetime,
    only_if_empty: bool = False,
    data_folder: Path = DATA_FOLDER,
) -> int:
    """
    Load the invented sample places, their dates moved to today; returns how many listings.

    With `only_if_empty` nothing happens once anything was ever written.
    """
    check_role("load_sample", by)
    version = directory.store.version()
    if only_if_empty and version:
        return 0
    data = (data_folder / "sample" / "baltimore.json").read_bytes()
    bundles = read_sample(data, today=now.astimezone(directory.zone).date())
    records = {(kind, record.id): record for bundle in bundles for kind, record in bundle.records()}
    directory.store.apply_import(
        ImportFile(
            file_name="sample",
            format="sample",
            authority=SAMPLE_AUTHORITY,
            file_hash=hashlib.sha256(data).hexdigest(),
            counts={"rows": len(bundles), "new": len(bundles)},
        ),
        list(records.values()),
        expected_version=version,
        by=by.name,
        at=now,
    )
    return len(bundles)


def clear_sample(directory: Directory, *, by: Actor, now: datetime) -> int:
    """Take the sample places out; returns how many there were."""
    check_role("clear_sample", by)
    return directory.store.clear_authority(
        SAMPLE_AUTHORITY, by=by.name, at=now, why="the sample data was cleared"
    )
