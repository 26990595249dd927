"""What needs a person at the desk today, by risk, and how the whole list stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from resourcemap.actions.directory import Directory
from resourcemap.actions.duplicates import duplicates
from resourcemap.actions.roles import check_role, may
from resourcemap.actions.sources import sources
from resourcemap.actions.verifying import due_listings
from resourcemap.model.change import Actor
from resourcemap.model.edit import HAND_FORMATS
from resourcemap.model.fact import FACETS
from resourcemap.model.freshness import Freshness, freshness_on
from resourcemap.model.proposal import Proposal
from resourcemap.model.report import RISKY_KINDS
from resourcemap.model.verification import Due, area_of
from resourcemap.model.writes import ImportRun

TaskKind = Literal[
    "report-unsafe",
    "report-closed",
    "report-other",
    "hidden-soon",
    "hidden",
    "place",
    "edit",
    "overdue",
    "last-soon",
    "source-failed",
    "backup",
    "import",
    "due",
    "warned-soon",
    "duplicates",
    "source-late",
]
_BY_RISK: tuple[TaskKind, ...] = get_args(TaskKind)
_RECENT_IMPORTS = timedelta(days=30)
MOST_OF_A_KIND = 5


@dataclass(frozen=True)
class Task:
    """
    One thing to do: what kind, of how many, and the first few by name.

    `items` are (key, text): what the page that does it opens with, and a name to show; `page` is its
    address.
    """

    kind: TaskKind
    page: str
    count: int
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Standing:
    """
    How the list stands: counts of listings, never of people.

    `completeness` says for each facet how many listings state anything about it.
    """

    total: int
    freshness: tuple[tuple[Freshness, int], ...]
    completeness: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, int], ...]
    areas: tuple[tuple[str, int], ...]


def desk_tasks(directory: Directory, *, by: Actor, now: datetime) -> tuple[Task, ...]:
    """List what needs a person, the riskiest first; only what this person may do something about."""
    check_role("desk_tasks", by)
    tasks: list[Task] = []
    if may("report_views", by):
        tasks += _from_the_public(directory)
    if may("save_edit", by):
        tasks.append(_edits(directory))
    if may("call_list", by):
        tasks += _to_check(directory, now)
    if may("duplicates", by):
        tasks.append(_pairs(directory, by))
    if may("imports", by):
        tasks.append(_imports(directory, now))
        # A failed source wants another file: that is for who brings files in.
        if may("stage_file", by):
            tasks += _sources(directory, by, now)
    if may("backup_runs", by):
        tasks.append(_backups(directory))
    return tuple(sorted((task for task in tasks if task.count), key=lambda task: _BY_RISK.index(task.kind)))


def standing(directory: Directory, *, by: Actor, now: datetime) -> Standing:
    """Say how the list stands: how fresh and how complete, by category and by area."""
    check_role("standing", by)
    snapshot = directory.snapshot()
    today = now.astimezone(directory.zone).date()
    listings = snapshot.listings
    bands = Counter(freshness_on(today, each.assured_date, snapshot.freshness) for each in listings)
    known: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    for each in listings:
        known.update(facet for facet in FACETS if each.facts.get(facet))
        categories.update(each.terms("category"))
        areas[area_of(each)] += 1
    return Standing(
        total=len(listings),
        freshness=tuple((band, bands[band]) for band in Freshness),
        completeness=tuple((facet, known[facet]) for facet in FACETS),
        categories=tuple(sorted(categories.items(), key=lambda each: (-each[1], each[0]))),
        areas=tuple(sorted(areas.items(), key=lambda each: (-each[1], each[0]))),
    )


def _from_the_public(directory: Directory) -> list[Task]:
    reports = sorted(
        directory.store.inbox.reports(), key=lambda each: (RISKY_KINDS.index(each.kind), each.day, each.code)
    )
    names = _names(directory)
    tasks = []
    kinds: tuple[tuple[TaskKind, tuple[str, ...]], ...] = (
        ("report-unsafe", ("unsafe",)),
        ("report-closed", ("closed",)),
        ("report-other", ("turned-away", "wrong")),
    )
    for kind, among in kinds:
        found = [each for each in reports if each.kind in among]
        items = tuple(
            (each.code, names.get(directory.kept_id(each.listing_id), "")) for each in found[:MOST_OF_A_KIND]
        )
        tasks.append(Task(kind, "desk-reports", len(found), items))
    places = _proposals(directory, "place")
    tasks.append(
        Task(
            "place",
            "desk-reports",
            len(places),
            tuple(
                (each.code, str(each.document["answers"].get("name", ""))) for each in places[:MOST_OF_A_KIND]
            ),
        )
    )
    return tasks


def _edits(directory: Directory) -> Task:
    edits = _proposals(directory, "edit")
    items = tuple((each.code, str(each.document.get("name", ""))) for each in edits[:MOST_OF_A_KIND])
    return Task("edit", "desk-edit", len(edits), items)


def _proposals(directory: Directory, kind: str) -> list[Proposal]:
    return [each for each in directory.store.proposals.all() if each.document.get("kind") == kind]


def _to_check(directory: Directory, now: datetime) -> list[Task]:
    found = due_listings(directory, now=now)
    groups: dict[TaskKind, list[Due]] = {}
    for each in found:
        groups.setdefault(_kind_of(each), []).append(each)
    return [
        Task(
            kind,
            "desk-verify",
            len(group),
            tuple((each.listing_id, each.name) for each in group[:MOST_OF_A_KIND]),
        )
        for kind, group in groups.items()
    ]


def _kind_of(each: Due) -> TaskKind:
    """Say whether a place is where nobody checked it for long, or comes there soon."""
    soon = each.next_step.band if each.next_step is not None and each.is_announced else None
    if each.band is Freshness.HIDDEN:
        return "hidden"
    if soon is Freshness.HIDDEN:
        return "hidden-soon"
    if each.band is Freshness.OVERDUE:
        return "overdue"
    if soon is Freshness.OVERDUE:
        return "last-soon"
    return "warned-soon" if soon is Freshness.CHECK_FIRST else "due"


def _pairs(directory: Directory, by: Actor) -> Task:
    pairs = duplicates(directory, by=by, may_be_old=True)
    items = tuple((each.key, " · ".join(each.names)) for each in pairs[:MOST_OF_A_KIND])
    return Task("duplicates", "desk-duplicates", len(pairs), items)


def _sources(directory: Directory, by: Actor, now: datetime) -> list[Task]:
    """Point at sources whose last file failed, and at those of which another file is due."""
    states = sources(directory, by=by, now=now)
    failed = [each.authority for each in states if each.trouble in ("unreadable", "waiting")]
    late = [each.authority for each in states if each.trouble == "late"]
    kinds: tuple[tuple[TaskKind, list[str]], ...] = (("source-failed", failed), ("source-late", late))
    return [
        Task(kind, "desk-import", len(names), tuple((name, name) for name in names[:MOST_OF_A_KIND]))
        for kind, names in kinds
    ]


def _imports(directory: Directory, now: datetime) -> Task:
    """Point at recent imports that left rows out; a newer one of the same source has its say instead."""
    newest: dict[str, ImportRun] = {}
    for run in directory.store.imports(without=HAND_FORMATS):
        if run.undone_at is None:
            newest.setdefault(run.file.authority, run)
    runs = [
        run for run in newest.values() if now - run.at <= _RECENT_IMPORTS and run.file.counts.get("rejected")
    ]
    items = tuple((run.id, run.file.source_name or run.file.file_name) for run in runs[:MOST_OF_A_KIND])
    return Task("import", "desk-history", len(runs), items)


def _backups(directory: Directory) -> Task:
    """Point at backups that failed since the last that worked."""
    runs = directory.store.backups.runs()
    failed = []
    for run in runs:
        if run.fault is None and run.finished_at is not None:
            break
        if run.fault is not None:
            failed.append(run)
    items = tuple(
        (str(run.number), f"{run.started_at.astimezone(directory.zone):%Y-%m-%d}")
        for run in failed[:MOST_OF_A_KIND]
    )
    return Task("backup", "desk-history", len(failed), items)


def _names(directory: Directory) -> dict[str, str]:
    return {each.id: each.name for each in directory.snapshot().listings}
