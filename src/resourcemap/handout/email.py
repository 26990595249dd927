"""A plan as an e-mail, to copy. Nothing is sent from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import HandoutOptions
from resourcemap.model.locale_words import clauses, day_and_year, listed, run_on
from resourcemap.model.words import say


@dataclass(frozen=True, slots=True)
class EmailText:
    """An e-mail to copy. The subject names no need: it shows on a locked screen."""

    subject: str
    body: str


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
        yield say("handout.email.next", language, dates=clauses(entry.when, language))
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
            labels=listed([each.label for each in entry.unknown], language, word=""),
            questions=" ".join(each.ask for each in entry.unknown),
        )
    if entry.checked:
        yield entry.checked


def _one_line(texts: Iterable[str], between: str) -> str:
    return " ".join(between.join(texts).split())
