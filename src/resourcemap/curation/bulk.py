"""One change for many listings: planned as a difference first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resourcemap.curation.form import documents_of, read_form
from resourcemap.model.change import FieldChange, field_changes
from resourcemap.model.edit import RecordKey
from resourcemap.model.hsds import RECORD_TYPES, Bundle, HsdsRecord, Organization
from resourcemap.model.record import Document
from resourcemap.model.words import Sentence


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One listing: what would change, or why it cannot."""

    listing_id: str
    name: str
    changes: tuple[FieldChange, ...] = ()
    problem: Sentence | None = None


@dataclass(frozen=True)
class BulkPlan:
    """
    What a bulk edit would write. Nothing is written yet.

    `expected` are the newest changes that were seen: what moved since stops the whole edit.
    """

    rows: tuple[BulkRow, ...]
    records: tuple[HsdsRecord, ...]
    expected: Mapping[RecordKey, int] = field(hash=False)

    @property
    def changed(self) -> tuple[BulkRow, ...]:
        """The listings that would change."""
        return tuple(row for row in self.rows if row.changes and row.problem is None)

    @property
    def problems(self) -> tuple[BulkRow, ...]:
        """The listings that cannot be changed so."""
        return tuple(row for row in self.rows if row.problem is not None)


def plan_bulk_edit(
    bundles: Sequence[Bundle],
    typed: Mapping[str, Mapping[str, Any]],
    *,
    expected: Mapping[RecordKey, int],
    find_organization: Callable[[str], Organization | None] = lambda name: None,
) -> BulkPlan:
    """
    Say what typing the same form for many listings would change.

    Parameters
    ----------
    bundles
        The listings as they are.
    typed
        What is typed, by listing id and by the form's keys.
    expected
        The newest change number of each of their records.

    Notes
    -----
    Listings may share a service or an organization. Such a record is changed once; two rows that
    want different things of one field of it are a problem of the second.
    """
    documents: dict[RecordKey, Document] = {}
    wanted: dict[tuple[str, str, str], Any] = {}
    rows: list[BulkRow] = []
    touched: set[RecordKey] = set()
    for bundle in bundles:
        listing_id = bundle.service_at_location.id
        own = {
            name: documents.setdefault((name, str(document["id"])), document)
            for name, document in documents_of(bundle).items()
        }
        read = read_form(own, typed.get(listing_id, {}), find_organization=find_organization)
        problem = next(iter(read.problems.values()), None)
        changes: list[FieldChange] = []
        for name, document in read.documents.items():
            before = documents.get((name, str(document["id"])), {})
            changes.extend(field_changes(name, str(document["id"]), before, document))
        for each in changes:
            key = (each.resource_type, each.resource_id, each.field_name)
            if key in wanted and wanted[key] != each.replacement_value:
                problem = problem or Sentence("edit.bulk.shared")
        rows.append(BulkRow(listing_id, bundle.service.name, tuple(changes), problem))
        if problem is not None:
            continue
        for each in changes:
            wanted[each.resource_type, each.resource_id, each.field_name] = each.replacement_value
        for name, document in read.documents.items():
            key_ = (name, str(document["id"]))
            if documents.get(key_) != document:
                documents[key_] = document
                touched.add(key_)
    records = tuple(
        kind.from_document(documents[key])
        for name, kind in RECORD_TYPES.items()
        for key in sorted(touched)
        if key[0] == name
    )
    return BulkPlan(tuple(rows), records, dict(expected))
