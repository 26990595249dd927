"""Files made to fill the memory, to hang or to confuse: refused or read, quickly and in bounded memory."""

import io
import json
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resourcemap.curation.repeats import settle_repeats
from resourcemap.errors import StorageError, UnreadableFileError
from resourcemap.interchange import read_file
from resourcemap.interchange.limits import MAX_TEXT
from resourcemap.model.refusal import RefusedFileError
from resourcemap.showing.problems import problem_words

PROJECT = Path(__file__).parents[2]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(
    *sheets: str,
    strings: str = "",
    styles: str = "",
    states: tuple[str, ...] = (),
    is_1904=False,
    before: str = "",
) -> bytes:
    """Make a workbook from the inner XML of its sheets."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = "".join(
            f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}" state="{states[n - 1] if states else "visible"}"/>'
            for n in range(1, len(sheets) + 1)
        )
        date = '<workbookPr date1904="1"/>' if is_1904 else ""
        archive.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{SPACE}" xmlns:r="{RELATIONS}">{date}<sheets>{listed}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"{HEAD}<Relationships>{relations}</Relationships>")
        for number, sheet in enumerate(sheets, start=1):
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'{HEAD}{before}<worksheet xmlns="{SPACE}">{sheet}</worksheet>',
            )
        if strings:
            archive.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{SPACE}">{strings}</sst>')
        if styles:
            archive.writestr("xl/styles.xml", f'{HEAD}<styleSheet xmlns="{SPACE}">{styles}</styleSheet>')
    return buffer.getvalue()


def text_row(number: int, *cells: str) -> str:
    inner = "".join(
        f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for n, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{inner}</row>'


NAMES = text_row(1, "name", "phone", "assured date", "confidential", "zip")


def test_a_workbook_with_dates_booleans_merges_and_shared_text_reads() -> None:
    sheet = (
        f"<sheetData>{NAMES}"
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="str"><v>410-555-0100</v></c><c r="C2" s="1"><v>45000</v></c>'
        '<c r="D2" t="b"><v>1</v></c><c r="E2"><v>2134</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>410-555-0101</v></c><c r="C3" s="2"><v>45000.5</v></c></row>'
        '<row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="B5" t="inlineStr"><is><t>410-555-0102</t></is></c></row>'
        '</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    )
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;-&quot;mm hh:mm"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    )
    strings = "<si><r><t>Open </t></r><r><t>Door</t></r><rPh><t>no</t></rPh></si>"
    read = read_file(workbook(sheet, strings=strings, styles=styles), name="list.xlsx")
    first, second = (row.bundle for row in read.rows)
    assert (first.service.name, second.service.name) == ("Open Door", "Open Door")
    assert first.service.assured_date is not None
    assert first.service.assured_date.isoformat() == "2023-03-15"
    assert second.service.assured_date == first.service.assured_date
    assert first.location is not None
    assert first.location.address_visibility == "hidden"
    assert first.location.addresses[0].postal_code == "02134"
    assert (read.row_count, [p.code for p in read.problems if p.severity == "reject"]) == (3, ["no-name"])


def test_sheets_with_places_are_read_one_after_the_other_and_hidden_ones_are_not() -> None:
    def sheet(name: str) -> str:
        return f"<sheetData>{NAMES}{text_row(2, name, '410-555-0100')}</sheetData>"

    notes = f"<sheetData>{text_row(1, 'colour', 'meaning')}{text_row(2, 'red', 'closed')}</sheetData>"
    data = workbook(
        sheet("A"), notes, sheet("B"), sheet("C"), states=("visible", "visible", "visible", "hidden")
    )
    read = read_file(data, name="list.xlsx")
    assert [(row.sheet, row.row, row.bundle.service.name) for row in read.rows] == [
        ("Sheet1", 2, "A"),
        ("Sheet3", 2, "B"),
    ]
    assert {problem.code for problem in read.problems} == {"hidden-sheets", "sheet-skipped", "several-sheets"}


def test_a_problem_of_a_workbook_names_the_sheet_and_the_row_as_a_person_sees_them() -> None:
    title = text_row(1, "Places we know")
    header = text_row(4, "name", "phone", "url")
    good = text_row(6, "Open Door", "410-555-0100", "")
    bad = text_row(9, "Old Door", "410-555-0101", "nowhere at all") + text_row(12, "", "410-555-0102")
    read = read_file(workbook(f"<sheetData>{title}{header}{good}{bad}</sheetData>"), name="list.xlsx")
    assert [row.row for row in read.rows] == [6, 9]
    told = {problem.code: problem for problem in read.problems if problem.row}
    assert (told["bad-url"].row, told["bad-url"].sheet, told["bad-url"].column) == (9, "Sheet1", "url")
    assert told["bad-url"].message.startswith("Row 9 of the sheet “Sheet1”, url: “nowhere at all”")
    assert told["no-name"].message.startswith("Row 12 of the sheet “Sheet1”, name")
    assert "la hoja" in told["no-name"].message_in("es")


def test_one_row_number_in_two_sheets_is_two_rows() -> None:
    same = text_row(2, "Open Door", "410-555-0100")
    names = text_row(1, "name", "phone")
    sheet = f"<sheetData>{names}{same}</sheetData>"
    first, second = settle_repeats(read_file(workbook(sheet, sheet), name="list.xlsx"), {})
    assert first.repeats is None
    assert second.repeats is first.row


def far_cell() -> bytes:
    return workbook(
        f'<sheetData>{NAMES}{text_row(2, "A", "410-555-0100")}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def many_columns() -> bytes:
    return workbook(
        "<sheetData>" + NAMES + '<row r="2">' + "<c><v>1</v></c>" * 200_000 + "</row></sheetData>"
    )


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return workbook(
        f"<sheetData>{text_row(1, 'name', '&l9;')}</sheetData>",
        before=f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>',
    )


def outside_entity() -> bytes:
    return workbook(
        f"<sheetData>{text_row(1, 'name', '&x;')}</sheetData>",
        before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    )


def zip_bomb() -> bytes:
    return workbook("<sheetData>" + " " * 300_000_000 + "</sheetData>")


def element_bomb() -> bytes:
    return workbook("<sheetData>" + "<x/>" * 20_000_000 + "</sheetData>")


def nested_bomb() -> bytes:
    return workbook("<sheetData>" + "<x>" * 200_000)


def shared_bomb() -> bytes:
    return workbook("<sheetData/>", strings="<si><t>" + "a" * 90_000_000 + "</t></si>")


def many_members() -> bytes:
    buffer = io.BytesIO(workbook("<sheetData/>"))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/media/{number}.bin", b"")
    return buffer.getvalue()


def damaged_workbook() -> bytes:
    data = bytearray(far_cell())
    data[60:90] = bytes(30)
    return bytes(data)


def deep_json() -> bytes:
    return b"[" * 2_000_000


def deep_property() -> bytes:
    deep = '{"a":' * 500 + "1" + "}" * 500
    return f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":null,"properties":{{"name":"A","phone":"410-555-0100","x":{deep}}}}}]}}'.encode()


def deep_polygon() -> bytes:
    return f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":{"[" * 400}{"]" * 400}}},"properties":{{"name":"A"}}}}]}}'.encode()


def wide_json() -> bytes:
    return b"[" + b"{}," * 9_000_000 + b"{}]"


def many_numbers() -> bytes:
    return b'[{"name":"A","day":[' + b"1," * 14_000_000 + b"1]}]"


def huge_cell() -> bytes:
    return b'name,phone,notes\nA,410-555-0100,"' + b"x" * 10_000_000 + b'"\nB,410-555-0101,ok\n'


def huge_json_text() -> bytes:
    return json.dumps([{"name": "A" * 10_000_000, "slug": "a", "day": 1, "time": "19:00"}]).encode()


def huge_markup() -> bytes:
    return json.dumps(
        [{"name": "A", "slug": "a", "day": 1, "time": "19:00", "notes": "<a" * 16_000 + "&amp;" * 6_000}]
    ).encode()


def spaces_and_digits() -> bytes:
    rows = (
        ("1 " * 16_000),
        ("a." * 16_000),
        ("- " * 16_000),
        ("12:" * 10_000),
        ("(1" * 16_000),
        ("1-" * 16_000),
        ("a@" * 16_000),
    )
    columns = "name,phone,email,url,hours,address,eligibility,fees,languages,coordinates,handicap,day,time"
    return "\n".join([columns, *(",".join([f"N{n}", *[text] * 12]) for n, text in enumerate(rows))]).encode()


def commas() -> bytes:
    return b"name,phone\n" + b"," * 25_000_000


def lines() -> bytes:
    return b"name,phone\n" + b"a,b\n" * 400_000


def open_quote() -> bytes:
    return b'name,phone\nA,"410-555-0100\n' + b"B,410-555-0101\n" * 12_000


def nul_bytes() -> bytes:
    return b"name,phone\nA\x00B,410-555-0100\n" + b"C,410-555-0101\n" * 50


def too_large() -> bytes:
    return b"name,phone\n" + b"x" * 40_000_000


def vrt() -> bytes:
    return b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


BOMBS = [
    far_cell,
    many_columns,
    entities,
    outside_entity,
    zip_bomb,
    element_bomb,
    nested_bomb,
    shared_bomb,
    many_members,
    damaged_workbook,
    deep_json,
    deep_property,
    deep_polygon,
    wide_json,
    many_numbers,
    huge_cell,
    huge_json_text,
    huge_markup,
    spaces_and_digits,
    commas,
    lines,
    open_quote,
    nul_bytes,
    too_large,
    vrt,
]

CHILD = """
import resource, sys, time
from pathlib import Path
from resourcemap.errors import StorageError, UnreadableFileError
from resourcemap.interchange import read_file
data = Path(sys.argv[1]).read_bytes()
# The bar is 400 MB for the whole process; beyond that the system itself stops it.
resource.setrlimit(resource.RLIMIT_DATA, (400_000_000 + len(data), 400_000_000 + len(data)))
start = time.process_time()
try:
    read = read_file(data, name=Path(sys.argv[1]).name)
    rejected = {p.row for p in read.problems if p.severity == "reject"}
    assert read.row_count == len(read.rows) + len(rejected), (read.row_count, len(read.rows), len(rejected))
    print("read", read.row_count, end=" ")
except UnreadableFileError as refused:
    print("refused:", refused, end=" ")
# What getrusage tells includes the parent's memory from before the program was started.
peak = int(next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line).split()[1])
print(f"{time.process_time() - start:.2f} s {peak // 1024} MB")
sys.exit(0 if time.process_time() - start < 10 and peak < 400_000 else 3)
"""


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_hostile_file_is_read_or_refused_within_ten_seconds_and_400_mb(bomb, tmp_path: Path) -> None:
    data = bomb()
    path = tmp_path / ("bomb.xlsx" if data.startswith(b"PK") else "bomb.dat")
    path.write_bytes(data)
    del data
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=PROJECT,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "passwd" not in done.stdout


def test_one_far_cell_takes_no_memory_of_its_own() -> None:
    read = read_file(far_cell(), name="x.xlsx")
    assert [row.bundle.service.name for row in read.rows] == ["A"]


def test_a_value_longer_than_any_field_keeps_only_its_own_row_out() -> None:
    data = f"name,phone,notes\nA,410-555-0100,{'x' * (MAX_TEXT + 1)}\nB,410-555-0101,ok\n".encode()
    read = read_file(data, name="x.csv")
    assert [row.bundle.service.name for row in read.rows] == ["B"]
    assert [(p.row, p.column, p.code) for p in read.problems if p.severity == "reject"] == [
        (1, "notes", "too-long")
    ]


def accounts_for_all(data: bytes, name: str) -> None:
    try:
        read = read_file(data, name=name)
    except UnreadableFileError as refused:
        assert len(str(refused)) > 20
        return
    rejected = {(problem.sheet, problem.row) for problem in read.problems if problem.severity == "reject"}
    assert read.row_count == len(read.rows) + len(rejected)
    for row in read.rows:
        # What a database stores: UTF-8 without NUL.
        text = json.dumps([record.to_document() for _, record in row.bundle.records()], allow_nan=False)
        assert "\\u0000" not in text
        json.dumps(row.raw, allow_nan=False, ensure_ascii=False).encode()


NAMES_OF_FILES = st.sampled_from(["a.csv", "a.json", "a.geojson", "a.xlsx", "a.tsv", ""])


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), NAMES_OF_FILES)
def test_no_bytes_crash_the_reader(data: bytes, name: str) -> None:
    accounts_for_all(data, name)


CELLS = st.text(max_size=12) | st.sampled_from(
    [
        "Open Door",
        "39.29",
        "-76.61",
        "0",
        "NaN",
        "1e999",
        "Monday",
        "19:00",
        "8:00 PM",
        "25:99",
        "2/30/2020",
        "(o)",
        "x 715",
        "None",
        "24/7",
        "No fee",
        "18 and over",
        "a@b.cc",
        "//x",
        "http://[",
        "https://example.org",
        "O,W",
        "\ud800",
        "＝1",
    ]
)
HEADERS = [
    "name",
    "lat",
    "lng",
    "day",
    "time",
    "end_time",
    "phone",
    "email",
    "url",
    "hours",
    "zip",
    "address",
    "fees",
    "types",
    "eligibility",
    "languages",
    "updated",
    "min_age",
    "max_age",
    "category",
    "status",
    "closed",
    "listing_id",
    "schedule_rules",
]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=10),
    st.lists(st.lists(CELLS, max_size=11), max_size=5),
    st.sampled_from(",;\t"),
)
def test_no_table_crashes_the_reader(header: list[str], rows: list[list[str]], separator: str) -> None:
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    accounts_for_all(text.getvalue().encode("utf-8", "replace"), "a.csv")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(HEADERS), inner, max_size=3),
    max_leaves=6,
)
MEETING_KEYS = [
    "name",
    "slug",
    "day",
    "time",
    "end_time",
    "types",
    "timezone",
    "formatted_address",
    "address",
    "city",
    "state",
    "postal_code",
    "latitude",
    "longitude",
    "approximate",
    "conference_url",
    "conference_phone",
    "attendance_option",
    "updated",
    "last_contact",
    "group",
    "notes",
    "phone",
    "email",
    "url",
    "coordinates",
]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(MEETING_KEYS), VALUES, max_size=10) | VALUES, max_size=4))
def test_no_feed_crashes_the_reader(meetings: list[object]) -> None:
    accounts_for_all(
        json.dumps([{"name": "A", "day": 1, "time": "19:00", "types": []}] * 5 + meetings).encode(), "a.json"
    )


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "type": st.just("Feature"),
                "geometry": st.none()
                | st.fixed_dictionaries(
                    {
                        "type": st.sampled_from(["Point", "Polygon", "MultiPoint", "GeometryCollection"]),
                        "coordinates": VALUES,
                    }
                ),
                "properties": st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=8),
            }
        ),
        max_size=3,
    )
)
def test_no_feature_crashes_the_reader(features: list[object]) -> None:
    accounts_for_all(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "a.geojson")


def test_damaged_workbooks_are_refused_and_never_crash() -> None:
    whole = workbook(
        f"<sheetData>{NAMES}{text_row(2, 'A', '410-555-0100')}</sheetData>", strings="<si><t>a</t></si>"
    )
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        accounts_for_all(bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]), "a.xlsx")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"PK\x03\x04 cut off"),
        ("a.xlsx", workbook("<sheetData><row>")),
        ("a.json", b'{"services": ['),
        ("a.csv", b""),
        ("a.csv", b"%PDF-1.7"),
        ("a.kml", b"<kml/>"),
    ],
)
def test_a_refused_file_is_said_in_the_language_of_the_page(name: str, data: bytes) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read_file(data, name=name, format="auto")
    english, spanish, arabic = (problem_words(refused.value, language) for language in ("en", "es", "ar"))
    assert english == str(refused.value)
    assert spanish != english
    assert re.search("[\u0621-\u064a]{3}", arabic)
    # Names of formats and programs stay as they are; no English sentence does.
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", arabic)


def test_what_is_no_sentence_of_ours_stands_behind_one() -> None:
    told = problem_words(StorageError("The database is locked."), "es")
    assert told.startswith("No se pudo leer")
    assert told.endswith("(The database is locked.)")
