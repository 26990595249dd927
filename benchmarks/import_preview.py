"""
How long a file of 10,000 rows takes to its preview, and how much memory: `python benchmarks/import_preview.py`.

The directory already holds 10,000 places of another list, a fifth of them the same ones written
otherwise, so that every row is also looked at for doubles. Prints seconds and the peak of the
process; 1 when it is over 60 s or 1 GB.
"""

import csv
import io
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from resourcemap import actions
from resourcemap.model.change import OPERATOR

ROWS = 10_000
MOST_S, MOST_MB = 60.0, 1000.0
NOW = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST = ("Open", "Harbour", "Oak", "River", "Hope", "Moon", "Stone", "Light", "North", "Garden")
LAST = ("Door", "Circle", "Table", "House", "Kitchen", "Walk", "Bridge", "Choir", "Library", "Bench")


def table(seed: int, *, shared: float) -> bytes:
    """Write a list of places; a share of them is in every list, written otherwise."""
    own, common = random.Random(seed), random.Random(0)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "id",
            "name",
            "organization",
            "address",
            "city",
            "state",
            "zip",
            "latitude",
            "longitude",
            "day",
            "opens_at",
            "closes_at",
            "phone",
            "description",
            "category",
        ]
    )
    for number in range(ROWS):
        is_shared = number < ROWS * shared
        chance = common if is_shared else own
        street = chance.randrange(1, 9999)
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(FIRST)} group"
        opens = chance.randrange(8, 20)
        latitude, longitude = chance.uniform(39.2, 39.4), chance.uniform(-76.75, -76.5)
        writer.writerow(
            [
                f"{seed}-{number}",
                name.upper() if is_shared and seed % 2 else name,
                f"Agency {chance.randrange(300)}",
                f"{street} {'Oak St' if seed % 2 else 'Oak Street'}",
                "Baltimore",
                "MD",
                "21201",
                f"{latitude:.6f}",
                f"{longitude:.6f}",
                chance.choice(DAYS),
                f"{opens}:00",
                f"{opens + 1}:00",
                f"410-555-{chance.randrange(10_000):04}",
                "Tea and talk for everybody who comes. " * chance.randrange(1, 6),
                chance.choice(("food", "shelter", "peer group", "library")),
            ]
        )
    return out.getvalue().encode()


def main() -> int:
    """Stage one list against another and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'r.sqlite'}"
        with actions.open_directory(url) as directory:
            known = actions.plan_import(directory, table(1, shared=0.2), by=OPERATOR, file_name="known.csv")
            actions.apply_import(directory, known, by=OPERATOR, now=NOW)
            del known
            began, worked = time.perf_counter(), time.process_time()
            staged = actions.stage_file(
                directory, table(2, shared=0.2), file_name="new.csv", source_name="new", by=OPERATOR, now=NOW
            )
            took_s, worked_s = time.perf_counter() - began, time.process_time() - worked
            counts = staged.plan.counts
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{counts}\n{ROWS} rows to a preview: {took_s:.1f} s ({worked_s:.1f} s of processor), peak {peak_mb:.0f} MB\n"
    )
    return int(took_s > MOST_S or peak_mb > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
