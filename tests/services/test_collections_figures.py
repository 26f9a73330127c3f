"""How typed figures are read, and which of them are asked about (scenario 26)."""

from datetime import date
from decimal import Decimal

import pytest

from services.collections.doubts import DoubtKind, find_doubt
from services.collections.outcomes import FigureRefused
from services.collections.reading import read_figure
from services.mechanism import load_mechanism
from storage.collections import Indicator

RULES = load_mechanism().dispatch
OCTOBER = date(2026, 10, 1)


def indicator(unit: str, decimals: int = 0, *, cumulative: bool = False) -> Indicator:
    return Indicator(
        collection_id=1, place=0, key="x", name="指标", unit=unit, decimals=decimals, cumulative=cumulative
    )


@pytest.mark.parametrize(
    ("typed", "unit", "decimals", "value"),
    [
        ("1260", "万元", 2, "1260"),
        ("１，２６０ 万元", "万元", 2, "1260"),
        ("1.2亿", "万元", 2, "12000"),
        ("1亿2000万", "万元", 2, "12000"),
        ("约 800.5 万", "万元", 2, "800.5"),
        ("3500000元", "万元", 2, "350"),
        ("2个", "个", 0, "2"),
        ("1.2万人", "人", 0, "12000"),
        ("-3.5%", "%", 2, "-3.5"),
        ("0", "个", 0, "0"),
    ],
)
def test_figures_come_in_the_indicators_unit(typed: str, unit: str, decimals: int, value: str) -> None:
    assert read_figure(typed, indicator(unit, decimals)) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "unit", "problem"),
    [
        ("一千多", "万元", "number"),
        ("12,60", "万元", "number"),
        ("3家", "万元", "unit"),
        ("3万元", "个", "unit"),
        ("-5", "个", "negative"),
        ("2.5", "个", "exact"),
        ("99999999999999", "个", "large"),
        ("", "个", "number"),
    ],
)
def test_what_is_no_figure_is_refused(typed: str, unit: str, problem: str) -> None:
    with pytest.raises(FigureRefused) as refused:
        read_figure(typed, indicator(unit))
    assert refused.value.facts["problem"] == problem


def test_no_figure_is_not_nought() -> None:
    assert read_figure("暂无", indicator("个")) is None


@pytest.mark.parametrize(
    ("value", "last", "cumulative", "kind"),
    [
        ("12600", "1150", True, DoubtKind.SWING),
        ("1260", "1150", True, None),
        ("1100", "1150", True, DoubtKind.FALLING),
        ("0.126", "1150", True, DoubtKind.UNIT),
        ("12600000", "1150", True, DoubtKind.UNIT),
        ("1700", "1100", False, DoubtKind.SWING),
        ("1600", "1100", False, None),
    ],
)
def test_doubtful_figures(value: str, last: str, cumulative: bool, kind: DoubtKind | None) -> None:
    one = indicator("万元", 2, cumulative=cumulative)
    doubt = find_doubt(Decimal(value), Decimal(last), one, OCTOBER, RULES)
    assert (doubt.kind if doubt else None) == kind


def test_a_cumulative_figure_begins_anew_in_january() -> None:
    one = indicator("万元", 2, cumulative=True)
    assert find_doubt(Decimal(90), Decimal(15000), one, date(2027, 1, 1), RULES) is None


def test_small_counts_are_not_asked_about() -> None:
    assert find_doubt(Decimal(4), Decimal(2), indicator("个"), OCTOBER, RULES) is None
    assert find_doubt(Decimal(40), Decimal(12), indicator("个"), OCTOBER, RULES) is not None
