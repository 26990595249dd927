"""Times and dates as people say them."""

from datetime import date, datetime, timedelta, tzinfo

from resourcemap.model.checked_words import with_first_step
from resourcemap.model.freshness import USUAL, FreshnessPolicy
from resourcemap.model.listing import WayToAsk
from resourcemap.model.locale_words import clock, weekday
from resourcemap.model.words import say
from resourcemap.model.zone_words import zone_words

_TONIGHT_FROM_HOUR = 18


def clock_words(moment: datetime, language: str = "en") -> str:
    """
    Say a time of day.

    >>> clock_words(datetime(2026, 5, 12, 19, 5)), clock_words(datetime(2026, 5, 12, 12, 0))
    ('7:05 pm', 'noon')
    """
    return clock(moment.hour * 60 + moment.minute, language)


def moment_words(moment: datetime, now: datetime, language: str = "en") -> str:
    """
    Say when something is, seen from now, in the moment's own zone.

    >>> moment_words(datetime(2026, 5, 19, 19), datetime(2026, 5, 12, 17))
    'Tue, May 19, 7:00 pm'
    """
    today = now.astimezone(moment.tzinfo).date() if moment.tzinfo else now.date()
    days = (moment.date() - today).days
    said = clock_words(moment, language)
    if days == 0:
        late = moment.hour >= _TONIGHT_FROM_HOUR
        return say("find.time.tonight" if late else "find.time.today", language, clock=said)
    if days == 1:
        return say("find.time.tomorrow", language, clock=said)
    if 1 < days < 7:
        day = weekday(moment.weekday(), language, width="abbreviated")
        return say("find.time.weekday", language, day=day, clock=said)
    return say("find.time.date", language, day=moment.date(), clock=said)


def start_words(start: datetime, now: datetime, language: str, reader: tzinfo | None) -> str:
    """Say when something starts: by the place's clock, or by the reader's with the place's beside it."""
    if reader is None:
        return moment_words(start, now, language)
    return zone_words(
        moment_words(start.astimezone(reader), now, language), start, reader, language, is_short=True
    )


def next_words(
    start: datetime | None, end: datetime | None, now: datetime, *, is_open: bool | None, language: str = "en"
) -> str:
    """
    Say when a place is next there for people, or that it is not known.

    Notes
    -----
    More than half a day of being open is opening hours; less is a meeting that is on.
    """
    if start is None:
        return say("find.time.unknown", language)
    is_always_open = is_open and end is not None and end - start >= timedelta(hours=24)
    if start > now and not is_always_open:
        return moment_words(start, now, language)
    if end is None or end - start >= timedelta(hours=24):
        return say("find.time.open_all_day", language)
    long = end - start > timedelta(hours=4)
    return say(
        "find.time.open_until" if long else "find.time.on_now", language, clock=clock_words(end, language)
    )


def joined_words(
    start: datetime | None,
    end: datetime | None,
    now: datetime,
    *,
    is_open: bool | None,
    language: str = "en",
    reader: tzinfo | None,
) -> str:
    """
    Say when something joined from elsewhere is next: by the reader's clock where that is known.

    The place's own clock is said beside it where it differs, or named where the reader's is not known.
    """

    def here(moment: datetime) -> datetime:
        return moment if reader is None else moment.astimezone(reader)

    own_end = None if end is None else here(end)
    text = next_words(
        None if start is None else here(start), own_end, now, is_open=is_open, language=language
    )
    if start is None or text == say("find.time.open_all_day", language):
        return text
    shown = end if end is not None and start <= now else start
    return zone_words(text, shown, reader, language)


def checked_words(
    assured: date | None,
    today: date,
    language: str = "en",
    policy: FreshnessPolicy = USUAL,
    *,
    way: WayToAsk = "phone",
) -> str:
    """
    Say when a listing was last checked, and to ask first when that is long ago.

    >>> checked_words(date(2026, 4, 21), date(2026, 5, 12))
    'Checked 3 weeks ago'
    >>> checked_words(None, date(2026, 5, 12))
    'Not checked yet. Call first.'
    """
    if assured is None:
        text = say("find.checked.never", language)
    else:
        days = max(0, (today - assured).days)
        if days == 0:
            text = say("find.checked.today", language)
        elif days < 14:
            text = say("find.checked.days", language, count=days)
        elif days < 60:
            text = say("find.checked.weeks", language, count=days // 7)
        elif days <= 365:
            text = say("find.checked.months", language, count=round(days / 30.4))
        else:
            text = say("find.checked.year", language)
    return with_first_step(text, assured, today, way, language=language, policy=policy)
