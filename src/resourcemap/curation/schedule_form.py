"""The schedule builder: a rule as a few answers, and the answers as a rule."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from resourcemap.model.record import Document
from resourcemap.model.recurrence import WEEKDAYS
from resourcemap.model.words import Sentence

REPEATS = ("weekly", "fortnightly", "nth", "monthly", "daily", "once", "kept")
"""How often: "nth" is the second Tuesday of the month, "kept" a rule the builder cannot show."""
NUMBERS = ("1", "2", "3", "4", "5", "-1")
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
# What the builder writes; everything else of a schedule stays.
_OWN = (
    "freq",
    "interval",
    "byday",
    "bymonthday",
    "dtstart",
    "until",
    "valid_from",
    "valid_to",
    "exdates",
    "rdates",
)


def schedules_form(schedules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Say each schedule as the builder's answers."""
    return [{"was": at, **_form(schedule)} for at, schedule in enumerate(schedules)]


def read_schedules(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> tuple[list[Document], Sentence | None]:
    """
    Read the builder's answers as schedules.

    Returns
    -------
    tuple
        The schedules, and the first thing that cannot be read yet.
    """
    made: list[Document] = []
    problem: Sentence | None = None
    for row in rows:
        at = row.get("was")
        was = before[at] if isinstance(at, int) and 0 <= at < len(before) else {}
        if was and _form(was) == {name: value for name, value in row.items() if name != "was"}:
            made.append(deepcopy(dict(was)))
            continue
        schedule, wrong = _schedule(row, was)
        problem = problem or wrong
        made.append(schedule)
    return made, problem


def read_days(text: object) -> tuple[list[str], Sentence | None]:
    """
    Read dates with commas, blanks or line ends between them.

    >>> read_days("2026-12-25, 2026-12-26")
    (['2026-12-25', '2026-12-26'], None)
    >>> read_days("Christmas")[1].values["text"]
    'Christmas'
    """
    days: list[str] = []
    for each in re.split(r"[\s,;]+", str(text or "").strip()):
        if not each:
            continue
        try:
            days.append(date.fromisoformat(each).isoformat())
        except ValueError:
            return days, Sentence("edit.problem.date", {"text": each})
    return days, None


def _form(schedule: Mapping[str, Any]) -> dict[str, Any]:
    days = [_DAY.fullmatch(part.strip()) for part in (schedule.get("byday") or "").split(",") if part.strip()]
    known = [match for match in days if match is not None]
    repeat = _repeat(schedule, len(known) == len(days), known)
    return {
        "repeat": repeat,
        "days": sorted({match[2] for match in known}, key=WEEKDAYS.index),
        "numbers": sorted({match[1].lstrip("+") for match in known if match[1]}, key=_number_order),
        "monthday": schedule.get("bymonthday") or "",
        "opens": schedule.get("opens_at") or "",
        "closes": schedule.get("closes_at") or "",
        "first": schedule.get("dtstart") or "",
        "last": schedule.get("until") or "",
        "season_from": schedule.get("valid_from") or "",
        "season_to": schedule.get("valid_to") or "",
        "skipped": ", ".join(schedule.get("exdates") or []),
        "extra": ", ".join(schedule.get("rdates") or []),
        "note": schedule.get("notes") or "",
    }


def _repeat(schedule: Mapping[str, Any], are_all_known: bool, days: Sequence[re.Match[str]]) -> str:
    freq, interval = (schedule.get("freq") or "").upper(), schedule.get("interval") or 1
    if not are_all_known or schedule.get("count"):
        return "kept"
    if not freq:
        return "once" if schedule.get("dtstart") or schedule.get("rdates") else "kept"
    numbered = {match[1] for match in days}
    if freq == "WEEKLY" and interval in (1, 2) and numbered <= {None} and not schedule.get("bymonthday"):
        return "weekly" if interval == 1 else "fortnightly"
    if freq == "DAILY" and interval == 1 and not days:
        return "daily"
    if freq == "MONTHLY" and interval == 1:
        if days and None not in numbered and not schedule.get("bymonthday"):
            # Every number with every day, or the answers would say more than the rule.
            pairs = {(match[1], match[2]) for match in days}
            return "nth" if len(pairs) == len(numbered) * len({match[2] for match in days}) else "kept"
        if schedule.get("bymonthday") and not days:
            return "monthly"
    return "kept"


def _schedule(row: Mapping[str, Any], was: Mapping[str, Any]) -> tuple[Document, Sentence | None]:
    repeat = str(row.get("repeat") or "weekly")
    schedule: Document = deepcopy(dict(was))
    problem: Sentence | None = None
    if repeat != "kept":
        for name in (*_OWN, "count"):
            schedule.pop(name, None)
        days = [day for day in WEEKDAYS if day in (row.get("days") or [])]
        numbers = [number for number in NUMBERS if number in (row.get("numbers") or [])]
        rule, problem = _rule(repeat, days, numbers, str(row.get("monthday") or ""))
        schedule |= rule
        # A rule of other days is not what its old description says.
        schedule.pop("description", None)
    for name, key in (
        ("dtstart", "first"),
        ("until", "last"),
        ("valid_from", "season_from"),
        ("valid_to", "season_to"),
    ):
        found, wrong = read_days(row.get(key))
        problem = problem or wrong
        _keep(schedule, name, found[0] if found else None)
    for name, key in (("exdates", "skipped"), ("rdates", "extra")):
        found, wrong = read_days(row.get(key))
        problem = problem or wrong
        _keep(schedule, name, found or None)
    for name, key in (("opens_at", "opens"), ("closes_at", "closes")):
        text = str(row.get(key) or "").strip()
        if text and text != was.get(name) and _CLOCK.fullmatch(text) is None:
            problem = problem or Sentence("edit.problem.clock", {"text": text})
        _keep(schedule, name, text or None)
    _keep(schedule, "notes", str(row.get("note") or "").strip() or None)
    if repeat == "fortnightly" and not schedule.get("dtstart"):
        problem = problem or Sentence("edit.problem.first_date")
    if repeat == "once" and not (schedule.get("dtstart") or schedule.get("rdates")):
        problem = problem or Sentence("edit.problem.once")
    return schedule, problem


def _rule(
    repeat: str, days: list[str], numbers: list[str], monthday: str
) -> tuple[Document, Sentence | None]:
    match repeat:
        case "weekly" | "fortnightly":
            rule: Document = {"freq": "WEEKLY"}
            if repeat == "fortnightly":
                rule["interval"] = 2
            if not days:
                return rule, Sentence("edit.problem.days")
            return rule | {"byday": ",".join(days)}, None
        case "nth":
            rule = {"freq": "MONTHLY"}
            if not days or not numbers:
                return rule, Sentence("edit.problem.numbers")
            return rule | {"byday": ",".join(f"{number}{day}" for number in numbers for day in days)}, None
        case "monthly":
            wanted = [part for part in re.split(r"[\s,;]+", monthday) if part]
            if not wanted or not all(
                part.lstrip("-").isdigit() and 1 <= abs(int(part)) <= 31 for part in wanted
            ):
                return {"freq": "MONTHLY"}, Sentence("edit.problem.monthday")
            return {"freq": "MONTHLY", "bymonthday": ",".join(wanted)}, None
        case "daily":
            return {"freq": "DAILY"}, None
    return {}, None


def _keep(schedule: Document, name: str, value: Any) -> None:
    if value is None:
        schedule.pop(name, None)
    else:
        schedule[name] = value


def _number_order(number: str) -> int:
    return NUMBERS.index(number)
