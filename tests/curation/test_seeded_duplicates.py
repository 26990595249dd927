"""What is found on a set built from real files, and what is left apart."""

from __future__ import annotations

import importlib.util
import sys

import pytest


@pytest.fixture(scope="module")
def seeded(project):
    """The builder of the set, as the benchmark runs it."""
    spec = importlib.util.spec_from_file_location("seeded", project / "benchmarks" / "duplicates.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["seeded"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(seeded, realdata):
    """Every case of the set, measured."""
    found = [seeded.measure(case) for case in seeded.cases(realdata)]
    if len(found) < 1 + 2 * len(seeded.LISTS):
        pytest.skip("some of the real files of the seeded set are not in ../shared/realdata")
    return found


def test_nearly_all_true_doubles_are_found_and_nearly_all_found_are_true(seeded, figures):
    whole = seeded.total(figures)
    assert whole.true > 3000
    assert whole.recall >= seeded.LEAST_RECALL, f"recall {whole.recall:.1%}"
    assert whole.precision >= seeded.LEAST_PRECISION, f"precision {whole.precision:.1%}"


def test_two_feeds_of_one_area_reach_the_bar_by_themselves(seeded, figures):
    feeds = figures[0]
    assert feeds.recall >= seeded.LEAST_RECALL, f"recall {feeds.recall:.1%}"
    assert feeds.precision >= seeded.LEAST_PRECISION, f"precision {feeds.precision:.1%}"


def test_each_kind_reaches_the_bar_by_itself(seeded, figures):
    for kind in ("again", "renamed"):
        part = seeded.total(each for each in figures if each.name.startswith(kind))
        assert part.recall >= seeded.LEAST_RECALL, f"{kind}: recall {part.recall:.1%}"
        assert part.precision >= seeded.LEAST_PRECISION, f"{kind}: precision {part.precision:.1%}"


def test_a_group_on_several_days_stays_apart(figures):
    assert sum(each.repeats_asked for each in figures) == 0
