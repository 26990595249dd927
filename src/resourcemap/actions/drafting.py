"""Drafts: an edit that is under way, kept as typed, and what saving it would change."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.curation.advice import advice
from resourcemap.curation.form import Form, ReadForm, documents_of, form_of, new_documents, read_form
from resourcemap.curation.time_zone import TIME_ZONE, time_zone_of
from resourcemap.errors import NotAllowedError, NotFoundError, ResourceMapError
from resourcemap.geo.checks import PointFinding, check_row_point
from resourcemap.model.change import Actor, FieldChange, changes_between
from resourcemap.model.edit import Draft
from resourcemap.model.hsds import Organization
from resourcemap.model.listing import Listing
from resourcemap.model.record import Document
from resourcemap.model.vocabulary import fold
from resourcemap.model.words import Sentence

LONGEST_TYPED = 20_000


class FormError(ResourceMapError):
    """A draft holds something that cannot be saved yet; `problems` say what, by the form's keys."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        super().__init__(f"draft: mend these first: {', '.join(problems)}. Everything typed is kept.")
        self.problems = problems


@dataclass(frozen=True)
class DraftView:
    """
    A draft as its page shows it.

    Parameters
    ----------
    form
        What stands in every field: as typed, else as it was.
    problems
        What cannot be saved yet, by key.
    hints
        Words that blame and texts that are hard to read, by key.
    changes
        What saving would change, field by field.
    listing
        What the public would see; None when it would not be public.
    point
        What looks wrong with the point on the map.
    shared
        How many other listings have the same service, organization and location.
    """

    draft: Draft
    form: Form = field(hash=False)
    problems: Mapping[str, Sentence] = field(hash=False)
    hints: Mapping[str, tuple[Sentence, ...]] = field(hash=False)
    changes: tuple[FieldChange, ...]
    listing: Listing | None
    documents: Mapping[str, Document] = field(hash=False)
    point: tuple[PointFinding, ...] = ()
    shared: Mapping[str, int] = field(default_factory=dict, hash=False)


def open_draft(directory: Directory, listing_id: str | None, *, by: Actor, now: datetime) -> Draft:
    """
    Begin to edit a listing, or a new one (None); a draft of yours that is there already goes on.

    Raises
    ------
    NotFoundError
        When the listing is not there.
    """
    check_role("open_draft", by)
    account = account_of(by)
    store = directory.store
    if listing_id is not None:
        for known in store.drafts.of(account):
            if known.listing_id == listing_id:
                return known
    version, bundles, _ = store.edits.state([listing_id] if listing_id else [])
    if listing_id is not None and not bundles:
        raise NotFoundError("listing: it is not here any more. Somebody may have hidden it.")
    draft = Draft(
        id=secrets.token_urlsafe(12),
        account=account,
        listing_id=listing_id,
        base_version=version,
        base=documents_of(bundles[0]) if bundles else {},
        updated_at=now,
    )
    store.drafts.add(draft)
    return draft


def save_draft(
    directory: Directory, draft_id: str, typed: Mapping[str, Any], *, by: Actor, now: datetime
) -> Draft:
    """
    Keep what was typed, as typed, key by key.

    Raises
    ------
    NotFoundError
        When the draft was saved or thrown away.
    """
    check_role("open_draft", by)
    kept = {str(key): value for key, value in typed.items() if len(str(value)) <= LONGEST_TYPED}
    return directory.store.drafts.type(draft_id, account_of(by), kept, at=now)


def drafts(directory: Directory, *, by: Actor) -> tuple[Draft, ...]:
    """List your own drafts, the newest first."""
    check_role("open_draft", by)
    return directory.store.drafts.of(account_of(by))


def draft(directory: Directory, draft_id: str, *, by: Actor) -> Draft:
    """
    Give one draft of your own.

    Raises
    ------
    NotFoundError
        When there is none of this id.
    """
    check_role("open_draft", by)
    return directory.store.drafts.get(draft_id, account_of(by))


def drop_draft(directory: Directory, draft_id: str, *, by: Actor) -> None:
    """Throw a draft of your own away."""
    check_role("open_draft", by)
    directory.store.drafts.drop(draft_id, account_of(by))


def view_draft(directory: Directory, kept: Draft, *, language: str = "en") -> DraftView:
    """Show a draft: what it says, what is to be mended, and what the public would see."""
    base = base_of(kept)
    read = read_typed(directory, base, kept.typed)
    # The zone of the times follows the state, until somebody chooses.
    zone = {TIME_ZONE: time_zone_of(read.documents) or ""}
    form: Form = {**form_of(base), **zone, **kept.typed}
    bundle = read.bundle()
    return DraftView(
        draft=kept,
        form=form,
        problems=read.problems,
        hints=advice({key: form[key] for key in form if key not in read.problems}, language),
        changes=changes_between(kept.base, read.documents),
        listing=directory.as_listing(bundle),
        documents=read.documents,
        point=point_findings(directory, read.documents),
        shared=_shared(directory, kept),
    )


# --- How -----------------------------------------------------------------------------------------


def account_of(by: Actor) -> str:
    """
    Give the account that drafts belong to.

    Raises
    ------
    NotAllowedError
        When nobody is signed in with one.
    """
    if by.account_id is None:
        raise NotAllowedError("draft: drafts belong to an account. Sign in at the desk.")
    return by.account_id


def base_of(kept: Draft) -> Mapping[str, Document]:
    """Give the records a draft began from; those of a new place are empty and have their ids."""
    return kept.base or new_documents(kept.id)


def read_typed(directory: Directory, base: Mapping[str, Document], typed: Mapping[str, Any]) -> ReadForm:
    """Read what was typed into the records it began from."""
    find = organization_finder(directory) if typed.get("organization") else no_organization
    return read_form(base, typed, find_organization=find)


def no_organization(name: str) -> Organization | None:
    """Find none: for forms that do not name one."""
    return None


def organization_finder(directory: Directory) -> Callable[[str], Organization | None]:
    """Find organizations that are listed already by name, whatever its case and accents."""
    known = {fold(each.name): each for each in directory.store.organizations()}
    return lambda name: known.get(fold(name))


def point_findings(directory: Directory, documents: Mapping[str, Document]) -> tuple[PointFinding, ...]:
    """Look for what is wrong with the point of a place, beside its own ZIP and state."""
    location = documents.get("location", {})
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if latitude is None or longitude is None:
        return ()
    address: Mapping[str, Any] = next(
        (each for each in location.get("addresses") or [] if each.get("address_type") != "postal"), {}
    )
    return check_row_point(
        directory.places,
        float(latitude),
        float(longitude),
        zip_code=address.get("postal_code"),
        state=address.get("state_province"),
        country=address.get("country"),
    )


def _shared(directory: Directory, kept: Draft) -> dict[str, int]:
    """Count the other public listings that an edit of each record reaches too."""
    ids = {name: document.get("id") for name, document in kept.base.items()}
    counts = dict.fromkeys(("service", "organization", "location"), 0)
    for each in directory.snapshot().listings:
        if each.id == kept.listing_id:
            continue
        for name, its in (
            ("service", each.service_id),
            ("organization", each.organization_id),
            ("location", each.location_id),
        ):
            if its is not None and its == ids.get(name):
                counts[name] += 1
    return counts
