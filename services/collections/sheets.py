"""A return as a spreadsheet: read back when it comes, all or nothing (scenario 26)."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from services.collections.outcomes import FigureRefused
from services.collections.presets import dispatch_presets
from services.collections.reading import read_figure
from storage.base import require_id
from storage.bodies import Body
from storage.collections import Indicator
from storage.spreadsheets import Column, Sheet, SheetLimits, SheetUnreadable, read_sheet
from storage.spreadsheets.reading import header_key, read_subject

CODE = re.compile(r"DD-\d{4}-\d{4}")
WHOSE = re.compile(CODE.pattern + r" (?P<body>[\w.]+) (?P<name>\S+)")
"""As `mark_of` writes it."""


@dataclass(frozen=True, slots=True)
class SheetNote:
    """What is wrong with a file: a problem by name, the row (0: the file as a whole) and further facts."""

    problem: str
    row: int = 0
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """Figures and notes by indicator, if nothing is wrong; else only what is wrong."""

    values: dict[int, tuple[Decimal, str | None]]
    wrong: list[SheetNote]


def mark_of(code: str, body: Body) -> str:
    """What the file keeps of whose return it is, whatever somebody calls it."""
    return f"{code} {body.code} {body.short_name}"


def read_return(
    path: Path, indicators: list[Indicator], code: str, body: Body, limits: SheetLimits
) -> SheetReading:
    """The figures of a returned spreadsheet. An empty cell is missing, never nought."""
    try:
        sheet = _sheet(path, limits)
    except SheetUnreadable as unreadable:
        note = SheetNote(unreadable.problem.value, facts=dict(unreadable.facts))
        return SheetReading({}, [note])
    stranger = _stranger(f"{sheet.name} {read_subject(path)}", code, body)
    return SheetReading({}, [stranger]) if stranger else _figures(sheet, indicators)


def _stranger(marks: str, code: str, body: Body) -> SheetNote | None:
    """The form of another collection or of another body; one without marks is taken at its word."""
    other = next((found for found in CODE.findall(marks) if found != code), None)
    if other is not None:
        return SheetNote("other_month", facts={"code": other})
    whose = WHOSE.search(marks)
    if whose is not None and whose["body"] != body.code:
        return SheetNote("other_body", facts={"code": whose["name"]})
    return None


def _sheet(path: Path, limits: SheetLimits) -> Sheet:
    columns = dispatch_presets().columns
    wanted = [Column(key, headers, required=key in ("name", "value")) for key, headers in columns.items()]
    return read_sheet(path, wanted, limits, kind=".xlsx")


def _figures(sheet: Sheet, indicators: list[Indicator]) -> SheetReading:
    known = {header_key(one.name): one for one in indicators}
    values: dict[int, tuple[Decimal, str | None]] = {}
    wrong: list[SheetNote] = []
    seen: set[str] = set()
    for row in sheet.rows:
        name = header_key(row["name"])
        indicator = known.get(name)
        if indicator is None or name in seen:
            problem = "twice" if name in seen else "unknown"
            wrong.append(SheetNote(problem, row.number, {"name": row["name"]}))
            continue
        seen.add(name)
        if not row["value"]:
            continue
        typed = _with_unit(row["value"], row["unit"], indicator)
        try:
            value = read_figure(typed, indicator)
        except FigureRefused as refused:
            wrong.append(SheetNote(str(refused.facts["problem"]), row.number, refused.facts))
            continue
        if value is not None:
            values[require_id(indicator.id)] = (value, row["note"][:200] or None)
    return SheetReading({} if wrong else values, wrong)


def _with_unit(value: str, unit: str, indicator: Indicator) -> str:
    """A bare number in a row whose unit somebody changed is meant in that unit."""
    return value + unit if unit and unit != indicator.unit and value[-1].isdigit() else value
