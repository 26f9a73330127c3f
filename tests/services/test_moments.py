"""Days and times as people type them."""

from datetime import date, time

import pytest

from services.moments import Moment, read_moment

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下周三 9:00", Moment(date(2026, 12, 2), time(9))),
        ("下周三上午9点", Moment(date(2026, 12, 2), time(9))),
        ("11月30日9点", Moment(date(2026, 11, 30), time(9))),
        ("十一月三十日九点半", Moment(date(2026, 11, 30), time(9, 30))),
        ("2026-12-01 15:00", Moment(date(2026, 12, 1), time(15))),
        ("2026年12月1日（周二）下午3点", Moment(date(2026, 12, 1), time(15))),
        ("12/1 15：00", Moment(date(2026, 12, 1), time(15))),
        ("12.1 15点30分", Moment(date(2026, 12, 1), time(15, 30))),
        ("明天下午两点半", Moment(date(2026, 11, 24), time(14, 30))),
        ("明晚7点", Moment(date(2026, 11, 24), time(19))),
        ("后天", Moment(date(2026, 11, 25))),
        ("周三 9点到11点", Moment(date(2026, 11, 25), time(9), time(11), nearest=True)),
        ("11月30日 9:00-11:00", Moment(date(2026, 11, 30), time(9), time(11))),
        ("周五下午2点至4点", Moment(date(2026, 11, 27), time(14), time(16), nearest=True)),
        ("30号 9点", Moment(date(2026, 11, 30), time(9))),
        ("5号", Moment(date(2026, 12, 5))),
        ("下个月5号", Moment(date(2026, 12, 5))),
        ("1月5日 9点", Moment(date(2027, 1, 5), time(9))),
        ("11月1日 9点", Moment(date(2026, 11, 1), time(9))),
        ("12月31日前", Moment(date(2026, 12, 31))),
        ("年底前", Moment(date(2026, 12, 31))),
        ("本月底", Moment(date(2026, 11, 30))),
        ("2月底", Moment(date(2027, 2, 28))),
        ("季度末", Moment(date(2026, 12, 31))),
        ("9:30", Moment(start=time(9, 30))),
        ("每周一9点", Moment(every_weekday=1, start=time(9))),
        ("每月26日下午3点", Moment(every_day=26, start=time(15))),
        ("下午3点一刻", Moment(start=time(15, 15))),
    ],
)
def test_usual_ways_of_writing_are_understood(text: str, expected: Moment) -> None:
    assert read_moment(text, MONDAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "区政府三楼会议室", "2月30日 9点", "25:00", "13月1日", "12月1日周三 9点", "", "周八 9点",
        "9点在一楼大厅", "测试重名", "下周三" * 30,
    ],
)  # fmt: skip
def test_anything_else_is_not_taken_for_a_moment(text: str) -> None:
    assert read_moment(text, MONDAY) is None
