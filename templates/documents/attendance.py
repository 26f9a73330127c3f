"""The attendance sheet of one meeting, by rank (M14)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.spreadsheets.writing import SheetColumn, Value
from templates.documents.sheets import written
from templates.words import word, words

COLUMNS = {"name": 12, "unit": 24, "attended": 12, "delegate": 12, "at": 18, "by": 12}


def make_attendance_sheet(facts: Mapping[str, Any]) -> bytes:
    """`rows`: name, unit, what became of it, delegate, moment, who confirmed it."""
    heads = words("check_in_sheet")
    columns = [SheetColumn(heads[key], width) for key, width in COLUMNS.items()]
    return written(heads["sheet"], columns, _rows(facts))


def _rows(facts: Mapping[str, Any]) -> Iterator[Sequence[Value]]:
    for name, unit, attended, delegate, at, by in facts["rows"]:
        moment = datetime.fromisoformat(at) if at else None
        yield [name, unit, word(attended, "attended"), delegate, moment, by]
