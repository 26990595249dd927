"""The zone of times that people join from elsewhere: whose clock it is, and what the other one shows."""

from datetime import UTC, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location, get_timezone_name

from resourcemap.model.listing import Listing
from resourcemap.model.locale_words import weekday
from resourcemap.model.words import say

_JOINED = frozenset({"online-live", "phone", "text-chat"})
_MOST_KEY_LETTERS = 64

DEFAULT_ZONE = ZoneInfo("America/New_York")
"""The clock of times that name none, unless an operator sets another."""


def read_zone(name: str | None) -> ZoneInfo | None:
    """
    Read the name of a zone as a browser tells it; None for what is none.

    >>> read_zone("America/New_York"), read_zone("../etc"), read_zone(None)
    (zoneinfo.ZoneInfo(key='America/New_York'), None, None)
    """
    if not name or len(name) > _MOST_KEY_LETTERS:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # Not known, no name at all, or a folder of names.
        return None


def can_join(listing: Listing) -> bool:
    """Whether people can join from wherever they are, also where they can go there too."""
    return bool(_JOINED & set(listing.terms("attendance")))


def is_joined(listing: Listing, *, is_from_home: bool = False) -> bool:
    """
    Whether people join from wherever they are, so that it matters whose clock its times are of.

    Parameters
    ----------
    is_from_home
        Whether it is offered as something to join from home, though one can go there too.
    """
    return (is_from_home or listing.is_remote_only) and can_join(listing)


def zone_name(moment: datetime, language: str = "en") -> str:
    """
    Name the zone of a moment as people call it.

    Notes
    -----
    Where clocks never change the name says so: "Mountain Time" would be wrong in Arizona in summer.

    >>> zone_name(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/New_York")))
    'Eastern Time'
    >>> zone_name(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/Phoenix")))
    'Mountain Standard Time'
    """
    locale = language.replace("-", "_")
    offsets = {moment.replace(month=month, day=1).utcoffset() for month in (1, 7)}
    variant: Literal["generic", "standard"] = "generic" if len(offsets) > 1 else "standard"
    # Where CLDR has no such name it gives figures: then the name of the season, or that of the city.
    names = (
        get_timezone_name(moment, width="long", zone_variant=variant, locale=locale),
        get_timezone_name(moment, width="long", locale=locale),
        get_timezone_location(moment, locale=locale),
    )
    return next((name for name in names if not any(char.isdigit() for char in name)), names[0])


def is_same_clock(moment: datetime, reader: tzinfo) -> bool:
    """Whether the reader's clock shows the same at a moment as the place's."""
    return moment.utcoffset() == moment.astimezone(UTC).astimezone(reader).utcoffset()


def zone_words(
    text: str, moment: datetime, reader: tzinfo | None, language: str = "en", *, is_short: bool = False
) -> str:
    """
    Say whose clock a time is of.

    Parameters
    ----------
    text
        The time in words, by the reader's clock where that is known, else by the place's.
    moment
        The same time in the place's zone.
    reader
        The zone of who reads it; None where nobody knows it.

    Examples
    --------
    >>> start = datetime(2026, 11, 24, 19, tzinfo=ZoneInfo("America/New_York"))
    >>> zone_words("Tonight 7:00 pm", start, None)
    'Tonight 7:00 pm, Eastern Time'
    >>> zone_words("Tonight 6:00 pm", start, ZoneInfo("America/Chicago"))
    'Tonight 6:00 pm your time (7:00 pm Eastern Time)'
    """
    if reader is None:
        return say("schedule.zone.named", language, when=text, zone=zone_name(moment, language))
    if is_same_clock(moment, reader):
        return text
    key = f"schedule.zone.{'beside' if is_short else 'yours'}"
    return say(key, language, when=text, clock=moment.time(), zone=zone_name(moment, language))


def both_clocks(text: str, moment: datetime, reader: tzinfo | None, language: str = "en") -> str:
    """
    Say whose clock a time is of that one may go to or join: the place's, and the reader's beside it.

    Parameters
    ----------
    text
        The time in words, by the place's clock.
    moment
        The same time in the place's zone.
    reader
        The zone of who reads it; None where nobody knows it.

    Examples
    --------
    >>> start = datetime(2026, 11, 24, 19, tzinfo=ZoneInfo("America/New_York"))
    >>> both_clocks("Tonight 7:00 pm", start, ZoneInfo("America/Chicago"))
    'Tonight 7:00 pm, Eastern Time (6:00 pm your time)'
    """
    if reader is None:
        return zone_words(text, moment, None, language)
    if is_same_clock(moment, reader):
        return text
    own = moment.astimezone(reader)
    zone = zone_name(moment, language)
    if own.date() == moment.date():
        return say("schedule.zone.both", language, when=text, clock=own.time(), zone=zone)
    day = weekday(own.weekday(), language, width="abbreviated")
    return say("schedule.zone.both_day", language, when=text, day=day, clock=own.time(), zone=zone)


def these_times(moment: datetime, reader: tzinfo | None, language: str = "en") -> str | None:
    """Say whose clock a list of times is of; None where the reader's shows the same."""
    if reader is not None and is_same_clock(moment, reader):
        return None
    return say("schedule.zone.these", language, zone=zone_name(moment, language))
