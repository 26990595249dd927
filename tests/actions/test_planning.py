"""A plan shows what it holds and offers what it lacks, and nothing of it is kept."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.geo.point import GeoPoint
from resourcemap.model.at_home import HOME_CARDS
from resourcemap.model.plan import PLAN_DIMENSIONS, Plan, PlanItem
from resourcemap.model.words import say
from resourcemap.search.query import Origin, SearchQuery

HERE = Origin(GeoPoint(39.2904, -76.6122), "here")


def plan_of(*ids: str) -> Plan:
    return Plan(tuple(PlanItem("listing", each) for each in ids))


def ids_in(directory: Directory, moment, dimension: str, **asked: object) -> list[str]:
    query = SearchQuery(origin=HERE, include={"dimension": frozenset({dimension})}, **asked)
    return [match.listing.id for match in actions.find(directory, query, now=moment).matches]


def test_an_empty_plan_offers_three_explained_places_for_each_part_of_life(directory, moment) -> None:
    view = actions.plan_view(directory, Plan(), origin=HERE, now=moment)
    assert tuple(each.name for each in view.dimensions) == PLAN_DIMENSIONS
    assert view.covered == frozenset()
    offered = [match for each in view.dimensions for match in each.choices]
    assert len(offered) == len({match.listing.id for match in offered}) == 12
    for each in view.dimensions:
        for match in each.choices:
            assert each.name in match.listing.terms("dimension")
            assert match.reasons
            assert all(say(reason) for reason in match.reasons)


def test_choices_for_one_part_of_life_are_of_different_kinds(directory, moment) -> None:
    view = actions.plan_view(directory, Plan(), origin=HERE, now=moment)
    for each in view.dimensions:
        kinds = {match.listing.terms("category")[0] for match in each.choices}
        assert len(kinds) == 3, each.name


def test_a_part_of_life_that_is_served_is_offered_nothing(directory, moment) -> None:
    first = ids_in(directory, moment, "purpose")[0]
    view = actions.plan_view(directory, plan_of(first), origin=HERE, now=moment)
    for each in view.dimensions:
        assert bool(each.entries) != bool(each.choices)
        assert first not in {match.listing.id for match in each.choices}
    assert "purpose" in view.covered


def test_a_place_that_is_not_listed_any_more_is_said_and_the_rest_stays(directory, moment) -> None:
    kept = ids_in(directory, moment, "community")[0]
    view = actions.plan_view(directory, plan_of("gone-1", kept), origin=HERE, now=moment)
    gone, there = view.entries
    assert gone.listing is None
    assert gone.notice is not None
    assert "not listed any more" in say(gone.notice)
    assert there.notice is None
    assert view.gone == (gone.item,)
    assert [each.id for each in view.words] == [kept]


def test_something_at_home_stands_beside_places_and_serves_parts_of_life(directory, moment) -> None:
    plan = Plan((PlanItem("at-home", "kind-minute", "before bed"), PlanItem("at-home", "nothing-like-it")))
    view = actions.plan_view(directory, plan, now=moment)
    assert view.covered == {"health"}
    assert view.words[0].title == "A kind minute"
    assert view.words[0].note == "before bed"
    assert [entry.id for entry in view.week.anytime] == ["kind-minute"]
    assert len(view.gone) == 1


def test_distances_are_told_from_where_the_search_was_and_never_to_a_private_place(directory, moment) -> None:
    everything = actions.find(directory, SearchQuery(origin=HERE, limit=10_000), now=moment)
    public = everything.matches[0].listing
    private = next(
        match.listing for match in everything.in_order() if match.listing.address_visibility == "hidden"
    )
    plan = plan_of(public.id, private.id)
    far, hidden = actions.plan_view(directory, plan, origin=HERE, now=moment).entries
    assert far.planned.distance_m == pytest.approx(everything.matches[0].distance_m)
    assert hidden.planned.distance_m is None
    without = actions.plan_view(directory, plan, now=moment)
    assert [entry.planned.distance_m for entry in without.entries] == [None, None]
    rough = actions.plan_view(directory, plan, origin=replace(HERE, uncertainty_m=2_000), now=moment)
    assert rough.entries[0].planned.distance_is_rough


def test_choices_keep_to_what_a_person_needs_and_say_what_is_not_known(directory, moment) -> None:
    asked = SearchQuery(
        include={"category": frozenset({"12-step"}), "accessibility": frozenset({"step-free"})},
        exclude={"cost": frozenset({"fee"})},
        radius_m=8_000,
    )
    view = actions.plan_view(directory, Plan(), origin=HERE, asked=asked, now=moment)
    for each in view.dimensions:
        assert each.choices
        for match in each.choices:
            assert match.listing.answer("accessibility", "step-free").value != "no"
            assert "fee" not in match.listing.terms("cost")
            said = " ".join(say(line).lower() for line in (*match.reasons, *match.unknown))
            assert "step-free" in said or match.listing.is_remote_only
    assert {m.listing.terms("category") for d in view.dimensions for m in d.choices} != {("12-step",)}


def test_who_cannot_go_out_is_offered_ways_from_home_first(directory, moment) -> None:
    view = actions.plan_view(directory, Plan(), origin=HERE, asked=SearchQuery(remote_first=True), now=moment)
    community = next(each for each in view.dimensions if each.name == "community")
    remote = {"online-live", "phone", "text-chat", "at-home"}
    assert all(remote & set(match.listing.terms("attendance")) for match in community.choices)


def test_the_week_is_that_of_the_plan(directory, moment) -> None:
    ids = [
        match.listing.id
        for match in actions.find(directory, SearchQuery(origin=HERE), now=moment).matches
        if match.next_time is not None
    ][:4]
    view = actions.plan_view(directory, plan_of(*ids), origin=HERE, days=14, now=moment)
    assert len(view.week.days) == 14
    told = {entry.item_id for entry in view.week.entries}
    told |= {entry.id for entry in (*view.week.anytime, *view.week.later, *view.week.call_first)}
    assert told == set(ids)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_plan_can_be_shown_and_handed_over_whole(data, directory, moment) -> None:
    known = [each.id for each in actions.public_listings(directory, now=moment)]
    item = st.one_of(
        st.builds(PlanItem, st.just("listing"), st.sampled_from(known)),
        st.builds(PlanItem, st.just("at-home"), st.sampled_from([card.id for card in HOME_CARDS])),
        st.builds(PlanItem, st.sampled_from(["listing", "at-home"]), st.text(max_size=12)),
    )
    plan = Plan()
    for each in data.draw(st.lists(item, max_size=7)):
        plan = plan.add(each)
    view = actions.plan_view(directory, plan, origin=HERE, now=moment)
    assert tuple(entry.item for entry in view.entries) == plan.items
    assert len(view.words) + len(view.gone) == len(plan.items)
    handed = actions.handout(directory, plan, origin=HERE, base_url="https://map.example", now=moment)
    assert [entry.title for entry in handed.entries] == [entry.title for entry in view.words]
    assert (handed.link is not None) == any(entry.kind == "listing" for entry in handed.entries)


# --- Handing over ---------------------------------------------------------------------------------


def some_plan(directory, moment) -> Plan:
    ids = [ids_in(directory, moment, name)[number] for number, name in enumerate(PLAN_DIMENSIONS)]
    plan = Plan(tuple(PlanItem("listing", each) for each in dict.fromkeys(ids)))
    return plan.add(PlanItem("at-home", "one-pot-soup")).write_note("listing", ids[0], "ask for Maya")


def test_every_form_is_made_from_the_same_plan(directory, moment) -> None:
    plan = some_plan(directory, moment)
    handed = actions.handout(directory, plan, origin=HERE, base_url="https://map.example", now=moment)
    page, email = handed.page(), handed.email()
    for entry in handed.entries:
        assert entry.title in email.body
        assert entry.title.split()[0] in page
    assert handed.pdf().startswith(b"%PDF")
    assert handed.calendar().data.startswith(b"BEGIN:VCALENDAR")
    assert handed.sms().parts
    assert handed.link is not None
    assert handed.link.startswith("https://map.example/lite/p/")
    assert handed.link in email.body
    assert handed.qr().startswith("<svg")
    assert handed.qr_image().startswith(b"\x89PNG")


def test_neutral_names_hold_in_every_form(directory, moment) -> None:
    plan = some_plan(directory, moment)
    handed = actions.handout(
        directory, plan, origin=HERE, discreet=True, base_url="https://map.example", now=moment
    )
    forms = (handed.page(), handed.email().body, handed.sms().text, handed.calendar().data.decode())
    names = [
        entry.listing.name
        for entry in actions.plan_view(directory, plan, now=moment).entries
        if entry.listing is not None
    ]
    assert handed.link is not None
    assert handed.link.startswith("https://map.example/lite/q/")
    for form in forms:
        unfolded = re.sub(r"\r?\n ", "", form)
        for told in (*names, "One pot of soup", "ask for Maya"):
            assert told not in unfolded


def test_notes_stay_on_the_screen_unless_asked_for(directory, moment) -> None:
    plan = some_plan(directory, moment)
    told = {
        (with_notes, discreet): "ask for Maya"
        in actions.handout(directory, plan, with_notes=with_notes, discreet=discreet, now=moment).page()
        for with_notes in (False, True)
        for discreet in (False, True)
    }
    assert told == {(False, False): False, (True, False): True, (False, True): False, (True, True): False}


def test_the_paper_does_not_say_where_somebody_started_unless_asked_to(directory, moment) -> None:
    plan = some_plan(directory, moment)
    assert actions.handout(directory, plan, origin=HERE, now=moment).start is None
    shown = actions.handout(directory, plan, origin=HERE, show_start=True, now=moment)
    assert shown.start == HERE.point


def test_a_plan_without_places_has_no_link_and_no_code(directory, moment) -> None:
    handed = actions.handout(
        directory, Plan((PlanItem("at-home", "pan-bread"),)), base_url="https://map.example", now=moment
    )
    assert handed.link is None
    assert handed.qr() is None
    assert handed.qr_image() is None
    assert "Bread in a pan" in handed.page()


def test_more_places_than_a_code_can_hold_are_named(directory, moment) -> None:
    ids = [each.id for each in actions.public_listings(directory, now=moment)][:23]
    handed = actions.handout(directory, plan_of(*ids), base_url="https://map.example", now=moment)
    assert handed.link is not None
    assert handed.unlinked == tuple(ids[20:])


def test_cards_for_home_print_with_all_their_steps_and_their_source(directory) -> None:
    page = actions.home_page(["kind-minute", "one-pot-soup", "nothing-like-it"])
    assert page.count("<article>") == 2
    assert page.count("<li>") == 10
    assert "Kristin Neff" in page
    assert "988" in page
    assert "<script" not in page
    assert 'dir="rtl"' in actions.home_page([card.id for card in HOME_CARDS], language="ar")


def test_showing_a_plan_writes_nothing(directory, moment) -> None:
    before = directory.store.version()
    plan = some_plan(directory, moment)
    actions.plan_view(directory, plan, origin=HERE, now=moment)
    actions.handout(directory, plan, origin=HERE, base_url="https://map.example", now=moment).pdf()
    assert directory.store.version() == before
