"""Spreadsheets of the monthly collection: the form that a body fills in, and the summary (M13)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from storage.spreadsheets.writing import SheetColumn, Value
from templates.documents.sheets import written
from templates.words import words

Facts = Mapping[str, Any]

NAME, UNIT, NUMBER, NOTE = 26, 10, 16, 30


def make_return_sheet(facts: Facts) -> bytes:
    """One body's form. `rows`: name, unit, last month's figure, this month's if there is one, note.

    `mark` tells what it is a return of, and whose.
    """
    heads = words("collection_sheet")
    columns = [
        SheetColumn(heads["name"], NAME),
        SheetColumn(heads["unit"], UNIT),
        SheetColumn(heads["last"], NUMBER),
        SheetColumn(heads["value"], NUMBER),
        SheetColumn(heads["note"], NOTE),
    ]
    rows = (
        [name, unit, _number(last), _number(value), note] for name, unit, last, value, note in facts["rows"]
    )
    return written(str(facts["code"]), columns, rows, subject=str(facts["mark"]))


def make_summary_sheet(facts: Facts) -> bytes:
    """Every body and figure of a version; what is missing stays empty and is called so."""
    heads = words("collection_sheet")
    names = list(dict.fromkeys(_label(one) for group in facts["groups"] for one in group["indicators"]))
    columns = [SheetColumn(heads["body"], NAME), SheetColumn(heads["state"], UNIT)]
    for name in names:
        columns += [
            SheetColumn(name, NAME),
            SheetColumn(heads["last"], NUMBER),
            SheetColumn(heads["percent"], NUMBER),
        ]
    name = heads["summary"].format(code=facts["code"], version=facts["version"])
    return written(name, columns, _summary_rows(facts, names))


def _summary_rows(facts: Facts, names: list[str]) -> Iterator[Sequence[Value]]:
    states = words("collection_state")
    for group in facts["groups"]:
        labels = [_label(one) for one in group["indicators"]]
        for row in group["rows"]:
            state = "missing" if row["missing"] else "late" if row["late"] else "returned"
            cells = dict(zip(labels, row["cells"], strict=True))
            values: list[Value] = [row["body"], states[state]]
            for name in names:
                cell = cells.get(name)
                values += _cell(cell) if cell else [None, None, None]
            yield values


def _cell(cell: Facts) -> list[Value]:
    return [_number(cell["value"]), _number(cell["last"]), cell["percent"]]


def _label(indicator: Facts) -> str:
    return f"{indicator['name']} {indicator['unit']}"


def _number(value: str | None) -> int | float | None:
    if value is None:
        return None
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)
