"""One change for many listings: planned as a difference first, then written as one run."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from resourcemap.actions.directory import Directory
from resourcemap.actions.drafting import FormError, no_organization, organization_finder
from resourcemap.actions.editing import LONGEST_WHY
from resourcemap.actions.roles import check_role
from resourcemap.curation.bulk import BulkPlan
from resourcemap.curation.bulk import plan_bulk_edit as plan_rows
from resourcemap.model.change import Actor
from resourcemap.model.edit import BULK_EDIT
from resourcemap.model.writes import ImportRun


def plan_bulk_edit(directory: Directory, typed: Mapping[str, Mapping[str, Any]], *, by: Actor) -> BulkPlan:
    """
    Say what typing the same form for many listings would change. Nothing is written.

    Parameters
    ----------
    typed
        What is typed, by listing id and by the form's keys.
    """
    check_role("bulk_edit", by)
    _, bundles, expected = directory.store.edits.state(typed)
    names = {key for each in typed.values() for key in each}
    find = organization_finder(directory) if "organization" in names else no_organization
    return plan_rows(bundles, typed, expected=expected, find_organization=find)


def apply_bulk_edit(
    directory: Directory, plan: BulkPlan, *, why: str | None = None, by: Actor, now: datetime
) -> ImportRun | None:
    """
    Write a planned bulk edit as one run; `undo_import` takes it back.

    Raises
    ------
    ConflictError
        When one of the fields was changed since the plan was made: plan it again. Nothing is written.
    FormError
        When the plan has problems left.
    """
    check_role("bulk_edit", by)
    if plan.problems:
        raise FormError({row.listing_id: row.problem for row in plan.problems if row.problem is not None})
    count = len(plan.changed)
    return directory.store.edits.write_expecting(
        plan.records,
        expected=plan.expected,
        title=f"{count} listings",
        by=by.name,
        at=now,
        why=(why or "").strip()[:LONGEST_WHY] or None,
        kind=BULK_EDIT,
        counts={"changed": count},
    )
