"""Import of an announced holiday calendar (`zhuanban import holidays FILE.csv`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from services.calendar.days import SATURDAY, WorkCalendar
from storage.calendar import CalendarDay, list_calendar_days
from storage.packaged import packaged_toml
from storage.spreadsheets import (
    Column,
    ImportReport,
    Level,
    Outcome,
    Sheet,
    SheetLimits,
    SheetRow,
    SheetUnreadable,
    read_sheet,
)

Progress = Callable[[int, int], None]
"""Told (rows done, rows in all)."""


class HolidayNote(StrEnum):
    """What can be said about a row; the words stand in templates/imports/notes.toml."""

    DATE_INVALID = "date_invalid"
    OFF_INVALID = "off_invalid"
    KIND_INVALID = "kind_invalid"
    KIND_CONTRADICTS = "kind_contradicts"
    WEEKDAY_CONTRADICTS = "weekday_contradicts"
    DAY_TWICE = "day_twice"
    NOT_OFFICIAL = "not_official"
    MAKEUP_ON_WEEKDAY = "makeup_on_weekday"
    DAY_CHANGED = "day_changed"
    YEAR_INCOMPLETE = "year_incomplete"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    off: tuple[str, ...]
    working: tuple[str, ...]
    holiday: tuple[str, ...]
    makeup: tuple[str, ...]
    official: tuple[str, ...]
    weekdays: tuple[str, ...]


class _Vocabulary(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, tuple[str, ...]]
    optional_columns: dict[str, tuple[str, ...]]
    words: _Words

    def sheet_columns(self) -> list[Column]:
        needed = [Column(key, headers) for key, headers in self.columns.items()]
        return needed + [
            Column(key, headers, required=False) for key, headers in self.optional_columns.items()
        ]


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary.model_validate(packaged_toml("calendar.toml"))


@dataclass(frozen=True)
class _Announced:
    day: date
    is_off: bool
    name: str


def import_holidays(
    session: Session,
    path: Path,
    *,
    apply: bool,
    progress: Progress | None = None,
    limits: SheetLimits | None = None,
) -> ImportReport:
    """Take over announced days; with any error nothing is written. Rows that are not official are ignored.

    Days that are known already and not in the file stay. A year counts as known once its New Year and its
    National Day are there; a file that leaves a year incomplete is warned about.
    """
    report = ImportReport()
    try:
        sheet = read_sheet(path, _vocabulary().sheet_columns(), limits)
    except SheetUnreadable as unreadable:
        report.refuse(unreadable.problem, unreadable.facts)
        return report
    known = {row.day: row for row in list_calendar_days(session)}
    announced = _read_rows(sheet, known, report, progress)
    _check_years(announced, known, report)
    if apply and not report.has_errors:
        _write(session, announced, known, source=path.name)
        report.applied = True
    return report


def _read_rows(
    sheet: Sheet, known: dict[date, CalendarDay], report: ImportReport, progress: Progress | None
) -> dict[date, _Announced]:
    announced: dict[date, _Announced] = {}
    for done, row in enumerate(sheet.rows, start=1):
        found = _RowReader(sheet, row, report).read()
        if found is not None:
            _take(found, row, announced, known, report)
        if progress is not None:
            progress(done, len(sheet.rows))
    return announced


def _take(
    found: _Announced,
    row: SheetRow,
    announced: dict[date, _Announced],
    known: dict[date, CalendarDay],
    report: ImportReport,
) -> None:
    earlier, stored = announced.get(found.day), known.get(found.day)
    if earlier is not None and earlier.is_off != found.is_off:
        report.note(Level.ERROR, HolidayNote.DAY_TWICE, row=row.number, value=found.day.isoformat())
        return
    announced[found.day] = found
    if stored is None and earlier is None:
        report.outcomes[row.number] = Outcome.NEW
    elif stored is not None and (stored.is_off, stored.name) != (found.is_off, found.name):
        report.outcomes[row.number] = Outcome.CHANGED
        if stored.is_off != found.is_off:
            day = found.day.isoformat()
            report.note(Level.WARNING, HolidayNote.DAY_CHANGED, row=row.number, value=day)
    else:
        report.outcomes[row.number] = Outcome.UNCHANGED


def _check_years(
    announced: dict[date, _Announced], known: dict[date, CalendarDay], report: ImportReport
) -> None:
    merged = {day: row.is_off for day, row in known.items()} | {
        day: found.is_off for day, found in announced.items()
    }
    calendar = WorkCalendar(merged)
    for year in sorted({day.year for day in announced}):
        if not calendar.knows(year):
            report.note(Level.WARNING, HolidayNote.YEAR_INCOMPLETE, year=year)


def _write(
    session: Session, announced: dict[date, _Announced], known: dict[date, CalendarDay], *, source: str
) -> None:
    for day, found in announced.items():
        stored = known.get(day)
        if stored is None:
            session.add(CalendarDay(day=day, is_off=found.is_off, name=found.name, source=source))
        elif (stored.is_off, stored.name) != (found.is_off, found.name):
            stored.is_off, stored.name, stored.source = found.is_off, found.name, source
    session.flush()


@dataclass
class _RowReader:
    """One row, checked against itself: date, kind, is-off and weekday have to agree."""

    sheet: Sheet
    row: SheetRow
    report: ImportReport

    def read(self) -> _Announced | None:
        words = _vocabulary().words
        if self.row["status"].casefold() not in words.official:
            self.report.outcomes[self.row.number] = Outcome.IGNORED
            self._note("status", HolidayNote.NOT_OFFICIAL, Level.INFO)
            return None
        day, is_off = self._day(), self._is_off(words)
        if day is None or is_off is None or not self._agrees(day, is_off, words):
            return None
        return _Announced(day, is_off, self.row["name"])

    def _day(self) -> date | None:
        text = self.row["day"].replace("/", "-").replace(".", "-")
        try:
            return date(*(int(part) for part in text.split("-", 2)))
        except (ValueError, TypeError):
            self._note("day", HolidayNote.DATE_INVALID)
            return None

    def _is_off(self, words: _Words) -> bool | None:
        text = self.row["is_off"].casefold()
        if text not in words.off + words.working:
            self._note("is_off", HolidayNote.OFF_INVALID)
            return None
        return text in words.off

    def _agrees(self, day: date, is_off: bool, words: _Words) -> bool:
        kind = self.row["kind"].casefold()
        if kind not in words.holiday + words.makeup:
            return self._note("kind", HolidayNote.KIND_INVALID)
        if (kind in words.holiday) != is_off:
            return self._note("kind", HolidayNote.KIND_CONTRADICTS)
        weekday = words.weekdays[day.weekday()]
        if self.row["weekday"] not in ("", weekday):
            return self._note("weekday", HolidayNote.WEEKDAY_CONTRADICTS, expected=weekday)
        if not is_off and day.weekday() < SATURDAY:
            self._note("kind", HolidayNote.MAKEUP_ON_WEEKDAY, Level.WARNING, expected=weekday)
        return True

    def _note(self, key: str, code: HolidayNote, level: Level = Level.ERROR, **facts: str) -> bool:
        column = self.sheet.headers.get(key)
        self.report.note(level, code, row=self.row.number, column=column, value=self.row[key], **facts)
        return False
