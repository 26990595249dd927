"""What can be typed after `resourcemap`."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from resourcemap import __version__, actions
from resourcemap.cli import files, keeping, people, searching
from resourcemap.errors import ResourceMapError
from resourcemap.settings import Settings

# How the shell learns what happened: 2 is argparse's own, for words it does not know.
DONE, REFUSED, STOPPED = 0, 1, 130

Run = Callable[[argparse.Namespace, actions.Directory, datetime], int]
RunAlone = Callable[[argparse.Namespace, Settings, datetime], int]


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Returns
    -------
    0 when done, 1 when it could not be done (the reason is on standard error), 130 when stopped.
    """
    arguments = _parser().parse_args(argv)
    if hasattr(signal, "SIGPIPE"):
        # `resourcemap search | head` should end quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        settings = Settings.from_env(os.environ)
        now = datetime.now(UTC)
        if arguments.run_alone is not None:
            # These work on a database that does not open any more.
            run_alone: RunAlone = arguments.run_alone
            return run_alone(arguments, settings, now)
        run: Run = arguments.run
        with actions.open_directory(settings.database_url, zone=settings.time_zone) as directory:
            return run(arguments, directory, now)
    except ResourceMapError as error:
        print(f"resourcemap: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("resourcemap: stopped. Nothing half done was kept.", file=sys.stderr)
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="resourcemap", description="Find places to belong, and keep their data true."
    )
    parser.add_argument("--version", action="version", version=f"resourcemap {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    parser.set_defaults(run_alone=None)
    files.add_commands(commands)
    keeping.add_commands(commands)
    people.add_commands(commands)
    searching.add_commands(commands)
    return parser
