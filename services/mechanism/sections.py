"""The sections of mechanism.toml as frozen values. What each key means is written in that file."""

import re
from datetime import time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from storage.meetings.tables import Approver
from storage.spreadsheets import SheetLimits

MEGABYTE = 1_000_000


def _clock_time(value: object) -> time:
    """Only "HH:MM": a bare number would otherwise be read as seconds after midnight."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        raise ValueError('a time of day is expected, e.g. "09:00"')
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Workdays = Annotated[int, Field(strict=True, ge=1, le=250)]
Minutes = Annotated[int, Field(strict=True, ge=0, le=24 * 60)]
Hours = Annotated[int, Field(strict=True, ge=1, le=24 * 90)]
Count = Annotated[int, Field(strict=True, ge=1)]
Weekday = Annotated[int, Field(strict=True, ge=1, le=7)]
MonthDay = Annotated[int, Field(strict=True, ge=1, le=28)]
Switch = Annotated[bool, Field(strict=True)]
DaysBefore = tuple[Annotated[int, Field(strict=True, ge=0, le=250)], ...]
OwnerRule = Literal["place", "industry", "factor", "office"]
ModuleName = Literal[
    "factor_support", "approval_service", "problem_solving", "project_attraction", "project_progress"
]
TierName = Literal["ordinary", "major", "critical"]
RoleName = Literal["section_chief", "liaison_officer", "deputy_in_charge", "principal", "staff", "member"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkingDay(_Section):
    """When a working day opens and closes."""

    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be earlier than closes")
        return self


class SolvingDeadlines(_Section):
    """Workdays from acceptance, by tier (M16)."""

    ordinary: Workdays
    major: Workdays
    critical: Workdays
    listed: Workdays


class Deadlines(_Section):
    """Workdays for each kind of duty (M16, M17)."""

    acceptance: Workdays
    co_handling: Workdays
    material: Workdays
    verdict: Workdays
    receipt: Workdays
    solving: SolvingDeadlines


class Requests(_Section):
    """What one asks for and somebody else decides (scenarios 13 and 15)."""

    decide_workdays: Workdays
    extension_percent: Annotated[int, Field(strict=True, ge=1, le=100)]
    top_up_workdays: Workdays
    pause_workdays: Workdays


class Supervision(_Section):
    """Listed supervision, in workdays (M16)."""

    progress_workdays: Workdays
    offered_workdays: Annotated[tuple[Workdays, ...], Field(min_length=1, max_length=4)]
    extension_workdays: Workdays


class Assignments(_Section):
    """What is handed down, in workdays (M2)."""

    workdays: Workdays
    breaking_down_workdays: Workdays


class DueReminders(_Section):
    """Reminders around a deadline, and whom an overdue one is copied to (M17)."""

    before_workdays: DaysBefore
    at: ClockTime
    on_the_day: Switch
    overdue_each_workday: Switch
    copy_deputy_after_workdays: Workdays
    copy_leader_after_workdays: Workdays


class Unaccepted(_Section):
    """What happens to a matter that nobody takes on, step by step (scenario 11)."""

    remind_at: ClockTime
    stand_in_roles: Annotated[tuple[RoleName, ...], Field(min_length=1)]
    leader_at: ClockTime
    silent_workdays: Workdays


class Leaves(_Section):
    """Leave of people who lead matters (scenario 12)."""

    longest_days: Workdays
    unattended_workdays: Workdays


class WeeklyDefault(_Section):
    """A new weekly series."""

    weekday: Weekday
    at: ClockTime


class MonthlyDefault(_Section):
    """A new monthly series."""

    day: MonthDay
    at: ClockTime


class Approval(_Section):
    """Who agrees to what participants ask for, in this order (M14)."""

    leave: tuple[Approver, ...]
    delegate: tuple[Approver, ...]


class Snooze(_Section):
    """What a reminder offers: to come again later."""

    minutes: Annotated[int, Field(strict=True, ge=1, le=24 * 60)]
    morning_at: ClockTime
    before_minutes: Annotated[int, Field(strict=True, ge=1, le=24 * 60)]


class Meetings(_Section):
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


class CalendarWatch(_Section):
    """When the holidays of the next year are missed (M13)."""

    from_month: Annotated[int, Field(strict=True, ge=1, le=12)]
    weekday: Weekday
    at: ClockTime


class Dispatch(_Section):
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


class Commitments(_Section):
    """Reminders of a commitment's deadline (M15)."""

    before_days: DaysBefore
    at: ClockTime
    on_the_day: Switch
    due_at: ClockTime
    overdue_each_workday: Switch


class Policies(_Section):
    """The life of policies, questions about them, and the weekly list (M18)."""

    announce_at: ClockTime
    report_after_minutes: Minutes
    expiring_days: Annotated[tuple[Workdays, ...], Field(min_length=2, max_length=2)]
    expiring_at: ClockTime
    question_workdays: Workdays
    feed_weekday: Weekday
    feed_at: ClockTime
    feed_megabytes: Annotated[int, Field(strict=True, ge=1, le=100)]
    feed_seconds: Annotated[int, Field(strict=True, ge=1, le=300)]

    @model_validator(mode="after")
    def _descending(self) -> Self:
        if self.expiring_days[0] <= self.expiring_days[1]:
            raise ValueError("expiring_days must descend")
        return self


class QuietHours(_Section):
    """When ordinary reminders wait; `begin` may be later on the clock than `end` (over midnight)."""

    begin: ClockTime
    end: ClockTime
    days_off: Switch
    own_begin: tuple[ClockTime, ...]
    own_end: tuple[ClockTime, ...]


class Drafts(_Section):
    """What happens to a draft that nobody touches."""

    remind_after_minutes: Minutes
    expire_after_hours: Hours


class Duplicates(_Section):
    """When a report is like one that is open already (scenario 6)."""

    within_days: Annotated[int, Field(strict=True, ge=1, le=3650)]
    likeness_percent: Annotated[int, Field(strict=True, ge=1, le=100)]
    shown: Annotated[int, Field(strict=True, ge=1, le=5)]


class Relays(_Section):
    """How long the author of words that another wrote down is waited for (scenario 4)."""

    confirm_hours: Hours


class Identity(_Section):
    """How long invitations and requests live (M1)."""

    invitation_hours: Hours
    request_hours: Hours


class TelegramLimits(_Section):
    """The speed that Telegram allows."""

    messages_per_second: Count
    chat_interval_seconds: Annotated[float, Field(gt=0)]
    chat_burst: Count
    group_messages_per_minute: Count


class FileLimits(_Section):
    """What a chat may hand in."""

    megabytes: Annotated[int, Field(strict=True, ge=1, le=20)]
    per_matter: Count

    @property
    def max_bytes(self) -> int:
        """The largest file in bytes, as Telegram counts megabytes."""
        return self.megabytes * 1024 * 1024


class ImportLimits(_Section):
    """How much a spreadsheet may ask of us."""

    megabytes: Count
    unpacked_megabytes: Count
    rows: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    at_once: Count
    undo_hours: Hours

    @property
    def sheet_limits(self) -> SheetLimits:
        """The same limits as the reader of spreadsheets takes them."""
        return SheetLimits(self.megabytes * MEGABYTE, self.unpacked_megabytes * MEGABYTE, self.rows)


class Digests(_Section):
    """When the merged lists go out."""

    person_at: ClockTime
    office_at: ClockTime
    leader_weekday: Weekday
    leader_at: ClockTime
    listed: Count


class Boards(_Section):
    """What the overview of open problems counts (M17)."""

    age_days: Annotated[tuple[Count, ...], Field(min_length=1, max_length=6)]
    period_days: Count
    bodies: Count

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.age_days) != sorted(set(self.age_days)):
            raise ValueError("age_days must ascend")
        return self


class Outage(_Section):
    """When a break in service is worth a line (scenario 38)."""

    announce_after_minutes: Minutes


class ModuleRouting(_Section):
    """Who takes a module's matters."""

    owners: Annotated[tuple[OwnerRule, ...], Field(min_length=1)]
    work_group: ModuleName
    factor: str


class Routing(_Section):
    """Who becomes the lead owner of a new matter (M7, M8, M16)."""

    tiers: dict[TierName, tuple[OwnerRule, ...]]
    modules: dict[ModuleName, ModuleRouting]

    def owners(self, module: ModuleName, tier: TierName) -> tuple[OwnerRule, ...]:
        """The rules to try in order; the office stands at the end of every answer."""
        rules = self.tiers[tier] or self.modules[module].owners
        return rules if "office" in rules else (*rules, "office")


class Mechanism(_Section):
    """All of mechanism.toml. What each key means is written there."""

    working_day: WorkingDay
    deadlines: Deadlines
    requests: Requests
    supervision: Supervision
    assignments: Assignments
    due_reminders: DueReminders
    unaccepted: Unaccepted
    leaves: Leaves
    meetings: Meetings
    calendar_watch: CalendarWatch
    dispatch: Dispatch
    commitments: Commitments
    policies: Policies
    quiet_hours: QuietHours
    drafts: Drafts
    duplicates: Duplicates
    relays: Relays
    identity: Identity
    telegram: TelegramLimits
    files: FileLimits
    imports: ImportLimits
    digests: Digests
    boards: Boards
    outage: Outage
    routing: Routing
