"""The plan: what is in it, what it does not touch yet, its week, and what a button changes."""

from collections.abc import Sequence
from dataclasses import replace

from resourcemap import actions
from resourcemap.actions import PlanDimension, PlanView
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.week import Week
from resourcemap.lite.drawing import Turn, Values, draw
from resourcemap.lite.fields import Fields
from resourcemap.model.plan import Plan, PlanItem
from resourcemap.model.vocabulary import vocabulary
from resourcemap.showing.choices import choice_card


def plan_of(turn: Turn) -> Plan:
    """Give the plan that travels with the visit."""
    return Plan(tuple(PlanItem("listing", each) for each in turn.visit.plan))


def change(turn: Turn, fields: Fields) -> Turn:
    """Do what the pressed button says to the plan."""
    plan = plan_of(turn)
    if added := fields.one("add"):
        plan = plan.add(PlanItem("listing", added))
    if removed := fields.one("out"):
        plan = plan.remove("listing", removed)
    for name, step in (("up", -1), ("down", 1)):
        moved = fields.one(name)
        if moved and plan.holds("listing", moved):
            place = [item.id for item in plan.items].index(moved)
            plan = plan.move("listing", moved, max(place + step, 0))
    return replace(turn, visit=turn.visit.with_plan(item.id for item in plan.items))


def plan_page(turn: Turn) -> str:
    """Write the page of the plan."""
    asked = turn.visit.asked
    view = actions.plan_view(
        turn.directory,
        plan_of(turn),
        origin=asked.origin,
        unit=asked.unit,
        language=turn.language,
        asked=asked.query(turn.moment),
        now=turn.moment,
    )
    return draw(
        turn,
        "plan.html",
        action="/lite/plan",
        visible=("discreet", "open") if view.words else (),
        current="plan",
        entries=view.words,
        gone=len(view.gone),
        week=view.week,
        clashes=[clash.words(turn.language) for clash in view.week.clashes],
        others=_others(view.week),
        dimensions=[_dimension(turn, each, view) for each in view.dimensions],
    )


def _others(week: Week) -> list[tuple[str, str]]:
    named: tuple[tuple[str, Sequence[HandoutEntry]], ...] = (
        ("lite.plan_page.anytime", week.anytime),
        ("lite.plan_page.later", week.later),
        ("lite.plan_page.call_first", week.call_first),
    )
    return [(key, ", ".join(entry.title for entry in entries)) for key, entries in named if entries]


def _dimension(turn: Turn, dimension: PlanDimension, view: PlanView) -> Values:
    known, name = vocabulary(), dimension.name
    said = {entry.id: entry.title for entry in view.words}
    return {
        "name": name,
        "label": known.label("dimension", name, turn.language),
        "help": known.help("dimension", name, turn.language) or "",
        "titles": [said[entry.item.id] for entry in dimension.entries],
        "choices": [choice_card(match, name, turn.visit.asked, turn.screen) for match in dimension.choices],
    }
