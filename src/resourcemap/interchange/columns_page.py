"""Writes the page of column names in the documentation: `python -m resourcemap.interchange.columns_page`."""

import sys

from resourcemap.interchange.columns import known_columns

_TOP = """\
# Columns an import reads

CSV, TSV, Excel and GeoJSON files may name their columns in any of these ways. Case, spaces, dashes and
underscores do not matter: `Zip Code`, `zip_code` and `ZIPCODE` are one. Only a name is needed, and one thing more
by which people can find or reach the place. Columns that are not listed here are kept with the row as received.

An empty cell means "not known". It never erases what is known already, and it never means "no".

| What it is | Column names |
|---|---|
"""


def columns_page() -> str:
    """Write the page as Markdown."""
    rows = (
        f"| {column.about} | {', '.join(f'`{name}`' for name in column.names)} |\n"
        for column in known_columns()
    )
    return _TOP + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(columns_page())
