"""Visits that ended: what the server still has of them is dropped, also when nobody else comes."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime, exists, get_instance

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0


@asynccontextmanager
async def forgotten_visits(*, look_every_s: float = LOOK_EVERY_S) -> AsyncIterator[None]:
    """
    Drop ended visits while the server runs.

    A page whose connection is lost is kept for `server.disconnectedSessionTTL` seconds, so that it can
    go on. Streamlit drops what is older only when the next page loses its connection, and a file only
    when pages are drawn after that: on a quiet server somebody's plan would stay in memory for days.
    With this it is gone at most `look_every_s` after that time. A file that no page offers any more,
    such as a PDF that was made on a press, goes with the second look.
    """
    looking = asyncio.create_task(_look(look_every_s))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _look(every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        if not exists():
            continue
        try:
            forget(get_instance())
        except Exception:
            # Without a word of what a visit held.
            log.warning("visits: ended ones could not be dropped; the next look tries again")


def forget(runtime: Runtime) -> int:
    """Drop the visits whose time is over and the files of none, and say how many visits those were."""
    # Streamlit has no other way to ask for this; a test with a real server holds it.
    manager = runtime._session_mgr
    with manager._storage_lock:  # type: ignore[attr-defined]  # see above
        ended = manager._session_storage._cache.expire()  # type: ignore[attr-defined]  # see above
    for _, info in ended:
        info.session.shutdown()
        info.session.session_state.clear()
        # Here stand the widgets of its last run, with what was typed.
        info.session._client_state = ClientState()
        info.session._browser_queue.clear()
    runtime.media_file_mgr.remove_orphaned_files()
    if ended:
        collect(set_aside=gc.get_freeze_count() > 0)
    return len(ended)


def collect(*, set_aside: bool) -> None:
    """
    Free all that is dead, also of what was set aside, and set aside anew what lives if asked to.

    What is set aside is not walked for garbage any more, a visit that was open then with it: without
    this it would stay in memory for as long as the server runs.
    """
    gc.unfreeze()
    gc.collect()
    if set_aside:
        gc.freeze()
