"""
Real writers to be killed: run as a program, it starts processes that use the directory as the app does.

Python and all modules are loaded once; each writer is a fork of that and opens the database itself.
A line of JSON on standard input asks for one; its process number comes back on standard output.
What a writer was told is kept goes, in one unbuffered line each, to a file of its own, which
outlives it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from resourcemap import actions
from resourcemap.actions.directory import DATA_FOLDER, Directory
from resourcemap.errors import StalePlanError, TooManyError
from resourcemap.geo.basemap import Basemap
from resourcemap.geo.places import Places
from resourcemap.model.change import OPERATOR
from resourcemap.model.zone_words import DEFAULT_ZONE
from resourcemap.storage.store import Store

ROWS_PER_FILE = 6


class Writer:
    """One process that edits, imports and reports, and writes down what was acknowledged."""

    def __init__(self, directory: Directory, wanted: dict[str, Any]) -> None:
        self.directory = directory
        self.name: str = wanted["name"]
        self.acks = os.open(wanted["acks"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.chance = random.Random(wanted["seed"])
        self.ids = [each.service_at_location.id for each in directory.store.bundles()]

    def acknowledge(self, *facts: Any) -> None:
        os.write(self.acks, (json.dumps([self.name, *facts]) + "\n").encode())

    def edit(self, number: int) -> None:
        bundle = self.directory.store.bundle(self.chance.choice(self.ids))
        text = f"{self.name} {number} {self.chance.random()}"
        record = replace(bundle.service, description=text)
        began = time.monotonic()
        version = self.directory.store.write([record], by=self.name, at=datetime.now(UTC))
        self.acknowledge("edit", version, text, time.monotonic() - began)

    def bring_in(self, number: int) -> None:
        file_name = f"{self.name}-{number}.csv"
        lines = ["name,organization,city,state,postal_code"] + [
            f"{file_name} {row},{self.name} helps,Baltimore,MD,21201" for row in range(ROWS_PER_FILE)
        ]
        data = "\n".join(lines).encode()
        # Another writer may come between plan and apply; then nothing is written and nothing promised.
        with suppress(StalePlanError):
            plan = actions.plan_import(
                self.directory, data, by=OPERATOR, file_name=file_name, source_name=file_name
            )
            run = actions.apply_import(self.directory, plan, by=OPERATOR, now=datetime.now(UTC))
            self.acknowledge("import", run.id, file_name, run.change_count)

    def report(self, number: int) -> None:
        text = f"{self.name} {number}"
        with suppress(TooManyError):
            code = actions.report(
                self.directory, self.chance.choice(self.ids), "closed", text, now=datetime.now(UTC)
            )
            self.acknowledge("report", code, text)


def work(writer: Writer, wanted: dict[str, Any]) -> None:
    """Do what was asked for, until killed or until `edits` are done."""
    if wanted["kind"] == "edits":
        for number in range(wanted["edits"]):
            writer.edit(number)
        return
    number = 0
    while True:
        number += 1
        if wanted["kind"] == "backups":
            made = actions.backup(
                writer.directory, Path(wanted["folder"]), by=OPERATOR, now=datetime.now(UTC)
            )
            writer.acknowledge("backup", made.path.name)
            continue
        if wanted["kind"] == "imports":
            writer.bring_in(number)
            continue
        if wanted["kind"] == "reports":
            # These leave the data version alone, so that the other writer's plans can be applied.
            writer.report(number)
            time.sleep(writer.chance.uniform(0.0, 0.1))
            continue
        what = writer.chance.random()
        if what < 0.7:
            writer.edit(number)
        elif what < 0.85:
            writer.bring_in(number)
        else:
            writer.report(number)


def tell(text: str) -> None:
    """Write a line to whoever started this program."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fork a writer for each line asked for, until there are no more."""
    places, basemap = Places.load(DATA_FOLDER / "places"), Basemap.load(DATA_FOLDER / "basemap")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    tell("ready")
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                with Store.open(wanted["url"]) as store:
                    directory = Directory(store, places, basemap, DEFAULT_ZONE)
                    work(Writer(directory, wanted), wanted)
                status = 0
            except BaseException as error:
                os.write(2, f"{wanted['name']}: {type(error).__name__}: {error}\n".encode())
            finally:
                os._exit(status)
        tell(str(child))


if __name__ == "__main__":
    main()
