"""Reminders of a problem's deadline: the newest stands in a chat, over when its reader has nothing to do."""

from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.issues import list_holders, workdays_left
from services.issues.unaccepted import list_everybody
from storage.base import require_id
from storage.issues import Issue, IssueState, find_issue
from storage.people import Person

routes = Routes()

DEADLINE = "issue:deadline"


@routes.card(DEADLINE)
def show_reminder(turn: Turn, issue_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is due, or for how long it has been overdue; once its reader has nothing to do, only that."""
    issue = find_issue(turn.session, issue_id)
    if issue is None or reader is None:
        return None
    left = workdays_left(occasion_of(turn), issue)
    if left is None or issue.due_at is None or not _is_owed_by(turn, issue, reader):
        return "issues/reminder_over", {"issue": issue}
    if issue.due_at <= turn.now:
        return "issues/overdue", {"issue": issue, "days": max(0, -left)}
    if left > max(turn.house.mechanism.due_reminders.before_workdays, default=0):
        return "issues/reminder_over", {"issue": issue}
    if left == 0 and issue.state == IssueState.WAITING and _is_last_call(turn):
        return "issues/remind_all", {"issue": issue}
    return "issues/warning", {"issue": issue, "left": left}


def _is_last_call(turn: Turn) -> bool:
    return turn.now.astimezone(turn.house.zone).time() >= turn.house.mechanism.unaccepted.remind_at


def _is_owed_by(turn: Turn, issue: Issue, reader: Person) -> bool:
    if not issue.is_open or issue.is_listed or issue.paused_at is not None:
        return False
    people = list_holders(turn.session, issue, turn.today)
    if issue.state == IssueState.WAITING:
        people += list_everybody(occasion_of(turn), issue)
    return require_id(reader.id) in {person.id for person in people}
