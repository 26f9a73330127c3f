"""The sections of mechanism.toml as frozen values, and all of them together."""

from services.mechanism.sections.house import (
    Boards,
    Digests,
    FileLimits,
    Identity,
    ImportLimits,
    Outage,
    Policies,
    QuietHours,
    TelegramLimits,
    WorkingDay,
)
from services.mechanism.sections.matters import (
    Assignments,
    Commitments,
    Deadlines,
    Drafts,
    DueReminders,
    Duplicates,
    Leaves,
    ModuleRouting,
    Relays,
    Requests,
    Routing,
    SolvingDeadlines,
    Supervision,
    Unaccepted,
)
from services.mechanism.sections.meetings import (
    Approval,
    CalendarWatch,
    Dispatch,
    Meetings,
    MonthlyDefault,
    Snooze,
    WeeklyDefault,
)
from services.mechanism.sections.values import ModuleName, OwnerRule, RoleName, Section, TierName

__all__ = [
    "Approval",
    "Assignments",
    "Boards",
    "CalendarWatch",
    "Commitments",
    "Deadlines",
    "Digests",
    "Dispatch",
    "Drafts",
    "DueReminders",
    "Duplicates",
    "FileLimits",
    "Identity",
    "ImportLimits",
    "Leaves",
    "Mechanism",
    "Meetings",
    "ModuleName",
    "ModuleRouting",
    "MonthlyDefault",
    "Outage",
    "OwnerRule",
    "Policies",
    "QuietHours",
    "Relays",
    "Requests",
    "RoleName",
    "Routing",
    "Snooze",
    "SolvingDeadlines",
    "Supervision",
    "TelegramLimits",
    "TierName",
    "Unaccepted",
    "WeeklyDefault",
    "WorkingDay",
]


class Mechanism(Section):
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
