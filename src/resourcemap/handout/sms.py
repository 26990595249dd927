"""A plan as text messages, to copy. Nothing is sent from here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from anyascii import anyascii

from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import CLOSER, OPENERS, HandoutOptions
from resourcemap.model.words import say

# The GSM 03.38 alphabet.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€")
# What a message holds that stands alone, and what one of several: in this alphabet, and in any other.
_GSM_ALONE, _GSM_JOINED, _UNICODE_ALONE, _UNICODE_JOINED = 160, 153, 70, 67
_TYPOGRAPHY = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "·": "-",
        "\xa0": " ",
        "\u202f": " ",
    }
)
_BETWEEN_ITEMS, _BETWEEN_SENTENCES = "\n", ". "

Item = tuple[tuple[str, ...], ...]
"""The sentences of an item: all of them first, then fewer and fewer."""


@dataclass(frozen=True, slots=True)
class SmsText:
    """
    A text message in parts; `count` is how many messages a phone sends for all of them.

    Each part fits one message. Only a link too long for one stands alone, without a number, and takes
    several: cut in two it would open nothing.
    """

    parts: tuple[str, ...]
    count: int

    @property
    def text(self) -> str:
        """All of it, to copy at once."""
        return "\n\n".join(self.parts)


def sms_text(entries: Sequence[HandoutEntry], options: HandoutOptions, *, link: str | None = None) -> SmsText:
    """
    Write a plan as text messages: for each item its name, next time, place, who to ask for and phone.

    A message holds 160 characters of the short alphabet and 153 as one of several; of any other script
    70 and 67. Letters the short alphabet lacks become the nearest it has where the language is written
    in Latin letters. A part ends between two items. Where an item is longer than one message, it
    leaves out, in this order and as long as that saves a message: who to ask for, then the place; of
    something at home, what it is. Only an item whose name, next time and phone alone are longer is
    cut: between two sentences, and within one that is itself longer than a message.
    """
    items = [item for item in (_item(entry, options) for entry in entries) if item[0]]
    is_short = all(_is_gsm(text) for item in items for texts in item for text in texts)
    alone, joined = (_GSM_ALONE, _GSM_JOINED) if is_short else (_UNICODE_ALONE, _UNICODE_JOINED)
    named = say("handout.sms.link", options.language, url=link) if link else ""
    whole = _BETWEEN_ITEMS.join(
        text for text in (*(_BETWEEN_SENTENCES.join(item[0]) for item in items), named) if text
    )
    if _length(whole) <= alone:
        return SmsText((whole,) if whole else (), 1 if whole else 0)
    parts: list[str] = []
    for digits in (1, 2, 3):
        mark = _length(_part_mark("9" * digits, "9" * digits, options))
        parts = list(_pack(items, joined - mark))
        if link and _length(named) <= joined - mark:
            parts = _joined([*parts, named], joined - mark)
        elif link:
            parts.append(link)
        if len(str(len(parts))) <= digits:
            break
    return _numbered(parts, link, options)


def _numbered(parts: Sequence[str], link: str | None, options: HandoutOptions) -> SmsText:
    marks = [_part_mark(str(number), str(len(parts)), options) for number in range(1, len(parts) + 1)]
    marked = [mark + part for mark, part in zip(marks, parts, strict=True)]
    count = len(marked)
    # A link of its own is in the short alphabet, whatever script the rest is in.
    if link and parts[-1] == link and _length(marked[-1]) > _GSM_ALONE:
        marked[-1] = link
        count += ceil(_length(link) / _GSM_JOINED) - 1 if _length(link) > _GSM_ALONE else 0
    return SmsText(tuple(marked), count)


def _item(entry: HandoutEntry, options: HandoutOptions) -> Item:
    if entry.kind == "at-home":
        wanted: tuple[tuple[str | None, ...], ...] = ((entry.title, *entry.expect[:1]), (entry.title,))
    else:
        when = entry.when[0] if entry.when else entry.no_times
        call = entry.phone or entry.contact
        wanted = (
            (entry.title, when, entry.where, entry.ask_for, call),
            (entry.title, when, entry.where, call),
            (entry.title, when, call),
        )
    said = (tuple(_plain(text, options) for text in texts if text) for texts in wanted)
    return tuple(tuple(text for text in texts if text) for texts in said)


def _plain(text: str, options: HandoutOptions) -> str:
    # An old phone draws the marks that keep numbers whole as boxes.
    bare = re.sub(f"[{OPENERS}{CLOSER}]", "", text)
    one_line = " ".join(bare.split()).rstrip(".")
    return _fold_to_gsm(one_line) if options.direction == "ltr" else one_line


def _pack(items: Sequence[Item], room: int) -> Iterator[str]:
    """Fill messages with items; one that needs several begins in a message of its own."""
    open_part = ""
    for item in items:
        pieces = _fewest(item, room)
        joined = f"{open_part}{_BETWEEN_ITEMS}{pieces[0]}" if open_part else pieces[0]
        if len(pieces) == 1 and _length(joined) <= room:
            open_part = joined
            continue
        if open_part:
            yield open_part
        yield from pieces[:-1]
        open_part = pieces[-1]
    if open_part:
        yield open_part


def _joined(parts: Sequence[str], room: int) -> list[str]:
    """Put the last part into the message before it where there is room."""
    *rest, before, last = ("", *parts) if len(parts) == 1 else parts
    both = f"{before}{_BETWEEN_ITEMS}{last}" if before else last
    return [*rest, both] if _length(both) <= room else [*rest, before, last]


def _fewest(item: Item, room: int) -> list[str]:
    """Give the fullest of an item's forms among those that take the fewest messages."""
    return min((_cut(texts, room) for texts in item), key=len)


def _cut(texts: Sequence[str], room: int) -> list[str]:
    whole = _BETWEEN_SENTENCES.join(texts)
    if _length(whole) <= room:
        return [whole]
    pieces: list[str] = []
    for text in texts:
        joined = f"{pieces[-1]}{_BETWEEN_SENTENCES}{text}" if pieces else text
        if pieces and _length(joined) <= room:
            pieces[-1] = joined
        else:
            pieces.extend(_cut_words(text, room))
    return pieces


def _cut_words(text: str, room: int) -> list[str]:
    parts = [""]
    for word in text.split(" "):
        while _length(word) > room:  # A name longer than a message: it can only be cut.
            cut = room
            while _length(word[:cut]) > room:
                cut -= 1
            parts.extend((word[:cut], ""))
            word = word[cut:]
        joined = f"{parts[-1]} {word}" if parts[-1] else word
        if _length(joined) <= room:
            parts[-1] = joined
        else:
            parts.append(word)
    return [part for part in parts if part]


def _fold_to_gsm(text: str) -> str:
    plain = text.translate(_TYPOGRAPHY)
    return "".join(char if char in _GSM or char in _GSM_DOUBLE else _nearest(char) for char in plain)


def _nearest(char: str) -> str:
    nearest = anyascii(char)
    return nearest if _is_gsm(nearest) else ""


def _is_gsm(text: str) -> bool:
    return all(char in _GSM or char in _GSM_DOUBLE for char in text)


def _length(text: str) -> int:
    """Count as phones do: some signs of the short alphabet take two places, and so do some letters beyond it."""
    if _is_gsm(text):
        return len(text) + sum(char in _GSM_DOUBLE for char in text)
    return len(text.encode("utf-16-le")) // 2


def _part_mark(number: str, count: str, options: HandoutOptions) -> str:
    return say("handout.sms.part", options.language, number=number, count=count)
