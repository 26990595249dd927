"""`resourcemap search`: the same search as the page, for scripts and for checking."""

import argparse
import json
import re
from datetime import datetime, time
from typing import Any

from resourcemap import actions
from resourcemap.errors import ResourceMapError
from resourcemap.geo.units import parse_distance
from resourcemap.model.fact import FACETS
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say
from resourcemap.search.query import EVERY_DAY, Origin, SearchQuery, When
from resourcemap.search.result import Match, SearchResult
from resourcemap.showing.times import next_words

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def add_commands(commands: Any) -> None:
    """Add the search command, with one option for every facet."""
    command = commands.add_parser("search", help="find places, with reasons and what is not known")
    command.add_argument("--near", metavar="PLACE|LAT,LON", help='"21201", "Towson, MD" or "39.29,-76.61"')
    command.add_argument("--radius", metavar="DISTANCE", help="5km, 3mi; default: everywhere")
    command.add_argument("--text", default="", metavar="WORDS")
    for facet in FACETS:
        flag = facet.replace("_", "-")
        command.add_argument(f"--{flag}", nargs="+", action="extend", default=[], metavar="TERM", dest=facet)
        command.add_argument(
            f"--not-{flag}", nargs="+", action="extend", default=[], metavar="TERM", dest=f"not_{facet}"
        )
    command.add_argument("--age", type=int)
    command.add_argument("--on", nargs="+", default=[], metavar="DAY", help="monday ... sunday")
    command.add_argument("--between", metavar="HH:MM-HH:MM", help="time of day, with or without --on")
    command.add_argument("--open-at", metavar="ISO", help="2026-11-24T19:30, in the places' own zone")
    command.add_argument(
        "--with-unknown", nargs="+", default=[], metavar="FILTER", help="let through what is not known"
    )
    command.add_argument("--limit", type=int, default=50, metavar="N")
    command.add_argument("--json", action="store_true", help="print one JSON object, one match a listing")
    command.add_argument(
        "--explain",
        action="store_true",
        help="with --json: add unknown_out (what each filter keeps out only because it is not known) "
        "and relax (what would help where nothing is found)",
    )
    command.set_defaults(run=run_search)


def run_search(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Search and print."""
    query = _query(arguments, directory)
    result = actions.find(directory, query, now=now)
    if arguments.json:
        print(
            json.dumps(as_json(result, limit=arguments.limit, explain=arguments.explain), ensure_ascii=False)
        )
    else:
        _print(result, query, now=now)
    return 0


def as_json(result: SearchResult, *, limit: int, explain: bool = False) -> dict[str, Any]:
    """
    Give a result as the documented JSON: places to go to first, those reached from home last.

    Its keys stay as they are, so that scripts can rely on them; `explain` adds `unknown_out` and `relax`.
    """
    matches = result.in_order()[:limit]
    written = {
        "version": result.version,
        "total": result.total,
        "facets": {facet: dict(counts) for facet, counts in result.facets.items()},
        "left_out": dict(result.left_out),
        "matches": [_match_json(match) for match in matches],
    }
    if explain:
        written["unknown_out"] = dict(result.unknown_out)
        written["relax"] = [{"filter": each.filter, "count": each.count} for each in result.relax]
    return written


def _match_json(match: Match) -> dict[str, Any]:
    listing = match.listing
    return {
        "id": listing.id,
        "name": listing.name,
        "organization": listing.organization,
        "categories": list(listing.terms("category")),
        "distance_m": None if match.distance_m is None else round(match.distance_m, 1),
        "latitude": listing.point.latitude if listing.point else None,
        "longitude": listing.point.longitude if listing.point else None,
        "attendance": list(listing.terms("attendance")),
        "reasons": [say(reason) for reason in match.reasons],
        "unknown": [say(each) for each in match.unknown],
        "next_time": match.next_time.isoformat() if match.next_time else None,
    }


def _query(arguments: argparse.Namespace, directory: actions.Directory) -> SearchQuery:
    if arguments.limit < 0:
        raise ResourceMapError(f"--limit: {arguments.limit} is below 0. Write how many places to show.")
    origin = _origin(arguments.near, directory)
    radius_m = None
    if arguments.radius is not None:
        radius_m = parse_distance(arguments.radius)
        if origin is None:
            raise ResourceMapError(f"--radius: {arguments.radius} from where? Add --near PLACE.")
    options = vars(arguments)
    return SearchQuery(
        origin=origin,
        radius_m=radius_m,
        text=arguments.text,
        include=_terms(options, prefix=""),
        exclude=_terms(options, prefix="not_"),
        allow_unknown=frozenset(name.replace("-", "_") for name in arguments.with_unknown),
        age=arguments.age,
        when=_when(arguments.on, arguments.between),
        open_at=_moment(arguments.open_at, directory),
        limit=arguments.limit,
    )


def _origin(text: str | None, directory: actions.Directory) -> Origin | None:
    if text is None:
        return None
    answer = actions.find_place(directory, text)
    if answer.place is None:
        hint = f" Did you mean {' or '.join(answer.suggestions[:3])}?" if answer.suggestions else ""
        raise ResourceMapError(
            f'--near: the place "{text}" was not found.{hint} Write a ZIP code, a city with its state, '
            "or latitude and longitude."
        )
    place = answer.place
    return Origin(place.point, place.label, place.uncertainty_m)


def _terms(options: dict[str, Any], *, prefix: str) -> dict[str, frozenset[str]]:
    chosen: dict[str, frozenset[str]] = {}
    for facet in FACETS:
        words = options[f"{prefix}{facet}"]
        if words:
            chosen[facet] = frozenset(_term(facet, word) for word in words)
    return chosen


def _term(facet: str, word: str) -> str:
    known = vocabulary()
    if known.term(facet, word) is not None:
        return word
    found = known.find(facet, word)
    if found:
        return found[0].code
    codes = ", ".join(term.code for term in known.terms(facet))
    raise ResourceMapError(f'--{facet.replace("_", "-")}: "{word}" is not one of: {codes}.')


def _when(days: list[str], between: str | None) -> When | None:
    if not days and between is None:
        return None
    numbers = EVERY_DAY
    if days:
        found = [
            next((number for number, name in enumerate(DAYS) if name.startswith(day.lower()[:3])), None)
            for day in days
        ]
        if None in found:
            raise ResourceMapError(f"--on: {' '.join(days)} is not a list of days such as tuesday friday.")
        numbers = frozenset(number for number in found if number is not None)
    start, end = time(0), time(0)
    if between is not None:
        written = re.fullmatch(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})", between.replace(" ", ""))
        try:
            if written is None:
                raise ValueError
            start, end = (time.fromisoformat(part.zfill(5)) for part in written.groups())
        except ValueError:
            raise ResourceMapError(f'--between: "{between}" is not a time span like 17:00-22:00.') from None
    return When(numbers, start, end)


def _moment(text: str | None, directory: actions.Directory) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ResourceMapError(f'--open-at: "{text}" is not a moment like 2026-11-24T19:30.') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=directory.zone)


def _print(result: SearchResult, query: SearchQuery, *, now: datetime) -> None:
    if not result.matches:
        for relaxation in result.relax:
            print(say(relaxation.sentence))
    for match in result.in_order()[: query.limit]:
        listing = match.listing
        print(f"{listing.name} ({listing.organization})" if listing.organization else listing.name)
        when = next_words(match.next_time, match.next_end, now, is_open=match.is_open)
        print(f"    {when}  [{listing.id}]")
        for reason in match.reasons:
            print(f"    + {say(reason)}")
        for unknown in match.unknown:
            print(f"    ? {say(unknown)}")
    counts = [f"{result.total_in_person} to go to", f"{result.total_from_home} online or by phone"]
    if result.total_unplaced:
        counts.append(f"{result.total_unplaced} to ask where they are (no place is published)")
    print(f"{', '.join(counts)}.")
