"""What somebody tells staff of a place, without saying who they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from resourcemap.errors import ResourceMapError
from resourcemap.model.words import Sentence

ReportKind = Literal["turned-away", "closed", "wrong", "unsafe"]
REPORT_KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
LONGEST_REPORT = 1000
LONGEST_ANSWER = 300
LONGEST_CONTACT = 200

ReportStatus = Literal["open", "accepted", "declined", "done"]
RISKY_KINDS: tuple[ReportKind, ...] = ("unsafe", "closed", "turned-away", "wrong")
"""The kinds in the order in which staff look at them."""

CORRECTABLE = ("name", "phone", "hours_text", "street", "city", "zip", "website", "description")
"""What anyone may propose to correct, by the edit form's own keys; "phone" is the first number."""
PROPOSABLE = (
    "name",
    "category",
    "description",
    "street",
    "city",
    "state",
    "zip",
    "phone",
    "website",
    "hours_text",
)
"""What is asked of a place somebody asks to add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    One report. It holds nothing of who wrote it but what they chose to leave: not even the hour.

    `code` is random, for whoever wants to ask later what came of it. `changes` are corrections they
    propose, by the keys of CORRECTABLE. `contact` is there only if they left one, and only while
    the report is open.
    """

    code: str
    listing_id: str
    kind: ReportKind
    day: date
    text: str | None = None
    status: ReportStatus = "open"
    changes: Mapping[str, Any] | None = field(default=None, hash=False)
    contact: str | None = None
    outcome: str | None = None
    decided_by: str | None = None


def kind_sentence(kind: ReportKind) -> Sentence:
    """Say a kind of report in the words of who writes it."""
    return Sentence(f"rights.report.{kind.replace('-', '_')}")


def read_kind(text: str) -> ReportKind:
    """
    Read what kind of report a form names.

    Raises
    ------
    ResourceMapError
        When it is none there is; the text lists those there are.
    """
    for kind in REPORT_KINDS:
        if kind == text:
            return kind
    raise ResourceMapError(f"report: choose one of these: {', '.join(REPORT_KINDS)}.")


def read_report_text(text: str | None) -> str | None:
    """
    Keep what can be read of a typed text, at most 1,000 letters; None when nothing is left.

    Control characters, halves of letters and marks that turn the direction of what follows are taken
    out; line ends stay.

    >>> read_report_text(" They said" + chr(7) + " no. " + chr(10) + chr(10) + chr(10) + "Twice. ")
    'They said no.\\n\\nTwice.'
    >>> read_report_text(" ") is None
    True
    """
    lines: list[str] = []
    for line in (text or "").splitlines():
        kept = " ".join("".join(char if char.isprintable() else " " for char in line).split())
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines)[:LONGEST_REPORT].strip() or None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a report or a proposal, for whoever has its code. It does not say of which place."""

    status: ReportStatus
    day: date
    is_proposal: bool
    words: str | None


def read_line(text: object, longest: int = LONGEST_ANSWER) -> str | None:
    """
    Keep one line of what somebody typed; None when nothing is left.

    >>> read_line("  410-555-0101 " + chr(10) + "x" + chr(8238))
    '410-555-0101 x'
    """
    kept = read_report_text(text) if isinstance(text, str) else None
    return None if kept is None else " ".join(kept.split())[:longest].strip() or None


def read_answers(typed: Mapping[str, object], names: tuple[str, ...]) -> dict[str, str]:
    """Keep what was typed under known names; whatever else a browser sends is not looked at."""
    kept: dict[str, str] = {}
    for name in names:
        longest = LONGEST_REPORT if name == "description" else LONGEST_ANSWER
        line = read_line(typed.get(name), longest)
        if line is not None:
            kept[name] = line
    return kept


def read_code(text: str) -> str:
    """
    Read a code as people type it.

    >>> read_code(" b2c3-d4f5 ")
    'B2C3D4F5'
    """
    return "".join(char for char in text.upper() if char.isalnum())[:12]
