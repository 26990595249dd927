"""The server's own backups: made in the background when the newest is too old."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.errors import ResourceMapError
from resourcemap.settings import Settings

log = logging.getLogger(__name__)

# The first visitors after a start come before a backup.
FIRST_LOOK_S = 20.0
LOOK_EVERY_S = 900.0
# A short rest after each few hundred rows: the pages are answered by the same process.
REST_S = 0.005


class _ServerEndsError(Exception):
    """The server ends while a backup is being made."""


@asynccontextmanager
async def scheduled_backups(
    settings: Settings,
    directory: Callable[[], Directory],
    *,
    first_look_s: float = FIRST_LOOK_S,
    look_every_s: float = LOOK_EVERY_S,
) -> AsyncIterator[None]:
    """
    Make backups while the server runs, as the settings say.

    A backup that cannot be made is written to the server's log and tried again at the next look; the
    pages go on. The end of the server stops one that is under way, and nothing is left of it.
    """
    if settings.backup_hours == 0:
        yield
        return
    ending = Event()
    looking = asyncio.create_task(_look(settings, directory, ending, first_look_s, look_every_s))
    try:
        yield
    finally:
        ending.set()
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _look(
    settings: Settings, directory: Callable[[], Directory], ending: Event, first_s: float, every_s: float
) -> None:
    await asyncio.sleep(first_s)
    while True:
        await asyncio.to_thread(_make, settings, directory, ending)
        await asyncio.sleep(every_s)


def _make(settings: Settings, directory: Callable[[], Directory], ending: Event) -> None:
    def rest(_done: int, _total: int) -> None:
        if ending.is_set():
            raise _ServerEndsError
        time.sleep(REST_S)

    try:
        made = actions.scheduled_backup(
            directory(),
            settings.backups_folder,
            every=timedelta(hours=settings.backup_hours),
            kept=settings.backups_kept,
            now=datetime.now(UTC),
            progress=rest,
        )
    except _ServerEndsError:
        return
    except ResourceMapError as error:
        log.warning("backup: %s", error)
        return
    except Exception as error:
        # Its text may quote data.
        log.warning("backup: it could not be made (%s). Run `resourcemap check`.", type(error).__name__)
        return
    if made is not None:
        last = actions.last_backup(directory())
        if last is not None and last.fault is not None:
            log.warning("backup: %s", last.fault)
