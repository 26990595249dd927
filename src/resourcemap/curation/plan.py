"""Planning an import: each row against what is known, without writing anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from resourcemap.curation.diff import record_changes
from resourcemap.curation.duplicates import DuplicateIndex
from resourcemap.curation.existing import Existing
from resourcemap.curation.merge import KeptValue, merge_record
from resourcemap.curation.planned import ImportPlan, PlannedRow, Status
from resourcemap.curation.repeats import SettledRow, settle_repeats
from resourcemap.model.change import FieldChange, field_changes
from resourcemap.model.hsds import Bundle, HsdsRecord, Organization
from resourcemap.model.identity import identify
from resourcemap.model.incoming import ReadFile
from resourcemap.model.problem import Problem, row_words
from resourcemap.model.words import Sentence, Value
from resourcemap.model.writes import SourceRow

__all__ = ["ImportPlan", "PlannedRow", "plan_import"]

Progress = Callable[[int, int], None]

AnyHsds = TypeVar("AnyHsds", bound=HsdsRecord)


def plan_import(
    read: ReadFile,
    existing: Existing,
    *,
    version: int,
    file_name: str,
    file_hash: str,
    progress: Progress | None = None,
) -> ImportPlan:
    """
    Plan what a file would do, row by row.

    The same file twice is "unchanged". Fields the file does not carry stay as they are, and so do
    those a person edited or checked. A new listing that looks like another is a possible
    duplicate: it comes in as a listing of its own and staff are asked.

    Parameters
    ----------
    read
        The file's rows.
    existing
        What is known, all of data version `version`.
    version
        Applying the plan fails when the data has moved on from it.
    file_name, file_hash
        What the file was, for the list of imports.
    progress
        Told (rows done, rows in all) now and then.

    Returns
    -------
    ImportPlan
        rows = new + changed + unchanged + possible duplicates + rejected.
    """
    settled = settle_repeats(read, existing.sources)
    planner = _Planner(read.authority, existing, settled)
    planned: list[PlannedRow] = []
    problems: list[Problem] = list(read.problems)
    for done, row in enumerate(settled, start=1):
        planned.append(planner.plan_row(row))
        problems.extend(_problems(row, planned[-1]))
        if progress is not None and (done % 100 == 0 or done == len(settled)):
            progress(done, len(settled))
    return ImportPlan(
        version=version,
        file_name=file_name,
        file_hash=file_hash,
        format=read.format,
        authority=read.authority,
        rows=tuple(planned),
        rejected=read.row_count - len(read.rows),
        problems=tuple(problems),
        records=tuple(planner.written.values()),
        sources=tuple(planner.sources.values()),
    )


@dataclass
class _Planner:
    authority: str
    existing: Existing
    settled: Sequence[SettledRow]
    # The records as the rows so far leave them: rows of one organization build on each other.
    written: dict[tuple[str, str], HsdsRecord] = field(default_factory=dict)
    sources: dict[str, SourceRow] = field(default_factory=dict)
    _planned: dict[str, PlannedRow] = field(default_factory=dict)
    _index: DuplicateIndex | None = None

    def plan_row(self, settled: SettledRow) -> PlannedRow:
        if settled.repeats is not None:
            earlier = self._planned[settled.identifier]
            return _row(settled, "unchanged", earlier.bundle)
        known = self.existing.sources.get((self.authority, settled.identifier))
        stored = self.existing.bundles.get(known.listing_id) if known else None
        if known and stored and known.content_hash == settled.content_hash:
            planned = _row(settled, "unchanged", stored)
        else:
            incoming = self._named(settled)
            if stored is None:
                stored = self.existing.bundles.get(incoming.service_at_location.id)
            planned = (
                self._new(settled, incoming)
                if stored is None
                else self._update(settled, stored, incoming, only_fills=bool(known and known.is_merged))
            )
            self.sources[settled.identifier] = SourceRow(
                authority=self.authority,
                identifier=settled.identifier,
                listing_id=planned.listing_id,
                content_hash=settled.content_hash,
                raw=settled.row.raw,
            )
        self._planned[settled.identifier] = planned
        return planned

    def _named(self, settled: SettledRow) -> Bundle:
        bundle = settled.row.bundle
        if settled.identifier != settled.row.identifier:
            bundle = identify(bundle, self.authority, settled.identifier)
        # Pointers to records the file does not hold would break the join.
        return _linked(bundle, bundle)

    def _new(self, settled: SettledRow, incoming: Bundle) -> PlannedRow:
        changes: list[FieldChange] = []
        kept: list[KeptValue] = []
        bundle = Bundle(
            organization=self._organization(incoming.organization, changes, kept),
            service=self._put("service", incoming.service, changes, kept, is_new=True),
            location=incoming.location
            and self._put("location", incoming.location, changes, kept, is_new=True),
            service_at_location=self._put(
                "service_at_location", incoming.service_at_location, changes, kept, is_new=True
            ),
        )
        if self._index is None:
            self._index = self._make_index()
        similar = self._index.find(bundle, source=self.authority)
        self._index.add(bundle, source=self.authority)
        status: Status = "possible-duplicate" if similar else "new"
        return replace(
            _row(settled, status, bundle), changes=tuple(changes), kept=tuple(kept), duplicate_of=similar
        )

    def _make_index(self) -> DuplicateIndex:
        named = [self._named(row) for row in self.settled if row.repeats is None]
        known = (self.existing.sources.get((self.authority, row.identifier)) for row in self.settled)
        coming = {bundle.service_at_location.id for bundle in named}
        coming |= {each.listing_id for each in known if each is not None}
        index = self.existing.duplicate_index(self.authority, coming)
        index.expect(named, source=self.authority)
        return index

    def _update(
        self, settled: SettledRow, stored: Bundle, incoming: Bundle, *, only_fills: bool
    ) -> PlannedRow:
        changes: list[FieldChange] = []
        kept: list[KeptValue] = []
        if only_fills:
            # Joined listings: which organization runs it, and where it is from, was chosen by a person.
            incoming = Bundle(
                replace(incoming.service_at_location, source=stored.service_at_location.source),
                incoming.service,
                stored.organization,
                incoming.location,
            )
        incoming = _linked(incoming, stored)
        organization = self._organization(incoming.organization, changes, kept)
        service = self._put("service", incoming.service, changes, kept, only_fills=only_fills)
        location = incoming.location and self._put(
            "location", incoming.location, changes, kept, only_fills=only_fills
        )
        sal = self._put(
            "service_at_location", incoming.service_at_location, changes, kept, only_fills=only_fills
        )
        if organization is None or organization.id != service.organization_id:
            organization = stored.organization
        bundle = Bundle(sal, service, organization, location or stored.location)
        status: Status = "changed" if changes else "unchanged"
        return replace(_row(settled, status, bundle), changes=tuple(changes), kept=tuple(kept))

    def _organization(
        self, incoming: Organization | None, changes: list[FieldChange], kept: list[KeptValue]
    ) -> Organization | None:
        if incoming is None:
            return None
        return self._put("organization", incoming, changes, kept, is_new=True)

    def _put(
        self,
        resource_type: str,
        incoming: AnyHsds,
        changes: list[FieldChange],
        kept: list[KeptValue],
        *,
        is_new: bool = False,
        only_fills: bool = False,
    ) -> AnyHsds:
        """Merge one record into what is known of it; a record nobody knows comes in as it is."""
        key = (resource_type, incoming.id)
        known = self.written.get(key) or self.existing.records.get(key)
        if known is None:
            self.written[key] = incoming
            if not is_new:
                changes.extend(field_changes(*key, {}, incoming.to_document()))
            return incoming
        if not isinstance(known, type(incoming)):
            raise TypeError(f"{key} is a {type(known).__name__}")
        locked = self.existing.edited_by_record.get(key, frozenset())
        if only_fills:
            locked |= known.to_document().keys()
        merged, stayed = merge_record(resource_type, known, incoming, locked_fields=locked)
        kept.extend(stayed)
        if merged != known:
            self.written[key] = merged
            changes.extend(record_changes(resource_type, known, merged))
        return merged


def _linked(incoming: Bundle, target: Bundle) -> Bundle:
    """Give a file's records the ids of the listing they speak of, and let them point to each other."""
    service = replace(
        incoming.service,
        id=target.service.id,
        organization_id=incoming.organization.id if incoming.organization else None,
    )
    location = incoming.location
    if location is not None and target.location is not None:
        location = replace(location, id=target.location.id)
    sal = replace(
        incoming.service_at_location,
        id=target.service_at_location.id,
        service_id=service.id,
        location_id=location.id if location else None,
    )
    return Bundle(sal, service, incoming.organization, location)


def _row(settled: SettledRow, status: Status, bundle: Bundle) -> PlannedRow:
    return PlannedRow(
        row=settled.row.row,
        sheet=settled.row.sheet,
        identifier=settled.identifier,
        status=status,
        listing_id=bundle.service_at_location.id,
        bundle=bundle,
        content_hash=settled.content_hash,
        raw=settled.row.raw,
    )


def _problems(settled: SettledRow, planned: PlannedRow) -> Iterator[Problem]:
    row = row_words(planned.row, planned.sheet)

    def note(code: str, column: str | None, sentence: Sentence) -> Problem:
        return Problem.said(
            sentence, row=planned.row, column=column, code=code, severity="note", sheet=planned.sheet
        )

    other = settled.shares_id_with
    if other is not None and settled.repeats is None:
        values: dict[str, Value] = {
            "row": row,
            "identifier": settled.row.identifier,
            "other": row_words(other.row, other.sheet),
            "own": settled.identifier,
        }
        yield note("repeated-id", None, Sentence("curation.row.repeated", values))
    for similar in planned.duplicate_of:
        reasons: Value = ""
        for reason in reversed(similar.reasons):
            pair: dict[str, Value] = {"first": reason, "second": reasons}
            reasons = Sentence("import.together", pair) if reasons else reason
        yield note(
            "possible-duplicate",
            None,
            Sentence("curation.duplicate.found", {"row": row, "name": similar.name, "reasons": reasons}),
        )
    for value in planned.kept:
        name = value.change.field_name
        yield note(
            f"kept-{value.reason}",
            name,
            Sentence(f"curation.row.kept_{value.reason}", {"row": row, "field": name}),
        )
