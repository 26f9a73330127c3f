"""Meetings, the calendar and the monthly dispatch, as frozen values.

What each key means is written in mechanism.toml.
"""

from typing import Annotated

from pydantic import Field

from services.mechanism.sections.values import (
    ClockTime,
    Count,
    DaysBefore,
    Minutes,
    MonthDay,
    Section,
    Switch,
    Weekday,
    Workdays,
)
from storage.meetings.tables import Approver


class WeeklyDefault(Section):
    """A new weekly series."""

    weekday: Weekday
    at: ClockTime


class MonthlyDefault(Section):
    """A new monthly series."""

    day: MonthDay
    at: ClockTime


class Approval(Section):
    """Who agrees to what participants ask for, in this order (M14)."""

    leave: tuple[Approver, ...]
    delegate: tuple[Approver, ...]


class Snooze(Section):
    """What a reminder offers: to come again later."""

    minutes: Annotated[int, Field(strict=True, ge=1, le=24 * 60)]
    morning_at: ClockTime
    before_minutes: Annotated[int, Field(strict=True, ge=1, le=24 * 60)]


class Meetings(Section):
    """Calls, chases, reminders and check-in (M13, M14)."""

    call_workdays_before: Workdays
    call_at: ClockTime
    reply_workdays_before: Workdays
    reply_by: ClockTime
    chases_at: tuple[ClockTime, ...]
    remind_minutes_before: Minutes
    changes_until_minutes_before: Minutes
    late_after_minutes: Minutes
    check_in_until_minutes: Minutes
    check_in_opens_minutes: Minutes
    check_in_code_seconds: Count
    check_in_grace_seconds: Annotated[int, Field(strict=True, ge=0, le=59)]
    holiday_notice_days: Workdays
    preparation_workdays_before: Workdays
    preparation_by: ClockTime
    usual_minutes: Annotated[int, Field(strict=True, ge=1, le=24 * 60)]
    ics_with_call: Switch
    requests_apart: Count
    approval: Approval
    snooze: Snooze
    weekly: WeeklyDefault
    monthly: MonthlyDefault


class CalendarWatch(Section):
    """When the holidays of the next year are missed (M13)."""

    from_month: Annotated[int, Field(strict=True, ge=1, le=12)]
    weekday: Weekday
    at: ClockTime


class Dispatch(Section):
    """The monthly collection of figures (M13)."""

    call_day: MonthDay
    call_at: ClockTime
    due_day: MonthDay
    due_at: ClockTime
    reminder_workdays_before: DaysBefore
    reminders_at: tuple[ClockTime, ...]
    renew_after_minutes: Minutes
    late_until_day: MonthDay
    doubt_percent: Count
    doubt_counts_from: Count
    green_from_percent: Count
    yellow_from_percent: Count
