"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from resourcemap.errors import SettingsError
from resourcemap.settings import NAMES, Settings


def test_nothing_set_keeps_everything_in_the_project_and_asks_nobody_outside(project: Path) -> None:
    settings = Settings.from_env({})
    assert settings.data_folder == project / "data" / "local"
    assert settings.database_url == f"sqlite:///{project / 'data' / 'local' / 'resourcemap.sqlite'}"
    assert settings.tiles is None
    assert settings.units == "auto"
    assert settings.public_name == "Belonging map"


def test_the_database_follows_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.from_env({"RESOURCEMAP_DATA": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'resourcemap.sqlite'}"


def test_an_empty_value_counts_as_not_set_and_other_variables_are_ignored() -> None:
    assert Settings.from_env({"RESOURCEMAP_DATABASE": " ", "PATH": "/bin"}) == Settings.from_env({})


@pytest.mark.parametrize("given", ["postgresql://u:secret@db/map", "postgresql+psycopg2://u:secret@db/map"])
def test_a_postgresql_url_uses_the_installed_driver(given: str) -> None:
    settings = Settings.from_env({"RESOURCEMAP_DATABASE": given})
    assert settings.database_url == "postgresql+psycopg://u:secret@db/map"


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("RESOURCEMAP_DATABASE", "map.db", "sqlite:////"),
        ("RESOURCEMAP_DATABASE", "bogus", "is 'bogus', which has no ://"),
        ("RESOURCEMAP_DATABASE", "u:secret@db/map", "has no :// after the kind of database"),
        ("RESOURCEMAP_DATABASE", "u:secret@db://", "is not the address of a database"),
        ("RESOURCEMAP_DATABASE", "sqlite://", "names no file"),
        ("RESOURCEMAP_DATABASE", "mysql://u:secret@db/map", "postgresql+psycopg://"),
        ("RESOURCEMAP_UNITS", "leagues", "miles, km or auto"),
        ("RESOURCEMAP_EXIT_URL", "javascript:alert(1)", "whole address"),
        ("RESOURCEMAP_EXIT_URL", 'https://example.org/"><script>', "whole address"),
        ("RESOURCEMAP_TILES", "https://tiles.example.org/{z}/{x}.png", "{y} is missing"),
        ("RESOURCEMAP_TILES", "nowhere.pmtiles", "no such file"),
        ("RESOURCEMAP_PUBLIC_NAME", "<b>Map</b>", "plain name"),
        ("RESOURCEMAP_TIME_ZONE", "America/Chicgo", "Did you mean America/Chicago?"),
        ("RESOURCEMAP_TIME_ZONE", "../etc", "a name of the IANA list"),
        ("RESOURCEMAP_BACKUP_HOURS", "daily", "whole number from 0"),
        ("RESOURCEMAP_BACKUPS_KEPT", "0", "whole number from 1"),
        ("RESOURCEMAP_COLOUR", "teal", "is not a setting"),
    ],
)
def test_a_value_that_cannot_be_used_names_the_setting_and_what_to_write(
    name: str, value: str, advice: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: value})
    assert name in str(caught.value)
    assert advice in str(caught.value)
    assert "secret" not in str(caught.value), "a database URL may hold a password"


def test_tiles_need_a_word_of_thanks() -> None:
    tiles = {"RESOURCEMAP_TILES": "https://tiles.example.org/{z}/{x}/{y}.png"}
    with pytest.raises(SettingsError, match="RESOURCEMAP_TILES_ATTRIBUTION"):
        Settings.from_env(tiles)
    thanked = Settings.from_env(tiles | {"RESOURCEMAP_TILES_ATTRIBUTION": "© Example"})
    assert thanked.tiles_attribution == "© Example"


def test_the_data_folder_may_not_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("")
    with pytest.raises(SettingsError, match="Name a folder"):
        Settings.from_env({"RESOURCEMAP_DATA": str(file)})


def test_every_setting_is_documented_for_operators(project: Path) -> None:
    documented = (project / "docs" / "settings.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in documented] == []
