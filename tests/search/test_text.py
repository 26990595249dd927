"""Words: synonyms, typing errors, beginnings of words."""

import pytest

from resourcemap.geo.point import GeoPoint
from resourcemap.model.fact import Answer, Fact
from resourcemap.model.hsds import Address
from resourcemap.model.listing import Area, Listing
from resourcemap.model.words import say
from resourcemap.search.find import find
from resourcemap.search.query import SearchQuery
from resourcemap.search.result import SearchResult
from resourcemap.search.snapshot import Snapshot
from resourcemap.search.text import fold
from tests.search.invented import NOW, ZONE


def listing(name: str, **facts: str) -> Listing:
    return Listing(
        id=name.lower().replace(" ", "-"),
        service_id="s",
        name=name,
        facts={facet: {term: Fact(Answer.YES)} for facet, term in facts.items()},
    )


LISTINGS = [
    listing("Early Risers", category="12-step"),
    listing("Work Ready", category="job-placement"),
    listing("Doorway", category="temporary-shelter", population="women"),
    listing("Las Amigas", category="support-group", language="es", population="women"),
    listing("Garden Volunteers", category="community-garden"),
    Listing(
        id="cafe",
        service_id="s",
        name="Café Ñandú",
        organization="St. Mary's Women's League",
        description="Chess on Mondays",
        address=Address(city="Towson", postal_code="21204"),
    ),
    Listing(
        id="hidden",
        service_id="s",
        name="Quiet house",
        area=Area("Dundalk, MD", GeoPoint(39.25, -76.5), 9_000),
        address_visibility="hidden",
    ),
]
SNAPSHOT = Snapshot.build(LISTINGS, version=1, zone=ZONE)


def search(text: str) -> SearchResult:
    return find(SNAPSHOT, SearchQuery(text=text), now=NOW)


def found(text: str) -> set[str]:
    return {match.listing.id for match in search(text).matches}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AA", {"early-risers"}),
        ("a.a. meeting", {"early-risers"}),
        ("job", {"work-ready"}),
        ("jobs", {"work-ready"}),
        ("shelter", {"doorway"}),
        ("women", {"doorway", "las-amigas", "cafe"}),
        ("Spanish support group for women", {"las-amigas"}),
        ("grupo de apoyo", {"las-amigas"}),
        ("refugio", {"doorway"}),
        ("cafe nandu", {"cafe"}),
        ("CHESS towson", {"cafe"}),
        ("21204", {"cafe"}),
        ("dundalk", {"hidden"}),
        ("st marys", {"cafe"}),
        ("volunteer garden", {"garden-volunteers"}),
        ("the", set()),
        ("chess shelter", set()),
    ],
)
def test_words_are_found_as_themselves_or_through_the_vocabulary(text: str, expected: set[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "corrections"),
    [
        ("sheltr", {"doorway"}, (("sheltr", "shelter"),)),
        ("volenteers", {"garden-volunteers"}, (("volenteer", "volunteer"),)),
        ("tuwson", {"cafe"}, (("tuwson", "towson"),)),
        ("suport group", {"las-amigas"}, (("suport", "support"),)),
        ("zqx", set(), ()),
        ("zzzzzzzzz", set(), ()),
        ("21205", set(), ()),
    ],
)
def test_a_typing_error_is_forgiven_and_said(
    text: str, expected: set[str], corrections: tuple[tuple[str, str], ...]
) -> None:
    assert found(text) == expected
    assert search(text).corrections == corrections


def test_the_last_word_may_be_the_start_of_a_longer_one() -> None:
    assert found("gard") == {"garden-volunteers"}
    assert found("qui") == {"hidden"}
    assert found("gard work") == set()


def test_a_name_that_says_it_comes_before_a_description_that_mentions_it() -> None:
    snapshot = Snapshot.build(
        [
            Listing(id="a", service_id="s", name="Circle", description="We play chess"),
            Listing(id="b", service_id="s", name="Chess evening"),
        ],
        version=1,
        zone=ZONE,
    )
    result = find(snapshot, SearchQuery(text="chess"), now=NOW)
    assert [match.listing.id for match in result.matches] == ["b", "a"]


def test_a_match_says_what_its_words_stood_for() -> None:
    (match,) = search("AA").matches
    assert say(match.reasons[0]) == "12-step meeting"
    (match,) = search("chess").matches
    assert say(match.reasons[0]) == "says “chess”"


def test_words_that_are_nowhere_lead_to_a_way_out() -> None:
    result = search("zzzzzzzzz")
    assert [(each.filter, each.count) for each in result.relax] == [("text", len(LISTINGS))]


def test_other_scripts_are_read_in_latin_letters() -> None:
    assert fold("Ελλάδα") == fold("Ellada")
