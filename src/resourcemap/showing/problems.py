"""What went wrong with a file, for the person who brought it."""

from resourcemap.errors import ResourceMapError
from resourcemap.model.catalog import SOURCE
from resourcemap.model.refusal import RefusedFileError
from resourcemap.model.words import say


def problem_words(error: ResourceMapError, language: str) -> str:
    """
    Say why a file was not read.

    What is said of the database or a setting is for who runs the server, and stands in English behind
    the reader's own words.
    """
    if isinstance(error, RefusedFileError):
        return say(error.sentence, language)
    if language == SOURCE:
        return str(error)
    return f"{say('staging.failed', language)} ({error})"
