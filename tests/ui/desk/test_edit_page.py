"""The edit and history pages in Streamlit's own test runner: drafts, saving, choosing, many, taking back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.model.hsds import Bundle, Organization, Service, ServiceAtLocation, Source
from resourcemap.ui.desk.text import plain
from tests.conftest import TestAccount, make_account

NOW = datetime.now(UTC)


def draw_edit(account: str, name: str, role: str):
    """Draw the edit page as somebody sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.edit import edit_page

    edit_page(Actor(name, frozenset({role}), account_id=account))


def press_save(account: str, draft: str):
    """Press "save" in the form of a draft, as its script tells the page."""
    from types import SimpleNamespace

    import streamlit as st

    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.edit_form import _on_act

    st.session_state.update(edit_draft=draft, edit_seq=0)
    st.session_state.edit_form = SimpleNamespace(act={"draft": draft, "do": "save", "typed": {}, "seq": 1})
    _on_act(Actor("ana", frozenset({"editor"}), account_id=account))


def closed(directory, listing_id: str, by: Actor) -> None:
    """Close a place for good, as somebody does who asked there."""
    sheet = actions.check_sheet(directory, listing_id, by=by)
    actions.record_check(directory, sheet, how="call", result="closed", by=by, now=NOW)


def merged(directory, kept_id: str, gone_id: str, by: Actor):
    """Join two places."""
    both = actions.compare(directory, kept_id, gone_id, by=by)
    return actions.merge(directory, both, {"service/name"}, why="one door", by=by, now=NOW)


def opened_history(role: str = "editor", **state):
    page = AppTest.from_function(draw_history, args=(role,), default_timeout=60)
    for name, value in state.items():
        page.session_state[name] = value
    return good(page.run())


def draw_history(role: str):
    """Draw the history page as somebody sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.history import history_page

    history_page(Actor("ana", frozenset({role})))


def bundle(at: int) -> Bundle:
    return Bundle(
        ServiceAtLocation(
            id=f"l{at}", service_id=f"s{at}", source=Source(authority="county", identifier=str(at))
        ),
        Service(id=f"s{at}", organization_id="o", name=f"Garden evening {at}", status="active"),
        Organization(id="o", name="Open Door"),
    )


@pytest.fixture
def directory(directory):
    """Thirty listings in a directory that the page uses too."""
    records = {record.id: record for at in range(30) for _, record in bundle(at).records()}
    directory.store.write(list(records.values()), by="ana", at=NOW)
    return directory


@pytest.fixture
def editor(directory) -> TestAccount:
    return make_account(directory, "editor", now=NOW)


def opened(person: TestAccount, **state):
    (role,) = person.roles
    page = AppTest.from_function(draw_edit, args=(person.id, person.name, role), default_timeout=60)
    for name, value in state.items():
        page.session_state[name] = value
    return good(page.run())


def good(page):
    assert not page.exception
    return page


def said(page) -> str:
    """Every text of the page, without the marks that keep it from being read as Markdown."""
    texts = (*page.markdown, *page.success, *page.warning, *page.info)
    return " ".join(each.value for each in texts).replace("\\", "")


def test_a_place_is_found_by_its_name_and_opened_as_a_draft(directory, editor):
    page = opened(editor)
    page.text_input(key="edit_find").input("evening 7").run()
    good(page.button(key="edit_open_l7").click().run())
    (draft,) = actions.drafts(directory, by=editor.actor)
    assert draft.listing_id == "l7"
    assert page.session_state["edit_draft"] == draft.id
    assert "What people will see" in [each.value for each in page.header]


def test_a_listing_handed_over_by_another_page_is_open_at_once(directory, editor):
    opened(editor, desk_listing="l3")
    assert [each.listing_id for each in actions.drafts(directory, by=editor.actor)] == ["l3"]
    assert "This is not here any more" in said(opened(editor, desk_listing="nowhere"))


def test_a_draft_waits_on_the_page_and_can_be_thrown_away(directory, editor):
    draft = actions.open_draft(directory, "l1", by=editor.actor, now=NOW)
    actions.save_draft(directory, draft.id, {"name": "[Half](a name"}, by=editor.actor, now=NOW)
    page = opened(editor)
    assert "\\[Half\\]\\(a name" in page.button(key=f"edit_go_on_{draft.id}").label
    good(page.button(key=f"edit_drop_{draft.id}").click().run())
    assert actions.drafts(directory, by=editor.actor) == ()
    assert "The draft is gone" in said(page)


def test_a_draft_that_went_on_another_page_is_told_plainly_when_it_is_saved(directory, editor):
    draft = actions.open_draft(directory, "l1", by=editor.actor, now=NOW)
    actions.drop_draft(directory, draft.id, by=editor.actor)
    page = good(AppTest.from_function(press_save, args=(editor.id, draft.id)).run())
    assert page.session_state["edit_draft"] is None
    assert "This is not here any more" in page.session_state["edit_status"][1]


def test_a_choice_is_made_for_every_field_before_anything_is_written(directory, editor):
    from resourcemap.errors import ConflictError

    mine = actions.open_draft(directory, "l2", by=editor.actor, now=NOW)
    actions.save_draft(directory, mine.id, {"alert": "Mine"}, by=editor.actor, now=NOW)
    other = make_account(directory, "editor", now=NOW).actor
    theirs = actions.open_draft(directory, "l2", by=other, now=NOW)
    actions.save_draft(directory, theirs.id, {"alert": "Theirs"}, by=other, now=NOW)
    actions.save_edit(directory, theirs.id, by=other, now=NOW)
    with pytest.raises(ConflictError) as caught:
        actions.save_edit(directory, mine.id, by=editor.actor, now=NOW)
    held = {"draft": mine.id, "fields": caught.value.fields, "why": "", "again": False}
    page = opened(editor, edit_draft=mine.id, edit_conflict=held)
    known = next(each for each in directory.store.accounts.all() if each.id == other.account_id)
    assert page.radio[0].options == [plain(f"{known.display_name}: Theirs"), plain("Yours: Mine")]
    assert f"While you typed, {known.display_name} saved these" in said(page)
    day = NOW.astimezone(directory.zone)
    assert page.radio[0].proto.captions[0].replace("\\", "").startswith(f"Saved {day:%a, %b} {day.day}, ")
    good(page.button(key="conflict_save").click().run())
    assert "Choose for each one first" in said(page)
    page.radio[0].set_value("yours").run()
    good(page.button(key="conflict_save").click().run())
    assert directory.store.bundle("l2").service.alert == "Mine"
    assert "Saved: Garden evening 2" in said(page)


def test_many_are_ticked_over_pages_and_the_difference_is_shown_first(directory, editor):
    page = opened(editor)
    page.radio(key="edit_mode").set_value("many").run()
    assert "Page 1 of 2. Places: 30" in said(page)
    page.button(key="bulk_all").click().run()
    assert "Ticked: 30" in said(page)
    page.selectbox(key="bulk_field").set_value("alert").run()
    page.text_input(key="bulk_value_alert").input("Closed on Thursday").run()
    version = directory.store.version()
    good(page.button(key="bulk_look").click().run())
    assert directory.store.version() == version
    assert "Closed on Thursday" in said(page)
    good(page.button(key="bulk_apply").click().run())
    assert "Written: 30 places" in said(page)
    assert {each.service.alert for each in directory.store.bundles()} == {"Closed on Thursday"}
    page.button(key="bulk_all").click().run()
    page.selectbox(key="bulk_field").set_value("capacities").run()
    page.text_input(key="bulk_value_room").input("0").run()
    good(page.button(key="bulk_look").click().run())
    good(page.button(key="bulk_apply").click().run())
    assert {each.is_full for each in directory.snapshot().listings} == {True}


def test_what_is_typed_into_the_table_stays_over_pages_and_ticks(directory, editor):
    page = opened(editor, bulk_typed={"l0": {"name": "Herb evening"}})
    page.radio(key="edit_mode").set_value("many").run()
    page.number_input(key="bulk_page_2").set_value(2).run()
    page.button(key="bulk_all").click().run()
    page.number_input(key="bulk_page_2").set_value(1).run()
    good(page.button(key="bulk_look").click().run())
    assert "Name: Garden evening 0 → Herb evening" in said(page)
    good(page.button(key="bulk_apply").click().run())
    assert good(page.button(key="bulk_look").click().run()).session_state.bulk_plan is None


def test_a_cell_changed_while_the_list_moves_on_is_of_the_place_it_was_typed_for(directory, editor):
    page = opened(editor)
    page.radio(key="edit_mode").set_value("many").run()

    (table,) = page.dataframe
    # As a browser tells it: the first row, by its number.
    told = {"edited_rows": {"0": {"wait": "A week", "tick": True}}, "added_rows": [], "deleted_rows": []}
    states = page._tree.get_widget_states()
    states.widgets.add(id=table.proto.id, string_value=json.dumps(told))
    # Before that arrives, somebody lists a place that stands above all others.
    new = bundle(31)
    service = replace(new.service, id="a-service")
    at = replace(new.service_at_location, id="a-place", service_id=service.id)
    directory.store.write([service, at], by="cy", at=NOW)
    good(page._run(states))
    assert page.session_state.bulk_typed == {"l0": {"wait": "A week"}}
    assert page.session_state.bulk_ticked == {"l0"}


def test_every_difference_of_many_can_be_seen_before_it_is_written(directory, editor):
    directory.store.write([record for _, record in bundle(30).records()], by="ana", at=NOW)
    page = opened(editor, bulk_typed={f"l{at}": {"alert": f"Room {at}"} for at in range(31)})
    page.radio(key="edit_mode").set_value("many").run()
    good(page.button(key="bulk_look").click().run())
    assert "Page 1 of 2. Places: 31" in said(page)
    seen = said(page)
    good(page.number_input(key="bulk_difference_page").set_value(2).run())
    assert all(seen.count(f"→ Room {at}") + said(page).count(f"→ Room {at}") for at in range(31))
    good(page.button(key="bulk_apply").click().run())
    assert "Written: 31 places" in said(page)


@pytest.mark.parametrize(
    ("module", "name", "args"),
    [
        ("edit", "_drop", ("d1",)),
        ("edit_form", "open_place", ("l1",)),
        ("proposals", "accept", ("c1",)),
        ("proposals", "_decline", ("c1",)),
        ("conflict", "_save", ()),
        ("rhythms", "_save", ({}, {})),
        ("policies", "_remove", ("e1",)),
    ],
)
def test_a_button_whose_right_ended_says_so_and_is_no_fault(directory, module, name, args):
    def draw(module, name, args):
        from importlib import import_module

        import streamlit as st

        from resourcemap.model.change import Actor
        from resourcemap.ui.desk.session import was_refused

        st.session_state.setdefault(
            "edit_conflict", {"draft": "d1", "fields": (), "why": "", "proposal": "c1"}
        )
        ended = Actor("ana", frozenset({"auditor"}), account_id="a1")
        act = getattr(import_module(f"resourcemap.ui.desk.{module}"), name)
        st.button("Do it", on_click=act, args=(*args, ended))
        st.text(f"refused: {was_refused()}")

    page = good(AppTest.from_function(draw, args=(module, name, args), default_timeout=60).run())
    assert [each.value for each in good(page.button[0].click().run()).text] == ["refused: True"]
    assert [each.value for each in good(page.run()).text] == ["refused: False"]


def test_a_contributor_proposes_and_an_editor_accepts(directory, editor):
    cora = make_account(directory, "contributor", now=NOW)
    page = opened(cora)
    assert not [each for each in page.radio if each.key == "edit_mode"]
    draft = actions.open_draft(directory, "l4", by=cora.actor, now=NOW)
    actions.save_draft(directory, draft.id, {"wait": "A week"}, by=cora.actor, now=NOW)
    code = actions.save_edit(directory, draft.id, by=cora.actor, now=NOW).proposal
    page = opened(editor)
    assert "A week" in said(page)
    good(page.button(key=f"edit_accept_{code}").click().run())
    assert directory.store.bundle("l4").service.wait_time == "A week"


def test_a_proposal_opens_by_itself_and_asks_where_somebody_changed_the_same(directory, editor):
    cora = make_account(directory, "contributor", now=NOW)
    draft = actions.open_draft(directory, "l6", by=cora.actor, now=NOW)
    actions.save_draft(directory, draft.id, {"wait": "A week"}, by=cora.actor, now=NOW)
    code = actions.save_edit(directory, draft.id, why="they told me", by=cora.actor, now=NOW).proposal
    mine = actions.open_draft(directory, "l6", by=editor.actor, now=NOW)
    actions.save_draft(directory, mine.id, {"wait": "A month"}, by=editor.actor, now=NOW)
    actions.save_edit(directory, mine.id, by=editor.actor, now=NOW)
    page = opened(editor, desk_proposal=code)
    assert "edit_new" not in [each.key for each in page.button]
    assert "Why: they told me" in said(page)
    good(page.button(key=f"edit_accept_{code}").click().run())
    assert [each.split("\\: ")[1] for each in page.radio[0].options] == ["A month", "A week"]
    assert directory.store.bundle("l6").service.wait_time == "A month"
    page.radio[0].set_value("yours").run()
    good(page.button(key="conflict_save").click().run())
    assert directory.store.bundle("l6").service.wait_time == "A week"
    assert "Accepted" in said(page)
    assert "This is not here any more" in said(opened(editor, desk_proposal=code))


def test_the_history_tells_each_edit_and_takes_it_back_after_asking(directory, editor):
    draft = actions.open_draft(directory, "l5", by=editor.actor, now=NOW)
    actions.save_draft(directory, draft.id, {"alert": "*Wrong*"}, by=editor.actor, now=NOW)
    run = actions.save_edit(directory, draft.id, why="a slip", by=editor.actor, now=NOW).run
    page = good(AppTest.from_function(draw_history, args=("editor",), default_timeout=60).run())
    assert "**Edit: Garden evening 5**" in said(page)
    assert "Why: a slip" in said(page)
    assert "→ *Wrong*" in said(page)
    page.button(key=f"history_undo_{run.id}").click().run()
    assert directory.store.bundle("l5").service.alert == "*Wrong*"
    good(page.button(key=f"history_yes_{run.id}").click().run())
    assert directory.store.bundle("l5").service.alert is None
    assert "Fields put back: 1" in said(page)


def test_a_place_closed_for_good_is_found_opened_and_made_public_again(directory, editor):
    closed(directory, "l7", editor.actor)
    assert "l7" not in [each.id for each in directory.snapshot().listings]
    page = opened(editor)
    assert [each.key for each in page.button if (each.key or "").startswith("edit_show_")] == ["edit_show_l7"]
    page.text_input(key="edit_find").input("evening 7").run()
    assert "Open Door · Gone for good, not public" in said(page)
    good(page.button(key="edit_open_l7").click().run())
    (draft,) = actions.drafts(directory, by=editor.actor)
    assert good(page.button(key="edit_history").click().run()).session_state["go"] == "desk-history"
    actions.save_draft(directory, draft.id, {"status": "active"}, by=editor.actor, now=NOW)
    actions.save_edit(directory, draft.id, by=editor.actor, now=NOW)
    assert "l7" in [each.id for each in directory.snapshot().listings]
    assert "Nothing is hidden or closed" in said(opened(editor))


def test_a_hidden_place_comes_back_and_a_merged_one_is_led_to_its_merge(directory, editor):
    actions.hide_listing(directory, "l1", why="", by=editor.actor, now=NOW)
    merged(directory, "l2", "l3", editor.actor)
    page = opened(editor)
    assert [each.key for each in page.button if (each.key or "").startswith("edit_show_")] == ["edit_show_l1"]
    page.text_input(key="edit_find").input("evening 1").run()
    assert "Open Door · Hidden" in said(page)
    good(page.button(key="edit_show_l1").click().run())
    assert "It is back in the list" in said(page)
    assert directory.store.bundle("l1").service.name == "Garden evening 1"
    page.text_input(key="edit_find").input("evening 3").run()
    assert "One with another place now" in said(page)
    good(page.button(key="edit_open_l3").click().run())
    assert page.session_state["go"] == "desk-history"
    # Who may not bring a place back is not offered it.
    actions.hide_listing(directory, "l1", why="", by=editor.actor, now=NOW)
    page = opened(make_account(directory, "contributor", now=NOW))
    assert "edit_open_l1" not in {
        each.key for each in page.text_input(key="edit_find").input("evening 1").run().button
    }


def test_a_merge_is_taken_back_from_the_history_of_the_place_that_went(directory, editor):
    run = merged(directory, "l2", "l3", editor.actor)
    page = opened_history(desk_listing="l3")
    assert "All that was changed of Garden evening 3." in said(page)
    assert "**Merge: Garden evening 3**" in said(page)
    assert "Why: one door" in said(page)
    assert "What is offered: Garden evening 3 · New" in said(page)
    page.button(key=f"history_undo_{run.id}").click().run()
    good(page.button(key=f"history_yes_{run.id}").click().run())
    assert "Taken back. Fields put back:" in said(page)
    assert directory.store.bundle("l2").service.name == "Garden evening 2"
    assert directory.store.bundle("l3").service.name == "Garden evening 3"
    assert directory.store.merges.redirects() == {}


def test_an_import_is_taken_back_from_the_history(directory, editor):
    text = b"id,name,city,state\n1,Porch chess,Baltimore,MD\n2,Porch tea,Baltimore,MD\n"
    plan = actions.plan_import(directory, text, by=editor.actor, file_name="porch.csv", source_name="porch")
    run = actions.apply_import(directory, plan, by=editor.actor, now=NOW)
    (tea,) = [each for each in directory.store.bundles() if each.service.name == "Porch tea"]
    directory.store.write([replace(tea.service, alert="Closed on Friday")], by="ana", at=NOW)
    page = opened_history(desk_run=run.id)
    page.button(key=f"history_undo_{run.id}").click().run()
    good(page.button(key=f"history_yes_{run.id}").click().run())
    assert "These stay, because they were changed later: Porch tea" in said(page)
    names = {each.service.name for each in directory.store.bundles()}
    assert ("Porch tea" in names, "Porch chess" in names) == (True, False)


def test_the_history_finds_places_that_are_not_public_any_more(directory, editor):
    actions.hide_listing(directory, "l11", why="it flooded", by=editor.actor, now=NOW)
    merged(directory, "l2", "l13", editor.actor)
    closed(directory, "l14", editor.actor)
    page = opened_history()
    for name, expected in (
        ("evening 11", "Why: it flooded"),
        ("evening 13", "Why: one door"),
        ("evening 14", "State: Open → Gone for good"),
    ):
        good(page.text_input(key="history_find").input(name).run())
        assert expected in said(page)
    good(page.text_input(key="history_find").input("garden").run())
    assert "Places with these words: 30. You see the first 10 of them." in said(page)


def test_all_that_one_press_changed_can_be_read(directory, editor):
    typed = {f"l{at}": {"alert": "Closed", "wait": "A week", "fees": "None"} for at in range(30)}
    plan = actions.plan_bulk_edit(directory, typed, by=editor.actor)
    run = actions.apply_bulk_edit(directory, plan, by=editor.actor, now=NOW)
    page = opened_history(desk_listing="l5")
    assert said(page).count("→") == 3
    # From one place's history, too, it is the whole press that is taken back.
    good(page.button(key=f"history_undo_{run.id}").click().run())
    assert "of other places too (changes: 90)" in said(page)
    good(page.button(key=f"history_no_{run.id}").click().run())
    (whole,) = [each for each in page.button if each.label == "Show all that it changed"]
    good(whole.click().run())
    assert page.session_state["history_run"] == run.id
    assert said(page).count("→") == 60
    (more,) = [each for each in page.button if each.label == "Show more"]
    good(more.click().run())
    assert said(page).count("→") == 90
    assert "Show more" not in [each.label for each in page.button]


def test_the_history_calls_people_as_they_write_themselves(directory):
    with_account = make_account(directory, "editor", now=NOW, name="Ana Lopez").actor
    draft = actions.open_draft(directory, "l5", by=with_account, now=NOW)
    actions.save_draft(directory, draft.id, {"alert": "x"}, by=with_account, now=NOW)
    actions.save_edit(directory, draft.id, by=with_account, now=NOW)
    directory.store.write([replace(directory.store.bundle("l6").service, alert="y")], by="cy", at=NOW)
    page = good(AppTest.from_function(draw_history, args=("editor",), default_timeout=60).run())
    assert "by Ana Lopez" in said(page)
    assert "by cy" in said(page)
    assert page.selectbox(key="history_person").options[:2] == ["Everyone", "Ana Lopez"]
    good(page.selectbox(key="history_person").select(with_account.name).run())
    assert "by Ana Lopez" in said(page)
    assert "by cy" not in said(page)


def test_who_only_reads_finds_no_button_to_take_back_but_the_file(directory, editor):
    draft = actions.open_draft(directory, "l5", by=editor.actor, now=NOW)
    actions.save_draft(directory, draft.id, {"alert": "x"}, by=editor.actor, now=NOW)
    actions.save_edit(directory, draft.id, by=editor.actor, now=NOW)
    page = good(AppTest.from_function(draw_history, args=("auditor",), default_timeout=60).run())
    keys = [each.key or "" for each in page.button]
    assert not [key for key in keys if key.startswith("history_undo")]
    assert "history_export" in keys


def test_an_actor_without_an_account_is_told(directory):
    from resourcemap.errors import NotAllowedError

    with pytest.raises(NotAllowedError):
        actions.drafts(directory, by=OPERATOR)
    assert isinstance(OPERATOR, Actor)
