"""The browser that measures: the first one there of those that the tests take."""

import shutil
from pathlib import Path

NAMES = Path(__file__).resolve().parents[1] / ".ci" / "browsers"


def find_chromium() -> str:
    """
    Find the browser.

    Raises
    ------
    SystemExit
        When there is none.
    """
    found = next(filter(None, map(shutil.which, NAMES.read_text().split())), None)
    if found is None:
        raise SystemExit("Chromium was not found. Debian: apt-get install chromium-headless-shell")
    return found
