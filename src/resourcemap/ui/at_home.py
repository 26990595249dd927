"""At home tonight: small things to do, each with a step back outward."""

from dataclasses import replace
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.model.at_home import HOME_CARDS, KINDS, HomeCard, home_card
from resourcemap.model.plan import Plan
from resourcemap.model.words import Sentence, Value, say
from resourcemap.showing.ask import FIRST_SHOWN
from resourcemap.showing.cards import Json, Screen
from resourcemap.ui.board import button, lines, mark, node, show_board
from resourcemap.ui.head import heading
from resourcemap.ui.parts import message
from resourcemap.ui.plan_cards import add_button
from resourcemap.ui.plan_handover import print_panel
from resourcemap.ui.shared import language
from resourcemap.ui.visit import asked, change_plan, go, plan, screen


def at_home_page() -> None:
    """Draw the page."""
    state = st.session_state
    seen = screen()
    heading(_say("title"))
    st.markdown(_say("intro"))
    wanted = state.get("home_print", ())
    if wanted:
        with st.container(key="home_panel"):
            print_panel("home", actions.home_page(wanted, language=seen.language))
            st.button(say("plan.hand.close", seen.language), key="home_close", on_click=_print, args=((),))
    show_board("home_board", home_board(plan(), seen), _on_act, status=state.pop("plan_status", ""))
    everything = tuple(card.id for card in HOME_CARDS)
    st.button(
        say("plan.at_home.print_all", seen.language),
        key="home_print_all",
        on_click=_print,
        args=(everything,),
    )


def home_board(kept: Plan, screen: Screen) -> list[Json]:
    """Describe the cards, grouped by what they are."""
    return [_group(kind, kept, screen) for kind in KINDS]


def _group(kind: str, kept: Plan, screen: Screen) -> Json:
    name = kind.replace("-", "_")
    return node(
        "section",
        node("h2", say(f"at_home.kind.{name}", screen.language), id=f"kind-{name}"),
        node("div", *(_card(card, kept, screen) for card in HOME_CARDS if card.kind == kind), kind="grid"),
        labelled_by=f"kind-{name}",
    )


def _card(card: HomeCard, kept: Plan, screen: Screen) -> Json:
    language = screen.language
    title = say(card.title, language)
    steps = node("ol", *(node("li", say(step, language)) for step in card.steps), kind="lines")
    outward = [_outward(category, screen) for category in card.outward]
    more = [say(each, language) for each in (card.care, card.source) if each is not None]
    add = (
        button(
            say("lite.card.out", language),
            {"do": "out", "kind": "at-home", "id": card.id},
            key=f"out/{card.id}",
            label=say("lite.card.out_of", language, name=title),
            kind="plain",
        )
        if kept.holds("at-home", card.id)
        else add_button("at-home", card.id, title, screen)
    )
    return node(
        "article",
        node("div", mark(card.dimensions[0]), node("h3", title), kind="named"),
        node("p", say(card.idea, language)),
        lines([say(fact, language) for fact in card.facts], kind="facts"),
        node(
            "details",
            node("summary", say("at_home.steps", language)),
            steps,
            *(node("p", text, kind="soft note") for text in more),
            key=f"steps/{card.id}",
        ),
        node("p", node("strong", say("at_home.outward", language) + ": "), say(card.next_step, language)),
        node("div", *outward, kind="row"),
        node(
            "div",
            node("span", "✓ " + say("lite.card.in_plan", language), kind="in")
            if kept.holds("at-home", card.id)
            else None,
            add,
            button(
                say("plan.at_home.print", language),
                {"do": "print", "id": card.id},
                key=f"print/{card.id}",
                label=f"{say('plan.at_home.print', language)}: {title}",
                kind="plain",
            ),
            kind="row",
        ),
        kind="card",
    )


def _outward(category: str, screen: Screen) -> Json:
    label = say("at_home.find", screen.language, what=Sentence(f"inline.category.{category}"))
    return button(label, {"do": "find", "id": category}, key=f"find/{category}")


def _on_act() -> None:
    said: dict[str, Any] = message("home_board", "act")
    match said.get("do"):
        case "find":
            _find(str(said.get("id")))
        case "print" if home_card(str(said.get("id"))) is not None:
            _print((str(said["id"]),))
        case _:
            change_plan(said)


def _find(category: str) -> None:
    """Open the Find page with this kind of place, in this visit's memory alone."""
    if not any(category in card.outward for card in HOME_CARDS):
        return
    state = st.session_state
    new = replace(asked(), what="anything", text="", when="any", shown=FIRST_SHOWN)
    state.asked = replace(new, include={"category": frozenset({category})})
    state.open = None
    go("find")


def _print(card_ids: tuple[str, ...]) -> None:
    state = st.session_state
    state.home_print = card_ids
    state.hand_press = state.get("hand_press", 0) + 1


def _say(key: str, /, **values: Value) -> str:
    return say(f"at_home.{key}", language(), **values)
