"""What is known before an import: the listings, what their sources last said, and what people edited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from resourcemap.curation.duplicates import DuplicateIndex
from resourcemap.model.hsds import Bundle, HsdsRecord, Organization
from resourcemap.model.writes import FieldKey, KnownSource, SourceKey


@dataclass(frozen=True)
class Existing:
    """
    The data an import is planned against, all of one data version.

    `edited_fields` are those a person gave by hand: an import leaves them alone and says so.
    """

    bundles: Mapping[str, Bundle] = field(hash=False)
    sources: Mapping[SourceKey, KnownSource] = field(hash=False)
    organizations: Mapping[str, Organization] = field(default_factory=dict, hash=False)
    edited_fields: frozenset[FieldKey] = frozenset()

    @classmethod
    def of(
        cls,
        bundles: Iterable[Bundle] = (),
        sources: Mapping[SourceKey, KnownSource] | None = None,
        *,
        organizations: Iterable[Organization] = (),
        edited_fields: frozenset[FieldKey] = frozenset(),
    ) -> "Existing":
        """
        Gather what is known.

        Parameters
        ----------
        bundles
            Every listing in use.
        sources
            What each row of earlier files last said.
        organizations
            Those in use, without a listing too; those of the bundles need not be repeated.
        edited_fields
            The fields a person gave by hand.
        """
        return cls(
            bundles={bundle.service_at_location.id: bundle for bundle in bundles},
            sources=sources or {},
            organizations={each.id: each for each in organizations},
            edited_fields=edited_fields,
        )

    @cached_property
    def records(self) -> Mapping[tuple[str, str], HsdsRecord]:
        """Every record by its type and id."""
        found: dict[tuple[str, str], HsdsRecord] = {
            ("organization", each.id): each for each in self.organizations.values()
        }
        for bundle in self.bundles.values():
            for name, record in bundle.records():
                found[name, record.id] = record
        return found

    @cached_property
    def edited_by_record(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The fields a person gave by hand, by record."""
        found: dict[tuple[str, str], set[str]] = {}
        for resource_type, resource_id, name in self.edited_fields:
            found.setdefault((resource_type, resource_id), set()).add(name)
        return {key: frozenset(names) for key, names in found.items()}

    def duplicate_index(self) -> DuplicateIndex:
        """Make a fresh index for finding possible duplicates among the listings."""
        return DuplicateIndex(self.bundles.values())
