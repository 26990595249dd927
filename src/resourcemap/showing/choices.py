"""What a plan offers for a part of life that is still empty: three places, each with its reasons."""

from dataclasses import replace

from resourcemap.model.words import Sentence
from resourcemap.search.result import Match
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Json, Screen, card


def choice_card(match: Match, dimension: str, asked: Asked, screen: Screen) -> Json:
    """Say what one choice shows; that it serves the part of life above it goes without saying."""
    own = tuple(each for each in match.reasons if not _names(each, f"dimension.{dimension}"))
    number = None if match.is_from_home else 0
    near = Asked(origin=asked.origin, radius=asked.radius, unit=asked.unit, include=asked.include)
    return card(replace(match, reasons=own), number, near, screen)


def _names(reason: Sentence, term: str) -> bool:
    named = reason.values.get("term")
    return isinstance(named, Sentence) and named.key.endswith(term)
