"""Writing .xlsx files: a header that stays in sight, filters, real dates, no cell that runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from storage.spreadsheets.cells import neutralise

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | datetime | None

LONGEST_TEXT = 32_767
"""Characters that a cell takes; a longer text ends in an ellipsis."""
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A heading and how wide its column is, in characters of half width."""

    heading: str
    width: int = 14


def write_sheet(
    path: Path, name: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]], *,
    zone: tzinfo, subject: str = "",
) -> int:  # fmt: skip
    """Write one sheet to `path` (replaced only when complete); moments become the clock of `zone`.

    `subject` is kept as a property of the file, which survives other names for sheet and file.
    Returns how many rows there are below the header. Raises OSError.
    """
    from xlsxwriter import Workbook

    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file, Workbook(file, OPTIONS) as book:
            book.set_properties({"subject": subject})
            count = _fill(book, name, columns, rows, zone)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _fill(
    book: "Workbook", name: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]], zone: tzinfo
) -> int:
    sheet = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "valign": "vcenter"})
    writer = _RowWriter(
        sheet,
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}),
        zone=zone,
    )
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, heading)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        writer.write(count, row)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


@dataclass(frozen=True, slots=True)
class _RowWriter:
    sheet: "Worksheet"
    text: "Format"
    day: "Format"
    moment: "Format"
    zone: tzinfo

    def write(self, number: int, row: Sequence[Value]) -> None:
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                local = value.astimezone(self.zone).replace(tzinfo=None)
                self.sheet.write_datetime(number, place, local, self.moment)
            elif isinstance(value, date):
                self.sheet.write_datetime(number, place, value, self.day)
            elif isinstance(value, str) and value:
                self.sheet.write_string(number, place, _fitting(neutralise(value)), self.text)
            elif isinstance(value, (int, float)):
                self.sheet.write_number(number, place, value, self.text)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}\u2026"
