"""Deciding on what the public told: what it would change, accepting it, or saying why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, get_args

from resourcemap.actions.conflicts import named_conflicts
from resourcemap.actions.directory import Directory
from resourcemap.actions.drafting import point_findings
from resourcemap.actions.roles import ROLES, check_role
from resourcemap.actions.verifying import records_of
from resourcemap.curation.correction import Correction, correct
from resourcemap.curation.form import FACT, documents_of, new_documents
from resourcemap.errors import ResourceMapError
from resourcemap.geo.place import Place
from resourcemap.geo.point import GeoPoint
from resourcemap.model.change import Actor
from resourcemap.model.edit import RecordKey
from resourcemap.model.point_words import finding_sentence
from resourcemap.model.policy import DoNotList, not_to_list
from resourcemap.model.proposal import Proposal
from resourcemap.model.record import Document
from resourcemap.model.report import RISKY_KINDS, Report, read_report_text
from resourcemap.model.writes import ImportRun

COMMUNITY = "community-confirmed"
ReportFix = Literal["corrected", "mended", "closed", "paused", "hidden", "noted"]
REPORT_FIXES: tuple[ReportFix, ...] = get_args(ReportFix)
"""What staff may do with a report; "noted" changes nothing and thanks, "mended" says that it was done by hand."""

_STATUS_OF: Mapping[str, str] = {
    "closed": "defunct",
    "paused": "temporarily closed",
    # Out of everything public until staff know more.
    "hidden": "inactive",
}


@dataclass(frozen=True)
class ReportView:
    """
    A report as staff see it.

    Parameters
    ----------
    name
        Of the place, "" when it is not listed any more.
    base, seen
        The records as they are now, and the newest change of each: what is written goes over nothing
        newer.
    """

    report: Report
    name: str
    base: Mapping[str, Document] = field(hash=False)
    seen: Mapping[RecordKey, int] = field(hash=False)

    @property
    def fixes(self) -> tuple[ReportFix, ...]:
        """What may be done with it, the most fitting first."""
        if not self.base:
            return ("noted",)
        fitting: tuple[ReportFix, ...] = ("corrected",) if self.report.changes else ()
        if self.report.kind == "closed":
            fitting = (*fitting, "closed", "paused")
        elif self.report.kind in ("unsafe", "turned-away"):
            fitting = (*fitting, "noted", "hidden")
        return tuple(dict.fromkeys((*fitting, "noted", "mended", "paused", "hidden", "closed")))

    @property
    def listing_id(self) -> str | None:
        """The listing it is about, as it is now; None when there is none any more."""
        return str(self.base["service_at_location"]["id"]) if self.base else None


@dataclass(frozen=True)
class ProposalView:
    """
    A place somebody asks to add, as staff see it: what it would say, and whether it may be listed.

    Parameters
    ----------
    alike
        Listings that may be the same: id and name.
    near
        Where its ZIP or its city is, looked up here; None where nothing is found.
    """

    proposal: Proposal
    made: Correction
    barred: DoNotList | None
    alike: tuple[tuple[str, str], ...]
    near: Place | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """The point that a new place gets; `is_near` where it is only the middle of an area."""

    point: GeoPoint
    is_near: bool


def report_views(directory: Directory, *, by: Actor) -> tuple[ReportView, ...]:
    """
    List the open reports by risk: unsafe first, then closed, turned away, wrong; then the oldest day.

    How to reach their writers is for whoever may decide; others get None there.
    """
    check_role("report_views", by)
    reports = directory.store.inbox.reports()
    if not by.roles_now() & ROLES["accept_report"]:
        reports = tuple(replace(each, contact=None) for each in reports)
    # What was told of a listing that was merged since is told of the one that was kept.
    places = {each.code: directory.kept_id(each.listing_id) for each in reports}
    _, bundles, seen = directory.store.edits.state(set(places.values()))
    by_id = {bundle.service_at_location.id: bundle for bundle in bundles}
    views = []
    for each in sorted(reports, key=lambda each: (RISKY_KINDS.index(each.kind), each.day, each.code)):
        bundle = by_id.get(places[each.code])
        base = {} if bundle is None else documents_of(bundle)
        keys = {(name, str(document["id"])) for name, document in base.items()}
        name = "" if bundle is None else bundle.service.name
        views.append(ReportView(each, name, base, {key: seen[key] for key in keys}))
    return tuple(views)


def report_change(
    directory: Directory, view: ReportView, fix: ReportFix, *, by: Actor, now: datetime
) -> Correction:
    """Say what a decision would change in the place, before anything is written."""
    check_role("report_change", by)
    day = now.astimezone(directory.zone).date()
    answers = dict(view.report.changes or {}) if fix == "corrected" else {}
    if fix in _STATUS_OF:
        answers = {"status": _STATUS_OF[fix]}
    if not view.base:
        return Correction({}, ())
    return correct(view.base, answers, evidence=COMMUNITY, day=day)


def accept_report(
    directory: Directory,
    view: ReportView,
    fix: ReportFix,
    *,
    outcome: str = "",
    by: Actor,
    now: datetime,
) -> ImportRun | None:
    """
    Do what follows from a report, close it, and forget how to reach its writer.

    Parameters
    ----------
    outcome
        A line for whoever has the code.

    Returns
    -------
    ImportRun or None
        The run that an undo takes back; None when nothing was to be written.

    Raises
    ------
    ConflictError
        When somebody changed the same fields since the report was shown; it says who, and both values.
        Nothing is written.
    ResourceMapError
        When it does not fit this report, or a proposed value cannot be read.
    """
    check_role("accept_report", by)
    if fix not in view.fixes:
        raise ResourceMapError(f"report: {fix!r} does not fit it. Choose one of: {', '.join(view.fixes)}.")
    made = report_change(directory, view, fix, by=by, now=now)
    if made.problems:
        raise ResourceMapError(f"report: mend these first: {', '.join(made.problems)}. Nothing was changed.")
    with named_conflicts(directory):
        return directory.store.inbox.decide(
            view.report.code,
            status="accepted",
            outcome=read_report_text(outcome),
            by=by.name,
            at=now,
            writes=records_of(made.documents) if made.changes else (),
            expected=dict(view.seen),
            title=view.name,
            why=f"a report from the public: {view.report.kind}, {fix}",
        )


def decline_report(directory: Directory, code: str, *, reason: str, by: Actor, now: datetime) -> None:
    """
    Close a report without a change, and say why.

    Raises
    ------
    ResourceMapError
        When no reason is given: whoever wrote it may ask.
    """
    check_role("decline_report", by)
    directory.store.inbox.decide(code, status="declined", outcome=_reason(reason), by=by.name, at=now)


def place_proposals(directory: Directory, *, by: Actor, now: datetime) -> tuple[ProposalView, ...]:
    """
    List the places that people ask to add, the oldest day first.

    How to reach their writers is for whoever may decide; others get None there.
    """
    check_role("place_proposals", by)
    is_deciding = bool(by.roles_now() & ROLES["accept_place"])
    barred = directory.store.policies.do_not_list()
    day = now.astimezone(directory.zone).date()
    known: dict[str, list[tuple[str, str]]] = {}
    for each in directory.snapshot().listings:
        known.setdefault(_name_key(each.name), []).append((each.id, each.name))
    views = []
    for proposal in directory.store.proposals.all():
        if proposal.document.get("kind") != "place":
            continue
        answers = dict(proposal.document.get("answers") or {})
        name = str(answers.get("name", ""))
        made = _made(directory, proposal, None, day)
        views.append(
            ProposalView(
                proposal if is_deciding else replace(proposal, contact=None),
                made,
                not_to_list([name, str(answers.get("organization") or "")], barred),
                tuple(known.get(_name_key(name), ())[:3]),
                _near(directory, answers),
            )
        )
    return tuple(sorted(views, key=lambda view: (view.proposal.day, view.proposal.code)))


def place_change(
    directory: Directory, view: ProposalView, spot: Spot | None, *, by: Actor, now: datetime
) -> Correction:
    """Say what a new place would say with a point; a point that looks wrong is among the notes."""
    check_role("place_proposals", by)
    return _made(directory, view.proposal, spot, now.astimezone(directory.zone).date())


def accept_place(
    directory: Directory,
    view: ProposalView,
    *,
    spot: Spot | None = None,
    outcome: str = "",
    by: Actor,
    now: datetime,
) -> str:
    """
    List a place that somebody asked to add, as a run that can be undone.

    Parameters
    ----------
    spot
        Its point; without one it has no distance and is on no map.

    Returns
    -------
    str
        The new listing's id.

    Raises
    ------
    ResourceMapError
        When its name is on the do-not-list, or a value cannot be read. Nothing is written.
    """
    check_role("accept_place", by)
    if view.barred is not None:
        raise ResourceMapError(
            f"place: {view.barred.name} is on the do-not-list ({view.barred.reason}). "
            "Take it off that list first, or decline."
        )
    made = _made(directory, view.proposal, spot, now.astimezone(directory.zone).date())
    if made.problems:
        raise ResourceMapError(f"place: mend these first: {', '.join(made.problems)}.")
    listing_id = str(made.documents["service_at_location"]["id"])
    directory.store.inbox.decide(
        view.proposal.code,
        status="accepted",
        outcome=read_report_text(outcome),
        by=by.name,
        at=now,
        writes=records_of(made.documents),
        expected={},
        title=str(made.documents["service"]["name"]),
        why="a place somebody asked to add",
        listing_id=listing_id,
        is_proposal=True,
    )
    return listing_id


def decline_place(directory: Directory, code: str, *, reason: str, by: Actor, now: datetime) -> None:
    """
    Close a proposal without listing the place, and say why.

    Raises
    ------
    ResourceMapError
        When no reason is given: whoever wrote it may ask.
    """
    check_role("decline_place", by)
    directory.store.inbox.decide(
        code, status="declined", outcome=_reason(reason), by=by.name, at=now, is_proposal=True
    )


def _made(directory: Directory, proposal: Proposal, spot: Spot | None, day: date) -> Correction:
    answers = dict(proposal.document.get("answers") or {})
    category = answers.pop("category", None)
    if category:
        answers[f"{FACT}category/{category}"] = "yes"
    if spot is not None:
        answers |= {"latitude": str(spot.point.latitude), "longitude": str(spot.point.longitude)}
    made = correct(new_documents(proposal.code), answers, evidence=COMMUNITY, day=day)
    if spot is None:
        return made
    if spot.is_near:
        location = {**made.documents["location"], "is_approximate": True}
        return replace(made, documents={**made.documents, "location": location})
    findings = point_findings(directory, made.documents)
    return replace(made, notes=(*made.notes, *(finding_sentence(each) for each in findings)))


def _near(directory: Directory, answers: Mapping[str, object]) -> Place | None:
    zip_code, city = str(answers.get("zip") or ""), str(answers.get("city") or "")
    found = directory.places.zip_place(zip_code) if zip_code else None
    if found is None and city:
        state = str(answers.get("state") or "")
        found = directory.places.find(", ".join(part for part in (city, state) if part)).place
    return found


def _reason(text: str) -> str:
    kept = read_report_text(text)
    if kept is None:
        raise ResourceMapError("reason: write one line for whoever told us. Nothing was changed.")
    return kept


def _name_key(name: str) -> str:
    return " ".join(name.casefold().split())
