"""A plan keeps its order and says nothing of the person."""

import pytest

from resourcemap.errors import ResourceMapError
from resourcemap.model.plan import Plan, PlanItem

A, B, C = PlanItem("listing", "a"), PlanItem("listing", "b"), PlanItem("at-home", "a")


def test_an_item_is_in_a_plan_once_and_kinds_do_not_mix() -> None:
    plan = Plan().add(A).add(B).add(C).add(PlanItem("listing", "a", note="again"))
    assert plan.items == (A, B, C)
    assert plan.remove("listing", "a").items == (B, C)
    assert plan.remove("listing", "z") == plan


@pytest.mark.parametrize(("place", "order"), [(0, "cab"), (1, "acb"), (9, "abc"), (-3, "cab")])
def test_an_item_moves_to_any_place(place: int, order: str) -> None:
    plan = Plan((A, B, PlanItem("at-home", "c"))).move("at-home", "c", place)
    assert "".join(item.id for item in plan.items) == order


def test_moving_or_noting_what_is_not_there_says_so() -> None:
    with pytest.raises(ResourceMapError, match="no listing 'z'"):
        Plan((A,)).move("listing", "z", 0)
    with pytest.raises(ResourceMapError, match="no at-home 'soup'"):
        Plan((A,)).write_note("at-home", "soup", "x")


def test_a_blank_note_takes_the_note_away() -> None:
    plan = Plan((A, B)).write_note("listing", "b", " bring the letter ")
    assert [item.note for item in plan.items] == [None, "bring the letter"]
    assert plan.write_note("listing", "b", "  ").items[1].note is None
