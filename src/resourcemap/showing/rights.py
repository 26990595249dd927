"""What stands below a place: help for who was turned away, and what to tell its staff, as plain data."""

from collections.abc import Iterable

from resourcemap.model.listing import Listing
from resourcemap.model.report import LONGEST_REPORT, REPORT_KINDS, kind_sentence
from resourcemap.model.rights import RightsLine, may_turn_away
from resourcemap.model.words import say
from resourcemap.search.result import Match
from resourcemap.showing.ask import Asked
from resourcemap.showing.cards import Json, Screen, distance_line


def aside_title(listing: Listing, screen: Screen) -> str:
    """Name what stands below a place: help with rights where that fits, else the report alone."""
    return say(f"rights.{'title' if may_turn_away(listing) else 'report.title'}", screen.language)


def rights_data(helpers: Iterable[Match], lines: Iterable[RightsLine], asked: Asked, screen: Screen) -> Json:
    """Say who helps: places near the one that turned somebody away, then national phone lines."""
    language = screen.language
    near = [_helper(match, asked, screen) for match in helpers]
    return {
        "title": say("rights.title", language),
        "intro": say("rights.intro", language),
        "near": say("rights.near", language),
        "helpers": near,
        "none": "" if near else say("rights.none_near", language),
        "national": say("rights.national", language),
        "lines": [
            {
                "purpose": say(line.purpose, language),
                "number": line.number,
                "run_by": say("rights.run_by", language, who=line.run_by),
                "small": [
                    *([say("rights.tty", language, number=line.tty)] if line.tty else []),
                    say(line.evidence, language),
                ],
            }
            for line in lines
        ],
        "end": say("rights.no_link", language),
    }


def _helper(match: Match, asked: Asked, screen: Screen) -> Json:
    listing = match.listing
    kinds = [screen.label("category", term) for term in listing.terms("category")]
    far = None
    if match.distance_m is not None:
        far = distance_line(match, asked.origin, screen, radius_m=asked.radius_m)
    facts = (*kinds[:1], far, *(phone.number for phone in listing.phones[:1]))
    return {"id": listing.id, "name": listing.name, "facts": " · ".join(each for each in facts if each)}


def report_data(screen: Screen) -> Json:
    """Say what the form of an anonymous report says."""
    language = screen.language
    words = ("title", "intro", "danger", "kind", "text", "note", "send")
    return {
        **{name: say(f"rights.report.{name}", language) for name in words},
        "limit": say("rights.report.limit", language, count=LONGEST_REPORT),
        "longest": LONGEST_REPORT,
        "kinds": [(kind, say(kind_sentence(kind), language)) for kind in REPORT_KINDS],
    }


def thanks_data(code: str, screen: Screen) -> list[str]:
    """Say that a report came in, and the code to ask later what came of it."""
    return [
        say("rights.report.thanks", screen.language),
        say("rights.report.code", screen.language, code=code),
    ]
