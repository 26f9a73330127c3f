"""The picture of the board: five figures, what is listed first, bars by body and state, ages, verdicts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from templates.filters import when
from templates.pictures.canvas import (
    AMBER,
    BLUE,
    FAINT,
    GREEN,
    INK,
    PAPER,
    RED,
    RULE,
    as_png,
    bare,
    new_sheet,
    type_of,
    write,
)
from templates.words import word, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STATE_COLOURS = {"waiting": "#9DB4C8", "handling": BLUE, "confirming": GREEN, "returned": AMBER}
VERDICT_COLOURS = {"satisfied": GREEN, "dissatisfied": RED, "unrated": "#9DB4C8"}
AGE_COLOURS = ("#B7C8D8", "#9DB4C8", "#7F9DBB", "#5C86B1", BLUE, AMBER, RED)
WIDTH = 7.2
ROW = 0.36
"""Inches of one body's bar."""
LONGEST_NAME = 9
LONGEST_SCOPE = 24

Facts = Mapping[str, Any]


def draw_board(facts: Facts) -> bytes:
    """The board as PNG. The sheet grows with the number of bodies."""
    rows = max(2, len(facts["loads"]))
    height = 2.35 + 0.75 + rows * ROW + 2.9
    sheet = new_sheet(WIDTH, height)
    _draw_head(sheet, facts, height)
    _draw_loads(sheet, facts, top=height - 2.35, inches=rows * ROW, height=height)
    _draw_ages(sheet, facts, height)
    _draw_verdicts(sheet, facts, height)
    return as_png(sheet)


def _say(key: str, **facts: object) -> str:
    return words("board_picture")[key].format(**facts)


def _axes(sheet: "Figure", left: float, bottom: float, width: float, inches: float, height: float) -> "Axes":
    """A part of the sheet: left and width as shares, bottom and height in inches."""
    return sheet.add_axes((left, bottom / height, width, inches / height))


def _draw_head(sheet: "Figure", facts: Facts, height: float) -> None:
    axes = bare(_axes(sheet, 0.05, height - 2.2, 0.9, 2.1, height))
    axes.set(xlim=(0, 1), ylim=(0, 2.1))
    scope = _say("and").join(facts["scope"]) or _say("everywhere")
    at = when(datetime.fromisoformat(facts["at"]))
    write(axes, 0, 1.62, _say("title"), 20)
    write(axes, 1, 1.78, at, 10, FAINT, ha="right")
    write(axes, 1, 1.46, scope[:LONGEST_SCOPE], 10, FAINT, ha="right")
    percent = facts["timely_percent"]
    figures = [
        (str(facts["listed"]), _say("listed"), RED if facts["listed"] else INK),
        (str(facts["total"]), _say("total"), INK),
        (str(facts["overdue"]), _say("overdue"), RED if facts["overdue"] else INK),
        (str(facts["soon"]), _say("soon"), INK),
        ("—" if percent is None else f"{percent}%", _say("timely", days=facts["period_days"]), INK),
    ]
    for place, (figure, name, colour) in enumerate(figures):
        write(axes, place / len(figures) + 0.005, 0.78, figure, 26, colour)
        write(axes, place / len(figures) + 0.005, 0.3, name, 9, FAINT)
    axes.axhline(0.02, color=RULE, linewidth=1)


def _draw_loads(sheet: "Figure", facts: Facts, *, top: float, inches: float, height: float) -> None:
    title = bare(_axes(sheet, 0.05, top - 0.7, 0.9, 0.6, height))
    title.set(xlim=(0, 1), ylim=(0, 1))
    write(title, 0, 0.6, _say("loads"), 12)
    _draw_legend(
        title, [(word(state, "issue_state"), STATE_COLOURS.get(state, FAINT)) for state, _ in facts["states"]]
    )
    axes = bare(_axes(sheet, 0.26, top - 0.75 - inches, 0.69, inches, height))
    loads = facts["loads"]
    if not loads:
        axes.set(xlim=(0, 1), ylim=(0, 1))
        write(axes, 0.25, 0.5, _say("nothing"), 11, FAINT, va="center", ha="center")
        return
    widest = max(sum(load["states"]) for load in loads)
    axes.set(xlim=(0, widest * 1.28), ylim=(len(loads) - 0.5, -0.5))
    for row, load in enumerate(loads):
        _draw_load(axes, row, load, [state for state, _ in facts["states"]], widest)
    if facts["others"]:
        foot = bare(_axes(sheet, 0.26, top - 0.75 - inches - 0.25, 0.69, 0.25, height))
        foot.set(xlim=(0, 1), ylim=(0, 1))
        write(foot, 0, 0.5, _say("others", count=facts["others"]), 9, FAINT)


def _draw_load(axes: "Axes", row: int, load: Facts, states: Sequence[str], widest: int) -> None:
    left, total = 0, sum(load["states"])
    for state, count in zip(states, load["states"], strict=True):
        axes.barh(row, count, left=left, height=0.62, color=STATE_COLOURS.get(state, FAINT))
        if count >= widest / 14:
            write(axes, left + count / 2, row, str(count), 8.5, PAPER, ha="center")
        left += count
    name = load["name"] if len(load["name"]) <= LONGEST_NAME else load["name"][: LONGEST_NAME - 1] + "…"
    write(axes, -widest * 0.03, row, name, 10, ha="right")
    label, colour = str(total), FAINT
    if load["overdue"]:
        label, colour = _say("load_overdue", total=total, overdue=load["overdue"]), RED
    write(axes, total + widest * 0.02, row, label, 9, colour)


def _draw_legend(axes: "Axes", entries: Sequence[tuple[str, str]]) -> None:
    right = 1.0
    for name, colour in reversed(entries):
        write(axes, right, 0.6, name, 9, FAINT, ha="right")
        right -= 0.022 * len(name) + 0.012
        axes.plot([right], [0.6], marker="s", markersize=7, color=colour, clip_on=False)
        right -= 0.035


def _draw_ages(sheet: "Figure", facts: Facts, height: float) -> None:
    ages = facts["ages"]
    axes = _columns(sheet, 0.05, 0.44, _say("ages"), height)
    names = [_age_name(over, upto) for over, upto, _ in ages]
    colours = AGE_COLOURS[-len(ages) :]
    _draw_columns(axes, names, [count for _, _, count in ages], colours)


def _draw_verdicts(sheet: "Figure", facts: Facts, height: float) -> None:
    title = _say("verdicts", days=facts["period_days"], count=facts["closed"])
    axes = _columns(sheet, 0.58, 0.37, title, height)
    if not facts["closed"]:
        axes.set(xlim=(0, 1), ylim=(0, 1))
        write(axes, 0.5, 0.5, _say("nothing_closed"), 10, FAINT, ha="center")
        axes.set_axis_off()
        return
    names = [word(verdict, "issue_verdict") for verdict, _ in facts["verdicts"]]
    colours = [VERDICT_COLOURS.get(verdict, FAINT) for verdict, _ in facts["verdicts"]]
    _draw_columns(axes, names, [count for _, count in facts["verdicts"]], colours)


def _columns(sheet: "Figure", left: float, width: float, title: str, height: float) -> "Axes":
    head = bare(_axes(sheet, left, 2.15, width, 0.4, height))
    head.set(xlim=(0, 1), ylim=(0, 1))
    write(head, 0, 0.5, title, 11)
    return _axes(sheet, left, 0.55, width, 1.5, height)


def _draw_columns(axes: "Axes", names: Sequence[str], counts: Sequence[int], colours: Sequence[str]) -> None:
    places = range(len(names))
    axes.bar(places, counts, color=colours, width=0.62)
    axes.set(xlim=(-0.5, len(names) - 0.5), ylim=(0, max(1, *counts) * 1.2))
    for place, count in zip(places, counts, strict=True):
        write(axes, place, count + max(1, *counts) * 0.03, str(count), 9, ha="center", va="bottom")
    axes.set_xticks(list(places), names, fontproperties=type_of(8.5), color=FAINT)
    axes.set_yticks([])
    axes.tick_params(length=0)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)


def _age_name(over: int, upto: int | None) -> str:
    if upto is None:
        return _say("over", over=over)
    return _say("between", over=over, upto=upto) if over else _say("upto", upto=upto)
