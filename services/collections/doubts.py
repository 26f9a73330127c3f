"""Figures that look wrong are asked about at once, never refused (scenario 26)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.collections.presets import dispatch_presets
from services.mechanism import Dispatch
from storage.collections import Indicator

FACTOR = Decimal(10_000)
"""Between the two units of money that are mixed up."""
NEAR = Decimal(5)
"""So many times more or less than the expected figure is near it."""


class DoubtKind(StrEnum):
    """What looks wrong."""

    UNIT = "unit"
    FALLING = "falling"
    SWING = "swing"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a figure is asked about. `percent` is its change on last month; `instead` what may be meant."""

    kind: DoubtKind
    last: Decimal
    percent: int
    instead: Decimal | None = None


def find_doubt(
    value: Decimal, last: Decimal | None, indicator: Indicator, month: date, rules: Dispatch
) -> Doubt | None:
    """What looks wrong about a figure beside last month's; None when nothing does.

    A cumulative one starts anew in January, and grows by about as much every month as it did on average.
    """
    if last is None or last == 0 or (indicator.cumulative and month.month == 1):
        return None
    percent = change_percent(value, last)
    expected = last * month.month / (month.month - 1) if indicator.cumulative else last
    is_money = dispatch_presets().family_of(indicator.unit) is not None and value > 0
    if is_money and (instead := _other_unit(value, expected)) is not None:
        return Doubt(DoubtKind.UNIT, last, percent, round(instead, indicator.decimals))
    if indicator.cumulative and value < last:
        return Doubt(DoubtKind.FALLING, last, percent)
    small = max(abs(value), abs(last)) < rules.doubt_counts_from and not is_money
    if not small and abs(change_percent(value, expected)) > rules.doubt_percent:
        return Doubt(DoubtKind.SWING, last, percent)
    return None


def change_percent(value: Decimal, last: Decimal) -> int:
    """The change on an earlier figure (not nought) in whole percent."""
    return round((value - last) / abs(last) * 100)


def _other_unit(value: Decimal, expected: Decimal) -> Decimal | None:
    """What is meant if the two units were mixed up; None if that makes it no likelier."""
    if expected <= 0:
        return None
    for instead in (value * FACTOR, value / FACTOR):
        if expected / NEAR <= instead <= expected * NEAR:
            return instead
    return None
