"""What the clocks of helps bring: reminders and chases to those who owe the next step, and to nobody else."""

from datetime import datetime

from handlers.issues.occasions import occasion_of
from handlers.reminders import remind
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.helps import (
    HELP,
    Helping,
    HelpNotFound,
    chase_help,
    count_again,
    list_to_act,
    view_help,
    workdays_left,
)
from services.issues import SUBJECT
from storage.base import require_id
from storage.due import Due, DueState
from storage.people import Person

routes = Routes()

DEADLINE = f"{HELP}:deadline"


@routes.due("help.warn")
def warn(due: Due, turn: Turn) -> None:
    """A deadline comes near; too late, the row has lost its sense."""
    helping = _running(due, turn)
    if helping is None or helping.help.due_at is None or helping.help.due_at < turn.now:
        due.state = DueState.MISSED
        return
    occasion = occasion_of(turn)
    left = workdays_left(occasion, helping.help)
    if left is not None and left < int(due.payload["left"]):
        due.state = DueState.MISSED  # a later warning says it better
        return
    remind(turn, list_to_act(occasion, helping), DEADLINE, require_id(helping.help.id))
    turn.refresh_cards(HELP, require_id(helping.help.id))


@routes.due("help.overdue")
def chase(due: Due, turn: Turn) -> None:
    """A deadline has passed: chased each working day; the matter's own lead owner is left in peace."""
    helping = _running(due, turn)
    if helping is None:
        due.state = DueState.MISSED
        return
    done, copied = int(due.payload["round"]), bool(due.payload["copied"])
    found = chase_help(occasion_of(turn), helping, done=done, copied=copied)
    row, issue, body, days = helping.help, helping.issue, helping.body, found.overdue_days
    remind(turn, found.people, DEADLINE, require_id(row.id))
    turn.tell(found.copies, "helps/overdue_copy", help=row, issue=issue, body=body, days=days)
    turn.refresh_cards(HELP, require_id(helping.help.id))
    turn.refresh_cards(SUBJECT, require_id(helping.issue.id))


@routes.due("help.clock")
def count(due: Due, turn: Turn) -> None:
    """The calendar did not reach a deadline; perhaps it does by now."""
    helping = _running(due, turn)
    if helping is None or helping.help.due_at is not None:
        due.state = DueState.MISSED
        return
    count_again(occasion_of(turn), helping.help, datetime.fromisoformat(str(due.payload["since"])))
    turn.refresh_cards(HELP, require_id(helping.help.id))


@routes.card(DEADLINE)
def show_reminder(turn: Turn, help_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is due, or for how long it has been overdue; once its reader has nothing to do, only that."""
    occasion = occasion_of(turn)
    helping = view_help(occasion, help_id, None)
    row, left = helping.help, workdays_left(occasion, helping.help)
    facts: Facts = {"help": row, "issue": helping.issue, "body": helping.body}
    owed = row.is_running and reader in list_to_act(occasion, helping)
    if row.due_at is None or left is None or not owed:
        return "helps/reminder_over", facts
    if row.due_at <= turn.now:
        return "helps/overdue", {**facts, "days": max(0, -left)}
    if left > max(turn.house.mechanism.due_reminders.before_workdays, default=0):
        return "helps/reminder_over", facts
    return "helps/warning", {**facts, "left": left}


def _running(due: Due, turn: Turn) -> Helping | None:
    """The request, unless a step was taken since the row was planned."""
    try:
        helping = view_help(occasion_of(turn), due.subject_id or 0, None)
    except HelpNotFound:
        return None
    current = helping.help.is_running and helping.help.phase == int(due.payload["phase"])
    return helping if current else None
