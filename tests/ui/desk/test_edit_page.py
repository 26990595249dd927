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


def test_a_button_whose_right_ended_says_so_and_is_no_fault(directory):
    def draw():
        import streamlit as st

        from resourcemap.model.change import Actor
        from resourcemap.ui.desk.edit import _drop
        from resourcemap.ui.desk.session import was_refused

        st.button("Drop", on_click=_drop, args=("d1", Actor("ana", frozenset({"auditor"}))))
        st.text(f"refused: {was_refused()}")

    page = good(AppTest.from_function(draw, default_timeout=60).run())
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
