"""Reports are kept apart from the data and hold nothing of who wrote them, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import create_engine, inspect, select, text

from resourcemap.errors import NotFoundError
from resourcemap.model.report import Report
from resourcemap.storage.engine import read_url
from resourcemap.storage.store import Store
from resourcemap.storage.tables import RECORD_TABLES, report

FIRST_TABLES = {*RECORD_TABLES, "change", "import_run", "source_record", "suggestion"}
REPORT = Report(
    code="B2C3D4F5", listing_id="place", kind="turned-away", day=date(2026, 5, 12), text="“No”,\nthey said."
)


def test_a_report_comes_back_as_it_was_kept_and_moves_no_version(store: Store) -> None:
    before = store.version()
    later = replace(REPORT, code="C", day=date(2026, 5, 13), text=None)
    for each in (REPORT, replace(REPORT, code="A", kind="closed"), later):
        store.inbox.add_report(each)
    assert store.inbox.reports() == (later, replace(REPORT, code="A", kind="closed"), REPORT)
    assert store.version() == before
    assert store.history("place") == ()


def test_a_closed_report_waits_no_more(store: Store) -> None:
    store.inbox.add_report(REPORT)
    store.inbox.close(REPORT.code)
    assert store.inbox.reports() == ()
    assert store.inbox.reports("done") == (replace(REPORT, status="done"),)
    with pytest.raises(NotFoundError, match="none of this code"):
        store.inbox.close("nothing")


def test_what_was_decided_stays_decided(store: Store, at) -> None:
    store.inbox.add_report(REPORT)
    store.inbox.decide(REPORT.code, status="declined", outcome="It is open.", by="ben", at=at)
    with pytest.raises(NotFoundError, match="none of this code"):
        store.inbox.close(REPORT.code)
    assert store.inbox.outcome(REPORT.code).status == "declined"


def test_a_row_has_no_room_for_who_or_when_beyond_what_its_writer_left(store: Store, url: str) -> None:
    store.inbox.add_report(REPORT)
    engine = create_engine(read_url(url))
    columns = {each["name"]: str(each["type"]) for each in inspect(engine).get_columns("report")}
    with engine.connect() as connection:
        row = connection.execute(select(report)).one()
    engine.dispose()
    written = {"code", "listing_id", "kind", "day", "text", "status", "changes", "contact"}
    assert set(columns) == written | {"outcome", "decided_by"}
    assert (row.contact, row.decided_by) == (None, None)
    assert columns["day"] == "DATE"


def test_a_database_of_the_version_before_gets_the_table_and_keeps_its_data(
    url: str, make_bundle, apply_bundles
) -> None:
    with Store.open(url) as store:
        apply_bundles(store, make_bundle())
        bundles = store.bundles()
    engine = create_engine(read_url(url))
    with engine.begin() as connection:
        later = {name for name in report.metadata.tables if name not in FIRST_TABLES}
        report.metadata.drop_all(connection, [report.metadata.tables[name] for name in later])
        for name in ("change", "import_run", "source_record"):
            connection.execute(text(f"ALTER TABLE {name} DROP COLUMN row_hash"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    with Store.open(url) as store:
        store.inbox.add_report(REPORT)
        assert store.inbox.reports() == (REPORT,)
        assert store.bundles() == bundles
