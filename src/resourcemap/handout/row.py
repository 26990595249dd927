"""One item as it stands on the printed sheet, in as much height as it is given."""

from dataclasses import dataclass
from math import inf
from typing import Literal

from resourcemap.handout import measures as m
from resourcemap.handout.column import Column, Measure, Need, Paragraph
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import CLOSER, OPENERS, HandoutOptions
from resourcemap.handout.times import is_opening
from resourcemap.model.locale_words import listed, month_day, short_clocks, short_day
from resourcemap.model.words import say

# What is needed less than this stays out where it would take the last line from the questions.
_QUESTION = 5
_MOST_QUESTION_LINES = 3
_MOST_FACT_LINES = 2
_MOST_WHEN_LINES = 3
_BETWEEN = " · "
FactsAt = Literal["beside", "under the text", "under both"]
_FACTS_AT: tuple[FactsAt, ...] = ("beside", "under the text", "under both")


@dataclass(frozen=True, slots=True)
class Row:
    """
    One item: two columns, and under both what to ask.

    The short facts are the end of the side column, of the text (`has_facts_inside`) or under both.
    """

    number: int
    mark: str
    title: Paragraph
    main: Paragraph
    when: Paragraph
    side: tuple[Paragraph, ...]
    facts: Paragraph
    has_facts_inside: bool
    ask: Paragraph
    call: str | None

    @property
    def height(self) -> float:
        """The height it takes, its rule and the space around it among them."""
        below = len(self.ask.lines) + (0 if self.has_facts_inside else len(self.facts.lines))
        return self.columns_height + below * m.LEADING + 2 * m.ITEM_PADDING + m.RULE

    @property
    def columns_height(self) -> float:
        """The height of its two columns alone."""
        main_lines = len(self.main.lines) + (len(self.facts.lines) if self.has_facts_inside else 0)
        main = len(self.title.lines) * m.TITLE_LEADING + main_lines * m.LEADING
        side_lines = sum(len(each.lines) for each in self.side)
        return max(main, len(self.when.lines) * m.TITLE_LEADING + side_lines * m.LEADING, m.MARK)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A row, and how much each text was needed that stayed out of it."""

    row: Row
    left_out: tuple[int, ...]

    @property
    def worth(self) -> tuple[float, ...]:
        """What is better is greater: the later its first gap in the order of need, the fewer of them."""
        return (*sorted(self.left_out), inf)

    @property
    def is_whole(self) -> bool:
        """Whether nothing stayed out."""
        return not self.left_out


class RowFitter:
    """Everything there is to say of one item, to be fitted into heights."""

    def __init__(self, number: int, entry: HandoutEntry, options: HandoutOptions, measure: Measure) -> None:
        self._number, self._entry, self._options = number, entry, options
        self._wide = Column(m.TEXT / m.BODY, measure)
        self._body = Column(m.MAIN / m.BODY, measure)
        self._beside = Column(m.SIDE / m.BODY, measure)
        self._title = Column(m.MAIN / m.TITLE, measure, is_bold=True).cut(entry.title, 2)
        bold = Column(m.SIDE / m.BODY, measure, is_bold=True)
        self._has_hours = _has_hours(entry) and not bold.cut(entry.rhythm[0], _MOST_WHEN_LINES).is_cut
        self._when = bold.cut(short_clocks(self._when_text(), options.language), _MOST_WHEN_LINES)
        self._main = self._main_needs()
        self._calls = self._call_needs()
        self._facts = self._fact_needs()

    def at(self, height: float) -> Fitted:
        """Lay it out in a height, with the short facts where most of it goes in and least is left empty."""
        tried = [
            self._laid(height, place, most)
            for place in _FACTS_AT
            for most in (range(1, _MOST_FACT_LINES + 1) if place != "beside" else (0,))
        ]
        return max(tried, key=lambda each: (each.worth, -each.row.height))

    def _laid(self, height: float, facts_at: FactsAt, most_fact_lines: int) -> Fitted:
        inside = height - 2 * m.ITEM_PADDING - m.RULE
        facts, left = self._short_facts(facts_at, most_fact_lines)
        if facts_at == "under both":
            inside -= len(facts.lines) * m.LEADING
        when_height = len(self._when.lines) * m.TITLE_LEADING
        calls = [*self._calls, *self._facts] if facts_at == "beside" else self._calls
        side, left_beside = self._beside.stack(calls, _lines(inside - when_height))
        side_height = when_height + sum(len(each.lines) for each in side) * m.LEADING
        title_height = len(self._title.lines) * m.TITLE_LEADING
        if facts_at == "under the text":
            title_height += len(facts.lines) * m.LEADING
        room = _lines(inside - title_height)
        needed, _ = self._body.choose([each for each in self._main if each[0] < _QUESTION], room)
        used = max(title_height + len(needed.lines) * m.LEADING, side_height, m.MARK)
        has_question = bool(self._entry.unknown) and used + m.LEADING <= inside
        main, left_main = self._body.choose(
            self._main, _lines(inside - has_question * m.LEADING - title_height)
        )
        used = max(title_height + len(main.lines) * m.LEADING, side_height, m.MARK)
        lines = min(_lines(inside - used), _MOST_QUESTION_LINES)
        ask = self._wide.cut(self._question(lines), lines)
        left_ask = (_QUESTION,) if self._entry.unknown and not ask.lines else ()
        row = Row(
            number=self._number,
            mark=self._entry.mark,
            title=self._title,
            main=main,
            when=self._when,
            side=side,
            facts=facts,
            has_facts_inside=facts_at == "under the text",
            ask=ask,
            call=self._entry.phone,
        )
        return Fitted(row, (*left, *left_beside, *left_main, *left_ask))

    def _short_facts(self, facts_at: FactsAt, most: int) -> tuple[Paragraph, tuple[int, ...]]:
        if facts_at == "beside":
            return Paragraph(), ()
        column = self._wide if facts_at == "under both" else self._body
        return column.choose(self._facts, most, _BETWEEN.join)

    # --- What there is to say ------------------------------------------------------------------------

    def _when_text(self) -> str:
        entry = self._entry
        if entry.when:
            # Opening hours are known by their rule, a meeting by its next date.
            return entry.rhythm[0] if self._has_hours else entry.when[0]
        return entry.no_times or say("handout.time.unknown_no_phone", self._options.language)

    def _main_needs(self) -> list[Need]:
        """Give the sentences in the order of reading, each with how much it is needed (0 the most)."""
        entry, language = self._entry, self._options.language
        note = say("handout.page.note", language, note=entry.note) if entry.note else None
        hours = [] if self._has_hours or not _is_open_for_hours(entry) else entry.rhythm
        needs = _known(
            (0, entry.notice),
            (1, _stop(entry.where)),
            *((3, _stop(short_clocks(text, language))) for text in hours),
            *((2 if number == 0 else 7, text) for number, text in enumerate(entry.directions)),
            # A long address of a page helps on paper only where there is no other way.
            *(
                (6 if entry.point else 1 if number == 0 else 6, text)
                for number, text in enumerate(entry.join)
            ),
            (3, entry.ask_for),
            *((4 if number < 2 else 6, text) for number, text in enumerate(entry.expect)),
            (3, note),
            *((8, _stop(text)) for text in entry.papers[1:]),
            (2, entry.checked if entry.needs_call else None),
        )
        if self._options.direction == "ltr":
            return needs
        # Sentences of the other direction stand together: a line of both is hard to follow.
        return sorted(needs, key=lambda each: (each[0] != 0, not each[1].startswith(tuple(OPENERS))))

    def _call_needs(self) -> list[Need]:
        return _known((1, self._then()), (0, self._entry.phone or self._entry.contact))

    def _fact_needs(self) -> list[Need]:
        entry = self._entry
        return _known(
            (3, entry.what),
            (2, entry.cost),
            (3, entry.distance_short),
            (4, None if entry.needs_call else entry.checked),
            (6, entry.papers[0] if entry.papers else None),
        )

    def _then(self) -> str | None:
        entry, language = self._entry, self._options.language
        if self._has_hours:
            return say("handout.time.next", language, day=short_day(entry.times[0].start.date(), language))
        if len(entry.times) < 2:
            return entry.rhythm[0] if entry.rhythm and not entry.times else None
        days = [month_day(each.start.date(), language) for each in entry.times[1:]]
        return say("handout.time.then", language, dates=listed(list(dict.fromkeys(days)), language, word=""))

    def _question(self, lines: int) -> str:
        """Name what is not known, as much as the lines hold, with the first question to ask."""
        unknown, language = self._entry.unknown, self._options.language
        for count in range(len(unknown), 0, -1):
            labels = listed([each.label for each in unknown[:count]], language, word="")
            text = say("handout.ask", language, count=count, labels=labels, question=unknown[0].ask)
            if len(self._wide.broken(text)) <= lines:
                return text
        return unknown[0].ask if unknown else ""


def _lines(height: float) -> int:
    return max(int(height / m.LEADING + 1e-6), 0)


def _known(*needs: tuple[int, str | None]) -> list[Need]:
    return [(need, text) for need, text in needs if text]


def _is_open_for_hours(entry: HandoutEntry) -> bool:
    return bool(entry.times) and is_opening(entry.times[0])


def _has_hours(entry: HandoutEntry) -> bool:
    return _is_open_for_hours(entry) and len(entry.rhythm) == 1


def _stop(text: str | None) -> str | None:
    if not text:
        return None
    return text if text.rstrip(CLOSER)[-1:] in ".!?:؟" else f"{text}."
