"""A group that is listed once for each of its times: what its card and its page say of the others."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from resourcemap.model.listing import Listing
from resourcemap.model.locale_words import listed, short_day, weekday
from resourcemap.model.schedule import next_occurrence
from resourcemap.model.schedule_words import describe_all
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.zone_words import is_joined
from resourcemap.search.result import Match, OtherTime
from resourcemap.showing.screen import Json, Screen
from resourcemap.showing.times import clock_words

_MOST_HOURS = 3
# What may differ from one meeting of a group to the next, and matters to who comes.
_TELLING = ("population", "language", "attendance", "entry", "accessibility")
_LATEST = datetime.max.replace(tzinfo=UTC)


def also_words(match: Match, screen: Screen) -> str:
    """
    Say when else a group meets, soonest first; "" when its listing is the only one.

    Days of the same hour are said together. Times nobody knows, and those beyond the first few, are
    counted.
    """
    if not match.also:
        return ""
    days: dict[str, dict[str, int]] = {}
    for each in match.also:
        if each.next_time is not None:
            day, hour = _day_and_hour(match, each, each.next_time, screen)
            found = days.setdefault(hour, {})
            found[day] = found.get(day, 0) + 1
    shown = list(days.items())[:_MOST_HOURS]
    said = [
        screen.say("time.weekday", day=listed([*each], screen.language, word=""), clock=hour)
        for hour, each in shown
    ]
    left = len(match.also) - sum(sum(each.values()) for _, each in shown)
    times = listed(said, screen.language, word="")
    if not said:
        return screen.say("card.also_unknown", count=left)
    return (
        screen.say("card.also_more", count=left, times=times)
        if left
        else screen.say("card.also", times=times)
    )


def _day_and_hour(match: Match, other: OtherTime, start: datetime, screen: Screen) -> tuple[str, str]:
    """Say the day of a next time, a weekday up to a week from now, and its hour by the clock the card goes by."""
    if screen.reader is not None and is_joined(other.listing, is_from_home=match.is_from_home):
        start = start.astimezone(screen.reader)
    today = screen.now.astimezone(start.tzinfo).date()
    if 0 <= (start.date() - today).days <= 7:
        day = weekday(start.weekday(), screen.language, width="abbreviated")
    else:
        day = short_day(start.date(), screen.language)
    return day, clock_words(start, screen.language)


def times_data(
    listings: Sequence[Listing], opened: Listing, screen: Screen, *, zone: ZoneInfo
) -> Json | None:
    """
    Say each time of a group, soonest first, with what sets it apart; None when there is only one.

    Parameters
    ----------
    listings
        Those of the group, the opened one among them.
    zone
        The zone for schedules that name none.
    """
    if len(listings) < 2:
        return None
    return {
        "title": screen.say("detail.times"),
        "rows": [_time(each, listings, opened, screen) for each in sorted(listings, key=_turn(screen, zone))],
    }


def _turn(screen: Screen, zone: ZoneInfo) -> Callable[[Listing], tuple[datetime, str]]:
    def turn(listing: Listing) -> tuple[datetime, str]:
        found = next_occurrence(listing.schedules, screen.now, zone=zone)
        return (found.start.astimezone(UTC) if found else _LATEST), listing.id

    return turn


def _time(listing: Listing, listings: Sequence[Listing], opened: Listing, screen: Screen) -> Json:
    said = describe_all(listing.schedules, screen.language, today=screen.now.date())
    when = " · ".join(said) or listing.schedule_text or screen.say("time.unknown")
    own = [
        vocabulary().chip(facet, term, screen.language)
        for facet in _TELLING
        for term in listing.terms(facet)
        if any(term not in each.terms(facet) for each in listings)
    ]
    return {
        "id": listing.id,
        "when": when,
        "name": listed([listing.name, when], screen.language, word=""),
        "note": listed(own, screen.language, word=""),
        "here": listing.id == opened.id,
    }
