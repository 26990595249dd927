"""A plan: what a person means to do, in their order. It says nothing about the person."""

from dataclasses import dataclass, replace
from typing import Literal

from resourcemap.errors import ResourceMapError

PlanKind = Literal["listing", "at-home"]

# SAMHSA's four dimensions, in the order it names them.
PLAN_DIMENSIONS = ("health", "home", "purpose", "community")


@dataclass(frozen=True, slots=True)
class PlanItem:
    """
    One thing to do: a listing, or something for an evening at home.

    `note` is what somebody typed beside it. It stays in the memory of the page and on paper: no
    link, calendar or message carries it.
    """

    kind: PlanKind
    id: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Items in the order the person gave them, each once.

    Examples
    --------
    >>> plan = Plan().add(PlanItem("listing", "a")).add(PlanItem("at-home", "soup"))
    >>> [item.id for item in plan.move("listing", "a", 1).items]
    ['soup', 'a']
    """

    items: tuple[PlanItem, ...] = ()

    def holds(self, kind: PlanKind, id: str) -> bool:  # noqa: A002  # An item's id is called id everywhere.
        """Whether the item is in the plan."""
        return any((item.kind, item.id) == (kind, id) for item in self.items)

    def add(self, item: PlanItem) -> "Plan":
        """Put an item at the end; one that is there already stays as it is."""
        return self if self.holds(item.kind, item.id) else Plan((*self.items, item))

    def remove(self, kind: PlanKind, id: str) -> "Plan":  # noqa: A002
        """Take an item out; one that is not there is no mistake."""
        return Plan(tuple(item for item in self.items if (item.kind, item.id) != (kind, id)))

    def move(self, kind: PlanKind, id: str, place: int) -> "Plan":  # noqa: A002
        """
        Put an item at another place, 0 for the first; past either end counts as the end.

        Raises
        ------
        ResourceMapError
            When the item is not in the plan.
        """
        moved = self._item(kind, id)
        others = [item for item in self.items if item is not moved]
        at = min(max(place, 0), len(others))
        return Plan((*others[:at], moved, *others[at:]))

    def write_note(self, kind: PlanKind, id: str, note: str | None) -> "Plan":  # noqa: A002
        """
        Replace the note of an item; blank takes it away.

        Raises
        ------
        ResourceMapError
            When the item is not in the plan.
        """
        noted = self._item(kind, id)
        kept = replace(noted, note=(note or "").strip() or None)
        return Plan(tuple(kept if item is noted else item for item in self.items))

    def without_notes(self) -> "Plan":
        """Give the same plan with no note on any item."""
        return Plan(tuple(replace(item, note=None) for item in self.items))

    def _item(self, kind: PlanKind, id: str) -> PlanItem:  # noqa: A002
        for item in self.items:
            if (item.kind, item.id) == (kind, id):
                return item
        raise ResourceMapError(f"plan: there is no {kind} {id!r} in it. Add it first.")
