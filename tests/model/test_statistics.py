"""No number of people below ten is told, and none can be worked out from two editions."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import combinations

from resourcemap.model.statistics import SMALLEST_CELL, published_cells, quarter_of

FIRST = date(2024, 1, 1)
KINDS = ("unsafe", "closed", "turned-away", "wrong")


def invented(seed: int) -> list[tuple[date, str]]:
    """Reports of two years, some quarters with many of a kind and most with few."""
    chance = random.Random(seed)
    reports = []
    for quarter in range(8):
        for kind in KINDS:
            for _ in range(chance.choice((0, 1, 3, 9, 10, 11, 25))):
                reports.append((FIRST + timedelta(days=91 * quarter + chance.randrange(90)), kind))
    return reports


def edition(reports: list[tuple[date, str]], on: date) -> dict[tuple[str, str], int]:
    """What everyone could read on a day: reports of later days have not come yet."""
    cells = published_cells([each for each in reports if each[0] <= on], today=on)
    return {(cell.quarter, cell.kind): cell.count for cell in cells}


def test_500_pairs_of_editions_tell_no_cell_under_ten() -> None:
    pairs = 0
    for seed in range(25):
        reports = invented(seed)
        chance = random.Random(1000 + seed)
        for _ in range(20):
            first, second = sorted(FIRST + timedelta(days=chance.randrange(800)) for _ in range(2))
            before, after = edition(reports, first), edition(reports, second)
            pairs += 1
            # A cell that was told never moves, so two editions differ only by whole new cells.
            assert {key: after[key] for key in before} == before
            new = {key: count for key, count in after.items() if key not in before}
            assert all(count >= SMALLEST_CELL for count in (*before.values(), *new.values()))
            # Sums and differences of what is told are those of cells that share nobody.
            for one, other in combinations(after, 2):
                assert after[one] + after[other] >= 2 * SMALLEST_CELL
                assert one != other
    assert pairs == 500


def test_a_cell_of_nine_is_left_out_and_no_sum_gives_it_away() -> None:
    reports = [(FIRST, "closed")] * 9 + [(FIRST, "wrong")] * 40
    cells = published_cells(reports, today=date(2025, 1, 1))
    assert [(cell.kind, cell.count) for cell in cells] == [("wrong", 40)]
    truth = Counter((quarter_of(day), kind) for day, kind in reports)
    assert all(truth[(cell.quarter, cell.kind)] == cell.count for cell in cells)


def test_the_quarter_that_runs_is_not_told_yet() -> None:
    reports = [(FIRST, "closed")] * 50
    assert published_cells(reports, today=date(2024, 3, 31)) == ()
    assert len(published_cells(reports, today=date(2024, 4, 1))) == 1
