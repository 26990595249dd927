"""An export that comes back: only what somebody wrote into it changes anything."""

import csv
import io
import json

import pytest

from resourcemap import actions
from resourcemap.model.change import OPERATOR


def planned(directory, data: bytes, name: str):
    return actions.plan_import(directory, data, by=OPERATOR, file_name=name)


def edited(data: bytes, edit) -> bytes:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    rows = list(reader)
    edit(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, reader.fieldnames or [])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def changes(plan):
    return [
        (row.bundle.service.name, change.resource_type, change.field_name)
        for row in plan.rows
        for change in row.changes
    ]


@pytest.mark.parametrize("kind", ["csv", "geojson"])
def test_an_export_of_everything_read_again_is_only_unchanged(directory, moment, kind) -> None:
    data = actions.export(directory, kind, now=moment)
    plan = planned(directory, data, f"everything.{kind}")
    assert plan.counts["rows"] > 400
    assert changes(plan) == []
    assert plan.counts["unchanged"] == plan.counts["rows"]
    assert plan.records == ()


def test_a_cell_changed_in_an_export_changes_that_field_alone(directory, moment) -> None:
    listing = next(
        each
        for each in actions.public_listings(directory, now=moment)
        if each.email and each.phones and each.address and each.address.address_1 and each.point
    )

    def edit(rows) -> None:
        row = next(each for each in rows if each["listing_id"] == listing.id)
        row["description"] = "A new door."
        row["address_1"] = "900 Sample Street"

    plan = planned(directory, edited(actions.export(directory, "csv", now=moment), edit), "edited.csv")
    assert sorted(changes(plan)) == [
        (listing.name, "location", "addresses"),
        (listing.name, "service", "description"),
    ]
    (row,) = plan.rows_of("changed")
    assert row.bundle.location is not None
    (address,) = row.bundle.location.addresses
    assert (address.address_1, address.city) == ("900 Sample Street", listing.address.city)
    assert row.raw["name"] == listing.name
    assert row.raw["email"] == listing.email


def test_an_export_of_another_directory_comes_in_whole(directory, empty, moment) -> None:
    data = actions.export(directory, "geojson", now=moment)
    features = json.loads(data)["features"]
    plan = planned(empty, data, "everything.geojson")
    assert plan.counts["new"] + plan.counts["possible_duplicates"] == len(features)
