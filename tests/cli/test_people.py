"""The way in for whoever runs the server."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resourcemap import actions
from resourcemap.cli import main
from tests.conftest import make_account


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    made = f"sqlite:///{tmp_path / 'r.sqlite'}"
    monkeypatch.setenv("RESOURCEMAP_DATABASE", made)
    return made


def test_the_first_link_is_printed_until_there_is_an_account(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["first-admin", "--site", "https://map.example.org/"]) == 0
    assert re.match(r"https://map\.example\.org/desk/invite/[\w-]{43}\n", capsys.readouterr().out)
    with actions.open_directory(url) as directory:
        make_account(directory, "administrator", now=datetime.now(UTC))
    assert main(["first-admin"]) == 1
    assert "reset-sign-in" in capsys.readouterr().err


def test_somebody_who_lost_their_phone_gets_a_link(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime.now(UTC)
    with actions.open_directory(url) as directory:
        who = make_account(directory, "administrator", now=now)
        assert main(["reset-sign-in", who.name.upper()]) == 0
        token = re.search(r"/desk/invite/([\w-]+)", capsys.readouterr().out)
        assert token is not None
        assert actions.session(directory, who.token, now=now) is None
        link, account = actions.open_link(directory, token[1], now=now)
        assert (link.kind, account and account.id) == ("reset", who.id)
    assert main(["reset-sign-in", "nobody"]) == 1
    assert "no account has this name" in capsys.readouterr().err
