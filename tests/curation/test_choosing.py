"""What a person gave stays unless staff take the file's value, one field at a time."""

from __future__ import annotations

from resourcemap.curation.choosing import kept_key, with_files_values
from resourcemap.curation.existing import Existing
from resourcemap.model.fact import Answer, Fact, read_facts, write_fact


def test_a_hand_made_value_gives_way_only_when_it_is_chosen(make_bundle, make_file, plan, edit):
    listing = make_bundle("1", description="Tea", url="https://a.example.org")
    known = edit(
        Existing.of([listing]),
        listing.service_at_location.id,
        description="Tea and cake",
        url="https://b.example.org",
    )
    made = plan(make_file(make_bundle("1", description="Soup", url="https://c.example.org")), known)
    (row,) = made.rows
    assert {each.change.field_name for each in row.kept} == {"description", "url"}
    assert row.status == "unchanged"
    chosen = {kept_key(each) for each in row.kept if each.change.field_name == "description"}
    taken = with_files_values(made, chosen)
    (record,) = [each for each in taken.records if each.id == listing.service.id]
    assert (record.description, record.url) == ("Soup", "https://b.example.org")
    assert taken.rows[0].status == "changed"
    assert [each.change.field_name for each in taken.rows[0].kept] == ["url"]
    assert with_files_values(made, frozenset()) is made


def test_a_checked_answer_gives_way_and_the_others_stay(make_bundle, make_file, plan):
    checked = Fact(Answer.YES, evidence="staff-checked")
    listing = make_bundle(
        "1", attributes=(write_fact("cost", "free", checked), write_fact("population", "veterans", checked))
    )
    said = make_bundle("1", attributes=(write_fact("cost", "free", Fact(Answer.NO)),))
    made = plan(make_file(said), Existing.of([listing]))
    taken = with_files_values(made, {kept_key(each) for each in made.rows[0].kept})
    facts = read_facts(taken.rows[0].bundle.service.attributes)
    assert facts["cost"]["free"].answer == Answer.NO
    assert facts["population"]["veterans"].answer == Answer.YES
