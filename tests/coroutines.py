"""Coroutines run from tests that may share their process with a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def run_apart(coroutine: Coroutine[object, object, Answer]) -> Answer:
    """What the coroutine returns, run in a thread of its own.

    The browser driver keeps an event loop running in the main thread from its first page on, and
    asyncio refuses a second one there. Which tests come after it depends on the worker.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
