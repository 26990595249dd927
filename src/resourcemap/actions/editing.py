"""Saving by hand: over nothing unseen, as a proposal or a run that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from resourcemap.actions.conflicts import with_names
from resourcemap.actions.directory import Directory
from resourcemap.actions.drafting import (
    DraftView,
    FormError,
    base_of,
    draft,
    read_typed,
    view_draft,
)
from resourcemap.actions.reporting import new_code
from resourcemap.actions.roles import ROLES, check_role
from resourcemap.curation.edit import Choices, merge_bundle
from resourcemap.errors import ConflictError, NotFoundError
from resourcemap.model.change import Actor, changes_between
from resourcemap.model.edit import Draft
from resourcemap.model.hsds import HsdsRecord
from resourcemap.model.proposal import Proposal
from resourcemap.model.report import read_report_text
from resourcemap.model.writes import ImportRun

_TRIES = 5
LONGEST_WHY = 300

Keep = Callable[..., ImportRun | None]
"""Writes records over what was seen, with whatever belongs to it, in one transaction."""


@dataclass(frozen=True, slots=True)
class SavedEdit:
    """What came of saving: the run that wrote it, or the code of the proposal; neither when nothing differed."""

    listing_id: str | None
    run: ImportRun | None = None
    proposal: str | None = None


def save_edit(
    directory: Directory,
    draft_id: str,
    *,
    choices: Choices | None = None,
    why: str | None = None,
    by: Actor,
    now: datetime,
) -> SavedEdit:
    """
    Save a draft: staff write it, contributors propose it.

    Parameters
    ----------
    choices
        Whose value stays where somebody else changed the same field meanwhile.
    why
        The reason, for the history.

    Raises
    ------
    FormError
        When something typed cannot be read.
    ConflictError
        When somebody else changed the same fields; it holds both values. Nothing is written.
    """
    check_role("open_draft", by)
    kept = draft(directory, draft_id, by=by)
    reason = (why or "").strip()[:LONGEST_WHY] or None
    if ROLES["save_edit"].isdisjoint(by.roles_now()):
        return _propose(directory, kept, reason, by=by, now=now)
    keep = directory.store.edits.write_expecting
    saved = _write(directory, kept, choices, reason, keep=keep, by=by, now=now)
    directory.store.drafts.drop(kept.id, kept.account)
    return saved


# --- Proposals -----------------------------------------------------------------------------------


def edit_proposals(directory: Directory, *, by: Actor) -> tuple[Proposal, ...]:
    """List the edits that contributors propose."""
    check_role("save_edit", by)
    return tuple(each for each in directory.store.proposals.all() if each.document.get("kind") == "edit")


def open_proposal(directory: Directory, code: str, *, by: Actor, now: datetime) -> DraftView:
    """Show what a proposed edit would change, as a draft that is not kept."""
    check_role("save_edit", by)
    return view_draft(directory, _proposed(directory, code, by=by, now=now))


def accept_proposal(
    directory: Directory, code: str, *, choices: Choices | None = None, by: Actor, now: datetime
) -> SavedEdit:
    """
    Write a proposed edit in your own name; its author is in the reason.

    Raises
    ------
    ConflictError
        When somebody changed the same fields since it was proposed.
    ResourceMapError
        When somebody decided it meanwhile. Nothing is written.
    """
    check_role("save_edit", by)
    proposal = directory.store.proposals.get(code)
    kept = _proposed(directory, code, by=by, now=now)
    author, why = str(proposal.document.get("by") or ""), proposal.document.get("why")
    author = directory.store.accounts.display_names().get(author, author)
    reason = f"proposed by {author}" + (f": {why}" if why else "")
    # What somebody else declined a moment ago must not be written: both are one transaction.
    keep = partial(
        directory.store.inbox.decide, code, status="accepted", listing_id=_listing_of(kept), is_proposal=True
    )
    return _write(directory, kept, choices, reason[:LONGEST_WHY], keep=keep, by=by, now=now)


def decline_proposal(directory: Directory, code: str, *, outcome: str, by: Actor, now: datetime) -> None:
    """
    Close a proposal without writing it, with a line for its author.

    Raises
    ------
    ResourceMapError
        When somebody decided it meanwhile.
    """
    check_role("save_edit", by)
    directory.store.inbox.decide(
        code, status="declined", outcome=read_report_text(outcome), by=by.name, at=now, is_proposal=True
    )


# --- How -----------------------------------------------------------------------------------------


def _write(
    directory: Directory,
    kept: Draft,
    choices: Choices | None,
    why: str | None,
    *,
    keep: Keep,
    by: Actor,
    now: datetime,
) -> SavedEdit:
    base = base_of(kept)
    read = read_typed(directory, base, kept.typed)
    if read.problems:
        raise FormError(read.problems)
    edits = directory.store.edits
    listing_id = _listing_of(kept)
    title = str(read.documents["service"]["name"])
    for attempt in range(_TRIES):
        _, bundles, expected = edits.state([listing_id])
        records: tuple[HsdsRecord, ...]
        if kept.listing_id is None:
            records = tuple(record for _, record in read.bundle().records())
        elif bundles:
            records, conflicts = merge_bundle(kept.base, bundles[0], read.documents, choices)
            if conflicts:
                raise ConflictError(
                    f"{title}: somebody else changed the same fields meanwhile. Look at both and choose.",
                    with_names(directory, conflicts),
                )
        else:
            raise NotFoundError(
                "listing: somebody hid it meanwhile. Bring it back first; your draft is kept."
            )
        try:
            run = keep(
                writes=records,
                expected=expected,
                title=title,
                by=by.name,
                at=now,
                why=why,
                counts={"changed": 1},
            )
        except ConflictError:
            # Somebody saved between our reading and our writing: compare with what is there now.
            if attempt == _TRIES - 1:
                raise
            continue
        return SavedEdit(listing_id, run)
    raise AssertionError("unreachable: the last attempt raised")


def _listing_of(kept: Draft) -> str:
    """Give the id of the listing a draft is of, also of one that is not there yet."""
    return kept.listing_id or str(base_of(kept)["service_at_location"]["id"])


def _propose(directory: Directory, kept: Draft, why: str | None, *, by: Actor, now: datetime) -> SavedEdit:
    read = read_typed(directory, base_of(kept), kept.typed)
    if read.problems:
        raise FormError(read.problems)
    if not changes_between(kept.base, read.documents):
        return SavedEdit(kept.listing_id)
    code = new_code()
    directory.store.proposals.add(
        Proposal(
            code=code,
            day=now.astimezone(directory.zone).date(),
            document={
                "kind": "edit",
                "id": kept.id,
                "name": str(read.documents["service"]["name"]),
                "by": by.name,
                "why": why,
                "base": dict(kept.base),
                "base_version": kept.base_version,
                "typed": dict(kept.typed),
            },
            listing_id=kept.listing_id,
        )
    )
    directory.store.drafts.drop(kept.id, kept.account)
    return SavedEdit(kept.listing_id, proposal=code)


def _proposed(directory: Directory, code: str, *, by: Actor, now: datetime) -> Draft:
    proposal = directory.store.proposals.get(code)
    document = proposal.document
    if document.get("kind") != "edit":
        raise NotFoundError("proposal: it is not an edit.")
    return Draft(
        id=str(document["id"]),
        account=by.account_id or "",
        listing_id=proposal.listing_id,
        base_version=int(document["base_version"]),
        base=document["base"],
        typed=document["typed"],
        updated_at=now,
    )
