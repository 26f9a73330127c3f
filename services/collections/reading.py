"""Typed figures: from “1,260”, with a unit or without, to a number in the indicator's own unit."""

import re
import unicodedata
from decimal import Decimal

from services.collections.outcomes import FigureRefused
from services.collections.presets import UnitFamily, dispatch_presets
from storage.collections import Indicator

LONGEST = 40
DIGITS = 13
"""Before the point: a slip of the finger is longer."""
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PART = re.compile(rf"({_NUMBER})([^\d,.+\-]*)")


def read_figure(text: str, indicator: Indicator) -> Decimal | None:
    """The figure that was typed, in the indicator's unit; None when somebody says that there is none.

    Raises FigureRefused: no number, another kind of unit, negative, too exact, too large.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    reading = dispatch_presets().reading
    if plain in reading.absent:
        return None
    plain = reading.fillers.sub("", plain)
    if len(plain) > LONGEST or not plain:
        raise _refused("number", text, indicator)
    family = dispatch_presets().family_of(indicator.unit)
    negative, unsigned = plain.startswith(("-", "−")), plain.lstrip("+-−")
    value = _sum(unsigned, text, indicator, family)
    if negative and not (family and family.family == "percent"):
        raise _refused("negative", text, indicator)
    return _checked(-value if negative else value, text, indicator)


def plain(value: Decimal) -> str:
    """A number as it is kept: no exponent, no needless noughts."""
    shown = format(value.normalize(), "f")
    return "0" if shown == "-0" else shown


def _sum(typed: str, text: str, indicator: Indicator, family: UnitFamily | None) -> Decimal:
    parts = _PART.findall(typed)
    if not parts or "".join(number + unit for number, unit in parts) != typed:
        raise _refused("number", text, indicator)
    if len(parts) > 1 and (family is None or not all(unit in family.scale for _, unit in parts)):
        raise _refused("number", text, indicator)
    return sum(
        (Decimal(number.replace(",", "")) * _scale(unit, text, indicator, family) for number, unit in parts),
        Decimal(0),
    )


def _scale(unit: str, text: str, indicator: Indicator, family: UnitFamily | None) -> Decimal:
    if unit in ("", indicator.unit):
        return Decimal(1)
    if family is not None:
        if unit not in family.scale:
            raise _refused("unit", text, indicator)
        return Decimal(family.scale[unit]) / family.scale[indicator.unit]
    scale = dispatch_presets().counting.scale
    bare = unit.removesuffix(indicator.unit)
    if bare not in scale:
        raise _refused("unit", text, indicator)
    return Decimal(scale[bare])


def _checked(value: Decimal, text: str, indicator: Indicator) -> Decimal:
    if abs(value) >= Decimal(10) ** DIGITS:
        raise _refused("large", text, indicator)
    if value != round(value, indicator.decimals):
        raise _refused("exact", text, indicator)
    return value


def _refused(problem: str, text: str, indicator: Indicator) -> FigureRefused:
    return FigureRefused(
        problem=problem,
        text=text,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
    )
