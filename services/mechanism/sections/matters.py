"""How problems, what they turn into and what is promised run, as frozen values.

What each key means is written in mechanism.toml.
"""

from typing import Annotated

from pydantic import Field

from services.mechanism.sections.values import (
    ClockTime,
    DaysBefore,
    Hours,
    Minutes,
    ModuleName,
    OwnerRule,
    RoleName,
    Section,
    Switch,
    TierName,
    Workdays,
)


class SolvingDeadlines(Section):
    """Workdays from acceptance, by tier (M16)."""

    ordinary: Workdays
    major: Workdays
    critical: Workdays
    listed: Workdays


class Deadlines(Section):
    """Workdays for each kind of duty (M16, M17)."""

    acceptance: Workdays
    co_handling: Workdays
    material: Workdays
    verdict: Workdays
    receipt: Workdays
    solving: SolvingDeadlines


class Requests(Section):
    """What one asks for and somebody else decides (scenarios 13 and 15)."""

    decide_workdays: Workdays
    extension_percent: Annotated[int, Field(strict=True, ge=1, le=100)]
    top_up_workdays: Workdays
    pause_workdays: Workdays


class Supervision(Section):
    """Listed supervision, in workdays (M16)."""

    progress_workdays: Workdays
    offered_workdays: Annotated[tuple[Workdays, ...], Field(min_length=1, max_length=4)]
    extension_workdays: Workdays


class Assignments(Section):
    """What is handed down, in workdays (M2)."""

    workdays: Workdays
    breaking_down_workdays: Workdays


class DueReminders(Section):
    """Reminders around a deadline, and whom an overdue one is copied to (M17)."""

    before_workdays: DaysBefore
    at: ClockTime
    on_the_day: Switch
    overdue_each_workday: Switch
    copy_deputy_after_workdays: Workdays
    copy_leader_after_workdays: Workdays


class Unaccepted(Section):
    """What happens to a matter that nobody takes on, step by step (scenario 11)."""

    remind_at: ClockTime
    stand_in_roles: Annotated[tuple[RoleName, ...], Field(min_length=1)]
    leader_at: ClockTime
    silent_workdays: Workdays


class Leaves(Section):
    """Leave of people who lead matters (scenario 12)."""

    longest_days: Workdays
    unattended_workdays: Workdays


class Commitments(Section):
    """Reminders of a commitment's deadline (M15)."""

    before_days: DaysBefore
    at: ClockTime
    on_the_day: Switch
    due_at: ClockTime
    overdue_each_workday: Switch


class Drafts(Section):
    """What happens to a draft that nobody touches."""

    remind_after_minutes: Minutes
    expire_after_hours: Hours


class Duplicates(Section):
    """When a report is like one that is open already (scenario 6)."""

    within_days: Annotated[int, Field(strict=True, ge=1, le=3650)]
    likeness_percent: Annotated[int, Field(strict=True, ge=1, le=100)]
    shown: Annotated[int, Field(strict=True, ge=1, le=5)]


class Relays(Section):
    """How long the author of words that another wrote down is waited for (scenario 4)."""

    confirm_hours: Hours


class ModuleRouting(Section):
    """Who takes a module's matters."""

    owners: Annotated[tuple[OwnerRule, ...], Field(min_length=1)]
    work_group: ModuleName
    factor: str


class Routing(Section):
    """Who becomes the lead owner of a new matter (M7, M8, M16)."""

    tiers: dict[TierName, tuple[OwnerRule, ...]]
    modules: dict[ModuleName, ModuleRouting]

    def owners(self, module: ModuleName, tier: TierName) -> tuple[OwnerRule, ...]:
        """The rules to try in order; the office stands at the end of every answer."""
        rules = self.tiers[tier] or self.modules[module].owners
        return rules if "office" in rules else (*rules, "office")
