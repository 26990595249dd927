"""What an operator may set, read once from the environment at the edge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from resourcemap.errors import SettingsError
from resourcemap.model.account import ACCOUNT_ROLES
from resourcemap.model.zone_words import DEFAULT_ZONE, read_zone

PREFIX = "RESOURCEMAP_"
PROJECT_ROOT = Path(__file__).resolve().parents[2]
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_EXIT_URL = "https://www.google.com/"

Units = Literal["auto", "miles", "km"]


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The settings of one server or one command.

    Every setting is described for operators in docs/settings.md.
    """

    data_folder: Path
    """Everything local: the embedded database and what else is made here."""
    database_url: str
    """SQLAlchemy URL of the database; may hold a password, so never print it."""
    tiles: str | None
    """A tile server's URL template with {z}, {x} and {y}, or the path of a .pmtiles file; None is off."""
    tiles_attribution: str | None
    """Whom the map thanks for the tiles."""
    units: Units
    """miles, km, or auto: whatever the place uses."""
    time_zone: ZoneInfo
    """The clock of schedules whose record names none and whose state does not tell."""
    exit_url: str
    """Where quick exit goes."""
    public_name: str
    """The name on the page and in the browser's tab."""
    hosts: tuple[str, ...]
    """Names the server answers to, lower case and without port; "*" is any."""
    backups_folder: Path
    """Where backups are kept."""
    backup_hours: int
    """A server makes a backup when the newest is this old; 0 is never."""
    backups_kept: int
    """How many of the server's own backups stay."""
    sso_claim: str
    """Which claim of single sign-on says what a person may do."""
    sso_roles: Mapping[str, str]
    """The role that each value of that claim gives; empty is no single sign-on."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """
        Read the settings that start with RESOURCEMAP_; an empty value counts as not set.

        Raises
        ------
        SettingsError
            For a name that is not known or a value that cannot be used; the text names the setting,
            what was seen and what to write.

        Examples
        --------
        >>> Settings.from_env({"RESOURCEMAP_UNITS": "km"}).units
        'km'
        >>> Settings.from_env({"RESOURCEMAP_UNIT": "km"})
        Traceback (most recent call last):
        ...
        resourcemap.errors.SettingsError: RESOURCEMAP_UNIT is not a setting. Did you mean RESOURCEMAP_UNITS?...
        """
        given = {name: value.strip() for name, value in environ.items() if name.startswith(PREFIX)}
        for name in sorted(given.keys() - set(NAMES)):
            raise SettingsError(f"{name} is not a setting. {_suggestion(name)}Known: {', '.join(NAMES)}.")
        set_ = {name: value for name, value in given.items() if value}
        data_folder = _folder(set_.get("RESOURCEMAP_DATA"))
        tiles = _tiles(set_.get("RESOURCEMAP_TILES"))
        attribution = set_.get("RESOURCEMAP_TILES_ATTRIBUTION")
        if tiles is not None and attribution is None:
            raise SettingsError(
                "RESOURCEMAP_TILES_ATTRIBUTION is not set, but RESOURCEMAP_TILES is. Write whom the map "
                "thanks for the tiles, for example: © OpenStreetMap contributors."
            )
        return cls(
            data_folder=data_folder,
            database_url=_database(set_.get("RESOURCEMAP_DATABASE"), data_folder),
            tiles=tiles,
            tiles_attribution=attribution,
            units=_units(set_.get("RESOURCEMAP_UNITS", "auto")),
            time_zone=_time_zone(set_.get("RESOURCEMAP_TIME_ZONE", DEFAULT_ZONE.key)),
            exit_url=_exit_url(set_.get("RESOURCEMAP_EXIT_URL", DEFAULT_EXIT_URL)),
            public_name=_public_name(set_.get("RESOURCEMAP_PUBLIC_NAME", "Belonging map")),
            hosts=(*LOCAL_HOSTS, *_hosts(set_.get("RESOURCEMAP_HOSTS", ""))),
            backups_folder=_backups(set_.get("RESOURCEMAP_BACKUPS"), data_folder),
            backup_hours=_whole(set_, "RESOURCEMAP_BACKUP_HOURS", 24, least=0, most=24 * 31),
            backups_kept=_whole(set_, "RESOURCEMAP_BACKUPS_KEPT", 30, least=1, most=10_000),
            sso_claim=set_.get("RESOURCEMAP_SSO_CLAIM", "groups"),
            sso_roles=_sso_roles(set_.get("RESOURCEMAP_SSO_ROLES", "")),
        )


NAMES = (
    "RESOURCEMAP_BACKUPS",
    "RESOURCEMAP_BACKUPS_KEPT",
    "RESOURCEMAP_BACKUP_HOURS",
    "RESOURCEMAP_DATA",
    "RESOURCEMAP_DATABASE",
    "RESOURCEMAP_EXIT_URL",
    "RESOURCEMAP_HOSTS",
    "RESOURCEMAP_PUBLIC_NAME",
    "RESOURCEMAP_SSO_CLAIM",
    "RESOURCEMAP_SSO_ROLES",
    "RESOURCEMAP_TILES",
    "RESOURCEMAP_TILES_ATTRIBUTION",
    "RESOURCEMAP_TIME_ZONE",
    "RESOURCEMAP_UNITS",
)


def _suggestion(name: str) -> str:
    close = get_close_matches(name, NAMES, n=1, cutoff=0.8)
    return f"Did you mean {close[0]}? " if close else ""


def _folder(value: str | None) -> Path:
    if value is None:
        return PROJECT_ROOT / "data" / "local"
    folder = Path(value).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(
            f"RESOURCEMAP_DATA is {value!r}, which is a file. Name a folder; it is made if it is not there."
        )
    return folder


def _backups(value: str | None, data_folder: Path) -> Path:
    if value is None:
        return data_folder / "backups"
    folder = Path(value).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(
            f"RESOURCEMAP_BACKUPS is {value!r}, which is a file. Name a folder; it is made if it is not there."
        )
    return folder


def _whole(given: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    value = given.get(name)
    if value is None:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", value) or not least <= int(value) <= most:
        raise SettingsError(f"{name} is {value!r}. Write a whole number from {least} to {most}.")
    return int(value)


def _database(value: str | None, data_folder: Path) -> str:
    if value is None:
        return f"sqlite:///{data_folder / 'resourcemap.sqlite'}"
    scheme, separator, rest = value.partition("://")
    dialect = scheme.partition("+")[0]
    if not separator or not rest or dialect not in ("sqlite", "postgresql", "postgres"):
        raise SettingsError(
            f"RESOURCEMAP_DATABASE {_seen_of_address(scheme, separator)}. Write a SQLAlchemy URL: "
            "sqlite:////path/to/file.sqlite or postgresql+psycopg://user:password@host/name."
        )
    if dialect != "sqlite":
        # The one PostgreSQL driver that is installed; people copy URLs without it.
        return f"postgresql+psycopg://{rest}"
    return value


def _seen_of_address(scheme: str, separator: str) -> str:
    """Say what stands there; only a word that can be no part of a password is quoted."""
    if not re.fullmatch(r"[\w./\\+ -]{1,60}", scheme):
        return "is not the address of a database" if separator else "has no :// after the kind of database"
    if not separator:
        return f"is {scheme!r}, which has no ://"
    return f"starts with {scheme!r}" if scheme != "sqlite" else f"is '{scheme}://', which names no file"


def _tiles(value: str | None) -> str | None:
    if value is None or value.lower().endswith(".pmtiles"):
        if value is not None and not Path(value).expanduser().is_file():
            raise SettingsError(f"RESOURCEMAP_TILES is {value!r}, but there is no such file.")
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"RESOURCEMAP_TILES is {value!r}. Write a tile server's address such as "
            "https://tiles.example.org/{z}/{x}/{y}.png, or the path of a .pmtiles file."
        )
    missing = [name for name in ("{z}", "{x}", "{y}") if name not in value]
    if missing:
        raise SettingsError(f"RESOURCEMAP_TILES is {value!r}. {', '.join(missing)} is missing from it.")
    return value


def _units(value: str) -> Units:
    match value.lower():
        case "auto":
            return "auto"
        case "miles" | "mi":
            return "miles"
        case "km" | "kilometres" | "kilometers":
            return "km"
    raise SettingsError(f"RESOURCEMAP_UNITS is {value!r}. Write miles, km or auto.")


def _time_zone(value: str) -> ZoneInfo:
    zone = read_zone(value)
    if zone is None:
        close = get_close_matches(value, available_timezones(), n=1, cutoff=0.7)
        hint = f"Did you mean {close[0]}? " if close else ""
        raise SettingsError(
            f"RESOURCEMAP_TIME_ZONE is {value[:60]!r}. {hint}Write a name of the IANA list, such as America/Chicago."
        )
    return zone


def _exit_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(mark in value for mark in "\"'<> "):
        raise SettingsError(
            f"RESOURCEMAP_EXIT_URL is {value!r}. Write the whole address of an everyday site, "
            f"such as {DEFAULT_EXIT_URL}."
        )
    return value


def _public_name(value: str) -> str:
    if len(value) > 60 or any(mark in value for mark in "<>\n"):
        raise SettingsError(
            f"RESOURCEMAP_PUBLIC_NAME is {value[:80]!r}. Write a plain name of 60 letters or fewer."
        )
    return value


def _hosts(value: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in value.split(",") if name.strip())
    for name in names:
        if name != "*" and not re.fullmatch(r"[a-z0-9._-]+|\[[0-9a-f:]+\]", name):
            raise SettingsError(
                f"RESOURCEMAP_HOSTS has {name!r} in it. Write names alone, without https:// or a port, "
                "with commas between them: map.example.org, 192.0.2.7."
            )
    return names


def _sso_roles(value: str) -> Mapping[str, str]:
    roles: dict[str, str] = {}
    for part in (part.strip() for part in value.split(",")):
        if not part:
            continue
        claimed, separator, role = (each.strip() for each in part.rpartition("="))
        if not separator or not claimed or role not in ACCOUNT_ROLES:
            raise SettingsError(
                f"RESOURCEMAP_SSO_ROLES has {part!r} in it. Write value=role with commas between them, such as "
                f"map-editors=editor. The roles are {', '.join(ACCOUNT_ROLES)}."
            )
        roles[claimed] = role
    return MappingProxyType(roles)
