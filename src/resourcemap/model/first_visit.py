"""The first-visit card: what is known of the first time, and the question to ask where it is not."""

from dataclasses import dataclass
from typing import Literal

from resourcemap.model.listing import Listing
from resourcemap.model.words import Sentence

Part = Literal["happens", "size", "listen", "greeter", "ask_for", "door", "companion"]

# Kinds of place where people come one by one: nobody there can say how large the group is.
_ONE_BY_ONE = frozenset(
    {
        "befriending",
        "counseling",
        "crisis-line",
        "discrimination-rights",
        "employment-rights",
        "fair-chance-employer",
        "help-find-housing",
        "housing-vouchers",
        "job-placement",
        "legal-help",
        "mentoring",
        "record-friendly-rental",
        "safe-housing",
        "sober-living",
        "supported-employment",
        "temporary-shelter",
        "tenant-rights",
        "warmline",
    }
)


@dataclass(frozen=True, slots=True)
class FirstVisitItem:
    """
    One line of the card. `known` is the place's own text or a sentence of ours; None is not known.

    `ask` is the question to ask then, `not_known` the whole line that says both.
    """

    part: Part
    known: str | Sentence | None

    @property
    def label(self) -> Sentence:
        """Name what the line is about."""
        return Sentence(f"first_visit.label.{self.part}")

    @property
    def ask(self) -> Sentence:
        """Give the question to ask."""
        return Sentence(f"first_visit.ask.{self.part}")

    @property
    def not_known(self) -> Sentence | None:
        """Say that it is not known and what to ask; None where it is known."""
        return Sentence("first_visit.unknown", {"question": self.ask}) if self.known is None else None


def first_visit_card(listing: Listing) -> tuple[FirstVisitItem, ...]:
    """
    Say what is known of a first visit, always in the same order.

    Left out is what makes no sense to ask: the door of what is reached from home, and the size of a
    group or whether one may just listen where people come one by one. A private place's door is never told.
    Where nobody is known to greet people, the person to ask for answers whom to look for; that this
    person greets them is not said.
    """
    visit = listing.first_visit
    listen = visit.may_just_listen if visit else None
    greeter = _text(visit.greeter if visit else None)
    known: dict[Part, str | Sentence | None] = {
        "happens": _text(visit.what_happens if visit else None),
        "size": _text(visit.group_size if visit else None),
        "listen": None if listen is None else Sentence(f"first_visit.listen.{'yes' if listen else 'no'}"),
        "greeter": greeter,
        "ask_for": None if greeter else _ask_for(listing),
        "door": _door(listing),
        "companion": _text(listing.companion),
    }
    aside = _pointless(listing) | {"ask_for" if known["ask_for"] is None else "greeter"}
    return tuple(
        FirstVisitItem(part, text) for part, text in known.items() if text is not None or part not in aside
    )


def _door(listing: Listing) -> str | Sentence | None:
    if listing.address_visibility != "full":
        return Sentence("first_visit.private_door")
    return _text(listing.first_visit.entrance if listing.first_visit else None)


def _ask_for(listing: Listing) -> Sentence | None:
    names = (_text(contact.name) or _text(contact.title) for contact in listing.contacts)
    who = next((name for name in names if name), None)
    return None if who is None else Sentence("first_visit.ask_for", {"who": who})


def _pointless(listing: Listing) -> frozenset[Part]:
    aside: set[Part] = set()
    categories = set(listing.terms("category"))
    if categories and categories <= _ONE_BY_ONE:
        aside |= {"size", "listen"}
    if listing.is_remote_only:
        aside |= {"door", "companion", "greeter"}
    return frozenset(aside)


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None
