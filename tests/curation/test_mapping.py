"""An unknown table gets a proposal that is mostly right, and nothing is proposed where nothing fits."""

from __future__ import annotations

from resourcemap.curation.mapping import KnownField, propose_columns, propose_words
from resourcemap.interchange.columns import known_columns
from resourcemap.interchange.reading import read_file
from resourcemap.model.table import TableMapping
from resourcemap.model.vocabulary import fold

KNOWN = tuple(KnownField(column.field, column.names) for column in known_columns())

TABLE = """Bezeichnung,Street and number,Our ZIP code,Tel. number (public),Web,Mail,Y,X,Kind,Internal ref
Open Door,1 Example St,21201,410-555-0101,https://open.example.org,a@example.org,39.29010,-76.61010,Essen,q1
Harbour supper,5 Pier Rd,21202,410-555-0102,https://pier.example.org,b@example.org,39.28000,-76.60000,Bett; Essen,q2
Job club,9 Far St,21203,410-555-0103,https://job.example.org,c@example.org,39.30000,-76.59000,Arbeit,q3
"""


def seen(text):
    return read_file(text.encode(), name="list.csv", authority="town").tables[0]


def proposed(text):
    return {each.column: (each.field, each.why) for each in propose_columns(seen(text), KNOWN)}


def test_columns_are_told_by_name_by_a_like_name_and_by_their_values():
    found = proposed(TABLE)
    assert found["Our ZIP code"] == ("postal_code", "like-name")
    assert found["Tel. number (public)"][0] == "phone"
    assert found["Web"][0] == "url"
    assert found["Mail"][0] == "email"
    assert (found["Y"][0], found["X"][0]) == ("latitude", "longitude")
    assert found["Street and number"][0] in ("address", "address_1")
    assert found["Bezeichnung"] == ("name", "values")


def test_what_fits_nothing_is_left_to_the_person():
    assert proposed("name,zz\nOpen Door,q1\nJob club,q2\n")["zz"] == (None, "none")
    assert proposed("name,zz\nOpen Door,\n")["zz"] == (None, "none")


def test_a_mapping_reads_the_table_its_way_and_keeps_what_it_leaves_out():
    mapping = TableMapping(
        columns={"Bezeichnung": "name", "Street and number": "address", "Kind": "category", "Web": ""},
        values={"Kind": {"essen": "food", "bett": "shelter"}},
    )
    read = read_file(TABLE.encode(), name="list.csv", authority="town", mapping=mapping)
    first, second = read.rows[0].bundle, read.rows[1].bundle
    assert first.service.name == "Open Door"
    assert first.service.url is None
    assert read.rows[0].raw["Web"] == "https://open.example.org"
    assert first.location.addresses[0].address_1 == "1 Example St"
    said = {each.taxonomy_term.code for each in second.service.attributes if each.link_type == "category"}
    assert said


def test_words_of_a_column_are_looked_up_and_the_rest_is_asked():
    terms = {fold("Food pantry"): "food", fold("Shelter"): "shelter"}
    found = propose_words(
        ["Food pantrys; Zelt", "zelt", "Shelter"], terms, is_known=lambda word: word == "shelter"
    )
    assert found == {"zelt": "", "food pantrys": "food"}


def test_a_mapping_survives_being_stored():
    mapping = TableMapping(columns={"a": "name", "b": ""}, values={"k": {"x": "food"}})
    assert TableMapping.from_document(mapping.to_document()) == mapping
    assert not TableMapping.from_document({"columns": ["odd"], "values": {"k": 3}})
