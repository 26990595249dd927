"""The plan: what is in it, what it does not touch yet, its week, and what a button changes."""

from collections.abc import Sequence
from dataclasses import replace

from resourcemap import actions
from resourcemap.actions import PlanDimension, PlanView
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.week import Week
from resourcemap.lite.drawing import Turn, Values, draw
from resourcemap.lite.fields import Fields
from resourcemap.lite.visit import plan_item, plan_key
from resourcemap.model.locale_words import listed
from resourcemap.model.plan import Plan
from resourcemap.model.vocabulary import vocabulary
from resourcemap.showing.at_home import tonight_data
from resourcemap.showing.choices import choice_card


def plan_of(turn: Turn) -> Plan:
    """Give the plan that travels with the visit."""
    return Plan(tuple(map(plan_item, turn.visit.plan)))


def held_cards(turn: Turn) -> frozenset[str]:
    """Give the ids of the cards for home that are in the plan."""
    return frozenset(item.id for item in plan_of(turn).items if item.kind == "at-home")


def change(turn: Turn, fields: Fields) -> Turn:
    """Do what the pressed button says to the plan."""
    plan = plan_of(turn)
    if added := fields.one("add"):
        plan = plan.add(plan_item(added))
    if removed := fields.one("out"):
        gone = plan_item(removed)
        plan = plan.remove(gone.kind, gone.id)
    for name, step in (("up", -1), ("down", 1)):
        moved = plan_item(fields.one(name))
        if plan.holds(moved.kind, moved.id):
            place = [(item.kind, item.id) for item in plan.items].index((moved.kind, moved.id))
            plan = plan.move(moved.kind, moved.id, max(place + step, 0))
    return replace(turn, visit=turn.visit.with_plan(map(plan_key, plan.items)))


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
        reader=turn.screen.reader,
        now=turn.moment,
    )
    return draw(
        turn,
        "plan.html",
        action="/lite/plan",
        visible=("discreet", "open") if view.words else (),
        current="plan",
        entries=view.words,
        keys=[plan_key(entry.item) for entry in view.entries if entry.planned is not None],
        tonight=tonight_data(held_cards(turn), turn.screen),
        gone=len(view.gone),
        week=view.week,
        clashes=[clash.words(turn.language) for clash in view.week.clashes],
        others=_others(turn, view.week),
        dimensions=[_dimension(turn, each, view) for each in view.dimensions],
    )


def _others(turn: Turn, week: Week) -> list[tuple[str, str]]:
    named: tuple[tuple[str, Sequence[HandoutEntry]], ...] = (
        ("lite.plan_page.anytime", week.anytime),
        ("lite.plan_page.later", week.later),
        ("lite.plan_page.call_first", week.call_first),
    )
    return [
        (key, listed([entry.title for entry in entries], turn.language, word=""))
        for key, entries in named
        if entries
    ]


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
