"""Spreadsheets in and out: reading into header-matched rows, reporting row by row, writing safely."""

from storage.spreadsheets.cells import cell_text, is_formula, neutralise
from storage.spreadsheets.reading import (
    Column,
    Sheet,
    SheetLimits,
    SheetProblem,
    SheetRow,
    SheetUnreadable,
    read_sheet,
)
from storage.spreadsheets.reports import ImportReport, Level, Outcome, RowNote

__all__ = [
    "Column",
    "ImportReport",
    "Level",
    "Outcome",
    "RowNote",
    "Sheet",
    "SheetLimits",
    "SheetProblem",
    "SheetRow",
    "SheetUnreadable",
    "cell_text",
    "is_formula",
    "neutralise",
    "read_sheet",
]
