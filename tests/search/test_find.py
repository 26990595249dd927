"""Search against its rules written out once more."""

import itertools
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from resourcemap.model.fact import FACETS
from resourcemap.model.listing import Listing
from resourcemap.model.words import say
from resourcemap.search.filters import active_filters
from resourcemap.search.find import find
from resourcemap.search.query import Origin, SearchQuery
from resourcemap.search.result import Match
from resourcemap.search.snapshot import Snapshot
from resourcemap.search.text import fold
from tests.search import invented, reference
from tests.search.invented import NOW, ZONE

MANY = settings(max_examples=150, deadline=None)
FEWER = settings(max_examples=60, deadline=None)


def ids(matches: Iterable[Match]) -> list[str]:
    return [match.listing.id for match in matches]


def as_read(snapshot: Snapshot, query: SearchQuery) -> SearchQuery:
    """Give the query with its typing errors mended: the reference knows nothing of them."""
    mended = dict(snapshot.text.read(query.text).corrections)
    return replace(query, text=" ".join(mended.get(word, word) for word in fold(query.text)))


def snapshot_of(listings: list[Listing]) -> Snapshot:
    return Snapshot.build(listings, version=7, zone=ZONE)


@MANY
@given(invented.listings(), invented.queries(filters=8))
def test_every_filter_says_of_every_listing_what_the_rules_say(
    listings: list[Listing], query: SearchQuery
) -> None:
    snapshot = snapshot_of(listings)
    query = as_read(snapshot, query)
    expected = [reference.outcomes(each, query, listings, ZONE) for each in snapshot.listings]
    for each in active_filters(query):
        outcome = each.test(snapshot)
        for passes, unknown, said in zip(outcome.passes, outcome.unknown, expected, strict=True):
            assert passes == (said[each.name] == reference.PASS), each.name
            assert unknown == (said[each.name] == reference.UNKNOWN), each.name


@MANY
@given(invented.listings(), invented.queries())
def test_a_search_finds_what_the_rules_say(listings: list[Listing], query: SearchQuery) -> None:
    snapshot = snapshot_of(listings)
    query = as_read(snapshot, query)
    result = find(snapshot, replace(query, limit=50), now=NOW)
    expected = reference.search(listings, query, NOW, ZONE)
    assert set(ids(result.matches)) == expected.in_person
    assert set(ids(result.unplaced)) == expected.unplaced
    assert set(ids(result.remote)) == expected.remote
    assert (result.total, result.total_in_person) == (len(expected.ids), len(expected.in_person))
    assert (result.total_unplaced, result.total_from_home) == (len(expected.unplaced), len(expected.remote))
    assert result.version == 7


@FEWER
@given(invented.listings(), invented.queries())
def test_each_filter_counts_what_it_alone_keeps_out(listings: list[Listing], query: SearchQuery) -> None:
    snapshot = snapshot_of(listings)
    query = as_read(snapshot, query)
    result = find(snapshot, query, now=NOW)
    assert result.left_out == reference.left_out(listings, query, NOW, ZONE)
    assert result.unknown_out == reference.unknown_out(listings, query, NOW, ZONE)


@FEWER
@given(invented.listings(most=12), invented.queries())
def test_a_term_counts_what_choosing_it_would_give(listings: list[Listing], query: SearchQuery) -> None:
    snapshot = snapshot_of(listings)
    query = as_read(snapshot, query)
    facets = find(snapshot, query, now=NOW).facets
    assert tuple(facets) == FACETS
    for facet, counts in facets.items():
        stated = {term for listing in listings for term in reference.facts_of(listing, facet)}
        assert set(counts) == stated
        for term, count in counts.items():
            expected = reference.facet_count(listings, query, facet, term, NOW, ZONE)
            assert count == expected, (facet, term)


@MANY
@given(invented.listings(least=10), invented.queries(filters=1))
def test_the_order_is_the_documented_one(listings: list[Listing], query: SearchQuery) -> None:
    query = replace(query, text="", when=None)
    result = find(snapshot_of(listings), replace(query, limit=50), now=NOW)
    for matches in (result.matches, result.unplaced, result.remote):
        keys = [(*reference.sort_key(m.listing, query, NOW, ZONE), m.listing.id) for m in matches]
        for first, second in itertools.pairwise(keys):
            assert first[0] <= second[0]
            if first[0] == second[0]:
                assert first[1] <= second[1] + 1e-9
        for match in matches:
            assert match.next_time == reference.next_start(match.listing, query, NOW, ZONE)


@MANY
@given(invented.listings(), invented.queries(), st.integers(0, 4), st.randoms(use_true_random=False))
def test_a_limit_gives_the_first_ones_whatever_the_order_they_came_in(
    listings: list[Listing], query: SearchQuery, limit: int, random
) -> None:
    everything = find(snapshot_of(listings), replace(query, limit=50), now=NOW)
    shuffled = listings[:]
    random.shuffle(shuffled)
    limited = find(snapshot_of(shuffled), replace(query, limit=limit), now=NOW)
    assert ids(limited.matches) == ids(everything.matches)[:limit]
    assert ids(limited.remote) == ids(everything.remote)[:limit]
    assert (limited.total, limited.facets) == (everything.total, everything.facets)


def test_equal_listings_come_in_the_order_of_their_ids() -> None:
    listings = [Listing(id=each, service_id="s", name="Circle") for each in ("c", "a", "b")]
    assert ids(find(snapshot_of(listings), SearchQuery(), now=NOW).matches) == ["a", "b", "c"]


@FEWER
@given(invented.listings(), invented.queries())
def test_every_match_says_why_and_what_is_not_known(listings: list[Listing], query: SearchQuery) -> None:
    result = find(snapshot_of(listings), query, now=NOW)
    for match in result.in_order():
        for sentences in (match.reasons, match.unknown):
            assert len(sentences) <= 6
            texts = [say(sentence) for sentence in sentences]
            assert len(set(texts)) == len(texts)
            assert all(text and "{" not in text for text in texts)


@FEWER
@given(invented.listings(), invented.queries())
def test_an_empty_page_always_has_a_way_out(listings: list[Listing], query: SearchQuery) -> None:
    snapshot = snapshot_of(listings)
    result = find(snapshot, query, now=NOW)
    asked = query.include.get("attendance", frozenset())
    only_home = bool(asked) and asked <= reference.REMOTE
    is_empty = result.total == 0 if only_home else result.total_in_person == 0
    if not is_empty:
        assert result.relax == ()
        return
    plain = reference.search(listings, SearchQuery(), NOW, ZONE)
    if plain.in_person or (plain.ids and result.total == 0):
        assert result.relax
    for relaxation in result.relax:
        relaxed = find(snapshot, relaxation.query, now=NOW)
        if only_home or relaxation.sentence.key == "search.relax.from_home":
            assert relaxed.total == relaxation.count > 0
        else:
            assert relaxed.total_in_person == relaxation.count > 0
        assert say(relaxation.sentence)


@FEWER
@given(invented.listings(), invented.queries())
def test_what_needs_no_travel_or_has_no_place_is_never_cut_by_the_radius(
    listings: list[Listing], query: SearchQuery
) -> None:
    snapshot = snapshot_of(listings)
    origin = query.origin or Origin(invented.POINTS[0], "here")
    tiny = find(snapshot, replace(query, origin=origin, radius_m=0.0, limit=50), now=NOW)
    wide = find(snapshot, replace(query, origin=origin, radius_m=None, limit=50), now=NOW)
    stays = {
        match.listing.id
        for match in wide.in_order()
        if reference.is_remote_only(match.listing)
        or (match.listing.point is None and (match.listing.area is None or match.listing.area.point is None))
    }
    assert stays <= {*ids(tiny.unplaced), *ids(tiny.remote)}


def test_an_empty_snapshot_answers() -> None:
    query = SearchQuery(
        origin=Origin(invented.POINTS[0], "here"),
        radius_m=5_000,
        text="shelter",
        include={"cost": frozenset({"free"})},
        open_at=NOW,
    )
    result = find(snapshot_of([]), query, now=NOW)
    assert (result.total, result.matches, result.remote, result.relax) == (0, (), (), ())


@FEWER
@given(invented.listings(), invented.listings(), invented.queries())
def test_an_updated_snapshot_answers_like_one_built_anew(
    before: list[Listing], after: list[Listing], query: SearchQuery
) -> None:
    old = {listing.id: listing for listing in before}
    new = {listing.id: listing for listing in after}
    updated = snapshot_of(before).updated(after, old.keys() - new.keys(), version=8)
    result = find(updated, query, now=NOW)
    anew = find(snapshot_of(after), query, now=NOW)
    assert replace(result, version=7) == anew
    assert result.version == 8
