"""The sources that files come from: how often each should come, and which need a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from resourcemap.errors import ResourceMapError
from resourcemap.model.edit import HAND_FORMATS
from resourcemap.model.writes import ImportRun

SOURCES = "sources"
"""The key of the policy."""

RHYTHM_DAYS = 90
WAITING_DAYS = 7
SAMPLE = "sample"
_LONGEST_DAYS = 3650

SourceTrouble = Literal["unreadable", "waiting", "late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """The last file that came of a source, whether it changed anything or not."""

    authority: str
    file_name: str
    at: datetime
    by: str
    is_readable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFile:
    """A file somebody dropped and did not apply yet, with the data version its plan was made on."""

    id: str
    file_name: str
    format: str
    authority: str
    version: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SourcePolicy:
    """
    How often a file of each source should come.

    Parameters
    ----------
    rhythm_days
        For every source that came more than once; a single upload is not waited for.
    waiting_days
        How long a plan may wait until somebody applies or drops it.
    own
        Sources with a rhythm of their own, by name; 0 is "it comes once".
    """

    rhythm_days: int = RHYTHM_DAYS
    waiting_days: int = WAITING_DAYS
    own: Mapping[str, int] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "SourcePolicy":
        """
        Read a policy that somebody set; what it leaves out is as usual.

        Raises
        ------
        ResourceMapError
            When a value is no whole number of days.

        Examples
        --------
        >>> SourcePolicy.read({"own": {"County": 30}}).rhythm_of("County", times=1)
        30
        """
        own = values.get("own") or {}
        return cls(
            _days("rhythm_days", values.get("rhythm_days", RHYTHM_DAYS)),
            _days("waiting_days", values.get("waiting_days", WAITING_DAYS)),
            {str(name): _days(str(name), days, least=0) for name, days in own.items()},
        )

    def to_document(self) -> dict[str, Any]:
        """Write the policy as plain values."""
        return {"rhythm_days": self.rhythm_days, "waiting_days": self.waiting_days, "own": dict(self.own)}

    def rhythm_of(self, authority: str, *, times: int) -> int | None:
        """
        Say after how many days another file of a source is due; None when none is waited for.

        >>> SourcePolicy().rhythm_of("County", times=1), SourcePolicy().rhythm_of("County", times=2)
        (None, 90)
        """
        days = self.own.get(authority, self.rhythm_days if times > 1 else 0)
        return days or None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """
    One source and how it stands.

    Parameters
    ----------
    trouble
        "unreadable": its last file could not be read. "waiting": a plan was made and never applied.
        "late": its rhythm has passed. None: all is well.
    file_name, at, by
        Of the file that the trouble is about, else of its last import.
    times
        How many imports of it there are.
    rhythm_days
        After how many days the next file is due; None when none is waited for.
    """

    authority: str
    trouble: SourceTrouble | None
    file_name: str
    at: datetime
    by: str
    times: int
    rhythm_days: int | None


def source_states(
    runs: Iterable[ImportRun],
    files: Iterable[SourceFile],
    waiting: Iterable[SavedFile],
    policy: SourcePolicy,
    now: datetime,
) -> tuple[SourceState, ...]:
    """
    Say how each source stands, those in trouble first, the longest first.

    Parameters
    ----------
    runs
        All imports, in any order; edits by hand and the sample are no source.
    files
        The last file of each source: one that changed nothing is no run.
    waiting
        Files that were looked at and not applied yet.
    """
    imports: dict[str, list[ImportRun]] = {}
    for run in runs:
        if run.undone_at is None and run.file.format not in HAND_FORMATS | {SAMPLE}:
            imports.setdefault(run.file.authority, []).append(run)
    came = {each.authority: each for each in files}
    left: dict[str, SavedFile] = {}
    for file in sorted(waiting, key=lambda each: each.at):
        # Of several, the newest is what somebody should look at.
        left[file.authority] = file
    states = []
    for authority in {*imports, *came, *left}:
        known = sorted(imports.get(authority, ()), key=lambda run: run.at)
        told = _told(authority, known, came.get(authority), left.get(authority), policy, now)
        if told is None:
            continue
        trouble, file_name, at, by = told
        states.append(
            SourceState(
                authority=authority,
                trouble=trouble,
                file_name=file_name,
                at=at,
                by=by,
                times=len(known),
                rhythm_days=policy.rhythm_of(authority, times=len(known)),
            )
        )
    return tuple(sorted(states, key=lambda each: (each.trouble is None, each.at, each.authority)))


def _told(
    authority: str,
    known: Sequence[ImportRun],
    came: SourceFile | None,
    left: SavedFile | None,
    policy: SourcePolicy,
    now: datetime,
) -> tuple[SourceTrouble | None, str, datetime, str] | None:
    """Say what there is to tell of one source; None where its first file only just came."""
    if came is not None and not came.is_readable:
        return "unreadable", came.file_name, came.at, came.by
    if left is not None and now - left.at > timedelta(days=policy.waiting_days):
        return "waiting", left.file_name, left.at, left.by
    if not known:
        return None
    last, days = known[-1], policy.rhythm_of(authority, times=len(known))
    newest = max(last.at, came.at) if came is not None else last.at
    is_late = days is not None and now - newest > timedelta(days=days)
    return ("late" if is_late else None), last.file.file_name, newest, last.by


def _days(name: str, value: Any, *, least: int = 1) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LONGEST_DAYS:
        raise ResourceMapError(
            f"{name}: {value!r} is not a number of days from {least} to {_LONGEST_DAYS}. "
            "Write a whole number."
        )
    return value
