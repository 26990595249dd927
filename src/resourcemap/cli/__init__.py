"""The command line: `resourcemap import`, `undo`, `search`, `export` and the sample data."""

from resourcemap.cli.arguments import main

__all__ = ["main"]
