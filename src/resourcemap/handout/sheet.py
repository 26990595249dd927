"""
What fits on one sheet of paper.

Five items, a map and a code share a US Letter page in letters of 14 points. So each item gets a
part of the height, and its sentences are taken in order of need until it is full; a sentence goes in
whole or stays out. What one item leaves over goes to those that had to leave something out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from resourcemap.handout import measures as m
from resourcemap.handout.column import Measure
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import HandoutOptions
from resourcemap.handout.picture import Stop
from resourcemap.handout.row import Fitted, Row, RowFitter
from resourcemap.model.locale_words import day_and_year, listed
from resourcemap.model.words import say

_MOST_ADDED_LINES = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page but the drawings, in order."""

    title: str
    intro: str
    rows: tuple[Row, ...]
    stops: tuple[Stop, ...]
    map_note: str | None
    closing: str | None
    made: str
    scan: str


def make_sheet(entries: Sequence[HandoutEntry], options: HandoutOptions, measure: Measure) -> Sheet:
    """
    Fit entries onto a sheet. Up to five share one page; more go on in the same size.

    Parameters
    ----------
    measure
        How wide the letters are where it is drawn.
    """
    language = options.language
    fitters = [RowFitter(number, entry, options, measure) for number, entry in enumerate(entries, 1)]
    stops = tuple(
        Stop(number, entry.mark, entry.point) for number, entry in enumerate(entries, 1) if entry.point
    )
    placed = {stop.number for stop in stops}
    absent = [str(number) for number in range(1, len(entries) + 1) if number not in placed]
    return Sheet(
        title=say("handout.title", language),
        intro=say("handout.intro_count", language, count=len(entries)),
        rows=tuple(
            row
            for first in range(0, len(fitters), m.FULL_SHEET)
            for row in _shared_out(fitters[first : first + m.FULL_SHEET])
        ),
        stops=stops,
        map_note=say("handout.page.not_on_map", language, numbers=listed(absent, language, word=""))
        if absent and stops
        else None,
        # A line about groups would say that the paper is about groups.
        closing=None if options.discreet else say("handout.page.closing", language),
        made=say("handout.time.made", language, date=day_and_year(options.now.date(), language)),
        scan=say("handout.page.scan", language),
    )


def _shared_out(fitters: Sequence[RowFitter]) -> list[Row]:
    """Give each item the same height, then what is left over to whom it helps most."""
    fitted = [each.at(m.ROOM / len(fitters)) for each in fitters]
    spare = m.ROOM - sum(each.row.height for each in fitted)
    while (grown := _grown(fitters, fitted, spare)) is not None:
        at, taller = grown
        spare -= taller.row.height - fitted[at].row.height
        fitted[at] = taller
    return [each.row for each in fitted]


def _grown(fitters: Sequence[RowFitter], fitted: Sequence[Fitted], spare: float) -> tuple[int, Fitted] | None:
    """Let the item say more that left out what is needed most; None where nothing more goes in."""
    for at in sorted(range(len(fitted)), key=lambda each: fitted[each].worth):
        if fitted[at].is_whole:
            return None
        height = fitted[at].row.height
        for lines in range(1, _MOST_ADDED_LINES + 1):
            if lines * m.LEADING > spare:
                break
            taller = fitters[at].at(height + lines * m.LEADING)
            if taller.worth > fitted[at].worth:
                return at, taller
    return None
