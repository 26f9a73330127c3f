"""Spreadsheets in memory."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.spreadsheets.writing import SheetColumn, Value, write_sheet
from templates.filters import zone


def written(
    name: str, columns: Sequence[SheetColumn], rows: Iterator[Sequence[Value]], *, subject: str = ""
) -> bytes:
    """One sheet as .xlsx; moments are shown as people's clocks show them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_sheet(path, name, columns, rows, zone=zone(), subject=subject)
        return path.read_bytes()
