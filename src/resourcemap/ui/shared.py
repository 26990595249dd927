"""What every visitor of this server shares, read once: the directory and the settings."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import streamlit as st

from resourcemap.actions import Directory, open_directory
from resourcemap.actions import last_backup as newest_run
from resourcemap.model.words import languages
from resourcemap.settings import Settings
from resourcemap.web.backups import scheduled_backups
from resourcemap.web.page import LANGUAGE_COOKIE, page_language


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Read the server's settings."""
    return Settings.from_env(os.environ)


@st.cache_resource(show_spinner=False)
def directory() -> Directory:
    """Open the directory; it looks for newer data by itself at each search."""
    opened = open_directory(settings().database_url)
    # Streamlit collects garbage after every rerun: what stays for good is better not walked each time.
    gc.collect()
    gc.freeze()
    return opened


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


@asynccontextmanager
async def opened_early(_app: object) -> AsyncIterator[None]:
    """Read the data while the server starts, so that nobody waits for it, and keep backups while it runs."""
    reading = asyncio.create_task(asyncio.to_thread(lambda: directory().snapshot()))
    async with scheduled_backups(settings(), directory):
        yield
    # A failure to open was shown to whoever visited; the server's end is no place to repeat it.
    await asyncio.gather(reading, return_exceptions=True)


def now() -> datetime:
    """Read the clock: the one place of these pages that does."""
    return datetime.now(UTC)


def language() -> str:
    """Choose this visit's language: picked on the page, else as the server chose the page's own."""
    picked = st.session_state.get("language")
    if picked in languages():
        return str(picked)
    cookie = st.context.cookies.get(LANGUAGE_COOKIE, "")
    accepted = st.context.headers.get("Accept-Language") or st.context.locale or ""
    return page_language(f"{LANGUAGE_COOKIE}={cookie}" if cookie else "", accepted, languages())
