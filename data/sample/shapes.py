"""Shapes of a schedule, as the sample's places keep them."""

from datetime import date, timedelta
from random import Random

from resourcemap.model.hsds import Schedule

ZONE = "America/New_York"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = dict(
    zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)
WEEK = ",".join(DAYS)

# What a word such as "evening" leaves open: the days and the hours, as opens and closes.
EVENINGS = (
    ("18:00", "19:30"),
    ("18:30", "20:00"),
    ("19:00", "20:00"),
    ("19:00", "20:30"),
    ("17:30", "19:00"),
    ("20:00", "21:15"),
)
MORNINGS = (("07:00", "08:00"), ("08:30", "10:00"), ("09:00", "11:00"), ("10:00", "11:30"))
DAYTIMES = (("10:00", "12:00"), ("13:00", "14:30"), ("14:00", "16:00"), ("15:30", "17:00"))
LUNCHES = (("12:00", "13:00"), ("12:15", "13:15"), ("11:30", "13:00"))
WORKDAYS = ("MO", "TU", "WE", "TH", "FR")


def schedules(shape: str, *, rng: Random, today: date) -> tuple[Schedule, ...]:
    """
    Make the schedules of one shape.

    Dates lie around `today`, so that moving all of them by whole weeks keeps every weekday.

    Raises
    ------
    ValueError
        When there is no such shape.
    """
    evening, day = rng.choice(EVENINGS), rng.choice(WORKDAYS)
    match shape:
        case "none" | "appointment":
            return ()
        case "evening":
            return (_with_gaps(weekly(day, *evening), rng=rng, today=today),)
        case "tuesday-evening":
            return (weekly("TU", *evening),)
        case "morning":
            return (weekly(rng.choice(DAYS), *rng.choice(MORNINGS)),)
        case "daytime":
            return (weekly(day, *rng.choice(DAYTIMES)),)
        case "lunch":
            return (weekly(day, *rng.choice(LUNCHES)),)
        case "daily-noon":
            return (weekly(WEEK, "12:00", "13:00"),)
        case "saturday":
            return (weekly("SA", *rng.choice(MORNINGS[1:])),)
        case "sunday":
            return (weekly("SU", *rng.choice(DAYTIMES)),)
        case "weekend":
            return (
                weekly(rng.choice(("SA", "SU", "FR")), *rng.choice((*MORNINGS[1:], *DAYTIMES, *EVENINGS))),
            )
        case "night":
            return (weekly(rng.choice(("FR", "SA")), "22:00", rng.choice(("00:30", "01:00"))),)
        case "late-nights":
            return (weekly(WEEK, "20:00", "02:00"),)
        case "overnight":
            return (weekly(WEEK, "18:00", "08:00"),)
        case "always":
            return (weekly(WEEK, "00:00", "00:00"),)
        case "several-evenings":
            return (weekly(rng.choice(("MO,WE", "TU,TH", "MO,WE,FR", "SU,TU,TH")), *evening),)
        case "office":
            return (
                weekly(
                    "MO,TU,WE,TH,FR",
                    *rng.choice((("09:00", "17:00"), ("08:30", "16:30"), ("10:00", "16:00"))),
                ),
            )
        case "office-saturday":
            return (weekly("MO,TU,WE,TH,FR", "10:00", "18:00"), weekly("SA", "10:00", "14:00"))
        case "long-days":
            return (weekly("MO,WE,FR", "09:00", "17:00"), weekly("TU,TH", "11:00", "20:00"))
        case "fortnightly":
            start = _on_or_after(today - timedelta(days=rng.randrange(100, 130)), day)
            return (
                Schedule(
                    freq="WEEKLY",
                    interval=2,
                    byday=day,
                    dtstart=start,
                    opens_at=evening[0],
                    closes_at=evening[1],
                    tzid=ZONE,
                ),
            )
        case "second":
            return (_monthly(f"2{rng.choice(('TU', 'TH', 'SA', 'WE'))}", *evening),)
        case "last":
            return (_monthly(f"-1{rng.choice(('FR', 'SU', 'TU'))}", *evening),)
        case "monthday":
            return (
                Schedule(
                    freq="MONTHLY",
                    bymonthday=rng.choice(("1", "15", "20")),
                    opens_at="18:00",
                    closes_at="19:30",
                    tzid=ZONE,
                ),
            )
        case "season":
            from_week, weeks = rng.choice(((-6, 12), (-2, 10), (3, 12), (14, 26)))
            start = _on_or_after(today + timedelta(weeks=from_week), "MO")
            return (
                Schedule(
                    freq="WEEKLY",
                    byday=day,
                    valid_from=start,
                    valid_to=start + timedelta(weeks=weeks) - timedelta(days=1),
                    opens_at=evening[0],
                    closes_at=evening[1],
                    tzid=ZONE,
                ),
            )
        case "once":
            when = _on_or_after(today + timedelta(days=rng.randrange(4, 50)), rng.choice(("SA", "SU")))
            return (Schedule(dtstart=when, until=when, opens_at="12:00", closes_at="16:00", tzid=ZONE),)
        case "dates":
            first = _on_or_after(today + timedelta(days=rng.randrange(2, 15)), "SA")
            dates = tuple(first + timedelta(weeks=week) for week in (0, 3, 5, 9))
            return (Schedule(rdates=dates, opens_at="14:00", closes_at="17:00", tzid=ZONE),)
    raise ValueError(f"There is no schedule shape {shape!r}.")


def weekly(byday: str, opens_at: str, closes_at: str) -> Schedule:
    """Make a weekly schedule."""
    return Schedule(freq="WEEKLY", byday=byday, opens_at=opens_at, closes_at=closes_at, tzid=ZONE)


def single_day(made: tuple[Schedule, ...]) -> str | None:
    """Name the one weekday of a plain weekly schedule ("Tuesday"), None for all others."""
    if (
        len(made) == 1
        and made[0].freq == "WEEKLY"
        and made[0].interval is None
        and made[0].valid_from is None
    ):
        return DAY_NAMES.get(made[0].byday or "")
    return None


def _monthly(byday: str, opens_at: str, closes_at: str) -> Schedule:
    return Schedule(freq="MONTHLY", byday=byday, opens_at=opens_at, closes_at=closes_at, tzid=ZONE)


def _with_gaps(schedule: Schedule, *, rng: Random, today: date) -> Schedule:
    """Now and then a week is left out, or one extra evening is added."""
    chance = rng.random()
    if chance > 0.3:
        return schedule
    coming = _on_or_after(today + timedelta(days=1), schedule.byday or "MO")
    gaps = tuple(coming + timedelta(weeks=week) for week in (rng.randrange(0, 3), rng.randrange(4, 7)))
    extra = (coming + timedelta(weeks=2, days=1),) if chance < 0.08 else ()
    return Schedule(
        freq="WEEKLY",
        byday=schedule.byday,
        opens_at=schedule.opens_at,
        closes_at=schedule.closes_at,
        tzid=ZONE,
        exdates=gaps,
        rdates=extra,
    )


def _on_or_after(day: date, byday: str) -> date:
    return day + timedelta(days=(DAYS.index(byday) - day.weekday()) % 7)
