"""Taking values of a file that would otherwise give way to what a person edited or checked."""

from collections.abc import Set
from dataclasses import replace
from typing import Any

from resourcemap.curation.diff import record_changes
from resourcemap.curation.merge import KeptValue
from resourcemap.curation.planned import ImportPlan, PlannedRow
from resourcemap.model.hsds import RECORD_TYPES, Attribute, HsdsRecord
from resourcemap.model.writes import FieldKey


def kept_key(value: KeptValue) -> FieldKey:
    """Name a kept value: record type, record id and field."""
    return value.change.resource_type, value.change.resource_id, value.change.field_name


def with_files_values(plan: ImportPlan, chosen: Set[FieldKey]) -> ImportPlan:
    """
    Let a file have its way in the fields that staff chose.

    Parameters
    ----------
    plan
        The plan with its kept values.
    chosen
        Keys of kept values, as `kept_key` gives them; others are passed over.

    Returns
    -------
    ImportPlan
        The plan with those values among its changes and no longer among the kept ones.
    """
    if not chosen:
        return plan
    written = {(_type_of(record), record.id): record for record in plan.records}
    rows = []
    for row in plan.rows:
        taken = [each for each in row.kept if kept_key(each) in chosen]
        rows.append(_with_taken(row, taken, written) if taken else row)
    return replace(plan, rows=tuple(rows), records=tuple(written.values()))


def _with_taken(
    row: PlannedRow, taken: list[KeptValue], written: dict[tuple[str, str], HsdsRecord]
) -> PlannedRow:
    known = {(name, record.id): record for name, record in row.bundle.records()}
    changes = list(row.changes)
    for each in taken:
        key = (each.change.resource_type, each.change.resource_id)
        before = written.get(key) or known.get(key)
        if before is None:
            continue
        after = _with_value(before, each.change.field_name, each.change.replacement_value)
        written[key] = after
        changes.extend(record_changes(key[0], before, after))
    records = {name: written.get((name, record.id), record) for name, record in row.bundle.records()}
    bundle = replace(row.bundle, **records)  # type: ignore[arg-type]  # each under its own name
    kept = tuple(each for each in row.kept if each not in taken)
    status = "changed" if row.status == "unchanged" else row.status
    return replace(row, status=status, bundle=bundle, changes=tuple(changes), kept=kept)


def _with_value(record: HsdsRecord, name: str, value: Any) -> HsdsRecord:
    document = record.to_document()
    if name == "attributes" and isinstance(value, list):
        offered = {_statement(Attribute.from_document(each)): each for each in value}
        stored = {_statement(each): each.to_document() for each in record.attributes}
        value = list({**stored, **offered}.values())
    return RECORD_TYPES[_type_of(record)].from_document({**document, name: value})


def _statement(attribute: Attribute) -> tuple[str | None, str | None]:
    term = attribute.taxonomy_term
    return attribute.link_type, (term.code or term.name or term.id) if term else attribute.taxonomy_term_id


def _type_of(record: HsdsRecord) -> str:
    return next(name for name, kind in RECORD_TYPES.items() if type(record) is kind)
