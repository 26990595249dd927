"""Single bits that flip on the disk are noticed."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resourcemap import actions
from resourcemap.actions.directory import Directory
from resourcemap.model.policy import POLICY_TEXTS
from resourcemap.storage.store import Store
from tests.conftest import make_account
from tests.faults.conftest import program
from tests.faults.writers import Writer, tell

FLIPS, PROCESSES = 400, 2


@pytest.mark.timeout(600)
def test_of_four_hundred_damaging_bit_flips_ninety_nine_in_a_hundred_are_noticed(url: str, seed: int) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    with actions.open_directory(url) as directory:
        _use(directory)
    with Store.open(url) as store:
        assert store.check().problems == (), "a whole database has no findings"
    whole = path.read_bytes()
    running = []
    for number in range(PROCESSES):
        copy = path.with_name(f"flipped-{number}.sqlite")
        copy.write_bytes(whole)
        command = program("flips", str(copy), str(FLIPS // PROCESSES), str(seed + number))
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    results = []
    for each in running:
        said, errors = each.communicate(timeout=550)
        assert each.returncode == 0, errors
        results.append(json.loads(said))
    noticed = sum(each[0] for each in results)
    missed = [each for result in results for each in result[1]]
    harmless = sum(each[2] for each in results)
    tell(f"{noticed} noticed, {len(missed)} missed, {harmless} of no effect, in {len(whole)} bytes")
    assert noticed + len(missed) == FLIPS
    assert len(missed) <= FLIPS // 100, missed


def _use(directory: Directory) -> None:
    writer = Writer(directory, {"name": "w", "acks": "/dev/null", "seed": 1})
    for number in range(24):
        writer.edit(number)
    for number in range(6):
        writer.bring_in(number)
    for number in range(5):
        writer.report(number)
    now = datetime.now(UTC)
    for number in range(4):
        person = make_account(directory, "editor", "administrator", now=now)
        draft = actions.open_draft(directory, None, by=person.actor, now=now)
        typed = {"name": f"Porch tea {number}", "description": f"Come {number} times. " * 20}
        actions.save_draft(directory, draft.id, typed, by=person.actor, now=now)
        actions.add_do_not_list(directory, f"Palace {number}", "It takes money.", by=person.actor, now=now)
    for key in POLICY_TEXTS:
        said = "We list what is free. " * 20
        actions.set_policy_text(directory, key, said, language="en", by=person.actor, now=now)
