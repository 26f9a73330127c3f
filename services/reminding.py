"""Reminders around a deadline by the mechanism's rules, for matters with a deadline of their own (M17)."""

from datetime import datetime, timedelta

from services.calendar import CalendarMissing
from services.issues.clocks import next_reminder
from services.issues.occasion import Occasion
from storage.due import Due, schedule


def plan_warnings(
    occasion: Occasion, kind: str, subject_id: int, due_at: datetime, *, mark: str, urgent: bool = False
) -> None:
    """Plan one due row for each reminder before `due_at` and on its day; `mark` tells deadlines apart.

    The payload has the working days that are left then. Days off are not counted where nobody knows them.
    """
    reminders, working = occasion.mechanism.due_reminders, occasion.working_time
    last_day = working.day_of(due_at)
    for days in sorted({*reminders.before_workdays, *([0] if reminders.on_the_day else [])}):
        try:
            at = working.workdays_before(last_day, days, reminders.at)
        except CalendarMissing:
            at = working.at(last_day - timedelta(days=days), reminders.at)
        if at > occasion.now:
            key = f"{kind}:{subject_id}:{mark}:{days}"
            payload = {"days": days, "mark": mark}
            schedule(
                occasion.session,
                Due(key=key, kind=kind, subject_id=subject_id, due_at=at, payload=payload, urgent=urgent),
            )


def plan_chase(
    occasion: Occasion, kind: str, subject_id: int, *, mark: str, rounds: int, urgent: bool = False
) -> None:
    """Plan the reminder of the next working day for something that is overdue."""
    reminders = occasion.mechanism.due_reminders
    if not reminders.overdue_each_workday:
        return
    at = next_reminder(occasion, reminders.at)
    payload = {"round": rounds, "mark": mark}
    row = Due(
        key=f"{kind}:{subject_id}:{mark}:{rounds}", kind=kind, subject_id=subject_id,
        due_at=at, payload=payload, urgent=urgent,
    )  # fmt: skip
    schedule(occasion.session, row)
