"""Streams the XML inside a workbook: no entities, bounded in bytes, elements and depth, no tree kept."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from resourcemap.interchange.limits import refuse, refuse_workbook

MAX_UNPACKED_BYTES = 100_000_000
# A cell is two or three elements; each takes some microseconds.
MAX_ELEMENTS = 1_200_000
_DEEPEST = 60


@dataclass
class Budget:
    """What is left to unpack of one workbook, over all its members."""

    left_bytes: int = MAX_UNPACKED_BYTES
    left_elements: int = MAX_ELEMENTS


class _Metered(io.RawIOBase):
    """Reads a member and stops when the workbook has unpacked too much, whatever its header claims."""

    def __init__(self, member: IO[bytes], budget: Budget) -> None:
        self._member = member
        self._budget = budget

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._member.read(65_536 if size < 0 else min(size, 65_536))
        self._budget.left_bytes -= len(data)
        if self._budget.left_bytes < 0:
            raise refuse("workbook_too_large", limit=MAX_UNPACKED_BYTES // 1_000_000)
        return data


def stream(archive: zipfile.ZipFile, member: str, budget: Budget) -> Iterator[tuple[str, str, Element]]:
    """
    Give ("start" or "end", local name, element) for each element; an element is emptied once it ended.

    Raises
    ------
    UnreadableFileError
        When the member is damaged, declares entities or is larger than is safe.
    """
    path: list[Element] = []
    try:
        with archive.open(member) as opened:
            events = iterparse(_Metered(opened, budget), events=("start", "end"), forbid_dtd=True)
            for event, element in events:
                name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
                if event == "start":
                    budget.left_elements -= 1
                    if budget.left_elements < 0:
                        raise refuse("too_many_cells", limit=MAX_ELEMENTS // 3)
                    path.append(element)
                    if len(path) > _DEEPEST:
                        raise refuse_workbook("deep")
                    yield event, name, element
                else:
                    yield event, name, element
                    path.pop()
                    # Without this the whole sheet would pile up in memory.
                    element.clear()
                    if path:
                        path[-1].remove(element)
    except DefusedXmlException:
        raise refuse("workbook_has_entities") from None
    except RuntimeError as error:
        if "password" in str(error):
            raise refuse("workbook_locked") from None
        raise refuse_workbook("damaged", part=member) from None
    except (
        ParseError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        ValueError,
        OSError,
    ):
        raise refuse_workbook("damaged", part=member) from None
