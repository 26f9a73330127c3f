"""Reading .xlsx and .csv files that people made by hand: the right sheet, the right columns, clean text."""

import csv
import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from io import StringIO
from pathlib import Path
from re import compile as pattern
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from storage.spreadsheets.cells import cell_text
from storage.spreadsheets.inspection import PackageRefused, inspect_package

SUBJECT = pattern(rb"<dc:subject[^>]*>([^<]*)</")
MOST_PROPERTIES = 100_000
HEADER_SEARCH_ROWS = 10
"""A title or a remark may stand above the header."""


class SheetProblem(StrEnum):
    """Why a file cannot be read at all."""

    MISSING = "file_missing"
    FORBIDDEN = "file_forbidden"
    KIND = "file_kind"
    TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "file_too_many_rows"
    BROKEN = "file_broken"
    PROTECTED = "file_protected"
    ENCODING = "file_encoding"
    HEADER = "header_missing"


class SheetUnreadable(Exception):
    """The file as a whole is refused; `facts` say what was found and what is allowed."""

    def __init__(self, problem: SheetProblem, **facts: str | int | tuple[str, ...]) -> None:
        super().__init__(f"{problem}: {facts}")
        self.problem = problem
        self.facts: Mapping[str, str | int | tuple[str, ...]] = facts


@dataclass(frozen=True)
class SheetLimits:
    """How much a file may ask of us. Bytes and counts; `unpacked_bytes` stops a small file that grows."""

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 100_000_000
    rows: int = 20_000
    columns: int = 200


@dataclass(frozen=True)
class Column:
    """A column that the reader looks for: `key` in code, `headers` as people spell it."""

    key: str
    headers: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the file (from 1, header included) and clean text by column key."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The text of a column; empty when the file does not have the column."""
        return self.cells.get(key, "")

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in any column that is read."""
        return not any(self.cells.values())


@dataclass(frozen=True)
class Sheet:
    """The rows below the header; `headers` are the spellings found, `unknown` the columns not read."""

    name: str
    headers: Mapping[str, str]
    unknown: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(
    path: Path, columns: Sequence[Column], limits: SheetLimits | None = None, *, kind: str | None = None
) -> Sheet:
    """The first sheet of the file that has every required column, without its blank rows.

    `kind` (".xlsx", ".csv") is for a file that is kept without its ending. Headers match whatever their
    width, case and blanks. Raises SheetUnreadable.
    """
    limits = limits or SheetLimits()
    nearest: list[str] | None = None
    for name, table in _tables(path, kind or path.suffix, limits):
        if len(table) > limits.rows:
            raise SheetUnreadable(SheetProblem.TOO_MANY_ROWS, rows=len(table), allowed=limits.rows)
        header_at, missing = _find_header(table, columns)
        if not missing:
            return _sheet(name, table, header_at, columns)
        if nearest is None or len(missing) < len(nearest):
            nearest = missing
    raise SheetUnreadable(SheetProblem.HEADER, missing=tuple(nearest or _required(columns)))


def _tables(path: Path, kind: str, limits: SheetLimits) -> Iterable[tuple[str, list[list[str]]]]:
    if not path.is_file():
        raise SheetUnreadable(SheetProblem.MISSING, path=str(path))
    if not os.access(path, os.R_OK):
        raise SheetUnreadable(SheetProblem.FORBIDDEN, path=str(path))
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise SheetUnreadable(SheetProblem.TOO_LARGE, size=size, allowed=limits.file_bytes)
    if kind.lower() == ".csv":
        return [(path.stem, _read_csv(path))]
    if kind.lower() == ".xlsx":
        return _read_xlsx(path, limits)
    raise SheetUnreadable(SheetProblem.KIND, kind=kind)


def _read_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # the second is what Excel on a Chinese Windows writes
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return [[cell_text(cell) for cell in row] for row in csv.reader(StringIO(text, newline=""))]
        except csv.Error as error:  # a cell beyond all measure: a quotation mark that never closes
            raise SheetUnreadable(SheetProblem.BROKEN) from error
    raise SheetUnreadable(SheetProblem.ENCODING)


def _read_xlsx(path: Path, limits: SheetLimits) -> Iterable[tuple[str, list[list[str]]]]:
    try:
        inspect_package(path, unpacked=limits.unpacked_bytes, rows=limits.rows, columns=limits.columns)
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [[cell_text(cell) for cell in row] for row in rows]
    except PackageRefused as refused:
        raise SheetUnreadable(SheetProblem(refused.problem), **refused.facts) from refused
    except PasswordError as error:
        raise SheetUnreadable(SheetProblem.PROTECTED) from error
    except CalamineError as error:
        raise SheetUnreadable(SheetProblem.BROKEN) from error


def _find_header(table: list[list[str]], columns: Sequence[Column]) -> tuple[int, list[str]]:
    """Where the header stands, and which required columns are missing there."""
    best_at, best_missing = 0, _required(columns)
    for at, row in enumerate(table[:HEADER_SEARCH_ROWS]):
        found = {header_key(text) for text in row}
        missing = [
            column.headers[0]
            for column in columns
            if column.required and not found & {header_key(header) for header in column.headers}
        ]
        if len(missing) < len(best_missing):
            best_at, best_missing = at, missing
    return best_at, best_missing


def _sheet(name: str, table: list[list[str]], header_at: int, columns: Sequence[Column]) -> Sheet:
    places: dict[str, int] = {}
    headers = {header_key(text): place for place, text in reversed([*enumerate(table[header_at])])}
    for column in columns:
        spelled = [headers[header_key(header)] for header in column.headers if header_key(header) in headers]
        if spelled:
            places[column.key] = spelled[0]
    rows = (
        SheetRow(number, {key: row[place] if place < len(row) else "" for key, place in places.items()})
        for number, row in enumerate(table[header_at + 1 :], start=header_at + 2)
    )
    spellings = {key: table[header_at][place] for key, place in places.items()}
    unknown = [text for at, text in enumerate(table[header_at]) if text and at not in places.values()]
    return Sheet(name, spellings, tuple(unknown), tuple(row for row in rows if not row.is_blank))


def _required(columns: Sequence[Column]) -> list[str]:
    return [column.headers[0] for column in columns if column.required]


def header_key(text: str) -> str:
    """A header without the differences that people do not see: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_subject(path: Path) -> str:
    """The subject among a file's properties, as `write_sheet` puts it there; empty when there is none."""
    try:
        with ZipFile(path) as packed, packed.open("docProps/core.xml") as properties:
            found = SUBJECT.search(properties.read(MOST_PROPERTIES))
    except (BadZipFile, KeyError, OSError):
        return ""
    return unescape(found[1].decode(errors="replace")) if found else ""
