"""What a person takes along: a page to print, a PDF, texts to copy, a calendar, a file."""

from dataclasses import dataclass

from markupsafe import Markup

from resourcemap import actions
from resourcemap.actions import Handout
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.picture import Stop
from resourcemap.lite.drawing import Turn, draw, draw_alone, draw_map
from resourcemap.lite.plan import plan_of
from resourcemap.model.locale_words import day_and_year
from resourcemap.model.words import say
from resourcemap.settings import Settings

MAP_WIDTH, MAP_HEIGHT = 400.0, 240.0


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand over; its name tells nothing."""

    name: str
    kind: str
    data: bytes


def handout_of(turn: Turn) -> Handout:
    """Make the visit's plan ready to hand over."""
    asked = turn.visit.asked
    return actions.handout(
        turn.directory,
        plan_of(turn),
        origin=asked.origin,
        unit=asked.unit,
        language=turn.language,
        discreet=turn.visit.discreet,
        base_url=turn.base_url,
        reader=turn.screen.reader,
        now=turn.moment,
    )


def printable(turn: Turn) -> str:
    """Write the page to print, with a bar on top that stays off the paper."""
    return with_bar(
        turn,
        handout_of(turn).page(),
        back="/lite/plan#take",
        back_label=turn.say("place.back_plan"),
        hint=turn.say("take.print_hint"),
    )


def discreet_page(turn: Turn) -> str:
    """Write the page that a discreet link opens: neutral words first, the names after a press."""
    return with_bar(
        turn,
        handout_of(turn).page(),
        back="/lite/plan",
        back_label=turn.say("take.show_names"),
        hint=turn.say("take.print_hint"),
    )


def with_bar(turn: Turn, page: str, *, back: str, back_label: str, hint: str) -> str:
    """Put a bar on top of a page to print: a way to leave, back, and how to print."""
    head, body, rest = page.partition("<body>")
    bar = draw(turn, "print_bar.html", action=back, back=back, back_label=back_label, hint=hint)
    scripts = draw_alone("scripts.html", turn.settings, turn.language)
    return f"{head.replace('</head>', f'{scripts}</head>', 1)}{body}{bar}{rest}"


def text_page(turn: Turn) -> str:
    """Write the page with the texts to copy."""
    made = handout_of(turn)
    return draw(turn, "text.html", action="/lite/text", current="plan", sms=made.sms(), email=made.email())


def pdf(turn: Turn) -> Download:
    """Write the PDF."""
    return Download(f"{_name(turn)}.pdf", "application/pdf", handout_of(turn).pdf())


def calendar(turn: Turn) -> Download | None:
    """Write the calendar; None when nothing in the plan has a date known for sure."""
    made = handout_of(turn).calendar()
    if b"BEGIN:VEVENT" not in made.data:
        return None
    return Download(made.name, "text/calendar; charset=utf-8", made.data)


def offline_file(turn: Turn) -> Download:
    """Write a plan as one file that needs nothing else: no network, no script."""
    page = copy_page(turn, on_phone=False)
    return Download(f"{_name(turn)}.html", "text/html; charset=utf-8", page.encode())


def copy_page(turn: Turn, *, on_phone: bool) -> str:
    """
    Write a plan to be kept.

    Parameters
    ----------
    on_phone
        Whether the browser keeps it for this site, so that it also needs a button to delete it.
    """
    entries = handout_of(turn).entries
    day = day_and_year(turn.moment.date(), turn.language)
    title = say("handout.title", turn.language)
    return draw_alone(
        "copy.html",
        turn.settings,
        turn.language,
        title=title,
        heading=turn.say("offline.heading") if on_phone else title,
        entries=entries,
        made=turn.say("offline.intro", date=day)
        if on_phone
        else say("handout.time.made", turn.language, date=day),
        picture=_picture(turn, entries),
        on_phone=on_phone,
    )


def nothing_kept(settings: Settings, language: str) -> str:
    """Write the page that stands where a kept plan would be."""
    return draw_alone(
        "copy.html",
        settings,
        language,
        title=say("handout.title", language),
        heading=say("lite.offline.heading", language),
        entries=(),
        made="",
        picture="",
        on_phone=True,
    )


def _name(turn: Turn) -> str:
    return say("handout.file", turn.language)


def _picture(turn: Turn, entries: tuple[HandoutEntry, ...]) -> Markup | str:
    stops = [Stop(number, entry.mark, entry.point) for number, entry in enumerate(entries, 1) if entry.point]
    return draw_map(turn, stops, width=MAP_WIDTH, height=MAP_HEIGHT)
