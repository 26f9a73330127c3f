"""Rules of meetings: rhythms as iCalendar rules, timetables over weekends and holidays, who comes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import WorkCalendar, WorkingTime, load_calendar
from services.mechanism import default_mechanism
from services.meetings.audience import BODY, KIND, list_guests
from services.meetings.outcomes import MeetingClosed
from services.meetings.recurrence import Pattern, first_slots, read_rule, to_rule
from services.meetings.timetable import make_timetable
from services.meetings.transitions import TRANSITIONS, MeetingAction, actions_of, transit
from storage.bodies import find_body
from storage.database import Database
from storage.meetings import Meeting, MeetingState

ZONE = ZoneInfo("Asia/Shanghai")
RULES = default_mechanism().meetings
TODAY = date(2026, 11, 23)


def at(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def working_time(database: Database) -> WorkingTime:
    with database.begin() as session:
        return WorkingTime.of(default_mechanism(), load_calendar(session), ZONE)


PATTERNS = st.one_of(
    st.builds(Pattern, rhythm=st.just("weekly"), weekday=st.integers(1, 7)),
    st.builds(Pattern, rhythm=st.just("monthly"), day=st.integers(1, 28)),
    st.builds(
        Pattern,
        rhythm=st.just("yearly"),
        day=st.integers(1, 28),
        months=st.sets(st.integers(1, 12), min_size=1).map(lambda months: tuple(sorted(months))),
    ),
)


@given(pattern=PATTERNS, days=st.integers(0, 1000), clock=st.times())
def test_a_rule_says_what_its_pattern_says(pattern: Pattern, days: int, clock: time) -> None:
    rule, after = to_rule(pattern), at(1, 1, 12) + timedelta(days=days)
    assert read_rule(rule) == pattern
    slots = first_slots(rule, clock.replace(microsecond=0), ZONE, after=after, count=5)
    assert slots == sorted(set(slots))
    assert len(slots) == 5
    assert all(slot >= after.date() for slot in slots)
    if pattern.rhythm == "weekly":
        assert all(slot.isoweekday() == pattern.weekday for slot in slots)
        assert (slots[-1] - slots[0]).days == 28
    else:
        assert all(slot.day == pattern.day for slot in slots)
    if pattern.rhythm == "yearly":
        assert all(slot.month in pattern.months for slot in slots)


def test_the_five_rhythms_of_2026_start_where_they_should() -> None:
    after = at(1, 1, 0)
    weekly = first_slots("FREQ=WEEKLY;BYDAY=MO", time(9), ZONE, after=after, count=2)
    assert weekly == [date(2026, 1, 5), date(2026, 1, 12)]
    assert first_slots("FREQ=WEEKLY;BYDAY=TH", time(9), ZONE, after=at(1, 1, 9), count=1) == [
        date(2026, 1, 8)
    ]
    assert first_slots("FREQ=WEEKLY;BYDAY=TH", time(9), ZONE, after=at(1, 1, 8), count=1) == [
        date(2026, 1, 1)
    ]


def test_the_timetable_of_scenario_20(working_time: WorkingTime) -> None:
    table = make_timetable(at(11, 30), RULES, working_time, now=at(11, 23, 10))
    assert table.call_at == at(11, 26, 16)
    assert table.chases == (at(11, 27, 9), at(11, 27, 11))
    assert table.reply_by == at(11, 27, 12)
    assert table.remind_at == at(11, 30, 8)
    assert table.changes_until == at(11, 30, 8, 30)


@pytest.mark.parametrize(
    ("starts_at", "call_at", "reply_by"),
    [
        (at(10, 8), at(9, 29, 16), at(9, 30, 12)),
        (at(10, 12), at(10, 9, 16), at(10, 10, 12)),
        (at(2, 24), at(2, 13, 16), at(2, 14, 12)),
        (at(5, 11), at(5, 8, 16), at(5, 9, 12)),
    ],
)
def test_calls_and_answers_keep_to_working_days(
    working_time: WorkingTime, starts_at: datetime, call_at: datetime, reply_by: datetime
) -> None:
    table = make_timetable(starts_at, RULES, working_time, now=at(1, 5))
    assert (table.call_at, table.reply_by) == (call_at, reply_by)


@given(minutes=st.integers(1, 60 * 24 * 20), ahead=st.integers(1, 60 * 24 * 15))
def test_the_moments_are_in_order_however_late_the_call(minutes: int, ahead: int) -> None:
    working_time = WorkingTime.of(default_mechanism(), WorkCalendar(), ZONE)
    now = at(11, 2) + timedelta(minutes=minutes)
    starts_at = now + timedelta(minutes=ahead)
    table = make_timetable(starts_at, RULES, working_time, now=now)
    assert now <= table.call_at
    assert table.reply_by <= table.changes_until < starts_at
    assert list(table.chases) == sorted(set(table.chases))
    assert all(table.call_at < chase < table.remind_at for chase in table.chases)


def test_the_heads_come_and_with_them_the_liaison_officers(database: Database) -> None:
    with database.begin() as session:
        wood = find_body(session, "task_force.wood")
        assert wood is not None
        token = (f"{BODY}{wood.id}",)
        names = {
            attendance: [guest.person.name for guest in list_guests(session, token, attendance, TODAY)]
            for attendance in ("heads", "heads_and_liaisons", "working")
        }
        assert names == {
            "heads": ["测试丙11"],
            "heads_and_liaisons": ["测试丙11", "测试丙15"],
            "working": ["测试丙13", "测试丙15"],
        }
        leaders = list_guests(session, (KIND + "leading_group", KIND + "task_force"), "everyone", TODAY)
        people = [guest.person.id for guest in leaders]
        assert len(people) == len(set(people))


def test_only_the_table_changes_a_meetings_state() -> None:
    now = at(11, 23)
    for state in MeetingState:
        meeting = Meeting(state=state, starts_at=at(11, 30), title="x")
        allowed = {row.action for row in TRANSITIONS if row.before == state}
        assert actions_of(meeting, now) == allowed
        for action in set(MeetingAction) - allowed:
            with pytest.raises(MeetingClosed):
                transit(meeting, action, now)
            assert meeting.state == state
    over = Meeting(state=MeetingState.CALLED, starts_at=at(11, 23, 8), title="x")
    assert actions_of(over, now) == frozenset()
