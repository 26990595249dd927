"""What visits left in memory, held in a way that keeps none of it."""

import weakref

from streamlit.runtime.app_session import AppSession

_notes: "weakref.WeakSet[Note]" = weakref.WeakSet()
_visits: weakref.WeakSet[AppSession] = weakref.WeakSet()


class Note:
    """What somebody wrote; it points to itself, as widgets and their pages do to each other."""

    def __init__(self, text: str, visit: AppSession) -> None:
        self.text = text
        self.itself = self
        _notes.add(self)
        _visits.add(visit)


def notes() -> int:
    """Count the notes that were not freed."""
    return len(_notes)


def visits() -> int:
    """Count the visits that still know their widgets: Streamlit itself holds on to the last one it served."""
    return sum(each._client_state.ByteSize() > 0 for each in _visits)
