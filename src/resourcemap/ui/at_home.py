"""At home tonight: small things to do, each with a step back outward."""

from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.model.at_home import HOME_CARDS, home_card
from resourcemap.model.plan import Plan
from resourcemap.model.words import Value, say
from resourcemap.showing.at_home import home_data, outward
from resourcemap.showing.cards import Json, Screen
from resourcemap.ui.board import button, lines, mark, node, show_board
from resourcemap.ui.head import heading
from resourcemap.ui.parts import message
from resourcemap.ui.plan_cards import held_cards, home_card_buttons
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
    return [_group(group, screen) for group in home_data(held_cards(kept), screen)]


def _group(group: Json, screen: Screen) -> Json:
    name = f"kind-{group['kind']}"
    return node(
        "section",
        node("h2", group["title"], id=name),
        node("div", *(_card(card, screen) for card in group["cards"]), kind="grid"),
        labelled_by=name,
    )


def _card(card: Json, screen: Screen) -> Json:
    language, title = screen.language, card["title"]
    return node(
        "article",
        node("div", mark(card["mark"]), node("h3", title), kind="named"),
        node("p", card["idea"]),
        lines(card["facts"], kind="facts"),
        node(
            "details",
            node("summary", say("at_home.steps", language)),
            node("ol", *(node("li", step) for step in card["steps"]), kind="lines"),
            *(node("p", text, kind="soft note") for text in card["notes"]),
            key=f"steps/{card['id']}",
        ),
        node("p", node("strong", say("at_home.outward", language) + ": "), card["next"]),
        node(
            "div",
            *(
                button(label, {"do": "find", "id": each}, key=f"find/{each}")
                for each, label in card["outward"]
            ),
            kind="row",
        ),
        node(
            "div",
            *home_card_buttons(card, screen),
            button(
                say("plan.at_home.print", language),
                {"do": "print", "id": card["id"]},
                key=f"print/{card['id']}",
                label=f"{say('plan.at_home.print', language)}: {title}",
                kind="plain",
            ),
            kind="row",
        ),
        kind="card",
    )


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
    state = st.session_state
    new = outward(asked(), category)
    if new != asked():
        state.asked = new
        state.open = None
    go("find")


def _print(card_ids: tuple[str, ...]) -> None:
    state = st.session_state
    state.home_print = card_ids
    state.hand_press = state.get("hand_press", 0) + 1


def _say(key: str, /, **values: Value) -> str:
    return say(f"at_home.{key}", language(), **values)
