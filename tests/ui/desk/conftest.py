"""What the tests of the desk's pages share: a directory that a page in the test runner opens too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st

from resourcemap import actions


@contextmanager
def open_for_pages(folder: Path) -> Iterator[actions.Directory]:
    """Open a new directory in a folder, for the pages as well as for the test."""
    url = f"sqlite:///{folder / 'r.sqlite'}"
    with pytest.MonkeyPatch.context() as patch, actions.open_directory(url) as opened:
        patch.setenv("RESOURCEMAP_DATA", str(folder))
        patch.setenv("RESOURCEMAP_DATABASE", url)
        st.cache_resource.clear()
        yield opened
    st.cache_resource.clear()


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[actions.Directory]:
    """An empty directory that the page uses too."""
    with open_for_pages(tmp_path) as opened:
        yield opened
