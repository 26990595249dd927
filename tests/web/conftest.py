"""The web server around a small page of its own, so that these tests need no listings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ServedApp, app_environ, free_port, serve

collect_ignore = ["probe"]
# Two minutes as served: here somebody waits for it.
FORGOTTEN_AFTER_S = 2


@pytest.fixture(scope="session")
def served_probe(tmp_path_factory: pytest.TempPathFactory, neutral_page: str) -> Iterator[ServedApp]:
    data = tmp_path_factory.mktemp("probe")
    url = f"http://127.0.0.1:{free_port()}"
    script = Path(__file__).parent / "probe" / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", url.rsplit(":", 1)[1]]
    command += ["--server.disconnectedSessionTTL", str(FORGOTTEN_AFTER_S)]
    log = data / "server.log"
    environ = app_environ(data, RESOURCEMAP_EXIT_URL=neutral_page)
    with serve(command, url=url, health="/healthz", log=log, environ=environ):
        yield ServedApp(url=url, log=log, database=data / "none", data=data, leave_url=neutral_page)
