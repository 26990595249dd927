"""Reads clock times, weekdays and dates as people and programs write them."""

import re
from datetime import UTC, date, datetime, timedelta

from resourcemap.interchange.values import is_not_said, one_line

# RFC 5545 names, Sunday first as Meeting Guide counts.
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_DAY_NAMES = {
    "sun": "SU",
    "mon": "MO",
    "tue": "TU",
    "wed": "WE",
    "thu": "TH",
    "fri": "FR",
    "sat": "SA",
    "dom": "SU",
    "lun": "MO",
    "mar": "TU",
    "mie": "WE",
    "mié": "WE",
    "jue": "TH",
    "vie": "FR",
    "sab": "SA",
    "sáb": "SA",
}
_FULL_DAYS = re.compile(
    r"(?:sun|mon|tues?|wed(?:nes)?|thu(?:r?s?)?|fri|sat(?:ur)?)(?:days?)?\.?|domingo|lunes|martes"
    r"|mi[eé]rcoles|jueves|viernes|s[aá]bado|su|mo|tu|we|th|fr|sa",
    re.I,
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?(?:\s*(?:z|utc))?", re.I
)
_DATE_SHAPES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"),
)
_CLOCK_AFTER_DATE = re.compile(r"[T ]?(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[AaPp]\.?[Mm]\.?)?)(.*)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_WORDED_DATE = re.compile(
    r"(?:([a-z]{3,9})\.? (\d{1,2})|(\d{1,2}) ([a-z]{3,9})\.?)(?:,|st|nd|rd|th)? +(\d{4})", re.I
)


def read_time(value: object) -> str | None:
    """
    Read a clock time as "HH:MM"; None when it is none.

    Examples
    --------
    >>> [read_time(text) for text in ("8:00 PM", "9:00am", "19:00", "09:00:00", "noon", "24:00", "7pm", "9-5")]
    ['20:00', '09:00', '19:00', '09:00', '12:00', '00:00', '19:00', None]
    """
    text = one_line(value).casefold()
    if text in ("noon", "midday", "12 noon"):
        return "12:00"
    if text in ("midnight", "12 midnight"):
        return "00:00"
    match = _TIME.fullmatch(text)
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def one_hour_later(time: str) -> str:
    """
    Add an hour to "HH:MM", past midnight too.

    Examples
    --------
    >>> one_hour_later("23:30")
    '00:30'
    """
    moment = datetime(2000, 1, 1, int(time[:2]), int(time[3:]), tzinfo=UTC) + timedelta(hours=1)
    return f"{moment:%H:%M}"


def read_weekday(value: object) -> str | None:
    """
    Read one weekday by name; None when it is none.

    Examples
    --------
    >>> read_weekday("Tuesdays"), read_weekday("Thurs."), read_weekday("Miércoles"), read_weekday("someday")
    ('TU', 'TH', 'WE', None)
    """
    text = one_line(value).casefold()
    if not _FULL_DAYS.fullmatch(text):
        return None
    return text.upper() if len(text) == 2 else _DAY_NAMES[text[:3]]


def read_weekdays(value: object) -> tuple[str, ...] | None:
    """
    Read a list of weekday names; None as soon as one part is none.

    Examples
    --------
    >>> read_weekdays("Monday, Wednesday; fri"), read_weekdays("Monday to Friday")
    (('MO', 'WE', 'FR'), None)
    """
    parts = [part for part in re.split(r"[,;/&|]|\band\b", one_line(value)) if part.strip()]
    days = [read_weekday(part) for part in parts]
    if not days or None in days:
        return None
    return tuple(dict.fromkeys(day for day in days if day))


def read_date(value: object) -> date | None:
    """
    Read a date, ISO or American order; None when it is none or a placeholder.

    Examples
    --------
    >>> read_date("2021-08-27 14:40:51"), read_date("1/29/13"), read_date("0000-00-00")
    (datetime.date(2021, 8, 27), datetime.date(2013, 1, 29), None)
    >>> read_date("25/12/2021"), read_date("March 3, 2024")
    (datetime.date(2021, 12, 25), datetime.date(2024, 3, 3))
    """
    text = one_line(value)
    if is_not_said(text):
        return None
    for shape in _DATE_SHAPES:
        match = shape.match(text)
        if match:
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
            # Only a day above 12 proves the European order.
            if month > 12 >= day:
                month, day = day, month
            return _date(year if year > 99 else 2000 + year, month, day)
    match = _WORDED_DATE.match(text)
    if match:
        month_number = _MONTHS.get((match[1] or match[4])[:3].casefold())
        return _date(int(match[5]), month_number, int(match[2] or match[3])) if month_number else None
    return None


def read_moment(value: object) -> str | None:
    """
    Read when a record was last edited as ISO text: a date, with its clock time where there is one.

    Feeds give it in UTC without saying so; no zone is added here, so the text stays what was given.

    Examples
    --------
    >>> read_moment("2021-08-27 14:40:51"), read_moment("8/25/2022 11:14:41 AM"), read_moment("2020-04-0416:50:58")
    ('2021-08-27T14:40:51', '2022-08-25T11:14', '2020-04-04T16:50:58')
    """
    text = one_line(value)
    day = read_date(text)
    if day is None:
        return None
    found = None
    for shape in _DATE_SHAPES:
        match = shape.match(text)
        if match:
            found = _CLOCK_AFTER_DATE.fullmatch(text[match.end() :])
            break
    if found is None:
        return day.isoformat()
    clock, rest = found[1], found[2].strip()
    time = read_time(clock.split(".")[0])
    if time is None:
        return day.isoformat()
    seconds = re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})(?:\.\d+)?", clock)
    zone = rest if re.fullmatch(r"Z|[+-]\d{2}:?\d{2}", rest) else ""
    return f"{day.isoformat()}T{time}{seconds[1] if seconds else ''}{zone}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year <= 2200 else None
