"""A disk that is full: said clearly, read on, and written to again when there is room."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.faults.conftest import program
from tests.faults.writers import tell

OPERATIONS = 3_000


@pytest.mark.timeout(400)
def test_a_full_disk_is_told_clearly_reads_go_on_and_writes_resume(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        program("full_disk", str(folder), str(OPERATIONS), str(seed)),
        capture_output=True,
        text=True,
        check=False,
        timeout=380,
    )
    if "no small disk" in done.stderr:
        pytest.skip(
            f"neither a tmpfs can be mounted here nor a layer put under SQLite: {done.stderr.strip()}"
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    tell(done.stdout)
    assert found["reads"] + found["writes"] + found["refused"] == OPERATIONS
    assert found["lost"] == []
    assert found["problems"] == []
    assert found["full_times"] >= 2
    assert found["resumed"] >= 2
    assert found["refused"] >= 100
    assert [
        text for text in found["said"] if "the disk is full. Nothing was changed; free some space" not in text
    ] == []
