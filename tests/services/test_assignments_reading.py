"""What the words of an instruction say about who and when (scenario 18)."""

from datetime import date

import pytest

from services.assignments import last_workday_of_week, mentioned_bodies, read_only_term, read_term
from services.calendar import WorkCalendar, load_calendar
from storage.database import Database

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("请环保局会同经信局本周拿出意见", ["区环保局", "区经信局"]),
        ("区金融办牵头，人才办、商务局配合", ["区金融办", "区人才办", "区商务局"]),
        ("由木业专班负责，义堂镇配合，环保局、环保局把关", ["木业产业专班", "义堂镇", "区环保局"]),
        ("请生态环境分局阅处", ["区环保局"]),
        ("木业企业反映的用电问题要抓紧", []),
        ("请各街道办事处、各镇报方案", []),
        ("", []),
    ],
)
def test_bodies_are_found_by_what_people_call_them(database: Database, text: str, names: list[str]) -> None:
    with database.begin() as session:
        assert [body.name for body in mentioned_bodies(session, text)] == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本周拿出意见", date(2026, 11, 27)),
        ("这周内报我", date(2026, 11, 27)),
        ("下周研究", date(2026, 12, 4)),
        ("下周三前报", date(2026, 12, 2)),
        ("三个工作日内办结", date(2026, 11, 26)),
        ("10个工作日", date(2026, 12, 7)),
        ("十二个工作日内", date(2026, 12, 9)),
        ("3天内答复", date(2026, 11, 26)),
        ("12月20日前完成", date(2026, 12, 20)),
        ("本月内销号", date(2026, 11, 30)),
        ("年底前投产", date(2026, 12, 31)),
        ("昨天的事，11月1日就说过", None),
        ("抓紧办", None),
    ],
)
def test_terms_are_read_as_days(database: Database, text: str, day: date | None) -> None:
    with database.begin() as session:
        term = read_term(text, MONDAY, load_calendar(session))
    assert (term.day if term else None) == day
    assert term is None or term.words in text


@pytest.mark.parametrize(
    ("text", "is_term"), [("12月18日前", True), ("期限改为本周", True), ("每周五报一次进度", False)]
)
def test_only_a_term_is_taken_for_one(text: str, is_term: bool) -> None:
    assert (read_only_term(text, MONDAY, WorkCalendar()) is not None) == is_term


@pytest.mark.parametrize(
    ("text", "today", "day", "is_moved"),
    [
        ("请环保局本周拿出意见", date(2026, 11, 27), date(2026, 11, 30), True),
        ("今天内报来", date(2026, 11, 26), date(2026, 11, 27), True),
        ("本周拿出意见", date(2026, 11, 28), date(2026, 11, 30), True),
        ("本周拿出意见", date(2026, 11, 26), date(2026, 11, 27), False),
        ("下周拿出意见", date(2026, 11, 27), date(2026, 12, 4), False),
    ],
)
def test_what_ends_before_the_next_working_hours_is_moved_to_them(
    database: Database, text: str, today: date, day: date, is_moved: bool
) -> None:
    """After 17:30: a week or a day that is over is the next working day."""
    with database.begin() as session:
        term = read_term(text, today, load_calendar(session), is_over=True)
    assert term is not None
    assert (term.day, term.is_moved) == (day, is_moved)


def test_a_week_ends_on_its_last_working_day() -> None:
    calendar = WorkCalendar()
    assert last_workday_of_week(date(2026, 9, 28), calendar) == date(2026, 9, 30), (
        "the holidays begin on Thursday"
    )
    assert last_workday_of_week(date(2026, 10, 5), calendar) == date(2026, 10, 10), "Saturday is worked"
    assert last_workday_of_week(date(2040, 11, 19), calendar) == date(2040, 11, 23), "nobody knows: Friday"
