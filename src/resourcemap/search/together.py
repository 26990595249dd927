"""
Which listings are one group at one place, listed once for each of its times.

Feeds of meetings bring a listing for every day. Two are the same group when their names are the same
but for case, accents and marks, nobody else is named as running one of them, and they are at the same
place: the same public spot, or the same street and city where there is no spot. What is joined from
home is the same with the same link or number.

A place that is kept private is never put together with another, nor one whose spot is only about
right, nor what is full or closed just now: its warning is for it alone.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from resourcemap.model.fact import Answer, Fact
from resourcemap.model.listing import Listing
from resourcemap.model.vocabulary import fold

Groups = NDArray[np.int64]


def group_numbers(listings: Sequence[Listing], *, is_waiting: Sequence[bool]) -> Groups:
    """
    Number the groups, shape (size,): the row of the first listing of each.

    A listing that repeats nothing has a number of its own.
    """
    numbers = np.arange(len(listings), dtype=np.int64)
    alike: dict[Hashable, list[int]] = {}
    for row, (listing, waits) in enumerate(zip(listings, is_waiting, strict=True)):
        place = None if waits else _place(listing)
        name = fold(listing.name) if place is not None else ""
        if name:
            alike.setdefault((name, place), []).append(row)
    for rows in alike.values():
        if len(rows) > 1:
            _number(rows, listings, numbers)
    return numbers


def _number(rows: list[int], listings: Sequence[Listing], numbers: Groups) -> None:
    """Number what has one name and place; where several are named as running it, each has its own."""
    runners = [fold(listings[row].organization or "") for row in rows]
    if len(set(runners) - {""}) <= 1:
        numbers[rows] = rows[0]
        return
    first: dict[str, int] = {}
    for row, runner in zip(rows, runners, strict=True):
        if runner:
            numbers[row] = first.setdefault(runner, row)


def _place(listing: Listing) -> Hashable | None:
    if listing.address_visibility != "full":
        return None
    if listing.is_remote_only:
        join = listing.join
        return None if join is None or not (join.url or join.phone) else ("from home", join.url, join.phone)
    if listing.point_is_approximate:
        return None
    if listing.point is not None:
        return ("spot", round(listing.point.latitude, 5), round(listing.point.longitude, 5))
    address = listing.address
    if address is None or not address.address_1:
        return None
    return ("street", *(fold(part or "") for part in (address.address_1, address.city, address.postal_code)))


def shared_by(listings: Sequence[Listing]) -> Listing:
    """
    Give the first of a group's listings, without what does not hold for all of them.

    What holds fully for some and in part for others holds in part; it was checked when the one was
    that was checked longest ago.
    """
    first, *others = listings
    if not others:
        return first
    facts: dict[str, dict[str, Fact]] = {}
    for facet, terms in first.facts.items():
        for term, fact in terms.items():
            every = [fact, *(each.facts.get(facet, {}).get(term) for each in others)]
            known = [each for each in every if each is not None]
            if len(known) == len(every) and (shared := _shared_fact(known)) is not None:
                facts.setdefault(facet, {})[term] = shared
    dates = [each.assured_date for each in listings]

    def same(name: str) -> bool:
        return all(getattr(each, name) == getattr(first, name) for each in others)

    return replace(
        first,
        facts=facts,
        languages=tuple(each for each in first.languages if all(each in other.languages for other in others)),
        minimum_age=first.minimum_age if same("minimum_age") else None,
        maximum_age=first.maximum_age if same("maximum_age") else None,
        first_visit=first.first_visit if same("first_visit") else None,
        companion=first.companion if same("companion") else None,
        join=first.join if same("join") else None,
        assured_date=None if None in dates else min(each for each in dates if each is not None),
    )


def _shared_fact(facts: Sequence[Fact]) -> Fact | None:
    first = facts[0]
    if all((each.answer, each.detail) == (first.answer, first.detail) for each in facts):
        same = all(
            (each.evidence, each.evidence_date) == (first.evidence, first.evidence_date) for each in facts
        )
        return first if same else Fact(first.answer, first.detail)
    answers = {each.answer for each in facts}
    if answers <= {Answer.YES, Answer.LIMITED}:
        return Fact(Answer.LIMITED if Answer.LIMITED in answers else Answer.YES)
    return None
