"""
What fits on one sheet of paper.

Five items, a map and a code share a US Letter page in letters of 14 points. So each item gets a
number of lines, and its sentences are taken in order of need until the lines are full; a sentence
goes in whole or stays out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import CLOSER, OPENERS, HandoutOptions
from resourcemap.handout.picture import Stop
from resourcemap.handout.times import is_opening
from resourcemap.model.locale_words import day_and_year, month_day, run_on, short_day
from resourcemap.model.words import say

Measure = Callable[[str, bool], float]
"""Gives the width of a text, bold or not, in letters' heights (em)."""
Need = tuple[int, str]
"""How much a text is needed, 0 the most, and the text."""

# All in points. US Letter is the smaller paper in height once A4's wider margins are set.
PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
MARGIN_X, MARGIN_Y = 36.0, 27.0
BODY, TITLE, HEAD, SMALL = 14.0, 16.0, 24.0, 11.0
LEADING, TITLE_LEADING = 16.6, 19.0
MARK, GAP, SIDE = 32.0, 9.0, 186.0
ITEM_PADDING = 4.0
HEAD_HEIGHT, FOOT_HEIGHT = 49.0, 117.0
MAP_WIDTH, MAP_HEIGHT = 236.0, 108.0
QR = 104.0
FULL_SHEET = 5
_MOST_LINES = 12

TEXT = PAGE_WIDTH - 2 * MARGIN_X - MARK - GAP
MAIN = TEXT - SIDE - GAP


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that fits its place, and its lines as the measured letters break it."""

    text: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it stands on the page."""

    number: int
    mark: str
    title: Paragraph
    main: Paragraph
    when: Paragraph
    side: tuple[Paragraph, ...]
    ask: Paragraph
    call: str | None


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
    lines = _lines_each(len(entries))
    stops = tuple(
        Stop(number, entry.mark, entry.point) for number, entry in enumerate(entries, 1) if entry.point
    )
    placed = {stop.number for stop in stops}
    absent = [str(number) for number in range(1, len(entries) + 1) if number not in placed]
    return Sheet(
        title=say("handout.title", language),
        intro=say("handout.intro_count", language, count=len(entries)),
        rows=tuple(_row(number, entry, lines, options, measure) for number, entry in enumerate(entries, 1)),
        stops=stops,
        map_note=say("handout.page.not_on_map", language, numbers=", ".join(absent))
        if absent and stops
        else None,
        # A line about groups would say that the paper is about groups.
        closing=None if options.discreet else say("handout.page.closing", language),
        made=say("handout.time.made", language, date=day_and_year(options.now.date(), language)),
        scan=say("handout.page.scan", language),
    )


def _lines_each(count: int) -> int:
    """Say how many lines an item gets beside its title, its questions among them."""
    room = PAGE_HEIGHT - 2 * MARGIN_Y - HEAD_HEIGHT - FOOT_HEIGHT
    # A second line of a title or date stands as far from the first as titles do.
    taller = TITLE_LEADING - LEADING
    each = room / min(max(count, 1), FULL_SHEET) - 2 * ITEM_PADDING - 1 - TITLE_LEADING - taller
    return min(int(each // LEADING), _MOST_LINES)


def _row(number: int, entry: HandoutEntry, lines: int, options: HandoutOptions, measure: Measure) -> Row:
    body = Column(MAIN / BODY, measure)
    wide = Column(TEXT / BODY, measure)
    side = Column(SIDE / BODY, measure)
    bold = Column(SIDE / BODY, measure, is_bold=True)
    heading = Column(MAIN / TITLE, measure, is_bold=True)
    title = heading.cut(entry.title, 2)
    # Opening hours are told to their end. Lines of a date stand farther apart: a third takes the room of two.
    call = side.broken(entry.phone or entry.contact or "")
    when = bold.cut(_when(entry, options), 3 if _has_hours(entry) and len(call) <= lines - 4 else 2)
    when_lines = len(when.lines) + (len(when.lines) > 2)
    # A title or date of two lines takes one from the text under it; one line is kept for questions.
    main = body.choose(_main(entry, options), lines - len(title.lines))
    beside = side.stack(_side(entry, options), lines - when_lines)
    side_lines = when_lines + sum(len(each.lines) for each in beside)
    left = lines + 1 - max(len(title.lines) + len(main.lines), side_lines)
    ask = wide.fill([_question(entry, options, wide, min(left, 3))], min(left, 3))
    return Row(number, entry.mark, title, main, when, beside, ask, entry.phone)


def _when(entry: HandoutEntry, options: HandoutOptions) -> str:
    if entry.when:
        # Opening hours are known by their rule, a meeting by its next date.
        return entry.rhythm[0] if _has_hours(entry) else entry.when[0]
    key = "unknown" if entry.phone else "unknown_no_phone"
    return say(f"handout.time.{key}", options.language)


def _main(entry: HandoutEntry, options: HandoutOptions) -> list[Need]:
    """Give the sentences in the order of reading, each with how much it is needed (0 the most)."""
    note = say("handout.page.note", options.language, note=entry.note) if entry.note else None
    needs: list[tuple[int, str | None]] = [
        (0, entry.notice),
        (1, _stop(entry.where)),
        *((2 if number == 0 else 7, text) for number, text in enumerate(entry.directions)),
        # A long address of a page helps on paper only where there is no other way.
        *((6 if entry.point else 1 if number == 0 else 6, text) for number, text in enumerate(entry.join)),
        (3, entry.ask_for),
        *((4 + number, text) for number, text in enumerate(entry.expect)),
        (3, note),
        (8, _stop(", ".join(entry.papers[1:]))),
        (2, entry.checked if entry.needs_call else None),
    ]
    return [(need, text) for need, text in needs if text]


def _side(entry: HandoutEntry, options: HandoutOptions) -> list[Need]:
    contact = entry.phone or entry.contact
    cost = ", ".join(text for text in (entry.cost, *entry.papers[:1]) if text)
    needs: list[tuple[int, str | None]] = [
        (1, _then(entry, options)),
        (0, contact),
        (2, cost),
        (3, entry.distance_short),
        (4, None if entry.needs_call else entry.checked),
    ]
    return [(need, text) for need, text in needs if text]


def _then(entry: HandoutEntry, options: HandoutOptions) -> str | None:
    language = options.language
    if _has_hours(entry):
        return say("handout.time.next", language, day=short_day(entry.times[0].start.date(), language))
    if len(entry.times) < 2:
        return entry.rhythm[0] if entry.rhythm and not entry.times else None
    days = [month_day(each.start.date(), language) for each in entry.times[1:]]
    return say("handout.time.then", language, dates=", ".join(dict.fromkeys(days)))


def _has_hours(entry: HandoutEntry) -> bool:
    return bool(entry.times) and is_opening(entry.times[0]) and len(entry.rhythm) == 1


def _question(entry: HandoutEntry, options: HandoutOptions, column: "Column", lines: int) -> str:
    """Name what is not known, as much as the lines hold, with the first question to ask."""
    for count in range(len(entry.unknown), 0, -1):
        text = say(
            "handout.ask",
            options.language,
            count=count,
            labels=", ".join(each.label for each in entry.unknown[:count]),
            question=entry.unknown[0].ask,
        )
        if len(column.broken(text)) <= lines:
            return text
    return entry.unknown[0].ask if entry.unknown else ""


def _stop(text: str | None) -> str | None:
    if not text:
        return None
    return text if text.rstrip(CLOSER)[-1:] in ".!?:؟" else f"{text}."


class Column:
    """Lines of one width."""

    def __init__(self, width_em: float, measure: Measure, *, is_bold: bool = False) -> None:
        self.width_em = width_em
        self.measure = measure
        self.is_bold = is_bold

    def broken(self, text: str) -> list[str]:
        """Break a text at its spaces; a word wider than the column is broken inside."""
        lines: list[str] = []
        for word in text.split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self._fits(joined):
                lines[-1] = joined
                continue
            while not self._fits(word):
                cut = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or self._fits(word[:end]))
                lines.append(word[:cut])
                word = word[cut:]
            lines.append(word)
        return _isolated(lines)

    def cut(self, text: str, most: int) -> Paragraph:
        """Break a text and end it with dots where it is longer than the lines there are."""
        lines = self.broken(text)
        if len(lines) <= most:
            return Paragraph(text, tuple(lines))
        last = lines[most - 1]
        while last and not self._fits(f"{last}…"):
            last = last[:-1]
        kept = (*lines[: most - 1], f"{last.rstrip(' ,.;:')}…")
        return Paragraph(" ".join(kept), kept)

    def fill(self, texts: Sequence[str], most: int) -> Paragraph:
        """Make one paragraph of texts."""
        whole = run_on(text for text in texts if text)
        return self.cut(whole, most) if whole and most > 0 else Paragraph()

    def choose(self, needs: Sequence[Need], most: int) -> Paragraph:
        """Make one paragraph of the sentences that fit, the most needed first, in the order of reading."""
        chosen: list[int] = []
        for index in _most_needed_first(needs):
            tried = sorted((*chosen, index))
            text = run_on(needs[each][1] for each in tried)
            if not chosen or len(self.broken(text)) <= most:
                chosen = tried
        return self.fill([needs[each][1] for each in chosen], most)

    def stack(self, needs: Sequence[Need], most: int) -> tuple[Paragraph, ...]:
        """Give each text lines of its own, the most needed first, in the order of reading."""
        chosen: dict[int, Paragraph] = {}
        for index in _most_needed_first(needs):
            left = most - sum(len(each.lines) for each in chosen.values())
            need, text = needs[index]
            whole = self.cut(text, _MOST_LINES)
            if len(whole.lines) <= left:
                chosen[index] = whole
            elif need == 0 and left > 0:
                chosen[index] = self.cut(text, left)
        return tuple(chosen[index] for index in sorted(chosen))

    def _fits(self, text: str) -> bool:
        return self.measure(text, self.is_bold) <= self.width_em


def _isolated(lines: list[str]) -> list[str]:
    """Close a run of the other direction at the end of its line, and open it again on the next."""
    whole: list[str] = []
    opened = ""
    for line in lines:
        line = opened + line
        for char in line[len(opened) :]:
            if char in OPENERS:
                opened += char
            elif char == CLOSER:
                opened = opened[:-1]
        whole.append(line + CLOSER * len(opened))
    return whole


def _most_needed_first(needs: Sequence[Need]) -> list[int]:
    return sorted(range(len(needs)), key=lambda each: (needs[each][0], each))
