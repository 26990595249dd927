"""
Numbers, lists, clocks, dates and distances as each language writes them.

What Unicode's locale data (CLDR, through Babel) knows is taken from there. A language's own file may
say otherwise in its table `language`: `am`, `pm`, `long_date`, `comma`, `semicolon`, `comma_before_and`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from resourcemap.geo.units import METRES_PER_UNIT, Unit
from resourcemap.model.catalog import SOURCE, setting, text_of

_DAY_MINUTES = 1440
_UNITS = {"mi": "length-mile", "km": "length-kilometer"}

_SPACES = str.maketrans(dict.fromkeys("\u2009\u202f\xa0", " "))

# Unicode's marks around a piece that brings its own direction.
_ISOLATE, _END = "\u2068", "\u2069"
_SIDE_BY_SIDE = re.compile(f"{_END}([.!?]?) {_ISOLATE}")
_ISOLATED = re.compile(f"{_ISOLATE}[^{_ISOLATE}{_END}]*{_END}")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Letters, or digits in groups such as a phone number's, which would swap places.
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z\u00c0-\u024f]|[0-9][)\s/.-]+[(]?[0-9]|[+#][0-9]")
_ADDRESS = re.compile(r"\S*(?:://|@)\S*")


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance to be said in a unit, once the language is known."""

    metres: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a day, to be said with its year, once the language is known."""

    day: date


@cache
def locale_of(language: str) -> Locale:
    """Give a language's Unicode locale; English for one nobody knows."""
    name = setting("locale", language) or language.replace("-", "_")
    try:
        return Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return Locale.parse(setting("locale", SOURCE))


def direction(language: str) -> Literal["ltr", "rtl"]:
    """
    Say which way a language is written.

    >>> direction("es"), direction("ar")
    ('ltr', 'rtl')
    """
    return "rtl" if locale_of(language).text_direction == "rtl" else "ltr"


def own_name(language: str) -> str:
    """
    Name a language as its speakers do.

    >>> own_name("es")
    'Español'
    """
    return setting("name", language) or locale_of(language).get_display_name() or language


def plural_form(count: float, language: str) -> str:
    """
    Choose the plural form a count takes.

    >>> [plural_form(count, "ar") for count in (0, 1, 2, 3, 11, 100)]
    ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    return locale_of(language).plural_form(count)


@lru_cache(maxsize=4096)
def number(value: float, language: str = SOURCE) -> str:
    """
    Write a number.

    >>> number(12345)
    '12,345'
    """
    return _plain(format_decimal(value, locale=locale_of(language)))


def comma(language: str = SOURCE) -> str:
    """
    Give what stands between the items of a list, its space with it.

    >>> comma("es"), comma("ar")
    (', ', '، ')
    """
    return setting("comma", language) or ", "


def clauses(items: Sequence[str], language: str = SOURCE) -> str:
    """
    Join what has commas of its own.

    >>> clauses(["Tue, May 12", "Tue, May 19"]), clauses(["أ", "ب"], "ar")
    ('Tue, May 12; Tue, May 19', 'أ؛ ب')
    """
    return (setting("semicolon", language) or "; ").join(isolate(item, language) for item in items)


def listed(items: Sequence[str], language: str = SOURCE, *, word: Literal["and", "or", ""] = "and") -> str:
    """
    Join words into a list, by commas alone where `word` is empty.

    >>> listed(["tea", "soup", "bread"]), listed(["té", "sopa"], "es", word="or")
    ('tea, soup and bread', 'té o sopa')
    """
    items = [isolate(item, language) for item in items]
    if len(items) < 2:
        return "".join(items)
    if not word:
        return comma(language).join(items)
    text = format_list(items, style="or" if word == "or" else "standard", locale=locale_of(language))
    if setting("comma_before_and", language) == "no" and len(items) > 2:
        head, found, tail = text.removesuffix(items[-1]).rpartition(",")
        text = f"{head}{tail}{items[-1]}" if found else text
    return text


@lru_cache(maxsize=4096)
def clock(minute: int, language: str = SOURCE) -> str:
    """
    Say a time of day, given in minutes from midnight.

    >>> clock(1170), clock(720), clock(1170, "es")
    ('7:30 pm', 'noon', '7:30 p.m.')
    """
    hour, rest = divmod(minute % _DAY_MINUTES, 60)
    if rest == 0 and hour in (0, 12):
        named = text_of("schedule.clock.noon" if hour else "schedule.clock.midnight", language)
        return str(named)
    locale = locale_of(language)
    pattern = locale.time_formats["short"].pattern
    if half := setting("pm" if hour >= 12 else "am", language):
        pattern = pattern.replace("a", f"'{half}'")
    return _plain(format_time(time(hour, rest), pattern, locale=locale))


def short_clocks(text: str, language: str = SOURCE) -> str:
    """
    Write full hours in a text without their minutes, and keep the half of the day beside its figure.

    >>> short_clocks("10:00 am to 4:30 pm") == "10\\xa0am to 4:30\\xa0pm"
    True
    """
    return _clock_ends(language).sub("\xa0\\1", text)


@cache
def _clock_ends(language: str) -> re.Pattern[str]:
    halves = {clock(hour * 60, language).partition(" ")[2] for hour in (1, 13)} - {""}
    # No half has "$^": a clock of 24 hours breaks nowhere.
    named = "|".join(map(re.escape, sorted(halves))) or "$^"
    return re.compile(rf"(?:(?<=\d):00|(?<=\d)) ({named})(?!\w)")


@lru_cache(maxsize=4096)
def short_day(day: date, language: str = SOURCE) -> str:
    """
    Say a day in few letters.

    >>> short_day(date(2026, 5, 12)), short_day(date(2026, 5, 12), "es")
    ('Tue, May 12', 'mar, 12 de may')
    """
    return _plain(format_skeleton("MMMEd", day, locale=locale_of(language)))


def month_day(day: date, language: str = SOURCE) -> str:
    """
    Say a day without its weekday.

    >>> month_day(date(2026, 5, 12))
    'May 12'
    """
    return _plain(format_skeleton("MMMd", day, locale=locale_of(language)))


def month_year(day: date, language: str = SOURCE) -> str:
    """
    Say a month.

    >>> month_year(date(2026, 5, 12))
    'May 2026'
    """
    return _plain(format_skeleton("yMMM", day, locale=locale_of(language)))


def quarter_words(quarter: str, language: str = SOURCE) -> str:
    """
    Say a quarter of a year, given as "2026-Q3".

    >>> quarter_words("2026-Q3"), quarter_words("2026-Q3", "es")
    ('Q3 2026', 'T3 2026')
    """
    year, _, number_of_it = quarter.partition("-Q")
    first = date(int(year), 3 * int(number_of_it) - 2, 1)
    return _plain(format_skeleton("yQQQ", first, locale=locale_of(language)))


def day_and_year(day: date, language: str = SOURCE) -> str:
    """
    Say a day with its year, the month cut short.

    >>> day_and_year(date(2026, 5, 12))
    'May 12, 2026'
    """
    return _plain(format_skeleton("yMMMd", day, locale=locale_of(language)))


def long_day(day: date, language: str = SOURCE) -> str:
    """
    Say a day with its year in full words.

    >>> long_day(date(2026, 12, 25)), long_day(date(2026, 12, 25), "es")
    ('25 December 2026', '25 de diciembre de 2026')
    """
    pattern = setting("long_date", language) or "long"
    return _plain(format_date(day, pattern, locale=locale_of(language)))


def days_between(first: date, last: date, language: str = SOURCE) -> str:
    """
    Say a range of days.

    >>> days_between(date(2026, 5, 12), date(2026, 5, 18))
    'May 12 – 18'
    """
    return _plain(format_interval(first, last, "MMMd", locale=locale_of(language)))


def weekday(day: int, language: str = SOURCE, *, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """
    Name a weekday; 0 is Monday.

    >>> weekday(0), weekday(0, "es"), weekday(1, width="abbreviated")
    ('Monday', 'lunes', 'Tue')
    """
    return str(get_day_names(width, locale=locale_of(language))[day])


@lru_cache(maxsize=4096)
def distance(distance_m: float, unit: Unit, language: str = SOURCE) -> str:
    """
    Write a distance in a unit, one decimal below 10 and none above.

    >>> distance(1234, "km"), distance(123_400, "km"), distance(3000, "km"), distance(4828, "mi", "ar")
    ('1.2 km', '123 km', '3 km', '3 ميل')
    """
    value = distance_m / METRES_PER_UNIT[unit]
    rounded = round(value, 1) if round(value, 1) < 10 else round(value)
    return _plain(format_unit(rounded, _UNITS[unit], "short", format="#,##0.#", locale=locale_of(language)))


def length(distance_m: float, unit: Unit, language: str = SOURCE) -> str:
    """
    Write a distance for a scale: with its figure also where a sentence would say just "mile".

    >>> length(1609.344, "mi", "ar"), distance(1609.344, "mi", "ar")
    ('1 ميل', 'ميل')
    """
    text = distance(distance_m, unit, language)
    if any(char.isdigit() for char in text):
        return text
    return f"{number(round(distance_m / METRES_PER_UNIT[unit], 1), language)} {text}"


def scale_units(language: str = SOURCE) -> dict[str, str]:
    """
    Name the units of a map's scale, "#" for the figure.

    >>> scale_units()["mi"], scale_units("ar")["km"]
    ('# mi', '# كم')
    """
    names = {"mi": "length-mile", "ft": "length-foot", "km": "length-kilometer", "m": "length-meter"}
    return {
        # Ten has a figure in every language, where one or two may be a word.
        short: _plain(format_unit(10, name, "short", locale=locale_of(language))).replace("10", "#")
        for short, name in names.items()
    }


def isolate(text: str, language: str) -> str:
    """
    Keep a piece that runs the other way together within a sentence.

    Without it "call 410-555-0100" inside Arabic shows the phone's groups in the wrong order. Web
    and mail addresses stay bare: a mark at their end would be taken into a copied link.

    >>> isolate("410-555-0100", "ar") == "\\u2068410-555-0100\\u2069", isolate("410-555-0100", "en")
    (True, '410-555-0100')
    """
    other = _LEFT_TO_RIGHT if direction(language) == "rtl" else _RIGHT_TO_LEFT
    if not other.search(_ISOLATED.sub("", text)) or _ADDRESS.fullmatch(text):
        return text
    return f"{_ISOLATE}{text}{_END}"


def run_on(texts: Iterable[str]) -> str:
    """
    Write sentences one after the other; those set apart side by side become one piece.

    Each alone would be laid out against the other's direction, and a line that ends in the middle
    of one could not be read.

    >>> run_on(["\\u2068Ring twice.\\u2069", "\\u2068Ask for Sam.\\u2069"]) == "\\u2068Ring twice. Ask for Sam.\\u2069"
    True
    """
    return _SIDE_BY_SIDE.sub(r"\1 ", " ".join(texts))


def without_isolates(text: str) -> str:
    """Take the marks of `isolate` out again, for text messages and search."""
    return text.replace(_ISOLATE, "").replace(_END, "")


def _plain(text: str) -> str:
    # Special spaces are missing from many fonts, and would turn a text message into the long alphabet.
    return text.translate(_SPACES)
