"""What the directory's staff decided, and what everyone may read of it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.curation.plan import ImportPlan
from resourcemap.errors import ResourceMapError
from resourcemap.model.change import Actor
from resourcemap.model.freshness import FreshnessPolicy
from resourcemap.model.policy import (
    FRESHNESS,
    LONGEST_POLICY,
    LONGEST_REASON,
    POLICY_TEXTS,
    DoNotList,
    PolicyText,
    folded_name,
    not_to_list,
    read_policy_text,
    texts_in,
)
from resourcemap.model.problem import Problem, row_words
from resourcemap.model.report import read_line
from resourcemap.model.statistics import Cell, published_cells
from resourcemap.model.words import Sentence, languages


@dataclass(frozen=True)
class PublicPolicies:
    """
    What everyone may read. A text is None where staff wrote none in this language.

    `cells` count what people told us, so that nobody can be found in them; see `model.statistics`.
    """

    texts: Mapping[PolicyText, str | None]
    freshness: FreshnessPolicy
    cells: tuple[Cell, ...]


def public_policies(directory: Directory, *, language: str, now: datetime) -> PublicPolicies:
    """Give the published policies and statistics: for everyone."""
    policies = directory.store.policies
    today = now.astimezone(directory.zone).date()
    return PublicPolicies(
        {key: texts_in(policies.value(key), language) for key in POLICY_TEXTS},
        directory.snapshot().freshness,
        published_cells(directory.store.inbox.kinds(), today=today),
    )


def policy_texts(directory: Directory, key: str, *, by: Actor) -> dict[str, str]:
    """Give what staff wrote for one text, by language."""
    check_role("policy_texts", by)
    return dict(directory.store.policies.value(read_policy_text(key)) or {})


def set_policy_text(
    directory: Directory, key: str, text: str, *, language: str, by: Actor, now: datetime
) -> None:
    """
    Publish one text in one language; an empty one brings back the usual text.

    Raises
    ------
    ResourceMapError
        When there is no such text or language, or it is too long.
    """
    check_role("set_policy_text", by)
    known = read_policy_text(key)
    kept = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if language not in languages():
        raise ResourceMapError(f"policy: {language!r} is no language of this directory.")
    if len(kept) > LONGEST_POLICY:
        raise ResourceMapError(f"policy: {len(kept)} letters are too many. Keep it below {LONGEST_POLICY}.")
    directory.store.policies.put_parts(known, {language: kept}, by=by.name, at=now)


def set_freshness(directory: Directory, policy: FreshnessPolicy, *, by: Actor, now: datetime) -> None:
    """
    Set after how many days an unchecked listing is warned of, ranked last and hidden; it holds at once.

    Raises
    ------
    ResourceMapError
        When the steps do not grow.
    """
    check_role("set_freshness", by)
    read = FreshnessPolicy.read(policy.to_document())
    directory.store.policies.put(FRESHNESS, read.to_document(), by=by.name, at=now)
    directory.snapshot()


def do_not_list(directory: Directory, *, by: Actor) -> tuple[DoNotList, ...]:
    """List the names that are not to be listed."""
    check_role("do_not_list", by)
    return directory.store.policies.do_not_list()


def add_do_not_list(directory: Directory, name: str, reason: str, *, by: Actor, now: datetime) -> None:
    """
    Put a name on the do-not-list.

    Raises
    ------
    ResourceMapError
        When the name or the reason is missing.
    """
    check_role("add_do_not_list", by)
    kept, why = read_line(name, LONGEST_REASON), read_line(reason, LONGEST_REASON)
    if kept is None or not folded_name(kept) or why is None:
        raise ResourceMapError("do-not-list: write the name and the reason. Nothing was changed.")
    directory.store.policies.add_do_not_list(
        DoNotList(id=secrets.token_urlsafe(9), name=kept, reason=why, at=now, by=by.name)
    )


def remove_do_not_list(directory: Directory, entry_id: str, *, by: Actor, now: datetime) -> None:
    """Take a name off the do-not-list; that it stood there is kept."""
    check_role("remove_do_not_list", by)
    directory.store.policies.remove_do_not_list(entry_id, at=now)


def barred_rows(directory: Directory, plan: ImportPlan) -> tuple[Problem, ...]:
    """Name the rows of a planned import that the do-not-list speaks of."""
    entries = directory.store.policies.do_not_list()
    problems = []
    for row in plan.rows if entries else ():
        bundle = row.bundle
        names = (bundle.service.name, bundle.organization.name if bundle.organization else None)
        entry = not_to_list(names, entries)
        if entry is not None:
            problems.append(
                Problem.said(
                    Sentence(
                        "policy.barred_row",
                        {
                            "row": row_words(row.row, row.sheet),
                            "name": entry.name,
                            "reason": entry.reason,
                        },
                    ),
                    row=row.row,
                    column=None,
                    code="do-not-list",
                    sheet=row.sheet,
                )
            )
    return tuple(problems)
