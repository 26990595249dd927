"""Files that wait keep their bytes, and a source's mapping its words, on both databases."""

from __future__ import annotations

import pytest

from resourcemap.errors import NotFoundError
from resourcemap.model.source import SavedFile, SourceFile
from resourcemap.model.table import TableMapping


def test_a_file_comes_back_byte_for_byte_until_it_is_dropped(store, at):
    file = SavedFile(
        id="a", file_name="list.csv", format="auto", authority="county", version=7, at=at, by="ana"
    )
    content = bytes(range(256)) * 1000
    store.staging.keep(file, b"old")
    store.staging.keep(file, content)
    assert store.staging.files() == (file,)
    assert store.staging.content("a") == (file, content)
    store.staging.drop("a")
    store.staging.drop("a")
    assert store.staging.files() == ()
    with pytest.raises(NotFoundError):
        store.staging.content("a")


def test_a_mapping_is_remembered_per_source_and_forgotten_when_empty(store, at):
    mapping = TableMapping({"Name der Einrichtung": "name", "x": ""}, {"Art": {"zelt": "shelter"}})
    store.staging.remember("town", TableMapping({"a": "name"}), by="ana", at=at)
    store.staging.remember("town", mapping, by="ben", at=at)
    assert store.staging.mapping("town") == mapping
    assert store.staging.mapping("city") == TableMapping()
    store.staging.remember("town", TableMapping(), by="ben", at=at)
    assert store.staging.mapping("town") == TableMapping()


def test_the_last_file_of_a_source_is_remembered_until_it_is_forgotten(store, at):
    first = SourceFile(authority="town", file_name="a.csv", at=at, by="ana", is_readable=False)
    last = SourceFile(authority="town", file_name="b.csv", at=at, by="ben", is_readable=True)
    store.staging.note_source_file(first)
    store.staging.note_source_file(last)
    assert store.staging.source_files() == (last,)
    store.staging.forget_source_file("county")
    store.staging.forget_source_file("town")
    assert store.staging.source_files() == ()
