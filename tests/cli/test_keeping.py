"""`resourcemap backup`, `restore` and `check`, as typed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from resourcemap.cli import main


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the sample places in it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("RESOURCEMAP_DATA", str(folder))
    assert main(["load-sample"]) == 0
    return folder


def test_a_backup_is_made_checked_and_restored(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 0
    (made,) = (data / "backups").iterdir()
    assert "Read back and whole" in capsys.readouterr().out
    assert main(["clear-sample"]) == 0
    assert main(["restore", str(data / "backups")]) == 0
    assert "Nothing is changed yet. To restore, add --apply." in capsys.readouterr().out
    assert main(["search", "--limit", "1"]) == 0
    assert "0 to go to" in capsys.readouterr().out
    assert main(["restore", str(made), "--apply"]) == 0
    assert "before-restore-" in capsys.readouterr().out
    assert main(["search", "--limit", "1"]) == 0
    assert "\n0 to go to" not in capsys.readouterr().out
    # What the restore took away is no backup to go back to by itself.
    assert main(["restore", str(data / "backups")]) == 0
    assert made.name in capsys.readouterr().out
    assert main(["check"]) == 0
    assert "2 whole, 0 damaged" in capsys.readouterr().out


def test_a_database_that_cannot_be_read_is_kept_beside_the_restored_one(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    database = data / "resourcemap.sqlite"
    database.write_bytes(b"\x17" * 20_000)
    assert main(["check"]) == 1
    assert "1 whole, 0 damaged" in capsys.readouterr().out
    assert main(["restore", str(data / "backups")]) == 0
    assert "Stop the server first" in capsys.readouterr().out
    assert database.read_bytes() == b"\x17" * 20_000
    assert main(["restore", str(data / "backups"), "--apply"]) == 0
    (kept,) = data.glob("resourcemap.sqlite.damaged-*")
    assert kept.read_bytes() == b"\x17" * 20_000
    assert main(["check"]) == 0


def test_check_says_which_record_is_damaged_and_which_backup(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    (made,) = (data / "backups").iterdir()
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    connection = sqlite3.connect(data / "resourcemap.sqlite")
    with connection:
        connection.execute(
            "UPDATE service SET document = replace(document, 'a', 'b') WHERE id = (SELECT min(id) FROM service)"
        )
    connection.close()
    capsys.readouterr()
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "service " in said
    assert "its document" in said
    assert "0 whole, 1 damaged" in said
    assert main(["restore", str(made), "--apply"]) == 1
    assert "Use another backup" in capsys.readouterr().err


def test_a_backup_goes_where_it_is_told_and_never_over_a_file(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine.zip"
    assert main(["backup", str(target)]) == 0
    before = target.read_bytes()
    assert main(["backup", str(target)]) == 1
    assert "such a file already" in capsys.readouterr().err
    assert target.read_bytes() == before
    assert main(["restore", str(tmp_path / "nowhere.zip")]) == 1
    assert "cannot be read" in capsys.readouterr().err
