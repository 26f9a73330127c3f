"""Working time: the appendix of the scenarios row by row, then scenarios 1, 8, 19 and 26."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import CalendarMissing, WorkCalendar, WorkingTime, load_calendar
from services.mechanism import default_mechanism, load_mechanism
from storage.calendar import CalendarDay, load_packaged_days
from storage.database import Database

ZONE = ZoneInfo("Asia/Shanghai")
PACKAGE = WorkCalendar()
"""Only chinesecalendar."""
WORK = WorkingTime.of(default_mechanism(), PACKAGE, ZONE)
DAYS_2025_2026 = st.dates(date(2025, 1, 1), date(2026, 11, 30))

APPENDIX = [
    ("2026-09-18", 1, "2026-09-20"),
    ("2026-09-18", 2, "2026-09-21"),
    ("2026-09-28", 3, "2026-10-08"),
    ("2026-09-28", 5, "2026-10-10"),
    ("2026-09-28", 10, "2026-10-16"),
    ("2026-02-12", 3, "2026-02-24"),
    ("2026-04-30", 2, "2026-05-07"),
    ("2026-05-06", 5, "2026-05-12"),
    ("2026-11-23", 5, "2026-11-30"),
    ("2026-11-23", 10, "2026-12-07"),
    ("2026-11-24", 10, "2026-12-08"),
    ("2026-12-01", 10, "2026-12-15"),
    ("2026-12-15", 10, "2026-12-29"),
]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def shown(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def imported(database: Database) -> WorkCalendar:
    with database.begin() as session:
        load_packaged_days(session)
        return load_calendar(session)


@pytest.mark.parametrize(("start", "count", "end"), APPENDIX)
def test_the_appendix_by_the_package(start: str, count: int, end: str) -> None:
    assert PACKAGE.add_workdays(date.fromisoformat(start), count) == date.fromisoformat(end)
    assert shown(WORK.deadline(local(f"{start}T10:12"), count)) == f"{end} 17:30"


def test_the_appendix_by_the_table(imported: WorkCalendar) -> None:
    found = [(s, n, imported.add_workdays(date.fromisoformat(s), n).isoformat()) for s, n, _ in APPENDIX]
    assert found == APPENDIX


@pytest.mark.parametrize("calendar", [PACKAGE, WorkCalendar({date(2027, 1, 1): True})])
def test_an_unknown_year_is_never_guessed(calendar: WorkCalendar) -> None:
    with pytest.raises(CalendarMissing) as missing:
        calendar.add_workdays(date(2026, 12, 28), 10)
    assert missing.value.year == 2027


def test_table_and_package_agree_on_every_day_that_both_know(imported: WorkCalendar) -> None:
    first, last = date(2025, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    days = [date.fromordinal(day) for day in range(first, last + 1)]
    assert [day for day in days if imported.is_workday(day) != PACKAGE.is_workday(day)] == []


def test_a_year_is_known_once_new_year_and_national_day_are_announced() -> None:
    half = WorkCalendar({date(2027, 1, 1): True})
    whole = WorkCalendar({date(2027, 1, 1): True, date(2027, 10, 1): True, date(2027, 10, 9): False})
    assert (half.knows(2027), whole.knows(2027)) == (False, True)
    assert half.known_until(date(2026, 11, 23)) == date(2026, 12, 31)
    assert whole.known_until(date(2026, 11, 23)) == date(2027, 12, 31)
    assert whole.known_until(date(2028, 1, 1)) is None
    assert whole.is_workday(date(2027, 10, 9))
    assert not whole.is_workday(date(2027, 10, 10))


def test_what_the_office_imported_wins_over_the_package() -> None:
    extra = WorkCalendar({date(2026, 11, 23): True})
    assert not extra.is_workday(date(2026, 11, 23))
    assert extra.is_workday(date(2026, 11, 24))


def test_loading_the_packaged_days_keeps_corrections(database: Database) -> None:
    with database.begin() as session:
        load_packaged_days(session)
        day = session.get_one(CalendarDay, date(2026, 10, 10))
        day.is_off, day.source = True, "notice.csv"
        session.flush()
        assert load_packaged_days(session) == 0
        assert not load_calendar(session).is_workday(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("arrives", "due"),
    [
        ("2026-11-23T10:12", "2026-11-24 17:30"),  # scenario 1
        ("2026-09-18T19:05", "2026-09-20 17:30"),  # scenario 8: Sunday is worked
        ("2026-09-19T12:00", "2026-09-20 17:30"),
        ("2026-09-18T17:29", "2026-09-20 17:30"),
        ("2026-11-27T23:59", "2026-11-30 17:30"),
        ("2026-11-28T00:00", "2026-11-30 17:30"),
    ],
)
def test_acceptance_is_due_at_the_close_of_the_next_working_day(arrives: str, due: str) -> None:
    assert shown(WORK.deadline(local(arrives), 1)) == due


def test_the_local_day_counts_not_the_utc_one() -> None:
    sunday_in_utc = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # Monday 01:00 in Shanghai
    assert shown(WORK.deadline(sunday_in_utc, 1)) == "2026-11-24 17:30"


def test_dates_for_reports_move_back_and_dates_for_work_move_on() -> None:
    assert PACKAGE.earlier_workday(date(2026, 10, 25)) == date(2026, 10, 23)  # scenario 26
    assert PACKAGE.later_workday(date(2026, 10, 5)) == date(2026, 10, 8)  # scenario 19
    assert PACKAGE.earlier_workday(date(2026, 10, 23)) == date(2026, 10, 23)


def test_reminders_are_counted_back_in_working_days() -> None:
    due = date(2026, 10, 8)
    assert shown(WORK.workdays_before(due, 2, time(9))) == "2026-09-29 09:00"
    assert shown(WORK.workdays_before(due, 0, time(9))) == "2026-10-08 09:00"
    assert shown(WORK.next_workday(local("2026-09-30T12:00"))) == "2026-10-08 09:00"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T08:00", None),
        ("2026-11-23T19:59", None),
        ("2026-11-23T20:00", "2026-11-24 09:00"),
        ("2026-11-24T02:00", "2026-11-24 09:00"),
        ("2026-11-27T21:00", "2026-11-30 09:00"),
        ("2026-11-28T12:00", "2026-11-30 09:00"),
        ("2026-09-18T20:30", "2026-09-20 09:00"),
        ("2026-09-20T10:00", None),
        ("2026-10-01T10:00", "2026-10-08 09:00"),
    ],
)
def test_ordinary_reminders_wait_for_the_working_day(now: str, until: str | None) -> None:
    assert shown(WORK.quiet_until(local(now))) == until
    assert WORK.quiet_until(local(now), urgent=True) is None


def test_what_arrives_after_work_is_told_when_work_goes_on() -> None:
    assert shown(WORK.off_duty_until(local("2026-09-18T19:05"))) == "2026-09-20 09:00"
    assert WORK.off_duty_until(local("2026-09-18T17:29")) is None
    assert shown(WORK.off_duty_until(local("2026-09-19T09:00"))) == "2026-09-20 09:00"


def test_quiet_hours_are_what_the_mechanism_says() -> None:
    lunch = load_mechanism('[quiet_hours]\nbegin = "12:00"\nend = "14:00"\ndays_off = false')
    work = WorkingTime.of(lunch, PACKAGE, ZONE)
    assert shown(work.quiet_until(local("2026-11-28T12:30"))) == "2026-11-28 14:00"
    assert work.quiet_until(local("2026-11-28T22:00")) is None


def test_without_a_calendar_the_clock_still_tells_the_quiet_hours() -> None:
    with pytest.raises(CalendarMissing):
        WORK.quiet_until(local("2027-01-04T10:00"))
    assert WORK.quiet_by_clock(local("2027-01-04T10:00")) is None
    assert shown(WORK.quiet_by_clock(local("2027-01-04T22:00"))) == "2027-01-05 08:00"


@given(DAYS_2025_2026, st.integers(0, 20))
def test_counting_on_and_counting_between_agree(start: date, count: int) -> None:
    end = PACKAGE.add_workdays(start, count)
    assert PACKAGE.workdays_between(start, end) == count
    assert PACKAGE.workdays_between(end, start) == -count


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC)))
def test_what_was_held_back_may_go_when_it_is_released(now: datetime) -> None:
    release = WORK.quiet_until(now)
    if release is not None:
        assert release > now
        assert WORK.quiet_until(release) is None
        assert WORK.is_workday(release)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)), st.integers(1, 15))
def test_deadlines_fall_at_closing_time_of_a_working_day(start: datetime, count: int) -> None:
    due = WORK.deadline(start, count)
    assert due > start
    assert due.astimezone(ZONE).time() == time(17, 30)
    assert WORK.is_workday(due)
    assert WORK.workdays_left(start, due) == count
