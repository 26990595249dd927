"""HSDS records read and write documents without losing what they do not know."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resourcemap.errors import ResourceMapError
from resourcemap.model.hsds import RECORD_TYPES, Location, Schedule, Service

words = st.text(max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
unknown_fields = st.dictionaries(st.text(min_size=1, max_size=8).map("x_{}".format), json_values, max_size=4)


@given(unknown=unknown_fields, nested=unknown_fields)
def test_fields_nobody_knows_survive_a_round_trip(unknown, nested):
    document = {
        "id": "s1",
        "name": "Garden evening",
        "status": "active",
        "assured_date": "2026-10-01",
        "schedules": [{"id": "t1", "byday": "TH", "opens_at": "17:30", **nested}],
        **unknown,
    }
    written = Service.from_document(document).to_document()
    assert written == document
    assert json.loads(json.dumps(written)) == written


@pytest.mark.parametrize("name", ["organization", "service", "service_at_location"])
def test_the_examples_of_the_standard_survive_a_round_trip(name, realdata):
    path = realdata / "hsds-3.1-examples" / f"{name}_full.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not among the real files")
    document = json.loads(path.read_text(encoding="utf-8"))
    if name == "service_at_location":
        document.setdefault("service_id", "named by the service around it")
    record = RECORD_TYPES[name].from_document(document)
    assert RECORD_TYPES[name].from_document(record.to_document()) == record
    assert {key for key, value in document.items() if value not in (None, [])} <= set(record.to_document())


@pytest.mark.parametrize(
    ("kind", "document", "said"),
    [
        (Location, {"id": "1", "latitude": "39.3"}, "location.latitude: '39.3' is not a number."),
        (Location, {"id": "1", "latitude": True}, "location.latitude: True is not a number."),
        (
            Service,
            {"id": "1", "name": "n", "assured_date": "soon"},
            "service.assured_date: 'soon' is not a date",
        ),
        (Service, {"id": "1", "name": "n", "phones": {}}, "service.phones: {} is not a list."),
        (Schedule, {"exdates": ["2026-12-25", "x"]}, r"schedule.exdates\[1\]: 'x' is not a date"),
        (Service, {"id": "1"}, "name"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(kind, document, said):
    with pytest.raises(ResourceMapError, match=said):
        kind.from_document(document)
