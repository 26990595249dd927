"""The import page in Streamlit's own test runner: what each section says, and what its buttons do."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.catalog import languages, text_of
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.ui.desk import import_columns
from resourcemap.ui.desk.job import Job

EDITOR = Actor("ana", frozenset({"editor"}))
COUNTY = """id,name,address,city,state,latitude,longitude,phone,description
1,Open Door,1 Example St,Baltimore,MD,39.29,-76.61,410-555-0101,Tea
2,Harbour supper,5 Pier Rd,Baltimore,MD,39.28,-76.60,410-555-0102,Soup
"""


def draw():
    """Draw the page as an editor sees it."""
    from resourcemap.model.change import Actor
    from resourcemap.ui.desk.importing import import_page

    import_page(Actor("ana", frozenset({"editor"}), account_id="1"))


def stage(directory, text=COUNTY, source="county"):
    return actions.stage_file(
        directory, text.encode(), file_name="list.csv", source_name=source, by=EDITOR, now=datetime.now(UTC)
    )


def apply(directory, text=COUNTY, source="county"):
    actions.apply_staged(directory, stage(directory, text, source), by=EDITOR, now=datetime.now(UTC))


def opened(staged):
    page = AppTest.from_function(draw, default_timeout=60)
    page.session_state["import_staged"] = staged
    return page.run()


def said(page):
    """Give all that is said, as it is read: the signs that Markdown would take are escaped."""
    kinds = ("markdown", "success", "warning", "info")
    return " ".join(each.value for kind in kinds for each in getattr(page, kind)).replace("\\", "")


def test_a_plan_counts_and_applies_in_one_press_and_can_be_undone(directory):
    page = opened(stage(directory))
    assert "2 rows · 2 new · 0 changed" in said(page)
    page.button(key="import_apply").click().run()
    assert "“list.csv” was brought in. It is number 1" in said(page)
    assert len(directory.store.bundles()) == 2
    page.button(key="import_undo").click().run()
    assert "Number 1 was undone" in said(page)
    assert directory.store.bundles() == ()


def test_a_file_that_is_left_waits_and_a_dropped_one_does_not(directory):
    page = opened(stage(directory))
    page.button(key="import_leave").click().run()
    ((file, _),) = actions.staged_files(directory, by=EDITOR)
    assert "list.csv: dropped by ana" in said(page)
    page.button(key=f"import_drop_{file.id}").click().run()
    assert "was dropped. Nothing was changed" in said(page)
    assert actions.staged_files(directory, by=EDITOR) == ()


def test_a_plan_that_the_data_has_outrun_is_made_again_by_itself(directory):
    staged = stage(directory)
    apply(directory, COUNTY.replace("Open Door", "Oak hall"), "state")
    page = opened(staged)
    for _ in range(20):
        if "import_job" not in page.session_state:
            break
        time.sleep(0.3)
        page.run()
    assert page.session_state["import_staged"].plan.version == directory.store.version()
    # Still there when the new plan is: without it the button seems to have done nothing.
    assert "look at it once more" in said(page)
    page.run()
    assert "look at it once more" in said(page)
    page.button(key="import_leave").click().run()
    assert "look at it once more" not in said(page)


def test_the_way_back_names_its_file_and_goes_when_another_is_looked_at(directory):
    page = opened(stage(directory))
    page.button(key="import_apply").click().run()
    label = page.button(key="import_undo").label.replace("\\", "")
    assert "list.csv" in label
    assert "number 1" in label
    stage(directory, COUNTY.replace("Open Door", "Oak hall"), "state")
    page.run()
    ((file, _),) = actions.staged_files(directory, by=EDITOR)
    page.button(key=f"import_open_{file.id}").click().run()
    assert "import_undo" not in {each.key for each in page.button}


def test_a_hand_made_value_is_shown_with_the_files_and_taken_when_ticked(directory):
    apply(directory)
    listing = next(each for each in directory.store.bundles() if each.service.name == "Open Door")
    directory.store.write(
        [replace(listing.service, description="Tea and cake")], by="ben", at=datetime.now(UTC)
    )
    page = opened(stage(directory, COUNTY.replace(",Tea", ",Coffee")))
    assert "Here: Tea and cake" in said(page)
    assert "In the file: Coffee" in said(page)
    page.checkbox[0].check().run()
    page.button(key="import_apply").click().run()
    described = {each.service.description for each in directory.store.bundles()}
    assert described == {"Coffee", "Soup"}


def test_an_unknown_table_opens_at_its_columns(directory):
    page = opened(
        stage(directory, "Bezeichnung,Tel\nOpen Door,410-555-0101\nOak hall,410-555-0102\n", "town")
    )
    assert page.session_state["import_section"] == "columns"
    boxes = {each.label.split(" ·")[0]: each.value for each in page.selectbox}
    assert boxes["Bezeichnung"] == "name"
    assert boxes["Tel"] == "phone"


@pytest.mark.parametrize("language", languages())
def test_every_field_a_column_may_hold_is_named_in_words(language, monkeypatch):
    fields = [each for each in actions.fields_to_choose() if each.count(":") != 2]
    names = {field: text_of(f"duplicates.field.{field.rpartition('/')[2]}", language) for field in fields}
    assert [field for field, name in names.items() if name is None] == []
    # Two fields of one name could not be told apart in the list; what is told as a fact stands there too.
    monkeypatch.setattr(import_columns, "language", lambda: language)
    listed = [import_columns._field_words(each) for each in actions.fields_to_choose()]
    assert [each for each in listed if listed.count(each) > 1] == []


def test_every_section_of_a_plan_draws(directory):
    apply(directory, COUNTY, "state")
    apply(directory)
    text = (
        COUNTY.replace("0102", "0199")
        + "3,,9 Far St,Baltimore,MD,39.30,-76.60,410-555-0103,\n4,Far hall,9 Far St,Baltimore,MD,39.30,-76.60,,\n"
    )
    staged = stage(directory, text)
    page = opened(staged)
    for name in ("changed", "new", "problems", "columns", "map"):
        page.session_state["import_section"] = name
        page.run()
        assert not page.exception, name
    doubles = stage(directory, COUNTY.replace("1,Open", "91,Open"), "city")
    page = opened(doubles)
    page.session_state["import_section"] = "doubles"
    page.run()
    assert not page.exception
    assert "look like listings that are here" in said(page)


def test_what_was_looked_at_on_the_map_of_one_file_is_not_looked_at_on_the_next(directory):
    # The points are mixed up: latitude and longitude have changed places.
    head = COUNTY.splitlines()[0] + "\n"
    rows = [
        f"{n},Hall {n},{n} Example St,Baltimore,MD,-76.61,39.{n},410-555-0101,Tea\n" for n in range(10, 32)
    ]
    one, other = (stage(directory, head + "".join(rows), source) for source in ("county", "state"))
    page = opened(one)
    page.session_state["import_section"] = "map"
    page.run()
    page.button(key="import_look_at_2").click().run()
    page.button(key="import_points_more").click().run()

    def looked():
        (drawn,) = page.get("component_instance")
        return "point 2" in drawn.proto.json_args.replace("\\", ""), len(
            [each for each in page.button if (each.key or "").startswith("import_look_at_")]
        )

    assert looked() == (True, 22)
    page.session_state["import_staged"] = other
    page.run()
    assert not page.exception
    assert looked() == (False, 20)


def test_a_job_that_is_called_off_ends_and_gives_nothing():
    def work(tell):
        for done in range(10_000):
            tell(done, 10_000)
            time.sleep(0.005)
        return "done"

    job = Job(work)
    job.call_off()
    assert job.wait(5)
    assert (job.result, job.error, job.is_called_off) == (None, None, True)


def test_a_job_keeps_what_went_wrong():
    def work(tell):
        raise ValueError("x")

    job = Job(work)
    assert job.wait(5)
    assert isinstance(job.error, ValueError)


def test_the_operator_may_use_the_page_too(directory):
    assert actions.staged_files(directory, by=OPERATOR) == ()
