"""What was changed, by whom, when and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

# Which records belong together is no words of a person's.
_TIES = frozenset({"id", "source", "service_id", "location_id", "organization_id"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """
    One field of one record: what it was and what it becomes (JSON values, None is "not said").

    `field_name` is a top-level field of the HSDS record, so lists are replaced whole.
    """

    resource_type: str
    resource_id: str
    field_name: str
    previous_value: Any
    replacement_value: Any


def field_changes(
    resource_type: str, resource_id: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[FieldChange, ...]:
    """
    List the fields in which two documents of one record differ; "not said" and null are the same.

    Examples
    --------
    >>> [each.field_name for each in field_changes("service", "1", {"name": "A", "x": None}, {"name": "B"})]
    ['name']
    """
    return tuple(
        FieldChange(resource_type, resource_id, name, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def changes_between(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> tuple[FieldChange, ...]:
    """
    List the fields in which a listing's documents, by record type, differ; those of a new record one by one.

    Examples
    --------
    >>> after = {"location": {"id": "2", "name": "Library"}}
    >>> [each.field_name for each in changes_between({"location": {"id": "1", "name": "Library"}}, after)]
    ['name']
    """
    return tuple(
        each
        for resource_type, document in after.items()
        for each in field_changes(
            resource_type,
            str(document["id"]),
            before[resource_type] if before.get(resource_type, {}).get("id") == document["id"] else {},
            document,
        )
        if each.field_name not in _TIES
    )


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Who acts. `roles` come from the edge that knows who is signed in.

    `still` asks that edge again: a page may have been drawn a while ago, and whoever pressed its
    button may have been signed out since. `account_id` is None for whoever has no account.
    """

    name: str
    roles: frozenset[str] = frozenset()
    account_id: str | None = None
    still: Callable[[], frozenset[str]] | None = field(default=None, repr=False, compare=False)

    def roles_now(self) -> frozenset[str]:
        """Give the roles as of this moment."""
        return self.roles if self.still is None else self.roles & self.still()


# The person at the machine's own command line.
OPERATOR = Actor("operator", frozenset({"administrator"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of the history (HSDS metadata): create, update or delete, field by field."""

    number: int
    at: datetime
    by: str
    why: str | None
    import_id: str | None
    action: Literal["create", "update", "delete", "restore"]
    resource_type: str
    resource_id: str
    field_name: str | None
    previous_value: Any
    replacement_value: Any
