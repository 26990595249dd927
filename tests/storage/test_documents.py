"""Documents survive the database as they are, known fields and unknown ones."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from resourcemap.errors import ResourceMapError
from resourcemap.model.hsds import Address, Location, Organization, Phone
from resourcemap.storage.engine import writing
from resourcemap.storage.store import Store

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
unknown_fields = st.dictionaries(words.map(lambda name: f"x_{name}"), values, max_size=4)
coordinates = st.floats(-90, 90) | st.none()

_pairs = st.builds(
    lambda name, phone, extra, phone_extra, latitude, longitude, city: (
        Organization(id="o", name=name, phones=(Phone(number=phone, extra=phone_extra),), extra=extra),
        Location(
            id="l", latitude=latitude, longitude=longitude, addresses=(Address(city=city),), extra=extra
        ),
    ),
    words, words, unknown_fields, unknown_fields, coordinates, coordinates, words,
)  # fmt: skip


def check_round_trip(store: Store, records, at):
    organization, location = records
    store.write(records, by="ana", at=at)
    (read,) = [each for each in store.organizations() if each.id == organization.id]
    assert read == organization
    version = store.version()
    assert store.write([read, location], by="ana", at=at) == version
    found = store.check()
    assert found.is_whole, found.problems


common = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@common
@given(records=_pairs)
def test_any_document_survives(store, at, records):
    check_round_trip(store, records, at)


def test_what_no_database_can_keep_is_left_out_of_text(store, at):
    odd = Organization(id="o", name="Open\x00 Door \ud800", extra={"a\x00b": ["\x00", {"c": "é\udfff"}]})
    store.write([odd], by="ana", at=at)
    assert store.organizations() == (
        Organization(id="o", name="Open Door ?", extra={"ab": ["", {"c": "é?"}]}),
    )
    assert store.check().is_whole


def test_a_number_json_cannot_express_is_refused_by_name(store, at):
    with pytest.raises(ResourceMapError, match="location l"):
        store.write([Location(id="l", latitude=math.nan)], by="ana", at=at)
    assert store.version() == 0


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE organization SET document = replace(CAST(document AS text), 'Door', 'Doom')", "written"),
        ('UPDATE organization SET document = \'{"id": "other"}\'', "another id"),
        ("UPDATE organization SET name = 'Shut Door'", "name differs"),
        ("UPDATE organization SET row_hash = ''", "written"),
    ],
)
def test_a_damaged_record_is_noticed(store, at, damage, said):
    store.write(
        [Organization(id="o", name="Open Door"), Organization(id="p", name="Harbor")], by="ana", at=at
    )
    if store._engine.dialect.name == "postgresql":
        damage = damage.replace("'Doom')", "'Doom')::json")
    with writing(store._engine) as connection:
        connection.execute(text(damage + " WHERE id = 'o'"))
    checked = store.check()
    assert checked.records_checked == 2
    (problem,) = checked.problems
    assert problem.startswith("organization o: ")
    assert said in problem
    assert "Doo" not in problem


def test_a_field_said_as_null_is_the_same_as_one_not_said(store, at):
    quiet = Organization(id="o", name="Open Door")
    version = store.write([quiet], by="ana", at=at)
    assert store.write([replace(quiet, extra={"x": None})], by="ana", at=at) == version


@pytest.mark.parametrize("number", [5.0, -77.0, 0.0, 1e16, 1e-7, 46.921089065123, 1e300])
def test_a_number_alone_in_the_history_is_what_was_written(store, at, number):
    for latitude in (1.5, number, 1.5):
        store.write([Location(id="l", latitude=latitude)], by="ana", at=at)
    assert store.check().problems == ()


def test_long_numbers_stay_exact_in_the_history(store, at):
    numbers = (
        3.0914516745811157e-207,
        1.421339789543544e-223,
        1.7976931348623157e308,
        3.3195749137923507e-155,
        -0.0,
    )
    extra = {f"x_{place}": number for place, number in enumerate((*numbers, 5.0, -757682089857415680))}
    for each in ({}, extra):
        store.write([Organization(id="o", name="Open Door", extra=each)], by="ana", at=at)
    found = store.check()
    assert found.is_whole, found.problems
    kept = {str(change.field_name): change.replacement_value for change in store.history("o")}
    assert {name: kept.get(name) for name in extra} == extra
