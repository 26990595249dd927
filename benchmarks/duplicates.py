"""
How many true doubles are found, and how many of those found are true: `python benchmarks/duplicates.py`.

The set is built from files of real agencies in ../shared/realdata (or the folder given): two feeds of one
area that are some years apart, and lists that come in again under another name, with names, streets,
numbers and points written otherwise, some renamed, by a chance with a fixed seed. What is true is
known without the program under test: the feed's own ids, which row a copy was made from, and rows that
say the same word for word. Every other pair counts as not true, groups on several days above all.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, product
from pathlib import Path

from resourcemap.curation.duplicates import DuplicateIndex, Pair, pair_of
from resourcemap.curation.footprint import Footprint
from resourcemap.curation.names import is_same_name
from resourcemap.geo.places import Places
from resourcemap.interchange.reading import read_file
from resourcemap.model.hsds import Bundle, Location, Phone
from resourcemap.model.identity import identify
from resourcemap.model.vocabulary import fold

PROJECT = Path(__file__).resolve().parents[1]
SEED = 20_260_512
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.90

FEEDS = ("tsml-ui/aasanjose-2018.json", "tsml-ui/aasanjose.test.json")
LISTS = (
    "dc-maps/human-service-locations.geojson",
    "dc-maps/hiv-aids-clinic.geojson",
    "emerald-city-guide/export.csv",
    "england-libraries/libraries.csv",
    "tsml-ui/al-anon.json",
    "tsml-ui/edmonton.json",
    "tsml-ui/kc.test.json",
)
MOST_COPIES = 200

SHORT = {
    "Street": "St",
    "Avenue": "Ave",
    "Road": "Rd",
    "Boulevard": "Blvd",
    "STREET": "St.",
    "AVENUE": "Ave",
    "ROAD": "Rd",
    "Ave": "Avenue",
    "St": "Street",
    "Rd": "Road",
    "Center": "Ctr",
    "Centre": "Center",
    "Group": "Grp",
    "Meeting": "Mtg",
    "Services": "Svcs",
    "Department": "Dept",
    "Saint": "St",
}


@dataclass(frozen=True)
class Case:
    """Listings of several lists, and which pairs of them are one and the same."""

    name: str
    bundles: tuple[Bundle, ...] = field(repr=False)
    truth: frozenset[Pair] = field(repr=False)


@dataclass(frozen=True)
class Figures:
    """What was found of what is true."""

    name: str
    listings: int
    true: int
    found: int
    right: int
    repeats_asked: int
    missed: frozenset[Pair] = field(repr=False)
    wrong: frozenset[Pair] = field(repr=False)

    @property
    def recall(self) -> float:
        """The share of true doubles that was found."""
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """The share of those found that is true."""
        return self.right / self.found if self.found else 1.0


@cache
def read(folder: Path, name: str, places: Places | None, authority: str) -> tuple[Bundle, ...]:
    """Read one real file as a list of one authority; rows that share an id keep apart."""
    path = folder / name
    rows = read_file(path.read_bytes(), name=path.name, authority=authority, places=places).rows
    seen: dict[str, int] = {}
    bundles = []
    for row in rows:
        seen[row.identifier] = seen.get(row.identifier, 0) + 1
        count = seen[row.identifier]
        own = row.identifier if count == 1 else f"{row.identifier}#{count}"
        bundles.append(row.bundle if count == 1 else identify(row.bundle, authority, own))
    return tuple(bundles)


def two_feeds(folder: Path, places: Places | None) -> Case:
    """Join two feeds of one area: the same id on the same day, unless both name and place are others."""
    older, newer = (read(folder, name, places, name) for name in FEEDS)
    by_id = {identifier(each): each for each in newer}
    pairs = []
    for each in older:
        other = by_id.get(identifier(each))
        if other is None:
            continue
        one, two = Footprint.of(each), Footprint.of(other)
        days = [{start // 1440 for start, _ in print_.minutes} for print_ in (one, two)]
        # 23:59 on Monday and 00:00 on Tuesday are one hour.
        is_one_day = days[0] == days[1] or any(
            abs(a - b) <= 5 for a, _ in one.minutes for b, _ in two.minutes
        )
        if is_one_day and (is_same_name(one.words, two.words) or one.address == two.address):
            pairs.append((each, other))
    return Case("two feeds of one area", (*older, *newer), truth_of((*older, *newer), pairs))


def come_again(folder: Path, name: str, places: Places | None, *, renamed: bool) -> Case:
    """Let some rows of a list come in again from somebody else, written otherwise or renamed."""
    chance = random.Random(f"{SEED} {name} {renamed}")
    original = read(folder, name, places, "first")
    chosen = chance.sample(original, min(MOST_COPIES, len(original)))
    copies = [copy(each, f"again-{number}", chance, renamed=renamed) for number, each in enumerate(chosen)]
    bundles = (*original, *copies)
    what = "renamed" if renamed else "again"
    return Case(f"{what}: {name}", bundles, truth_of(bundles, list(zip(chosen, copies, strict=True))))


def copy(bundle: Bundle, own: str, chance: random.Random, *, renamed: bool) -> Bundle:
    """Write one listing as another agency would."""
    made = identify(bundle, "second", own)
    service = made.service
    name = (rename if renamed else respell)(service.name, chance)
    phones = tuple(replace(each, number=renumber(each, chance)) for each in service.phones)
    if not renamed and chance.random() < 0.3:
        phones = phones[:1]
    return replace(
        made,
        service=replace(
            service,
            name=name,
            phones=phones,
            description=service.description if chance.random() < 0.5 else None,
            schedules=()
            if service.schedules and chance.random() < 0.1 and not renamed
            else service.schedules,
        ),
        location=made.location and move(made.location, chance),
    )


def respell(name: str, chance: random.Random) -> str:
    """Write a name otherwise: in capitals, shortened, with a "The" or an error of typing."""
    words = name.split()
    if chance.random() < 0.4:
        words = [SHORT.get(word, word) for word in words]
    long = [place for place, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if long and chance.random() < 0.3:
        place = chance.choice(long)
        at = chance.randrange(1, len(words[place]) - 2)
        word = words[place]
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    again = " ".join(words)
    if chance.random() < 0.2 and not again.lower().startswith("the "):
        again = f"The {again}"
    return again.upper() if chance.random() < 0.3 else again


def rename(name: str, chance: random.Random) -> str:
    """Give a new name that keeps a part of the old one, as renamed places do."""
    words = name.split()
    if len(words) >= 4 and chance.random() < 0.5:
        words.pop(chance.randrange(1, len(words)))
    return " ".join((*words, chance.choice(("of Hope", "- New Location", "(formerly Oak Hall)", "Together"))))


def renumber(phone: Phone, chance: random.Random) -> str:
    """Write a phone number in another way."""
    digits = re.sub(r"\D", "", phone.number)
    if len(digits) != 10:
        return phone.number
    ways = ("{}-{}-{}", "({}) {}-{}", "+1 {} {} {}", "{}.{}.{}")
    return chance.choice(ways).format(digits[:3], digits[3:6], digits[6:])


def move(location: Location, chance: random.Random) -> Location:
    """Place the point beside the door, write the street otherwise and call the venue something else."""
    latitude, longitude = location.latitude, location.longitude
    if latitude is not None and longitude is not None:
        latitude += chance.uniform(-0.0003, 0.0003)
        longitude += chance.uniform(-0.0003, 0.0003)
    addresses = tuple(
        replace(
            each,
            address_1=each.address_1 and " ".join(SHORT.get(word, word) for word in each.address_1.split()),
        )
        for each in location.addresses
    )
    name = chance.choice((location.name, "Parish hall", "Community centre"))
    return replace(location, name=name, latitude=latitude, longitude=longitude, addresses=addresses)


def truth_of(bundles: Iterable[Bundle], pairs: Iterable[tuple[Bundle, Bundle]]) -> frozenset[Pair]:
    """Join known pairs, and rows that say the same word for word, into all pairs that are one listing."""
    bundles = tuple(bundles)
    leader = {each.service_at_location.id: each.service_at_location.id for each in bundles}

    def lead(listing_id: str) -> str:
        while leader[listing_id] != listing_id:
            listing_id = leader[listing_id]
        return listing_id

    first: dict[object, str] = {}
    for each in bundles:
        own = each.service_at_location.id
        leader[lead(own)] = lead(first.setdefault(facts_of(each), own))
    for one, other in pairs:
        leader[lead(one.service_at_location.id)] = lead(other.service_at_location.id)
    groups: dict[str, list[str]] = {}
    for own in leader:
        groups.setdefault(lead(own), []).append(own)
    return frozenset(pair_of(*pair) for group in groups.values() for pair in combinations(group, 2))


def facts_of(bundle: Bundle) -> object:
    """Say what a person would compare first: name, street, phones, and when."""
    print_ = Footprint.of(bundle)
    text = fold(bundle.service.schedule_text or "")
    about = bundle.service.description, bundle.service.url, bundle.service.eligibility_description
    if not print_.minutes:
        return fold(bundle.service.name), print_.address, print_.point, print_.phones, text, about
    return fold(bundle.service.name), print_.address, print_.point, print_.minutes


def identifier(bundle: Bundle) -> str:
    """Name a row by its feed's own id."""
    source = bundle.service_at_location.source
    return source.identifier if source else bundle.service_at_location.id


def measure(case: Case) -> Figures:
    """Ask for the doubles of every listing and compare with what is true."""
    index = DuplicateIndex(case.bundles)
    by_id = {each.service_at_location.id: each for each in case.bundles}
    found = {pair_of(own, other.listing_id) for own, each in by_id.items() for other in index.find(each)}
    repeats = sum(is_repeat(by_id[one], by_id[other]) for one, other in found - case.truth)
    return Figures(
        case.name,
        len(case.bundles),
        len(case.truth),
        len(found),
        len(found & case.truth),
        repeats,
        case.truth - found,
        frozenset(found - case.truth),
    )


def is_repeat(one: Bundle, other: Bundle) -> bool:
    """Tell whether two are one list's group on two days, which must stay apart."""
    a, b = Footprint.of(one), Footprint.of(other)
    days = [{start // 1440 for start, _ in print_.minutes} for print_ in (a, b)]
    return a.source == b.source and a.words == b.words and all(days) and days[0].isdisjoint(days[1])


def cases(folder: Path) -> Iterator[Case]:
    """Build the whole set; files that are not there are left out."""
    places = Places.load(PROJECT / "data" / "places")
    if all((folder / name).exists() for name in FEEDS):
        yield two_feeds(folder, places)
    for name, renamed in product(LISTS, (False, True)):
        if (folder / name).exists():
            yield come_again(folder, name, places, renamed=renamed)


def total(figures: Iterable[Figures]) -> Figures:
    """Add up."""
    figures = tuple(figures)
    return Figures(
        "all",
        *(sum(getattr(each, name) for each in figures) for name in ("listings", "true", "found", "right")),
        sum(each.repeats_asked for each in figures),
        frozenset(),
        frozenset(),
    )


def main(folder: Path, *, tell: bool = False) -> int:
    """Print the figures; 1 when the bar is missed."""
    began = time.perf_counter()
    figures = []
    for case in cases(folder):
        figures.append(measure(case))
        if tell:
            by_id = {each.service_at_location.id: each for each in case.bundles}
            for kind, pairs in (("missed", figures[-1].missed), ("wrong", figures[-1].wrong)):
                for one, other in sorted(pairs)[:12]:
                    sys.stdout.write(f"  {kind}: {brief(by_id[one])} | {brief(by_id[other])}\n")
    if not figures:
        sys.stdout.write(f"{folder} holds none of the files. Name the folder that does.\n")
        return 1
    whole = total(figures)
    for each in (*figures, whole):
        sys.stdout.write(
            f"{each.name:52} {each.listings:6} listings {each.true:5} doubles  recall {each.recall:6.1%}  "
            f"precision {each.precision:6.1%}  repeats asked about {each.repeats_asked}\n"
        )
    sys.stdout.write(f"{time.perf_counter() - began:.1f} s with reading the files\n")
    return int(whole.recall < LEAST_RECALL or whole.precision < LEAST_PRECISION)


def brief(bundle: Bundle) -> str:
    """Show what of a listing is compared, short."""
    print_ = Footprint.of(bundle)
    return f"{bundle.service.name[:40]!r} {print_.address} {print_.minutes[:1]} {sorted(print_.phones)[:2]}"


if __name__ == "__main__":
    arguments = [each for each in sys.argv[1:] if each != "--tell"]
    folder = Path(arguments[0]) if arguments else PROJECT.parent / "shared" / "realdata"
    sys.exit(main(folder, tell="--tell" in sys.argv))
