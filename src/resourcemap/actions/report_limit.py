"""How many reports a server takes in an hour, so that nobody can bury the real ones."""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from resourcemap.errors import TooManyError

WINDOW = timedelta(hours=1)
MOST, MOST_OF_ONE_PLACE, MOST_PROPOSALS = 30, 5, 10


class ReportLimit:
    """Remembers in memory when a report came and for which place, for an hour, and nothing of who sent it."""

    def __init__(self) -> None:
        self._taken: deque[tuple[datetime, str]] = deque()
        self._lock = Lock()

    def take(self, listing_id: str, *, now: datetime, most: int = MOST_OF_ONE_PLACE) -> None:
        """
        Count one report.

        Raises
        ------
        TooManyError
            When this would be one too many; nothing is counted then.
        """
        with self._lock:
            while self._taken and now - self._taken[0][0] >= WINDOW:
                self._taken.popleft()
            of_one_place = sum(listing_id == each for _, each in self._taken)
            if len(self._taken) >= MOST or of_one_place >= most:
                raise TooManyError(
                    "report: many reports came in within the last hour, so this one was not kept. "
                    "Please try again in an hour."
                )
            self._taken.append((now, listing_id))
