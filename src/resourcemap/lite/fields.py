"""What a form sends, read within fixed bounds."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST_BODY = 64 * 1024
MOST_FIELDS = 1000
_LONGEST_VALUE = 4000


class TooLargeError(Exception):
    """A body larger than any of these forms can be."""


class Fields:
    """
    The fields of a form by name; what a page does not know is never looked at.

    Examples
    --------
    >>> fields = Fields.parse(b"near=21201&i=cost/free&i=entry/drop-in")
    >>> fields.one("near"), fields.all("i"), fields.one("age")
    ('21201', ('cost/free', 'entry/drop-in'), '')
    """

    def __init__(self, values: Mapping[str, tuple[str, ...]]) -> None:
        self._values = values

    @classmethod
    def parse(cls, body: bytes) -> "Fields":
        """
        Read a form's body as browsers write it.

        Raises
        ------
        TooLargeError
            When it holds more fields than a form of ours can have.
        """
        try:
            pairs = parse_qsl(
                body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
            )
        except ValueError as error:
            raise TooLargeError from error
        values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            values[name] = (*values.get(name, ()), _plain(value))
        return cls(values)

    def one(self, name: str) -> str:
        """Give the last value of a field; "" when there is none."""
        return (self._values.get(name) or ("",))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a field, in order."""
        return self._values.get(name, ())

    def with_one(self, name: str, value: str) -> "Fields":
        """Give a copy with another value for a field."""
        return Fields({**self._values, name: (value,)})


def _plain(value: str) -> str:
    # Signs that cannot be printed do odd things in a page or a calendar; a line's end parts two words.
    kept = value[:_LONGEST_VALUE].replace("\r", "\n").replace("\n", " ")
    return "".join(char for char in kept if char.isprintable()).strip()


async def read_fields(request: Request) -> Fields:
    """
    Read the form of a request; a request without one has no fields.

    Raises
    ------
    TooLargeError
        As soon as more has come than a form of ours can hold.
    """
    if request.method != "POST":
        return Fields({})
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise TooLargeError
    return Fields.parse(bytes(body))
