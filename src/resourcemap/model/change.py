"""What was changed, by whom, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


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


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `roles` come from the edge that knows who is signed in."""

    name: str
    roles: frozenset[str] = frozenset()


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
