"""Rosters for tests: a way to write one as an .xlsx file, and to import it on 2026-11-23."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from sqlmodel import Session

from services.roster import import_roster
from storage.spreadsheets import ImportReport, Level
from templates.notes import describe_note

Cell = str | int | float
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HEADER: list[Cell] = ["姓名", "手机号", "单位", "专班/服务保障线", "职务", "角色", "排序"]
CLERK: list[Cell] = ["测试庚01", "199-0000-0901", "区林业局", "木业产业专班", "科员", "专班成员", 1]
"""A row without fault."""


def write(path: Path, rows: Sequence[Sequence[Cell]], header: Sequence[Cell] = HEADER) -> Path:
    """An .xlsx file with these rows; text stays text and numbers numbers."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate([header, *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            else:
                sheet.write_number(number, place, cell)
    book.close()
    return path


def take(session: Session, path: Path, *, apply: bool = True, at: datetime = NOW) -> ImportReport:
    """Import a roster."""
    return import_roster(session, path, now=at, zone=ZONE, apply=apply)


def codes(report: ImportReport, row: int) -> set[str]:
    """The codes of the notes about a row."""
    return {str(note.code) for note in report.notes_of(row)}


def sentences(report: ImportReport, row: int, level: Level | None = None) -> str:
    """What people read about a row."""
    return "".join(describe_note(note) for note in report.notes_of(row) if level in (None, note.level))
