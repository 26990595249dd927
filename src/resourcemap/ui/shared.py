"""What every visitor of this server shares, read once: the directory and the settings."""

import asyncio
import os
from collections.abc import AsyncIterator, Hashable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from resourcemap.actions import Directory, first_admin, may, open_directory
from resourcemap.actions import last_backup as newest_run
from resourcemap.model.change import OPERATOR, Actor
from resourcemap.model.words import languages
from resourcemap.model.zone_words import read_zone
from resourcemap.settings import Settings
from resourcemap.web.backups import scheduled_backups
from resourcemap.web.page import LANGUAGE_COOKIE, page_language
from resourcemap.web.visits import collect, forgotten_visits
from resourcemap.web.who import Who


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Read the server's settings."""
    return Settings.from_env(os.environ)


@st.cache_resource(show_spinner=False)
def directory() -> Directory:
    """Open the directory; it looks for newer data by itself at each search."""
    return open_directory(settings().database_url, zone=settings().time_zone)


_settled: set[Hashable] = set()


def settle(what: Hashable) -> None:
    """
    Take what is there by now out of what is walked for garbage, once for each thing named.

    Streamlit collects all garbage after every rerun. The listings and the modules stay for good: walking
    them took half of a rerun's time with 2,500 listings. What an earlier visit left is thawed and
    collected first, so that nothing dead is kept.
    """
    if what in _settled:
        return
    _settled.add(what)
    collect(set_aside=True)


def has_sample() -> bool:
    """Tell whether any place is an invented one, so that the page says so."""
    return directory().has_sample()


def data_version() -> int:
    """Read the data version from the database: what /healthz reports."""
    return directory().store.version()


def last_backup() -> datetime | None:
    """Read when the newest backup was made: what /healthz reports."""
    run = newest_run(directory())
    return run.finished_at if run else None


def staff(cookies: Mapping[str, str]) -> Actor | None:
    """Tell who is signed in, from a request's cookies."""
    return Who(settings(), directory).actor(cookies)


def uploaders(cookies: Mapping[str, str]) -> Actor | None:
    """Tell who sends files, from a request's cookies; None unless their work needs it."""
    by = staff(cookies)
    return by if may("plan_import", by) else None


def print_first_link() -> None:
    """Tell whoever starts the server how to make the first account, while there is none."""
    link = first_admin(directory(), by=OPERATOR, now=now())
    if link is not None:
        host = st.get_option("server.address") or "127.0.0.1"
        print(  # noqa: T201  # the terminal of whoever started it is where this belongs
            f"\n  Nobody has an account yet. Make the first one here, once, within a day:\n\n"
            f"  http://{host}:{st.get_option('server.port')}{link.path}\n",
            flush=True,
        )


@asynccontextmanager
async def opened_early(_app: object) -> AsyncIterator[None]:
    """Read the data while the server starts, so that nobody waits for it, and keep backups while it runs."""
    reading = asyncio.create_task(asyncio.to_thread(_open))
    async with scheduled_backups(settings(), directory), forgotten_visits():
        yield
    # A failure to open was shown to whoever visited; the server's end is no place to repeat it.
    await asyncio.gather(reading, return_exceptions=True)


def _open() -> None:
    directory().snapshot()
    settle("start")
    print_first_link()


def now() -> datetime:
    """Read the clock: the one place of these pages that does."""
    return datetime.now(UTC)


def reader_zone() -> ZoneInfo | None:
    """Give the zone the browser says it is in, for what is joined from elsewhere; it is never stored."""
    return read_zone(st.context.timezone)


def language() -> str:
    """Choose this visit's language: picked on the page, else as the server chose the page's own."""
    picked = st.session_state.get("language")
    if picked in languages():
        return str(picked)
    cookie = st.context.cookies.get(LANGUAGE_COOKIE, "")
    accepted = st.context.headers.get("Accept-Language") or st.context.locale or ""
    return page_language(f"{LANGUAGE_COOKIE}={cookie}" if cookie else "", accepted, languages())
