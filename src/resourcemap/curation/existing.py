"""What is known before an import: the listings, what their sources last said, and what people edited."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from resourcemap.curation.duplicates import DuplicateIndex, Pair
from resourcemap.model.hsds import Bundle, HsdsRecord, Organization
from resourcemap.model.writes import FieldKey, KnownSource, SourceKey


@dataclass(frozen=True)
class Existing:
    """
    The data an import is planned against, all of one data version.

    `edited_fields` are those a person gave by hand: an import leaves them alone and says so.
    `distinct_pairs` are listings that a person said are not the same.
    """

    bundles: Mapping[str, Bundle] = field(hash=False)
    sources: Mapping[SourceKey, KnownSource] = field(hash=False)
    organizations: Mapping[str, Organization] = field(default_factory=dict, hash=False)
    edited_fields: frozenset[FieldKey] = frozenset()
    distinct_pairs: frozenset[Pair] = frozenset()

    @classmethod
    def of(
        cls,
        bundles: Iterable[Bundle] = (),
        sources: Mapping[SourceKey, KnownSource] | None = None,
        *,
        organizations: Iterable[Organization] = (),
        edited_fields: frozenset[FieldKey] = frozenset(),
        distinct_pairs: frozenset[Pair] = frozenset(),
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
        distinct_pairs
            Pairs of listings that are not the same, as a person said: never asked about again.
        """
        return cls(
            bundles={bundle.service_at_location.id: bundle for bundle in bundles},
            sources=sources or {},
            organizations={each.id: each for each in organizations},
            edited_fields=edited_fields,
            distinct_pairs=distinct_pairs,
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

    def duplicate_index(self, authority: str, coming_ids: Set[str]) -> DuplicateIndex:
        """
        Make an index for finding possible duplicates of a file's new rows among the listings.

        A listing of the same authority that is not among `coming_ids` left that list: one that came
        in may be it under another id.
        """
        index = DuplicateIndex(distinct=self.distinct_pairs)
        for listing_id, bundle in self.bundles.items():
            source = bundle.service_at_location.source
            has_left = source is not None and source.authority == authority and listing_id not in coming_ids
            index.add(bundle, source=f"{authority} before" if has_left else None)
        return index
