"""Work that takes a while, beside the page, so that the page stays alive and can call it off."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar

Done = TypeVar("Done")


class _CalledOff(Exception):
    """Somebody pressed Cancel; the work unwinds and leaves nothing."""


class Job(Generic[Done]):
    """
    One piece of work in a thread of its own.

    Parameters
    ----------
    work
        Is given a function to tell (done, total) by now and then; it raises once the job was called
        off.

    Attributes
    ----------
    result, error
        What came of it, once `is_done`; neither where it was called off.
    """

    def __init__(self, work: Callable[[Callable[[int, int], None]], Done]) -> None:
        self.done, self.total = 0, 0
        self.result: Done | None = None
        self.error: Exception | None = None
        self._off = Event()
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether nothing runs any more."""
        return not self._thread.is_alive()

    @property
    def is_called_off(self) -> bool:
        """Whether somebody stopped it."""
        return self._off.is_set()

    def call_off(self) -> None:
        """Stop it at the next row."""
        self._off.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait for its end; False when it goes on."""
        self._thread.join(timeout_s)
        return self.is_done

    def _run(self, work: Callable[[Callable[[int, int], None]], Done]) -> None:
        try:
            self.result = work(self._tell)
        except _CalledOff:
            pass
        except Exception as error:  # whatever it is, the page says it; a thread's error reaches nobody
            self.error = error

    def _tell(self, done: int, total: int) -> None:
        if self._off.is_set():
            raise _CalledOff
        self.done, self.total = done, total
