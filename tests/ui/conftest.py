"""The pages in Streamlit's own test runner, over a database of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from resourcemap import actions
from resourcemap.model.change import OPERATOR

MAIN = "src/resourcemap/ui/main.py"


@pytest.fixture(scope="module")
def sample_environ(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ui")
    url = f"sqlite:///{folder / 'r.sqlite'}"
    with actions.open_directory(url) as directory:
        actions.load_sample(directory, by=OPERATOR, now=datetime.now(UTC))
    return {"RESOURCEMAP_DATA": str(folder), "RESOURCEMAP_DATABASE": url}


@pytest.fixture
def page(project, sample_environ, monkeypatch):
    """The Find page after its first run."""
    st.cache_resource.clear()
    st.cache_data.clear()
    for name, value in sample_environ.items():
        monkeypatch.setenv(name, value)
    yield AppTest.from_file(str(project / MAIN), default_timeout=60).run()
    st.cache_resource.clear()
