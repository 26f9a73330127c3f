"""A look inside an .xlsx package before it is opened: is it what it says, and how large will it become?

A reader of sheets makes room for the whole rectangle that the cells span, so one cell in the far corner
costs as much as a full sheet; the span is measured first, by streaming.
"""

import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

_REFERENCE = re.compile(r"([A-Za-z]{1,3})?(\d{1,7})")
_CHUNK = 1 << 16
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"  # what an encrypted workbook is wrapped in


BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, expat.ExpatError)
"""All that is raised about a damaged package: offsets beyond the file, unknown methods, bad names …"""


class PackageRefused(Exception):
    """`problem` is a value of SheetProblem."""

    def __init__(self, problem: str, **facts: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.facts: Mapping[str, int] = facts


def inspect_package(path: Path, *, unpacked: int, rows: int, columns: int) -> None:
    """Refuse a package that is broken, encrypted, or would unpack or spread beyond the limits."""
    with path.open("rb") as file:
        if file.read(len(_OLE_MAGIC)) == _OLE_MAGIC:
            raise PackageRefused("file_protected")
    try:
        with ZipFile(path) as package:
            size = sum(part.file_size for part in package.infolist())
            if size > unpacked:
                raise PackageRefused("file_too_large", size=size, allowed=unpacked)
            for part in package.namelist():
                _read_part(package, part, rows=rows, columns=columns)
    except BROKEN as error:
        raise PackageRefused("file_broken") from error


def _read_part(package: ZipFile, part: str, *, rows: int, columns: int) -> None:
    """Unpack one part (which checks its length and checksum) and measure it when it is a sheet."""
    is_xml = part.endswith((".xml", ".rels"))
    parser = _span_parser(rows=rows, columns=columns)
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if is_xml:
                parser.Parse(chunk, False)
    if is_xml:
        parser.Parse(b"", True)


def _span_parser(*, rows: int, columns: int) -> expat.XMLParserType:
    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] in ("c", "row") and "r" in attributes:
            _check_span(attributes["r"], rows=rows, columns=columns)

    def doctype(*_declaration: object) -> None:
        raise PackageRefused("file_broken")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    return parser


def _check_span(reference: str, *, rows: int, columns: int) -> None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise PackageRefused("file_broken")
    column = 0
    for letter in (match[1] or "").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    if int(match[2]) > rows + 1 or column > columns:
        raise PackageRefused("file_too_many_rows", rows=int(match[2]), allowed=rows)
