"""
Writes to a disk of 6 MB until it is full, and on: run as a program.

Arguments: an empty folder, how many operations, and a seed. Prints one JSON object.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from resourcemap.errors import StorageError
from resourcemap.model.hsds import Organization
from resourcemap.storage.store import Store
from tests.faults.conftest import fill
from tests.faults.file_layer import NoFileLayerError, install
from tests.faults.writers import tell

SIZE = 6_000_000
BALLAST, BALLASTS = 600_000, 4
REFUSED_BEFORE_ROOM = 60

_NEW_MOUNTS, _NEW_USER = 0x20000, 0x10000000
_PRIVATE = 0x4000 | 0x40000


def mount_small_disk(folder: Path) -> bool:
    """Mount a disk of memory that only this process sees; False where the system does not let us."""
    system = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if system.unshare(_NEW_MOUNTS | (0 if user == 0 else _NEW_USER)) != 0:
        return False
    if user != 0:
        try:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"0 {user} 1")
            Path("/proc/self/gid_map").write_text(f"0 {group} 1")
        except OSError:
            return False
    if system.mount(None, b"/", None, _PRIVATE, None) != 0:
        return False
    return bool(system.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={SIZE}".encode()) == 0)


class SmallFiles:
    """Where no disk can be mounted: a layer under SQLite that refuses writes beyond 6 MB."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.ballast = BALLAST * BALLASTS
        install(self.seen, self.is_full)

    def seen(self, operation: tuple[Any, ...]) -> None:
        what, name = operation[:2]
        if what == "write":
            self.sizes[name] = max(self.sizes.get(name, 0), operation[2] + len(operation[3]))
        elif what == "truncate":
            self.sizes[name] = operation[2]
        elif what == "delete":
            self.sizes.pop(name, None)

    def is_full(self, name: str, offset: int, length: int) -> bool:
        more = max(0, offset + length - self.sizes.get(name, 0))
        return sum(self.sizes.values()) + self.ballast + more > SIZE


def main() -> None:
    """Fill the disk several times, make room, and tell what happened."""
    folder, operations, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    layer = None
    if mount_small_disk(folder):
        kind = "tmpfs"
        for number in range(BALLASTS):
            (folder / f"ballast-{number}").write_bytes(b"x" * BALLAST)
    else:
        kind = "file layer"
        try:
            layer = SmallFiles()
        except NoFileLayerError as error:
            sys.exit(f"no small disk: {error}")
    url = f"sqlite:///{folder / 'directory.sqlite'}"
    fill(url)
    kept: dict[str, str] = {}
    said: set[str] = set()
    refused = reads = writes = full_times = resumed = 0
    is_full, since_full, ballasts = False, 0, BALLASTS
    with Store.open(url) as store:
        for number in range(operations):
            if is_full and since_full >= REFUSED_BEFORE_ROOM and ballasts:
                ballasts -= 1
                if layer is not None:
                    layer.ballast -= BALLAST
                with suppress(FileNotFoundError):
                    (folder / f"ballast-{ballasts}").unlink()
                since_full = 0
            if chance.random() < 0.3:
                assert store.bundle("p1").service.name == "Tuesday circle 1"
                reads += 1
                continue
            text = "".join(chance.choices("abcdefgh ", k=2_000))
            record = Organization(id=f"n{number % 200}", name=f"Name {number}", description=text)
            try:
                store.write([record], by="ana", at=datetime.now(UTC))
            except StorageError as error:
                said.add(str(error))
                refused += 1
                since_full += 1
                full_times += not is_full
                is_full = True
            else:
                kept[record.id] = f"Name {number}"
                writes += 1
                resumed += is_full
                is_full, since_full = False, 0
        # Restarting a server on the full disk works too.
    with Store.open(url) as store:
        names = {each.id: each.name for each in store.organizations()}
        lost = [key for key, name in kept.items() if names.get(key) != name]
        problems = store.check().problems
    tell(
        json.dumps(
            {
                "disk": kind,
                "said": sorted(said),
                "refused": refused,
                "reads": reads,
                "writes": writes,
                "full_times": full_times,
                "resumed": resumed,
                "lost": lost,
                "problems": problems,
            }
        )
    )


if __name__ == "__main__":
    main()
