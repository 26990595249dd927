"""How often a server lets anybody try to sign in."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

from resourcemap.errors import TooManyError

WINDOW = timedelta(minutes=15)
MOST_OF_ONE_NAME = 10
MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 60
_MOST_NAMES = 20_000


class GuessLimit:
    """
    Counts tries in memory: of each name, whether anybody has it or not, and of all together.

    A name that nobody has is stopped like any other, so that being stopped says nothing. The accounts
    themselves count too, for good: a restart of the server does not give ten more tries.
    """

    def __init__(self) -> None:
        self._failed: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._tried: deque[datetime] = deque()
        self._lock = Lock()

    def take(self, name: str, *, now: datetime) -> None:
        """
        Count a try to sign in before anything is looked up.

        Raises
        ------
        TooManyError
            When there were too many for this name or altogether; nothing is counted then.
        """
        with self._lock:
            while self._tried and now - self._tried[0] >= MINUTE:
                self._tried.popleft()
            if len(self._tried) >= MOST_A_MINUTE:
                raise TooManyError("sign-in: many people try at once. Please try again in a minute.")
            failed = self._failed.get(_key(name))
            while failed and now - failed[0] >= WINDOW:
                failed.popleft()
            if failed and len(failed) >= MOST_OF_ONE_NAME:
                raise TooManyError("sign-in: too many tries with this name. Please try again in 15 minutes.")
            self._tried.append(now)
            # Counted as failed until it is known to be right: tries at the same moment count too.
            if failed is None:
                failed = self._failed[_key(name)] = deque()
                while len(self._failed) > _MOST_NAMES:
                    self._failed.popitem(last=False)
            failed.append(now)

    def forgive(self, name: str) -> None:
        """Forget the tries of a name that was signed in."""
        with self._lock:
            self._failed.pop(_key(name), None)


def _key(name: str) -> bytes:
    # What is typed here may be a password by mistake; it is not kept as it is.
    return sha256(name.encode()).digest()
