from resourcemap.interchange.source import FileSource
from resourcemap.model.incoming import ReadFile


def read_workbook(data: bytes, source: FileSource) -> ReadFile:
    raise NotImplementedError
