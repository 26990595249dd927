"""`resourcemap backup`, `restore` and `check`: keeping the data safe."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from resourcemap import actions
from resourcemap.model.backup import Backup, Checked
from resourcemap.model.change import OPERATOR
from resourcemap.settings import Settings

# A screen of findings is read; a thousand lines are not.
SHOWN_PROBLEMS = 20


def add_commands(commands: Any) -> None:
    """Add the commands that make backups, put one back, and look for damage."""
    command = commands.add_parser("backup", help="write all data to one file, while people go on working")
    command.add_argument(
        "target", nargs="?", type=Path, metavar="FILE|FOLDER", help="default: the folder of backups"
    )
    command.set_defaults(run_alone=run_backup)

    command = commands.add_parser("restore", help="put a backup in the place of what is there")
    command.add_argument("backup", type=Path, metavar="BACKUP", help="a file, or a folder for its newest")
    command.add_argument("--apply", action="store_true", help="replace the data that is there")
    command.set_defaults(run_alone=run_restore)

    command = commands.add_parser("check", help="look for damage in the database and in the backups")
    command.set_defaults(run_alone=run_check)


def run_backup(arguments: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Make a backup and say where it is."""
    target = arguments.target or settings.backups_folder
    with (
        actions.open_directory(settings.database_url, zone=settings.time_zone) as directory,
        _bar("backup") as progress,
    ):
        made = actions.backup(directory, target, by=OPERATOR, now=now, progress=progress)
    print(f"{made.path}: {_facts(made)}. Read back and whole.")
    print(f"SHA-256 {made.file_hash}")
    return 0


def run_restore(arguments: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Put a backup back, or say what that would do."""
    path = actions.newest_backup(arguments.backup)
    with _bar("restore") as progress:
        restored = actions.restore(
            settings.database_url,
            path,
            by=OPERATOR,
            now=now,
            keep_in=settings.backups_folder,
            apply=arguments.apply,
            progress=progress,
        )
    print(f"{path}: {_facts(restored.backup)}. It is whole.")
    if not restored.is_done:
        if restored.rows_before is None:
            print("The database cannot be read. It would be kept beside a new one. Stop the server first.")
        else:
            print(
                f"The database holds {restored.rows_before:,} rows, version {restored.version_before}. They "
                "would be kept as a backup first."
            )
        print("Nothing is changed yet. To restore, add --apply.")
        return 0
    print(f"Restored. The data version is {restored.version}. Everyone signs in again.")
    if restored.kept_as is not None:
        print(f"What was there before: {restored.kept_as}")
    for problem in restored.problems[:SHOWN_PROBLEMS]:
        print(f"  {problem}")
    return 1 if restored.problems else 0


def run_check(arguments: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Look for damage; 1 when there is any."""
    with _bar("check") as progress:
        checked = actions.check(
            settings.database_url, by=OPERATOR, folder=settings.backups_folder, progress=progress
        )
    _print_checked(checked, settings.backups_folder)
    return 0 if checked.is_whole else 1


def _print_checked(checked: Checked, folder: Path) -> None:
    state = "whole" if not checked.problems else f"{len(checked.problems)} findings"
    print(f"Database: {checked.rows_checked:,} rows, {checked.records_checked:,} of them records: {state}.")
    for problem in checked.problems[:SHOWN_PROBLEMS]:
        print(f"  {problem}")
    if len(checked.problems) > SHOWN_PROBLEMS:
        print(f"  and {len(checked.problems) - SHOWN_PROBLEMS} more")
    whole = [each.backup for each in checked.backups if each.backup is not None and each.fault is None]
    print(f"Backups in {folder}: {len(whole)} whole, {len(checked.backups) - len(whole)} damaged.")
    for each in checked.backups:
        if each.fault is not None:
            print(f"  {each.fault}")
    if whole:
        print(f"Newest whole: {whole[0].path.name}, {_facts(whole[0])}.")
    else:
        print("There is no whole backup. Make one: resourcemap backup")


def _facts(backup: Backup) -> str:
    return (
        f"{backup.row_count:,} rows, data version {backup.version}, made {backup.made_at:%Y-%m-%d %H:%M} UTC, "
        f"{backup.size_bytes / 1_000_000:.1f} MB"
    )


@contextmanager
def _bar(name: str) -> Iterator[Any]:
    with tqdm(desc=name, unit=" rows", disable=None, leave=False, delay=0.5, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            if done < bar.n:
                # The next step of the same work begins: writing, then reading back.
                bar.reset(total)
            bar.total = total
            bar.update(done - bar.n)

        yield advance
