"""A file that cannot be opened, said in the reader's language."""

from resourcemap.errors import UnreadableFileError
from resourcemap.model.words import Sentence, Value, say


class RefusedFileError(UnreadableFileError):
    """
    A file that cannot be opened, said as one of our own sentences.

    `sentence` is for pages, which say it in the reader's language; its text is English.
    """

    def __init__(self, code: str, **values: Value) -> None:
        self.sentence = Sentence(f"import.{code}", values)
        super().__init__(say(self.sentence))
