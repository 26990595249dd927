"""The words of written hours: times, weekdays, ranges and numbers, one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resourcemap.model.clock_text import ClockTime, read_range

# Numbered weekdays: (0, 1) is every Tuesday, (2, 1) the second, (-1, 1) the last of the month.
Day = tuple[int, int]

NUMBERS = {
    **{word: index for index, word in enumerate(("first", "second", "third", "fourth", "fifth"), start=1)},
    **{word: index for index, word in enumerate(("1st", "2nd", "3rd", "4th", "5th"), start=1)},
    "last": -1,
}
DAY_WORDS = {
    **dict.fromkeys(("m", "mo", "mon", "monday", "mondays"), 0),
    **dict.fromkeys(("tu", "tue", "tues", "tuesday", "tuesdays"), 1),
    **dict.fromkeys(("w", "we", "wed", "weds", "wednesday", "wednesdays"), 2),
    **dict.fromkeys(("th", "thu", "thur", "thurs", "thursday", "thursdays"), 3),
    **dict.fromkeys(("f", "fr", "fri", "friday", "fridays"), 4),
    **dict.fromkeys(("sa", "sat", "saturday", "saturdays"), 5),
    **dict.fromkeys(("su", "sun", "sunday", "sundays"), 6),
}
_DAY = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
_NUMBER = "|".join(NUMBERS)

_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<around_the_clock> 24\s*/\s*7 )
  | (?P<all_day> (?:open\s+)? 24 [\s-]* h(?:ou)?rs? (?:\s*(?:a|per|/)\s*day)? )
  | (?P<every_day> (?:7|seven) \s+ days (?:\s*(?:a|per|/)\s*week)? | daily | every\s?day | nightly )
  | (?P<weekdays> weekdays? )
  | (?P<weekends> weekends? )
  | (?P<month> (?:of\s+)? (?:the|each|every) \s+ month | of\s+month )
  | (?P<every_other> every \s+ other )
  | (?P<every> every )
  | (?P<number> {_NUMBER} )
  | (?P<clock> \d{{1,2}} (?:[:.]\d{{2}})? (?!\d) \s* (?:[ap]m|noon|midnight)? | (?:noon|midnight) )
  | (?P<day> (?:{_DAY}) )
  | (?P<closed> closed )
  | (?P<dash> - | to | through | thru )
  | (?P<join> , | and | & | / )
  | (?P<end> ; | \n | \. )
  | (?P<colon> : )
    )(?<![a-z](?=[a-z0-9]))\.?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """`hours` (minutes, an end of None when only a start is written; () for closed) or `days`."""

    hours: tuple[int, int | None] | tuple[()] | None = None
    days: tuple[Day, ...] = ()
    is_alternate: bool = False
    follows_separator: bool = False

    @property
    def kind(self) -> str:
        return "D" if self.hours is None else "T"


class UnreadError(Exception):
    """The text says something this module does not understand."""


def fold(text: str) -> str:
    """Lower case, one kind of dash, am and pm without dots."""
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", text.strip().lower().replace("\xa0", " "))
    folded = re.sub(r"(?<=[\d\s])([ap])\s?\.?\s?m\b\.?", r"\1m", folded)
    folded = re.sub(r"(?<=\d)\s?([ap])(?=\s*(?:[-,;]|$))", r"\1m", folded)
    folded = re.sub(r"\b12(?::00)?\s*(?:pm\s*)?(noon|midnight)", r"\1", folded)
    folded = re.sub(r"(noon|midnight)\.", r"\1", folded)
    return re.sub(r"^(?:hours(?: of operation)?|open|opening hours)\s*:?\s+(?!24)", "", folded)


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            if text[position:].isspace():
                break
            raise UnreadError
        kind = match.lastgroup or ""
        tokens.append(_Token(kind, match[kind].strip()))
        position = match.end()
    return tokens


def read_items(text: str) -> Iterator[Item | None]:
    """
    Read folded text as hours and days; None ends a sentence.

    Raises
    ------
    UnreadError
        At the first word that is not understood.
    """
    tokens = _tokens(text)
    position, follows_separator = 0, False
    while position < len(tokens):
        kind = tokens[position].kind
        if kind == "end":
            yield None
        if kind in ("join", "colon", "end"):
            if kind == "colon" and (position == 0 or tokens[position - 1].kind not in _BEFORE_COLON):
                raise UnreadError
            position, follows_separator = position + 1, True
            continue
        item, position = _item(tokens, position)
        yield Item(item.hours, item.days, item.is_alternate, follows_separator)
        follows_separator = False


_BEFORE_COLON = frozenset({"day", "every_day", "weekdays", "weekends", "month", "join"})
DAY_GROUPS: dict[str, tuple[Day, ...]] = {
    "every_day": tuple((0, day) for day in range(7)),
    "weekdays": tuple((0, day) for day in range(5)),
    "weekends": ((0, 5), (0, 6)),
}
ALL_DAY = Item((0, 1440))


def _item(tokens: list[_Token], at: int) -> tuple[Item, int]:
    kind = tokens[at].kind
    if kind == "clock":
        return _hours(tokens, at)
    if kind == "closed":
        return Item(()), at + 1
    if kind == "all_day":
        return ALL_DAY, at + 1
    if kind in DAY_GROUPS:
        return Item(days=DAY_GROUPS[kind]), at + 1
    if kind == "day":
        return _days(tokens, at)
    if kind == "number":
        return _numbered(tokens, at, said_every=False)
    if kind == "every" and _kind(tokens, at + 1) == "number":
        return _numbered(tokens, at + 1, said_every=True)
    if kind == "every" and _kind(tokens, at + 1) == "day":
        return _days(tokens, at + 1)
    if kind == "every_other" and _kind(tokens, at + 1) == "day":
        days = ((0, DAY_WORDS[tokens[at + 1].text]),)
        return Item(days=days, is_alternate=True), at + 2
    if kind == "around_the_clock" and len(tokens) == 1:
        return ALL_DAY, at + 1
    raise UnreadError


def _kind(tokens: list[_Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _hours(tokens: list[_Token], at: int) -> tuple[Item, int]:
    uses_24_hours = _uses_24_hours(tokens)
    start = ClockTime.read(tokens[at].text)
    if _kind(tokens, at + 1) != "dash":
        minute = start.minute_of_day(uses_24_hours=uses_24_hours) if start else None
        if minute is None:
            raise UnreadError
        return Item((minute, None)), at + 1
    end = ClockTime.read(tokens[at + 2].text) if _kind(tokens, at + 2) == "clock" else None
    hours = read_range(start, end, uses_24_hours=uses_24_hours) if start and end else None
    if hours is None:
        raise UnreadError
    return Item(hours), at + 3


def _uses_24_hours(tokens: list[_Token]) -> bool:
    """Whether the whole text is written in the 24-hour clock, which it must show somewhere."""
    texts = [token.text for token in tokens if token.kind == "clock"]
    if not all(re.fullmatch(r"\d{1,2}:\d{2}", text) for text in texts):
        return False
    return any(text.startswith("0") or int(text.split(":")[0]) > 12 for text in texts)


def _days(tokens: list[_Token], at: int) -> tuple[Item, int]:
    first = DAY_WORDS[tokens[at].text]
    dash = at + 1
    if tokens[dash : dash + 1] == [_Token("join", ",")] and _kind(tokens, dash + 1) == "dash":
        dash += 1  # "Mon., - Fri."
    if _kind(tokens, dash) != "dash":
        return Item(days=((0, first),)), at + 1
    if _kind(tokens, dash + 1) != "day":
        raise UnreadError
    length = (DAY_WORDS[tokens[dash + 1].text] - first) % 7
    if length == 0:
        raise UnreadError
    return Item(days=tuple((0, (first + step) % 7) for step in range(length + 1))), dash + 2


def _numbered(tokens: list[_Token], at: int, *, said_every: bool) -> tuple[Item, int]:
    numbers = [NUMBERS[tokens[at].text]]
    at += 1
    while _kind(tokens, at) == "join":
        while _kind(tokens, at) == "join":
            at += 1
        if _kind(tokens, at) != "number":
            raise UnreadError
        numbers.append(NUMBERS[tokens[at].text])
        at += 1
    if _kind(tokens, at) != "day" or _kind(tokens, at + 1) == "dash":
        raise UnreadError
    day = DAY_WORDS[tokens[at].text]
    at += 1
    if _kind(tokens, at) == "month":
        at += 1
    elif said_every and len(numbers) == 1 and numbers[0] > 1:
        raise UnreadError  # "Every second Tuesday": of the month, or every other one?
    return Item(days=tuple((number, day) for number in numbers)), at
