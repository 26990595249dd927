"""How large a file may be, so that no upload can fill the memory or hold up the server."""

from resourcemap.model.refusal import RefusedFileError
from resourcemap.model.words import Sentence, Value

MAX_FILE_BYTES = 32_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000
# What one spreadsheet cell can hold; a longer value is no field of a listing.
MAX_TEXT = 32_767
# What the parsed JSON may take in memory, in bytes, as `json_text` estimates it.
MAX_JSON_BYTES = 200_000_000


def refuse(code: str, /, **values: Value) -> RefusedFileError:
    """Make the error for a file that cannot be opened, in words from the sentence catalogue."""
    return RefusedFileError(code, **values)


def refuse_workbook(why: str, /, **values: Value) -> RefusedFileError:
    """Make the error for a damaged workbook: what about it is damaged."""
    return refuse("workbook_broken", seen=Sentence(f"import.workbook_part.{why}", values))
