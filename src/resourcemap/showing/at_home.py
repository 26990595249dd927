"""Things for an evening at home as plain data, each with a step back outward."""

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType

from resourcemap.model.at_home import HOME_CARDS, KINDS, HomeCard, cards_for
from resourcemap.model.words import Sentence, say
from resourcemap.showing.ask import FIRST_SHOWN, Asked
from resourcemap.showing.cards import Json, Screen


def home_data(held: Collection[str], screen: Screen) -> list[Json]:
    """
    Say every card, grouped by what it is.

    Parameters
    ----------
    held
        The ids of the cards in the plan.
    """
    return [
        {
            "kind": kind,
            "title": say(f"at_home.kind.{kind.replace('-', '_')}", screen.language),
            "cards": [home_card_data(card, held, screen) for card in HOME_CARDS if card.kind == kind],
        }
        for kind in KINDS
    ]


def tonight_data(held: Collection[str], screen: Screen) -> list[Json]:
    """Say what a plan offers for tonight: one card of each kind, others every day."""
    return [home_card_data(card, held, screen) for card in cards_for(screen.now.date(), held)]


def home_card_data(card: HomeCard, held: Collection[str], screen: Screen) -> Json:
    """Say one card with its steps, its source and what may come after it, among people."""
    language = screen.language
    return {
        "id": card.id,
        "mark": card.dimensions[0],
        "held": card.id in held,
        "title": say(card.title, language),
        "idea": say(card.idea, language),
        "facts": [say(fact, language) for fact in card.facts],
        "steps": [say(step, language) for step in card.steps],
        "notes": [say(each, language) for each in (card.care, card.source) if each is not None],
        "next": say(card.next_step, language),
        "outward": [
            (each, say("at_home.find", language, what=Sentence(f"inline.category.{each}")))
            for each in card.outward
        ],
    }


def outward(asked: Asked, category: str) -> Asked:
    """Ask for the kind of place that a card leads out to; anything else a browser sends changes nothing."""
    if not any(category in card.outward for card in HOME_CARDS):
        return asked
    include = MappingProxyType({"category": frozenset({category})})
    return replace(asked, what="anything", text="", when="any", include=include, shown=FIRST_SHOWN)
