"""
A file layer under SQLite that writes down, or refuses, what reaches the disk.

SQLite lets a program register a layer of its own between itself and the files (a VFS). This one
passes everything to the system's own layer, in the very library that Python's sqlite3 uses, and
becomes the default: the application's own code runs above it, unchanged.
Source: https://www.sqlite.org/vfs.html and sqlite3.h.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections.abc import Callable
from typing import Any

SQLITE_OK, SQLITE_FULL = 0, 13
MAIN_DATABASE, WRITE_AHEAD_LOG = 0x100, 0x80000

Operation = tuple[Any, ...]
"""("write", file, offset, bytes), ("truncate", file, size), ("sync", file) or ("delete", file, synced)."""

_POINTER = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, _POINTER, _POINTER, _POINTER, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int)


class _Layer(ctypes.Structure):
    _fields_ = (
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", _POINTER),
        ("zName", ctypes.c_char_p),
        ("pAppData", _POINTER),
        ("xOpen", _POINTER),
        ("xDelete", _POINTER),
        *((name, _POINTER) for name in ("xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym")),
        *((name, _POINTER) for name in ("xDlClose", "xRandomness", "xSleep", "xCurrentTime")),
        *((name, _POINTER) for name in ("xGetLastError", "xCurrentTimeInt64", "xSetSystemCall")),
        *((name, _POINTER) for name in ("xGetSystemCall", "xNextSystemCall")),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("iVersion", ctypes.c_int),
        *((name, _POINTER) for name in ("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize")),
        *((name, _POINTER) for name in ("xLock", "xUnlock", "xCheckReservedLock", "xFileControl")),
        *((name, _POINTER) for name in ("xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock")),
        *((name, _POINTER) for name in ("xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch")),
    )


class NoFileLayerError(Exception):
    """This Python's SQLite does not let its functions be called from outside."""


def install(
    seen: Callable[[Operation], None], refuse: Callable[[str, int, int], bool] = lambda *_: False
) -> None:
    """
    Put the layer under every database that this process opens from now on.

    Parameters
    ----------
    seen
        Told each operation after the system's layer did it.
    refuse
        Asked before a write with file, offset and length; True makes it "disk full".

    Raises
    ------
    NoFileLayerError
        When it cannot be put there.
    """
    library = _library()
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Layer)
    library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    library.sqlite3_vfs_register.argtypes = [ctypes.POINTER(_Layer), ctypes.c_int]
    system = library.sqlite3_vfs_find(None)
    layer = _Layer()
    ctypes.memmove(ctypes.byref(layer), system, ctypes.sizeof(_Layer))
    names: dict[int, str] = {}
    methods: dict[int, _Methods] = {}
    system_open, system_delete = _OPEN(layer.xOpen), _DELETE(layer.xDelete)

    def open_file(vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        status = system_open(vfs, name, file, flags, out)
        if status == SQLITE_OK and name and flags & (MAIN_DATABASE | WRITE_AHEAD_LOG):
            names[file] = ctypes.string_at(name).decode()
            its_methods = ctypes.cast(file, ctypes.POINTER(_POINTER))
            address = its_methods[0]
            if address not in methods:
                methods[address] = watched(address)
            its_methods[0] = ctypes.addressof(methods[address])
        return int(status)

    def delete(vfs: int, name: bytes, sync_folder: int) -> int:
        status = system_delete(vfs, name, sync_folder)
        if status == SQLITE_OK:
            seen(("delete", name.decode(), bool(sync_folder)))
        return int(status)

    def watched(address: int) -> _Methods:
        copy = _Methods()
        ctypes.memmove(ctypes.byref(copy), address, ctypes.sizeof(_Methods))
        system_write, system_truncate = _WRITE(copy.xWrite), _TRUNCATE(copy.xTruncate)
        system_sync = _SYNC(copy.xSync)

        def write(file: int, data: int, length: int, offset: int) -> int:
            if refuse(names[file], offset, length):
                return SQLITE_FULL
            status = system_write(file, data, length, offset)
            if status == SQLITE_OK:
                seen(("write", names[file], offset, ctypes.string_at(data, length)))
            return int(status)

        def truncate(file: int, size: int) -> int:
            status = system_truncate(file, size)
            if status == SQLITE_OK:
                seen(("truncate", names[file], size))
            return int(status)

        def sync(file: int, flags: int) -> int:
            status = system_sync(file, flags)
            if status == SQLITE_OK:
                seen(("sync", names[file]))
            return int(status)

        for field, function in (
            ("xWrite", _WRITE(write)),
            ("xTruncate", _TRUNCATE(truncate)),
            ("xSync", _SYNC(sync)),
        ):
            _KEPT.append(function)
            setattr(copy, field, ctypes.cast(function, _POINTER))
        return copy

    for field, function in (("xOpen", _OPEN(open_file)), ("xDelete", _DELETE(delete))):
        _KEPT.append(function)
        setattr(layer, field, ctypes.cast(function, _POINTER))
    layer.zName = b"watched"
    layer.pNext = None
    _KEPT.append(layer)
    if library.sqlite3_vfs_register(ctypes.byref(layer), 1) != SQLITE_OK:
        raise NoFileLayerError("SQLite refused it")


# SQLite holds their addresses until the process ends.
_KEPT: list[Any] = []


def _library() -> Any:
    # The module's own library first: another SQLite on this machine would have other files open.
    for name in (getattr(_sqlite3, "__file__", None), None):
        try:
            library = ctypes.CDLL(name)
            if library.sqlite3_libversion_number() >= 3_020_000:
                return library
        except (OSError, AttributeError):
            continue
    raise NoFileLayerError("this Python's SQLite is closed to other programs")
