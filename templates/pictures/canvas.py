"""The sheet that pictures are drawn on: size for a phone, Chinese type, colours."""

from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

DPI = 150
INK, FAINT, PAPER, RULE = "#1F2933", "#66727F", "#FFFFFF", "#DDE3E9"
RED, AMBER, GREEN, BLUE = "#C8372D", "#E0A33A", "#4FA07B", "#2F6FB5"

_drawing = Lock()
"""matplotlib is not made for two threads at once."""


@cache
def font_file() -> Path:
    """The type that has all Chinese characters we need."""
    import zhplot

    return Path(zhplot.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"


def type_of(size: float) -> "FontProperties":
    """Chinese type of this size, in points."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_file(), size=size)


def new_sheet(width: float, height: float) -> "Figure":
    """An empty sheet, in inches. It belongs to no window and to no global state."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)


def write(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    size: float,
    colour: str = INK,
    *,
    ha: str = "left",
    va: str = "center",
) -> None:
    """Put words on the sheet, aligned as `ha` and `va` say."""
    axes.text(x, y, text, fontproperties=type_of(size), color=colour, ha=ha, va=va)


def bare(axes: "Axes") -> "Axes":
    """Without frame and ticks."""
    axes.set_axis_off()
    return axes


def as_png(sheet: "Figure") -> bytes:
    """The finished sheet."""
    content = BytesIO()
    with _drawing:
        sheet.savefig(content, format="png")
    return content.getvalue()
