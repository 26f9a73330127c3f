"""The one-page picture of a month's figures: bars per body, light, change on last month, who is missing."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from templates.filters import formal, number, when
from templates.pictures.canvas import (
    AMBER,
    BLUE,
    FAINT,
    GREEN,
    INK,
    RED,
    RULE,
    as_png,
    bare,
    new_sheet,
    write,
)
from templates.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Facts = Mapping[str, Any]

LIGHTS = {"green": GREEN, "yellow": AMBER, "red": RED, "grey": "#9DB4C8"}
WIDTH = 9.0
ROW, HEAD, TITLE, FOOT, NOTE = 0.34, 0.78, 1.15, 0.45, 0.3
"""Inches: a body, a group's heading, the title, the line at the end, a line about who is missing."""
BAR, BAR_END, VALUE, FURTHER = 2.35, 4.35, 5.3, 5.95
"""Where the bar begins and ends, where its value ends, and where the further figures begin."""
LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE, COLUMNS = 9, 30, 52, 3


def draw_collection(facts: Facts) -> bytes:
    """The summary as PNG; the sheet grows with the number of bodies."""
    blocks = [block for group in facts["groups"] for block in _blocks(group)]
    rows = sum(len(block["rows"]) for block in blocks)
    height = TITLE + FOOT + rows * ROW + len(blocks) * HEAD + len(_notes(facts)) * NOTE
    sheet = new_sheet(WIDTH, height)
    axes = bare(sheet.add_axes((0.0, 0.0, 1.0, 1.0)))
    axes.set(xlim=(0, WIDTH), ylim=(0, height))
    top = _draw_title(axes, facts, height)
    for block in blocks:
        top = _draw_group(axes, block, top)
    _draw_foot(axes, facts)
    return as_png(sheet)


def _say(key: str, **facts: object) -> str:
    return words("collection_picture")[key].format(**facts)


def _blocks(group: Facts) -> list[Facts]:
    """A group as blocks of as many indicators as stand beside each other: a bar and its further columns."""
    places = range(0, max(1, len(group["indicators"])), 1 + COLUMNS)
    return [
        {
            "indicators": group["indicators"][at : at + 1 + COLUMNS],
            "rows": [{**row, "cells": row["cells"][at : at + 1 + COLUMNS]} for row in group["rows"]],
        }
        for at in places
    ]


def _notes(facts: Facts) -> list[tuple[str, str]]:
    """Who is missing, who was late: (line, colour), as many lines as it takes; no name is torn apart."""
    found = []
    for key, colour in (("missing", RED), ("late", AMBER)):
        if facts[key]:
            names = f"{_say('and')} ".join(facts[key])
            lines = wrap(_say(key, names=names), LONGEST_NOTE)
            found += [(line.replace(" ", ""), colour) for line in lines]
    return found


def _draw_title(axes: "Axes", facts: Facts, height: float) -> float:
    write(axes, 0.35, height - 0.4, str(facts["title"])[:LONGEST_TITLE], 19)
    kind, year, running = facts["formal"]
    about = f"{formal((kind, year, running))}  {facts['code']}"
    write(axes, 0.35, height - 0.75, about, 10, FAINT)
    write(axes, WIDTH - 0.35, height - 0.75, when(datetime.fromisoformat(facts["at"])), 10, FAINT, ha="right")
    if facts["version"] > 1:
        mark = _say("corrected" if facts["changes"] else "version", version=facts["version"])
        write(axes, WIDTH - 0.35, height - 0.4, mark, 13, RED, ha="right")
    top = height - TITLE + 0.1
    for line, colour in _notes(facts):
        write(axes, 0.35, top, line, 11, colour)
        top -= NOTE
    return top


def _draw_group(axes: "Axes", group: Facts, top: float) -> float:
    indicators = group["indicators"]
    heads = [f"{one['name']}" for one in indicators]
    if heads:
        write(axes, BAR, top - 0.38, _say("head", name=heads[0], unit=indicators[0]["unit"]), 10.5)
    for place, one in enumerate(indicators[1 : COLUMNS + 1]):
        right = FURTHER + (place + 1) * 0.85
        write(axes, right, top - 0.3, _short(one["name"]), 8, FAINT, ha="right")
        write(axes, right, top - 0.48, one["unit"], 8, FAINT, ha="right")
    axes.plot([0.35, WIDTH - 0.35], [top - 0.62, top - 0.62], color=RULE, linewidth=1)
    widest = max((abs(_first(row)) for row in group["rows"]), default=Decimal(0)) or Decimal(1)
    for place, row in enumerate(group["rows"]):
        _draw_row(axes, row, top - HEAD - (place + 0.5) * ROW + 0.08, widest)
    return top - HEAD - len(group["rows"]) * ROW


def _draw_row(axes: "Axes", row: Facts, y: float, widest: Decimal) -> None:
    name = str(row["body"])
    shown = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    write(axes, 1.82, y, shown, 10.5, ha="right")
    if row["late"]:
        write(axes, 1.86, y, _say("late_mark"), 8, AMBER)
    if row["missing"]:
        write(axes, BAR, y, _say("not_returned"), 10.5, RED)
        return
    if row["cells"] and row["cells"][0]:
        _draw_bar(axes, row["cells"][0], y, widest)
    elif row["cells"]:
        write(axes, BAR, y, _say("no_figure"), 10, FAINT)
    for place, cell in enumerate(row["cells"][1 : COLUMNS + 1]):
        right = FURTHER + (place + 1) * 0.85
        text = number(cell["value"]) if cell else _say("no_figure")
        write(axes, right, y, text, 9.5, INK if cell else FAINT, ha="right")
        if cell and cell["light"] != "grey":
            axes.plot([right + 0.08], [y], "o", markersize=4, color=LIGHTS[cell["light"]])


def _draw_bar(axes: "Axes", cell: Facts, y: float, widest: Decimal) -> None:
    length = float(max(Decimal(cell["value"]), Decimal(0)) / widest) * (BAR_END - BAR)
    axes.plot([2.2], [y], "o", markersize=7, color=LIGHTS[cell["light"]])
    axes.barh(y, length, left=BAR, height=ROW * 0.58, color=BLUE)
    write(axes, VALUE, y, number(cell["value"]), 10, ha="right")
    percent = cell["percent"]
    if percent is not None:
        write(axes, VALUE + 0.1, y, f"{percent:+d}%", 9, FAINT if percent >= 0 else RED)


def _draw_foot(axes: "Axes", facts: Facts) -> None:
    write(axes, 0.35, 0.22, _say("foot"), 8.5, FAINT)


def _short(name: str) -> str:
    """A name without what stands in brackets, to fit above a column."""
    return name.partition(_say("bracket"))[0][:7]


def _first(row: Facts) -> Decimal:
    cell = row["cells"][0] if row["cells"] else None
    return Decimal(cell["value"]) if cell else Decimal(0)
