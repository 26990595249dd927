"""A plan as a text message and as an e-mail, to copy. Nothing is sent from here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from anyascii import anyascii

from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import CLOSER, OPENERS, HandoutOptions
from resourcemap.model.locale_words import day_and_year, run_on, without_isolates
from resourcemap.model.words import say

# The GSM 03.38 alphabet: a message in it holds 160 characters, in any other 70.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€")
_GSM_LENGTH, _GSM_JOINED, _UNICODE_LENGTH = 160, 153, 70
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
_UNIT = "\n"


@dataclass(frozen=True, slots=True)
class SmsText:
    """
    A text message in parts; `count` is how many messages a phone sends for all of them.

    Each part fits one message. Only a link too long for one stands alone and takes several: cut
    in two it would open nothing.
    """

    parts: tuple[str, ...]
    count: int

    @property
    def text(self) -> str:
        """All of it, to copy at once."""
        return "\n\n".join(self.parts)


@dataclass(frozen=True, slots=True)
class EmailText:
    """An e-mail to copy. The subject names no need: it shows on a locked screen."""

    subject: str
    body: str


def sms_text(entries: Sequence[HandoutEntry], options: HandoutOptions, *, link: str | None = None) -> SmsText:
    """
    Write a plan as text messages: for each item its name, next date, place and phone.

    Letters the short alphabet lacks become the nearest it has where the language is written in
    Latin letters; a message in another script holds 70 characters. A part ends between two items
    where that is possible, else between two words.
    """
    # An old phone draws the marks that keep numbers whole as boxes.
    blocks = [re.sub(f"[{OPENERS}{CLOSER}]", "", _sms_block(entry, options)) for entry in entries]
    if options.direction == "ltr":
        blocks = [_fold_to_gsm(block) for block in blocks]
    limit = _GSM_LENGTH if all(map(_is_gsm, blocks)) else _UNICODE_LENGTH
    alone: tuple[str, ...] = ()
    if link:
        named = say("handout.sms.link", options.language, url=link)
        if _length(named) + len(_part_mark("99", "99", options)) <= limit:
            blocks.append(named)
        else:
            alone = (link,)
    parts = _in_parts(blocks, limit, options)
    alone_count = sum(1 if len(each) <= _GSM_LENGTH else ceil(len(each) / _GSM_JOINED) for each in alone)
    return SmsText((*parts, *alone), len(parts) + alone_count)


def _in_parts(blocks: Sequence[str], limit: int, options: HandoutOptions) -> list[str]:
    whole = _UNIT.join(blocks)
    if _length(whole) <= limit:
        return [whole] if whole else []
    parts: list[str] = []
    for digits in (1, 2, 3):
        parts = _pack(blocks, limit - len(_part_mark("9" * digits, "9" * digits, options)))
        if len(str(len(parts))) <= digits:
            break
    count = str(len(parts))
    return [_part_mark(str(number), count, options) + part for number, part in enumerate(parts, 1)]


def email_text(
    entries: Sequence[HandoutEntry], options: HandoutOptions, *, link: str | None = None
) -> EmailText:
    """Write a plan as an e-mail in plain text."""
    language = options.language
    blocks = [say("handout.email.hello", language)]
    blocks += ["\n".join(_email_lines(number, entry, options)) for number, entry in enumerate(entries, 1)]
    end = [say("handout.time.made", language, date=day_and_year(options.now.date(), language))]
    if link:
        end.append(say("handout.email.link", language, url=link))
    blocks.append("\n".join(end))
    return EmailText(say("handout.email.subject", language), "\n\n".join(blocks) + "\n")


def _sms_block(entry: HandoutEntry, options: HandoutOptions) -> str:
    if entry.kind == "at-home":
        return _one_line((entry.title, *entry.expect[:1]), ": ")
    parts = (
        entry.title,
        entry.when[0] if entry.when else entry.no_times,
        entry.where,
        entry.ask_for,
        entry.phone or entry.contact,
    )
    return _one_line((without_isolates(part).rstrip(".") for part in parts if part), ". ")


def _email_lines(number: int, entry: HandoutEntry, options: HandoutOptions) -> Iterable[str]:
    language = options.language

    def line(name: str, *texts: str | None) -> Iterable[str]:
        kept = _one_line((run_on(text for text in texts if text),), "")
        if kept:
            yield say(f"handout.email.{name}", language, **{name: kept})

    yield f"{number}. {_one_line((entry.title,), '')}"
    if entry.notice:
        yield _one_line((entry.notice,), "")
    if entry.when:
        yield say("handout.email.next", language, dates="; ".join(entry.when))
    elif entry.no_times:
        yield entry.no_times
    yield from (_one_line((text,), "") for text in entry.rhythm)
    yield from line("where", entry.where)
    yield from line("directions", *entry.directions)
    yield from (_one_line((text,), "") for text in entry.join)
    yield from line("expect", *entry.expect, entry.ask_for)
    yield from line("phone", entry.phone)
    yield from line("contact", entry.contact)
    yield from line("cost", entry.cost)
    yield from (_one_line((text,), "") for text in entry.papers)
    if entry.unknown:
        yield say(
            "handout.email.unknown",
            language,
            labels=", ".join(each.label for each in entry.unknown),
            questions=" ".join(each.ask for each in entry.unknown),
        )
    if entry.checked:
        yield entry.checked


def _one_line(texts: Iterable[str], between: str) -> str:
    return " ".join(between.join(texts).split())


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


def _pack(blocks: Sequence[str], room: int) -> list[str]:
    parts: list[str] = []
    for block in blocks:
        if parts and _length(parts[-1] + _UNIT + block) <= room:
            parts[-1] += _UNIT + block
        else:
            parts.extend(_split(block, room))
    return parts


def _split(block: str, room: int) -> list[str]:
    parts = [""]
    for word in block.split(" "):
        while _length(word) > room:  # A link or a name longer than a message: it can only be cut.
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
