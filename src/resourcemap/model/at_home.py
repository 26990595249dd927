"""
At home tonight: small things to do alone or with someone, each with a step back outward.

The exercises in kindness to oneself are told in our own words; each names where its idea is from.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zlib import crc32

from resourcemap.model.words import Sentence

CardKind = Literal["cooking", "hobby", "conversation", "self-compassion"]
Company = Literal["alone", "together", "either"]

KINDS: tuple[CardKind, ...] = ("cooking", "hobby", "conversation", "self-compassion")

SHARED_LINES = tuple(Sentence(f"at_home.shared.{number}") for number in range(1, 13))
"""Short lines on what many people go through. None of them blames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCard:
    """
    Something to do at home.

    `outward` are the categories to search for the next step, the nearest in kind first.
    `dimensions` are SAMHSA's, the main one first. `work` says where the idea is from.
    """

    id: str
    kind: CardKind
    step_count: int
    minutes: int
    company: Company
    costs_money: bool
    outward: tuple[str, ...]
    dimensions: tuple[str, ...]
    work: str | None = None

    @property
    def kind_label(self) -> Sentence:
        """Name its kind, the heading of a group of cards."""
        return Sentence(f"at_home.kind.{self.kind.replace('-', '_')}")

    @property
    def title(self) -> Sentence:
        """Name it."""
        return self._said("title")

    @property
    def idea(self) -> Sentence:
        """Say it in one sentence, for where there is no room for the steps."""
        return self._said("idea")

    @property
    def steps(self) -> tuple[Sentence, ...]:
        """Say what to do, step by step."""
        return tuple(self._said(f"step_{number}") for number in range(1, self.step_count + 1))

    @property
    def next_step(self) -> Sentence:
        """Say what may come after it, among people."""
        return self._said("next")

    @property
    def facts(self) -> tuple[Sentence, ...]:
        """Say how long it takes, what it costs and who it is for."""
        return (
            Sentence("at_home.minutes", {"count": self.minutes}),
            self.cost,
            Sentence(f"at_home.company.{self.company}"),
        )

    @property
    def cost(self) -> Sentence:
        """Say whether it costs anything."""
        return Sentence(f"at_home.cost.{'low' if self.costs_money else 'none'}")

    @property
    def source(self) -> Sentence | None:
        """Say where the idea is from."""
        return Sentence("at_home.source", {"work": self.work}) if self.work else None

    @property
    def care(self) -> Sentence | None:
        """Say what to do when it hurts, with the exercises that may touch on pain."""
        return Sentence("at_home.care") if self.kind == "self-compassion" else None

    def _said(self, part: str) -> Sentence:
        return Sentence(f"at_home.card.{self.id.replace('-', '_')}.{part}")


HOME_CARDS = (
    HomeCard(
        id="one-pot-soup",
        kind="cooking",
        step_count=5,
        minutes=45,
        company="either",
        costs_money=True,
        outward=("volunteering", "community-event"),
        dimensions=("health", "community"),
    ),
    HomeCard(
        id="pan-bread",
        kind="cooking",
        step_count=5,
        minutes=30,
        company="either",
        costs_money=True,
        outward=("community-event", "hobbies"),
        dimensions=("health", "purpose"),
    ),
    HomeCard(
        id="dish-you-love",
        kind="cooking",
        step_count=5,
        minutes=60,
        company="either",
        costs_money=True,
        outward=("cultural-center", "community-event"),
        dimensions=("community", "health"),
    ),
    HomeCard(
        id="no-cook-plate",
        kind="cooking",
        step_count=4,
        minutes=15,
        company="alone",
        costs_money=True,
        outward=("social-group", "hobbies"),
        dimensions=("health",),
    ),
    HomeCard(
        id="same-drawing",
        kind="hobby",
        step_count=4,
        minutes=15,
        company="together",
        costs_money=False,
        outward=("arts-and-crafts", "hobbies"),
        dimensions=("purpose", "community"),
    ),
    HomeCard(
        id="song-swap",
        kind="hobby",
        step_count=4,
        minutes=40,
        company="together",
        costs_money=False,
        outward=("hobbies", "community-event"),
        dimensions=("community", "purpose"),
    ),
    HomeCard(
        id="mend-one-thing",
        kind="hobby",
        step_count=4,
        minutes=30,
        company="either",
        costs_money=False,
        outward=("arts-and-crafts", "volunteering"),
        dimensions=("purpose",),
    ),
    HomeCard(
        id="green-onions",
        kind="hobby",
        step_count=4,
        minutes=10,
        company="either",
        costs_money=True,
        outward=("community-garden", "volunteering"),
        dimensions=("purpose", "health"),
    ),
    HomeCard(
        id="three-questions",
        kind="conversation",
        step_count=6,
        minutes=15,
        company="together",
        costs_money=False,
        outward=("peer-support", "social-group"),
        dimensions=("community",),
        work="Arthur Aron and others, The Experimental Generation of Interpersonal Closeness (1997)",
    ),
    HomeCard(
        id="listen-well",
        kind="conversation",
        step_count=5,
        minutes=15,
        company="together",
        costs_money=False,
        outward=("befriending", "volunteering"),
        dimensions=("community", "purpose"),
        work="Carl Rogers and Richard Farson, Active Listening (1957)",
    ),
    HomeCard(
        id="one-hello",
        kind="conversation",
        step_count=4,
        minutes=5,
        company="alone",
        costs_money=False,
        outward=("warmline", "befriending"),
        dimensions=("community",),
        work="Peggy Liu and others, The Surprise of Reaching Out (2022)",
    ),
    HomeCard(
        id="table-without-phones",
        kind="conversation",
        step_count=4,
        minutes=30,
        company="together",
        costs_money=False,
        outward=("community-event", "social-group"),
        dimensions=("community", "health"),
        work="Ryan Dwyer, Kostadin Kushlev and Elizabeth Dunn, "
        "Smartphone Use Undermines Enjoyment of Face-to-Face Social Interactions (2018)",
    ),
    HomeCard(
        id="kind-minute",
        kind="self-compassion",
        step_count=5,
        minutes=5,
        company="alone",
        costs_money=False,
        outward=("peer-support", "support-group"),
        dimensions=("health",),
        work="Kristin Neff, Self-Compassion (2011), the self-compassion break",
    ),
    HomeCard(
        id="kind-letter",
        kind="self-compassion",
        step_count=6,
        minutes=15,
        company="alone",
        costs_money=False,
        outward=("warmline", "peer-support"),
        dimensions=("health",),
        work="Juliana Breines and Serena Chen, Self-Compassion Increases Self-Improvement Motivation "
        "(2012); Kristin Neff and Christopher Germer, The Mindful Self-Compassion Workbook (2018)",
    ),
    HomeCard(
        id="warm-hand",
        kind="self-compassion",
        step_count=5,
        minutes=5,
        company="alone",
        costs_money=False,
        outward=("physical-activity", "self-management"),
        dimensions=("health",),
        work="Paul Gilbert, The Compassionate Mind (2009); Sharon Salzberg, Lovingkindness (1995)",
    ),
)

_BY_ID = {card.id: card for card in HOME_CARDS}


def home_card(card_id: str) -> HomeCard | None:
    """
    Give a card; None when there is none of this id.

    >>> home_card("one-pot-soup").title
    Sentence(key='at_home.card.one_pot_soup.title', values={})
    """
    return _BY_ID.get(card_id)


def cards_for(day: date, held: Collection[str] = ()) -> tuple[HomeCard, ...]:
    """
    Choose one card of each kind for an evening, others every day; those held already are passed over.

    >>> [card.id for card in cards_for(date(2026, 5, 12))]
    ['one-pot-soup', 'same-drawing', 'three-questions', 'warm-hand']
    """
    chosen = []
    for kind in KINDS:
        own = [card for card in HOME_CARDS if card.kind == kind and card.id not in held]
        if own:
            chosen.append(own[day.toordinal() % len(own)])
    return tuple(chosen)


def shared_line(place_id: str) -> Sentence:
    """Choose a line on shared humanity; the same place always gets the same one."""
    return SHARED_LINES[crc32(place_id.encode()) % len(SHARED_LINES)]
