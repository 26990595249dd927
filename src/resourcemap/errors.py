"""Errors a caller may meet: requests that cannot be carried out."""

from typing import Any


class ResourceMapError(Exception):
    """A request that cannot be carried out; the text says where, what was seen and what to do."""


class SettingsError(ResourceMapError):
    """A setting has a value the program cannot use."""


class UnreadableFileError(ResourceMapError):
    """A file is not what its name or the chosen format says, or is larger than is safe to open."""


class StalePlanError(ResourceMapError):
    """The data moved on since an import was planned; plan it again."""


class ConflictError(ResourceMapError):
    """
    Somebody else changed the same fields meanwhile; nothing was written.

    `fields` holds each with both values (`model.edit.FieldConflict`).
    """

    def __init__(self, message: str, fields: tuple[Any, ...] = ()) -> None:
        super().__init__(message)
        self.fields = fields


class NotAllowedError(ResourceMapError):
    """The person asking does not have the role this action needs."""


class TooManyError(ResourceMapError):
    """More of the same came in a short time than the program takes."""


class NotFoundError(ResourceMapError):
    """No record has the given id."""


class StorageError(ResourceMapError):
    """The database could not be opened, read or written."""


class DamagedError(StorageError):
    """What the database holds cannot be read any more."""
