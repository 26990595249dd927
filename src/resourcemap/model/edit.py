"""Editing by hand: what somebody typed so far, and where two people changed the same field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from resourcemap.model.record import Document

RecordKey = tuple[str, str]
"""Record type and record id."""

EDIT, BULK_EDIT, MERGE = "edit", "bulk-edit", "merge"
# Runs whose values a person gave by hand: a file does not overwrite them.
HAND_FORMATS = frozenset({EDIT, BULK_EDIT, MERGE})
DESK_AUTHORITY = "desk"
"""The source of places that were added by hand."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """
    One field that two people changed: what it was, what it is now, and what you want (JSON values).

    `field_name` is a field of the record, or a part of one: "first_visit/greeter",
    "attributes/cost/free". `by` is who saved their value, by the name others know them by, and `at`
    when; None where the history does not tell.
    """

    resource_type: str
    resource_id: str
    field_name: str
    base: Any
    theirs: Any
    yours: Any
    by: str | None = None
    at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Record type, record id and field."""
        return self.resource_type, self.resource_id, self.field_name


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctPair:
    """Two listings that somebody said are not the same, the smaller id first; `why` as they wrote it."""

    first_id: str
    second_id: str
    at: datetime
    by: str
    why: str | None = None


Whereabouts = Literal["in-use", "hidden", "merged", "gone"]
"""Where a listing went: hidden by hand, joined with another, or gone with the run that brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredListing:
    """
    A listing as it is kept, whatever became of it: nothing is ever erased.

    `changed` is the number of the change that took it out of use, or else of its newest one.
    """

    id: str
    name: str
    organization: str | None
    status: str | None
    whereabouts: Whereabouts
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """
    An edit that is under way, as typed.

    Parameters
    ----------
    account
        The id of the account it belongs to; nobody else sees it.
    listing_id
        None for a place that is not listed yet.
    base_version
        The data version it began from.
    base
        The records it began from, as documents by record type; empty for a new place.
    typed
        What was typed, by the form's own keys, half a date or a wrong number too.
    """

    id: str
    account: str
    listing_id: str | None
    base_version: int
    base: Mapping[str, Document] = field(hash=False)
    typed: Mapping[str, Any] = field(default_factory=dict, hash=False)
    updated_at: datetime
