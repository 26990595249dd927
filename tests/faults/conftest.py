"""Small databases that writers write to while things go wrong."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from resourcemap.model.hsds import Location, Organization, Service, ServiceAtLocation, Source
from resourcemap.storage.store import Store

HERE = Path(__file__).parent
# Some installed packages carry a `tests` of their own, which Python would find first.
_BOOT = """
import runpy, sys, types
tests = types.ModuleType("tests")
tests.__path__ = [sys.argv[1]]
sys.modules["tests"] = tests
del sys.argv[:2]
runpy.run_module(sys.argv[0], run_name="__main__")
"""


def program(name: str, *arguments: str) -> list[str]:
    """Build the command that runs a module of this folder in a process of its own."""
    return [sys.executable, "-c", _BOOT, str(HERE.parent), f"tests.faults.{name}", *arguments]


AT = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)


@dataclass
class Writers:
    """The program that starts writers, and the lines that they wrote."""

    program: subprocess.Popen[str]
    folder: Path
    started: list[int] = field(default_factory=list)

    def start(self, url: str, name: str, kind: str = "all", **wanted: Any) -> int:
        """Start a writer and return its process number."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        wanted |= {"url": url, "name": name, "kind": kind, "acks": str(self.folder / "acks")}
        self.program.stdin.write(json.dumps({"seed": 0} | wanted) + "\n")
        self.program.stdin.flush()
        process = int(self.program.stdout.readline())
        self.started.append(process)
        return process

    def acks(self) -> list[list[Any]]:
        """Read what was acknowledged so far; the line being written now is left for later."""
        path = self.folder / "acks"
        text = path.read_text() if path.exists() else ""
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    def wait_for_more(self, size: int, lines: int = 1, what: bytes = b"\n") -> None:
        """Wait until that many lines with `what` stand behind the first `size` bytes of acknowledgements."""
        deadline = time.monotonic() + 60
        while self.size() <= size or (self.folder / "acks").read_bytes()[size:].count(what) < lines:
            if time.monotonic() > deadline:
                pytest.fail(f"writers wrote fewer than {lines} lines in a minute: {self.errors()}")
            time.sleep(0.002)

    def size(self) -> int:
        """Measure the file of acknowledgements."""
        path = self.folder / "acks"
        return path.stat().st_size if path.exists() else 0

    def errors(self) -> str:
        """Read what writers said on standard error."""
        return (self.folder / "errors").read_text()


def kill(process: int) -> None:
    """Kill a process and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    wait_for_end(process)


def wait_for_end(process: int, timeout_s: float = 60) -> None:
    """Wait until a process is gone."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.001)
    pytest.fail(f"process {process} did not end within {timeout_s} s")


def entries(folder: Path) -> set[str]:
    """Name what is in a folder, hidden files too; nothing while it is not there."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def wait_for_entry(folder: Path, before: set[str]) -> None:
    """Wait until there is something in a folder that was not there before."""
    deadline = time.monotonic() + 60
    while not entries(folder) - before:
        if time.monotonic() > deadline:
            pytest.fail(f"nothing new came to {folder.name} in a minute")
        time.sleep(0.002)


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[Writers]:
    """Something that starts real writers in a moment; it ends with the test."""
    folder = tmp_path / "writers"
    folder.mkdir()
    with (folder / "errors").open("w") as errors:
        running = subprocess.Popen(
            program("writers"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    started = Writers(running, folder)
    try:
        yield started
    finally:
        running.kill()
        for process in started.started:
            # Those that are gone already may have left their number to somebody else's process.
            with suppress(OSError):
                if b"tests.faults.writers" in Path(f"/proc/{process}/cmdline").read_bytes():
                    kill(process)
        running.communicate()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a small SQLite database with a few listings."""
    address = f"sqlite:///{tmp_path / 'directory.sqlite'}"
    fill(address)
    return address


@pytest.fixture
def seed() -> int:
    """A seed of this run, shown when the test fails: FAULT_SEED=NUMBER runs it again."""
    chosen = int(os.environ.get("FAULT_SEED", random.randrange(1_000_000)))
    sys.stdout.write(f"FAULT_SEED={chosen}\n")
    return chosen


@pytest.fixture
def listings() -> Callable[[str], None]:
    """Put the few listings into a database: `listings(url)`."""
    return fill


def fill(url: str, count: int = 8) -> None:
    """Put a few listings into a database."""
    records: list[Any] = []
    for number in range(count):
        records += [
            Organization(id=f"o{number}", name=f"Open Door {number}"),
            Service(id=f"s{number}", organization_id=f"o{number}", name=f"Tuesday circle {number}"),
            Location(id=f"l{number}", location_type="physical", latitude=39.29, longitude=-76.61),
            ServiceAtLocation(
                id=f"p{number}",
                service_id=f"s{number}",
                location_id=f"l{number}",
                source=Source(authority="county", identifier=str(number)),
            ),
        ]
    with Store.open(url) as store:
        store.write(records, by="ana", at=AT)
