"""
Time the questions asked of schedules: `python benchmarks/open_now.py`.

Each listing asks with a rule of its own minutes, so nothing is answered from the cache of another.
"""

import time
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from resourcemap.model.hsds import Schedule
from resourcemap.model.schedule import is_open_at, next_occurrence, weekly_windows

LISTINGS = 10_000
ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 5, 12, 17, 30, tzinfo=ZONE)

SHAPES: dict[str, dict[str, object]] = {
    "weekly": {"freq": "WEEKLY", "byday": "TU,TH"},
    "weekdays": {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR"},
    "fortnightly": {"freq": "WEEKLY", "byday": "TU", "interval": 2, "dtstart": date(2020, 1, 7)},
    "second Tuesday": {"freq": "MONTHLY", "byday": "2TU"},
    "never": {"freq": "MONTHLY", "byday": "2MO", "bymonthday": "1"},
}


def schedules(shape: dict[str, object]) -> list[tuple[Schedule, ...]]:
    """Make listings' schedules that differ in their minutes."""
    return [
        (
            Schedule(
                opens_at=f"{number // 60 % 20:02}:{number % 60:02}",
                closes_at=f"{number // 60 % 20 + 2:02}:{number * 7 % 60:02}",
                **shape,  # type: ignore[arg-type]  # fields by name
            ),
        )
        for number in range(LISTINGS)
    ]


def microseconds(
    work: Callable[[tuple[Schedule, ...]], object], listings: list[tuple[Schedule, ...]]
) -> float:
    """Measure the processor time of one call, on average over all listings."""
    started = time.process_time()
    for listing in listings:
        work(listing)
    return (time.process_time() - started) / len(listings) * 1e6


def main() -> None:
    """Print microseconds for each question and shape, first ask and asked again."""
    questions: dict[str, Callable[[tuple[Schedule, ...]], object]] = {
        "weekly_windows": lambda listing: weekly_windows(listing[0]),
        "is_open_at": lambda listing: is_open_at(listing, NOW, zone=ZONE),
        "next_occurrence": lambda listing: next_occurrence(listing, NOW, zone=ZONE),
    }
    print(f"{'microseconds each':20}" + "".join(f"{name:>24}" for name in questions))
    for name, shape in SHAPES.items():
        listings = schedules(shape)
        cells = []
        for work in questions.values():
            first = microseconds(work, listings)
            cells.append(f"{first:12.1f}, then {microseconds(work, listings):5.1f}")
        print(f"{name:20}" + "".join(f"{cell:>24}" for cell in cells))


if __name__ == "__main__":
    main()
