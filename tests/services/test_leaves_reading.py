"""The days of a leave as people type them."""

from datetime import date

import pytest

from services.leaves import read_period

TODAY = date(2026, 11, 23)
TEN_DAYS = (date(2026, 12, 1), date(2026, 12, 10))


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("12/1–12/10", TEN_DAYS),
        ("12/1-12/10", TEN_DAYS),
        ("12.1—12.10", TEN_DAYS),
        ("12月1日到10日", TEN_DAYS),
        ("请假12月1日至12月10日", TEN_DAYS),
        ("２０２６－１２－０１ 至 2026-12-10", TEN_DAYS),
        ("从12月1号到12月10号", TEN_DAYS),
        ("12月28日-1月3日", (date(2026, 12, 28), date(2027, 1, 3))),
        ("下周一到周三", (date(2026, 11, 30), date(2026, 12, 2))),
        ("明天", (date(2026, 11, 24), date(2026, 11, 24))),
        ("2026-12-01", (date(2026, 12, 1), date(2026, 12, 1))),
        ("12月10日到12月1日", (date(2026, 12, 10), date(2026, 12, 1))),
    ],
)
def test_days_are_understood(typed: str, period: tuple[date, date]) -> None:
    assert read_period(typed, TODAY) == period


@pytest.mark.parametrize("typed", ["", "过几天", "明天 9点", "12月1日到", "2月30日", "到", "a" * 5000])
def test_nothing_is_guessed(typed: str) -> None:
    assert read_period(typed, TODAY) is None
