"""Telling staff something: a place to add, what came of a code, and what is listed at all."""

from resourcemap import actions
from resourcemap.actions import IncompleteError
from resourcemap.errors import TooManyError
from resourcemap.lite.drawing import Turn, draw
from resourcemap.lite.fields import Fields
from resourcemap.model.report import PROPOSABLE
from resourcemap.model.words import say
from resourcemap.showing.policies import policies_data
from resourcemap.showing.telling import added_words, outcome_words, tell_data


def tell_page(turn: Turn, fields: Fields) -> str:
    """Write the page, keep a place that was sent, and answer a code."""
    thanks: list[str] = []
    problem = ""
    outcome: list[str] = []
    match fields.one("do"):
        case "add":
            thanks, problem = _add(turn, fields)
        case "ask":
            outcome = _ask(turn, fields.one("asked_code"))
    typed = {name: "" if thanks else fields.one(f"add_{name}") for name in (*PROPOSABLE, "contact")}
    return draw(
        turn,
        "tell.html",
        action="/lite/tell",
        tell=tell_data(turn.screen),
        thanks=thanks,
        problem=problem,
        outcome=outcome,
        typed=typed,
    )


def policies_page(turn: Turn) -> str:
    """Write what is listed and what to know."""
    data = policies_data(turn.directory, turn.language, now=turn.moment)
    return draw(turn, "policies.html", action="/lite/policies", policies=data)


def _add(turn: Turn, fields: Fields) -> tuple[list[str], str]:
    answers = {name: fields.one(f"add_{name}") for name in PROPOSABLE}
    try:
        code = actions.propose_place(
            turn.directory, answers, contact=fields.one("add_contact"), now=turn.moment
        )
    except IncompleteError:
        return [], say("public_reports.tell.need", turn.language)
    except TooManyError:
        return [], say("rights.report.many", turn.language)
    return added_words(code, turn.screen), ""


def _ask(turn: Turn, code: str) -> list[str]:
    try:
        return outcome_words(actions.outcome(turn.directory, code, now=turn.moment), turn.screen)
    except TooManyError:
        return [say("public_reports.tell.many_codes", turn.language)]
