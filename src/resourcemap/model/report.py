"""What somebody tells staff of a place, without saying who they are."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from resourcemap.errors import ResourceMapError
from resourcemap.model.words import Sentence

ReportKind = Literal["turned-away", "closed", "wrong", "unsafe"]
REPORT_KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
LONGEST_REPORT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    One report. It holds nothing of who wrote it: no name, no address, not even the hour.

    `code` is random, for whoever wants to ask later what came of it.
    """

    code: str
    listing_id: str
    kind: ReportKind
    day: date
    text: str | None = None
    status: Literal["open", "done"] = "open"


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
