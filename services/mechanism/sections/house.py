"""Working time, quiet hours, limits, digests and boards, as frozen values.

What each key means is written in mechanism.toml.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from services.mechanism.sections.values import (
    ClockTime,
    Count,
    Hours,
    Minutes,
    Section,
    Switch,
    Weekday,
    Workdays,
)
from storage.spreadsheets import SheetLimits

MEGABYTE = 1_000_000


class WorkingDay(Section):
    """When a working day opens and closes."""

    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be earlier than closes")
        return self


class QuietHours(Section):
    """When ordinary reminders wait; `begin` may be later on the clock than `end` (over midnight)."""

    begin: ClockTime
    end: ClockTime
    days_off: Switch
    own_begin: tuple[ClockTime, ...]
    own_end: tuple[ClockTime, ...]


class Identity(Section):
    """How long invitations and requests live (M1)."""

    invitation_hours: Hours
    request_hours: Hours


class TelegramLimits(Section):
    """The speed that Telegram allows."""

    messages_per_second: Count
    chat_interval_seconds: Annotated[float, Field(gt=0)]
    chat_burst: Count
    group_messages_per_minute: Count


class FileLimits(Section):
    """What a chat may hand in."""

    megabytes: Annotated[int, Field(strict=True, ge=1, le=20)]
    per_matter: Count

    @property
    def max_bytes(self) -> int:
        """The largest file in bytes, as Telegram counts megabytes."""
        return self.megabytes * 1024 * 1024


class ImportLimits(Section):
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


class Digests(Section):
    """When the merged lists go out."""

    person_at: ClockTime
    office_at: ClockTime
    leader_weekday: Weekday
    leader_at: ClockTime
    listed: Count


class Boards(Section):
    """What the overview of open problems counts (M17)."""

    age_days: Annotated[tuple[Count, ...], Field(min_length=1, max_length=6)]
    period_days: Count
    bodies: Count
    pinned: Count

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.age_days) != sorted(set(self.age_days)):
            raise ValueError("age_days must ascend")
        return self


class Outage(Section):
    """When a break in service is worth a line (scenario 38)."""

    announce_after_minutes: Minutes


class Policies(Section):
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
