"""What a person takes along: a page to print, a PDF, texts to copy, a calendar, a file."""

from dataclasses import dataclass

from markupsafe import Markup

from resourcemap.geo.point import GeoPoint
from resourcemap.handout.calendar import calendar_file
from resourcemap.handout.document import plan_pdf
from resourcemap.handout.entry import HandoutEntry, handout_entries
from resourcemap.handout.link import plan_link
from resourcemap.handout.page import print_page
from resourcemap.handout.picture import Stop, map_picture, picture_svg
from resourcemap.handout.text import email_text, sms_text
from resourcemap.lite.drawing import Turn, draw, draw_alone
from resourcemap.lite.plan import Planned, look_up, options_of
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


def printable(turn: Turn) -> str:
    """Write the page to print, with a bar on top that stays off the paper."""
    planned = look_up(turn)
    page = print_page(
        _entries(turn, planned),
        options_of(turn),
        link=_link(turn, planned),
        basemap=turn.directory.basemap,
        origin=_origin(turn),
    )
    bar = draw(turn, "print_bar.html", action="/lite/print")
    head, body, rest = page.partition("<body>")
    scripts = draw_alone("scripts.html", turn.settings, turn.language)
    return f"{head.replace('</head>', f'{scripts}</head>', 1)}{body}{bar}{rest}"


def text_page(turn: Turn) -> str:
    """Write the page with the texts to copy."""
    planned = look_up(turn)
    entries, options, link = _entries(turn, planned), options_of(turn), _link(turn, planned)
    return draw(
        turn,
        "text.html",
        action="/lite/text",
        current="plan",
        sms=sms_text(entries, options, link=link),
        email=email_text(entries, options, link=link),
    )


def pdf(turn: Turn) -> Download:
    """Write the PDF."""
    planned = look_up(turn)
    data = plan_pdf(
        _entries(turn, planned),
        options_of(turn),
        link=_link(turn, planned),
        basemap=turn.directory.basemap,
        origin=_origin(turn),
    )
    return Download(f"{say('handout.file', turn.language)}.pdf", "application/pdf", data)


def calendar(turn: Turn) -> Download | None:
    """Write the calendar; None when nothing in the plan has a date known for sure."""
    made = calendar_file(look_up(turn).items, options_of(turn))
    if b"BEGIN:VEVENT" not in made.data:
        return None
    return Download(made.name, "text/calendar; charset=utf-8", made.data)


def offline_file(turn: Turn) -> Download:
    """Write a plan as one file that needs nothing else: no network, no script."""
    page = copy_page(turn, on_phone=False)
    return Download(f"{say('handout.file', turn.language)}.html", "text/html; charset=utf-8", page.encode())


def copy_page(turn: Turn, *, on_phone: bool) -> str:
    """
    Write a plan to be kept.

    Parameters
    ----------
    on_phone
        Whether the browser keeps it for this site, so that it also needs a button to delete it.
    """
    entries = _entries(turn, look_up(turn))
    day = day_and_year(turn.moment.date(), turn.language)
    return draw_alone(
        "copy.html",
        turn.settings,
        turn.language,
        title=say("handout.title", turn.language),
        heading=turn.say("offline.heading") if on_phone else say("handout.title", turn.language),
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


def _entries(turn: Turn, planned: Planned) -> tuple[HandoutEntry, ...]:
    return handout_entries(planned.items, options_of(turn))


def _link(turn: Turn, planned: Planned) -> str | None:
    ids = [listing.id for listing in planned.listings]
    return plan_link(turn.base_url, ids) if ids else None


def _origin(turn: Turn) -> GeoPoint | None:
    origin = turn.visit.asked.origin
    return None if origin is None or turn.visit.discreet else origin.point


def _picture(turn: Turn, entries: tuple[HandoutEntry, ...]) -> Markup | str:
    stops = [Stop(number, entry.mark, entry.point) for number, entry in enumerate(entries, 1) if entry.point]
    picture = map_picture(
        stops,
        width=MAP_WIDTH,
        height=MAP_HEIGHT,
        unit=turn.visit.asked.unit,
        basemap=turn.directory.basemap,
    )
    return picture_svg(picture, label=turn.screen.say("map.title")) if picture else ""
