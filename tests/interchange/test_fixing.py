"""Rows that were kept out come back as a table: what to fix, harmless in a spreadsheet, readable again."""

from __future__ import annotations

import csv
import io
import json

from resourcemap.interchange.fixing import write_rejected
from resourcemap.interchange.reading import read_file

TABLE = """id,name,phone,latitude,longitude,venmo
1,Open Door,410-555-0101,39.29,-76.61,@x
2,,410-555-0102,39.28,-76.60,@y
3,=HYPERLINK("x"),,,,
"""


def table_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_each_refused_row_says_what_to_fix_and_holds_no_live_formula():
    rows = table_of(write_rejected(read_file(TABLE.encode(), name="list.csv")))
    assert [row["id"] for row in rows] == ["2", "3"]
    assert "there is no name" in rows[0]["what_to_fix"]
    assert rows[1]["name"] == '\'=HYPERLINK("x")'
    assert rows[0]["longitude"] == "'-76.60"
    assert "venmo" not in rows[0]


def test_what_to_fix_is_said_in_the_readers_language():
    rows = table_of(write_rejected(read_file(TABLE.encode(), name="list.csv"), "es"))
    assert "Fila 2" in rows[0]["what_to_fix"]


def test_the_corrected_table_is_read_again():
    text = write_rejected(read_file(TABLE.encode(), name="list.csv")).decode("utf-8-sig")
    fixed = read_file(text.replace(",2,,", ",2,Harbour supper,").encode(), name="fixed.csv")
    (row,) = fixed.rows
    assert row.identifier == "2"
    assert (row.bundle.service.name, row.bundle.location.longitude) == ("Harbour supper", -76.60)


def test_features_and_meetings_come_back_too():
    features = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [-76.61, 39.29]},
                "properties": {"zip": "21201"},
            }
        ],
    }
    (row,) = table_of(write_rejected(read_file(json.dumps(features).encode(), name="x.geojson")))
    assert (row["zip"], row["latitude"], row["longitude"]) == ("21201", "39.29", "'-76.61")
    meetings = [{"slug": "a", "name": "A", "day": 1, "time": "19:00"}, "odd"]
    (row,) = table_of(
        write_rejected(read_file(json.dumps(meetings).encode(), name="x.json", format="meeting-guide"))
    )
    assert row["value"] == "odd"
