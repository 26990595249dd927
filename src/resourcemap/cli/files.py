"""`resourcemap import`, `undo`, `imports`, `export`, `load-sample` and `clear-sample`."""

import argparse
import json
import sys
from collections import Counter
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from resourcemap import actions
from resourcemap.curation.plan import ImportPlan
from resourcemap.errors import ResourceMapError, UnreadableFileError
from resourcemap.model.change import OPERATOR

FORMATS = ("auto", "csv", "xlsx", "geojson", "meeting-guide")
# A screen of problems is read; a thousand lines are not.
SHOWN_PROBLEMS = 12


def add_commands(commands: Any) -> None:
    """Add the commands that bring files in, take them back out and write them."""
    command = commands.add_parser("import", help="plan what a file would change, and do it with --apply")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--format", choices=FORMATS, default="auto")
    command.add_argument("--source", metavar="NAME", help="who publishes the file; default: its name")
    command.add_argument("--apply", action="store_true", help="write the plan to the database")
    command.add_argument("--json", action="store_true", help="print one JSON object a file")
    command.set_defaults(run=run_import)

    command = commands.add_parser("undo", help="take back an import")
    command.add_argument("import_id", metavar="IMPORT_ID")
    command.set_defaults(run=run_undo)

    command = commands.add_parser("imports", help="list the imports, edits and merges, newest first")
    command.set_defaults(run=run_imports)

    command = commands.add_parser("export", help="write all public listings to a file")
    command.add_argument("format", choices=("csv", "geojson"))
    command.add_argument("file", type=Path, metavar="FILE")
    command.set_defaults(run=run_export)

    command = commands.add_parser("load-sample", help="load the invented sample places")
    command.add_argument("--if-empty", action="store_true", help="only into an empty database")
    command.set_defaults(run=run_load_sample)

    command = commands.add_parser("clear-sample", help="remove the invented sample places")
    command.set_defaults(run=run_clear_sample)


def run_import(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Plan each file, print what it would do, and apply it where asked."""
    failed = False
    for path in arguments.files:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ResourceMapError(f"{path}: cannot be read ({error.strerror}). Check the name.") from error
        with tqdm(desc=path.name, unit=" rows", disable=None, leave=False, delay=0.5) as bar:
            try:
                plan = actions.plan_import(
                    directory,
                    data,
                    by=OPERATOR,
                    file_name=path.name,
                    file_format=arguments.format,
                    source_name=arguments.source,
                    progress=partial(_advance, bar),
                )
            except UnreadableFileError:
                if arguments.apply:
                    _note(directory, path, arguments.source, now, is_readable=False)
                raise
        if arguments.apply:
            _note(directory, path, arguments.source, now, is_readable=plan.counts["rows"] > 0)
        run = None
        if arguments.apply and plan.changes_anything:
            run = actions.apply_import(directory, plan, by=OPERATOR, now=now)
        report = plan.as_report()
        failed = failed or (report["rows"] == 0 and bool(report["problems"]))
        if arguments.json:
            print(json.dumps({**report, "file": str(path)}, ensure_ascii=False))
        else:
            _print_report(report, plan, applied=arguments.apply, import_id=run.id if run else None)
    return 1 if failed else 0


def _note(
    directory: actions.Directory, path: Path, source: str | None, now: datetime, *, is_readable: bool
) -> None:
    actions.note_source_file(
        directory, file_name=path.name, source_name=source, is_readable=is_readable, by=OPERATOR, now=now
    )


def _advance(bar: Any, done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _print_report(report: dict[str, Any], plan: ImportPlan, *, applied: bool, import_id: str | None) -> None:
    print(f"{report['file']} ({report['format']}): {report['rows']} rows")
    for key, words in (
        ("new", "new"),
        ("changed", "changed"),
        ("unchanged", "unchanged"),
        ("possible_duplicates", "possible duplicates, kept and flagged"),
        ("rejected", "left out"),
    ):
        if report[key]:
            print(f"  {report[key]:>6} {words}")
    for planned in plan.rows_of("changed")[:SHOWN_PROBLEMS]:
        fields = ", ".join(dict.fromkeys(change.field_name for change in planned.changes))
        print(f"  row {planned.row}: {planned.bundle.service.name}: {fields}")
    causes = Counter(problem["code"] for problem in report["problems"])
    for code, count in causes.most_common():
        example = next(problem for problem in report["problems"] if problem["code"] == code)
        print(f"  {count} x {code}: {example['message']}")
    if import_id:
        print(f"Applied. To take it back: resourcemap undo {import_id}")
    elif applied:
        print("Nothing to apply.")
    elif plan.changes_anything:
        print("Nothing is written yet. To write it, add --apply.")


def run_undo(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Take back one import, keeping what people changed since."""
    run = next(
        (each for each in actions.imports(directory, by=OPERATOR) if each.id == arguments.import_id), None
    )
    if run is None:
        raise ResourceMapError(
            f"Import {arguments.import_id}: there is none of this number. `resourcemap imports` lists them."
        )
    undone = actions.undo_import(directory, arguments.import_id, by=OPERATOR, now=now)
    places = run.file.counts.get("new", 0) + run.file.counts.get("possible_duplicates", 0)
    print(
        f"Taken back: {run.file.file_name}. It had brought {places} new places; "
        f"{undone.records_removed} records are out of use again and {undone.fields_restored} fields put back."
    )
    if undone.kept:
        print(f"Kept, because they changed later or are in use: {len(undone.kept)}")
        for kept in undone.kept[:SHOWN_PROBLEMS]:
            print(
                f"  {kept.resource_type} {kept.resource_id} {kept.field_name or '(all of it)'}: {kept.reason}"
            )
    return 0


def run_imports(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """List imports, and what else an undo takes back, newest first."""
    for run in actions.imports(directory, by=OPERATOR):
        state = "  (taken back)" if run.undone_at else ""
        counts = ", ".join(f"{count} {name}" for name, count in run.file.counts.items() if count)
        # An edit or a check counts no rows: it says what it was.
        what = f"{run.file.file_name}: {counts}" if counts else f"{run.file.file_name} ({run.file.format})"
        print(f"{run.id:>4}  {run.at:%Y-%m-%d %H:%M}  {what.strip()}{state}")
    return 0


def run_export(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Write every public listing to a file."""
    data = actions.export(directory, arguments.format, now=now)
    try:
        arguments.file.write_bytes(data)
    except OSError as error:
        raise ResourceMapError(f"{arguments.file}: cannot be written ({error.strerror}).") from error
    print(f"{arguments.file}: written", file=sys.stderr)
    return 0


def run_load_sample(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Load the sample places, their dates moved to today."""
    count = actions.load_sample(directory, by=OPERATOR, now=now, only_if_empty=arguments.if_empty)
    if count:
        print(f"Sample data: {count} invented places loaded. To remove them: resourcemap clear-sample")
    return 0


def run_clear_sample(arguments: argparse.Namespace, directory: actions.Directory, now: datetime) -> int:
    """Remove the sample places."""
    count = actions.clear_sample(directory, by=OPERATOR, now=now)
    print(f"Removed {count} sample places." if count else "There are no sample places.")
    return 0
