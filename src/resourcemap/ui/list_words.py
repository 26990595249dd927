"""The words and marks of the list, for the script that draws it."""

from resourcemap.model.locale_words import comma
from resourcemap.model.marks import MARKS
from resourcemap.model.words import say
from resourcemap.showing.cards import Json, Screen


def list_words(screen: Screen) -> Json:
    """Give the words and marks that the list's own script needs."""
    return {
        "marks": {
            name: {"fill": mark.fill, "ink": mark.ink, "path": mark.path, "middle": mark.middle}
            for name, mark in MARKS.items()
        },
        "markLabels": {
            name: screen.say("map.other") if name == "other" else screen.label("dimension", name)
            for name in MARKS
        },
        "labels": {
            "comma": comma(screen.language),
            "why": screen.say("card.why"),
            "details": screen.say("card.details"),
            "alsoPlanned": screen.say("card.also_planned"),
            "onMap": screen.say("card.on_map"),
            "list": screen.say("card.list"),
            "chips": screen.say("chip.list"),
            "back": screen.say("detail.back"),
            "unknown": screen.say("detail.unknown"),
            "alert": screen.say("detail.alert"),
            "blocked": screen.say("map.blocked"),
            "legend": screen.say("map.legend"),
            "firstVisit": say("first_visit.title", screen.language),
            "homeFirst": say("plan.home.first", screen.language),
            **plan_labels(screen),
        },
    }


def plan_labels(screen: Screen) -> Json:
    """Give the words of the button that puts a place into the plan."""
    return {name: say(f"lite.card.{name}", screen.language) for name in ("add", "in_plan", "out")}
