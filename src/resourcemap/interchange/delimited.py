"""Reads CSV, TSV and semicolon files into rows of text."""

import csv
import io
import re
from collections.abc import Iterator

from resourcemap.interchange.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, refuse

# A tab hardly ever stands inside a text, a comma often does: on a tie the earlier one wins.
_SEPARATORS = "\t,;|"
_SNIFFED_LINES = 60
# Some programs write \" and \' inside quoted cells instead of doubling the quote.
_BACKSLASH_QUOTE = re.compile(r"""\\"(?!\s*(?:[,;\t|\r\n]|$))|\\'""")

# Stands for a cell too long to read; longer than a listing may hold, so that its row is refused.
_OVERLONG = "\N{HORIZONTAL ELLIPSIS}" * (MAX_TEXT + 1)


def read_delimited(text: str) -> Iterator[list[str]]:
    """
    Read the rows of a delimited text, whatever stands between its cells and ends its lines.

    Raises
    ------
    UnreadableFileError
        When it has more rows, columns or cells than a list of places has.

    Examples
    --------
    >>> list(read_delimited('a;b\\r"x;\\ny";2\\r'))
    [['a', 'b'], ['x;\\ny', '2']]
    """
    separator = find_separator(text)
    if text.count(separator) > MAX_CELLS:
        raise refuse("too_many_cells", limit=MAX_CELLS)
    # Our own export doubles quotes: a backslash there is one that somebody wrote.
    is_own = "listing_id" in text.partition("\n")[0]
    has_backslashes = not is_own and bool(_BACKSLASH_QUOTE.search(text))
    reader = csv.reader(
        io.StringIO(text.replace("\0", ""), newline=""),
        delimiter=separator,
        escapechar="\\" if has_backslashes else None,
    )
    count = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # One cell of more than 131,072 letters, mostly a quote that is never closed. Reading
            # goes on with the next line; the row stays, so that it can be counted and refused.
            row = [_OVERLONG]
        count += 1
        if count > MAX_ROWS:
            raise refuse("too_many_rows", limit=MAX_ROWS)
        if len(row) > MAX_COLUMNS:
            raise refuse("too_many_columns", limit=MAX_COLUMNS)
        if row:
            yield row


def find_separator(text: str) -> str:
    """
    Find what stands between cells: the separator that cuts most lines into the same number of cells.

    Examples
    --------
    >>> find_separator("a,b\\n1,2"), find_separator("a\\tb, c\\n1\\t2, 3"), find_separator("name")
    (',', '\\t', ',')
    """
    sample = text[:200_000]
    best, best_score = ",", 0.0
    for rank, separator in enumerate(_SEPARATORS):
        widths: list[int] = []
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        try:
            for _, row in zip(range(_SNIFFED_LINES), reader, strict=False):
                if row:
                    widths.append(len(row))
        except csv.Error:
            pass
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual < 2:
            continue
        # The header's own width decides between separators that both look regular.
        regular = widths.count(usual) / len(widths)
        score = regular * min(usual, 50) + 2 * (widths[0] == usual) - rank * 0.01
        if score > best_score:
            best, best_score = separator, score
    return best
