"""What the clocks bring: warnings, overdue problems, verdicts that never came, deadlines counted at last."""

from datetime import datetime

from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.issues.reminding import DEADLINE
from handlers.issues.unaccepted import appoint_by_clock
from handlers.reminders import remind
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import (
    SUBJECT,
    Clock,
    act_on_issue,
    chase_overdue,
    is_overdue,
    list_holders,
    start_clock,
)
from services.issues.copies import CopyKind, plan_copies
from storage.base import require_id
from storage.due import Due, DueState
from storage.issues import Issue, IssueAction, IssueState, find_issue

routes = Routes()


@routes.due("issue.warn")
def warn(due: Due, turn: Turn) -> None:
    """A deadline comes near: whoever has the next step hears of it; too late, the row has lost its sense."""
    issue = _open_issue(due, turn)
    if issue is None or issue.due_at is None or is_overdue(issue, turn.now):
        due.state = DueState.MISSED
        return
    people = list_holders(turn.session, issue, turn.today)
    remind(turn, people, DEADLINE, require_id(issue.id))
    turn.refresh_cards(SUBJECT, require_id(issue.id))


@routes.due("issue.overdue")
def chase(due: Due, turn: Turn) -> None:
    """A deadline has passed: chased each working day until somebody acts, copied upwards by and by (M17)."""
    issue = _open_issue(due, turn)
    if issue is None:
        due.state = DueState.MISSED
        return
    if issue.state == IssueState.WAITING and appoint_by_clock(turn, issue):
        return
    rounds, copied = int(due.payload["round"]), int(due.payload["copied"])
    found = chase_overdue(occasion_of(turn), issue, done_rounds=rounds, copied=copied)
    remind(turn, found.people, DEADLINE, require_id(issue.id))
    told = {person.id for person in found.people}
    copies = [who for who in found.copies if who.id not in told]
    plan_copies(occasion_of(turn), issue, copies, CopyKind.OVERDUE, str(rounds))
    turn.refresh_cards(SUBJECT, require_id(issue.id))


@routes.due("issue.lapse")
def lapse(due: Due, turn: Turn) -> None:
    """No verdict in time: closed, and counted apart as unrated."""
    issue = _open_issue(due, turn)
    if issue is None or issue.state != IssueState.CONFIRMING:
        due.state = DueState.MISSED
        return
    follow_up(turn, act_on_issue(occasion_of(turn), require_id(issue.id), IssueAction.LAPSE))


@routes.due("issue.resume")
def resume(due: Due, turn: Turn) -> None:
    """A pause is over: the clock runs again by itself."""
    issue = _open_issue(due, turn)
    if issue is None or issue.paused_at is None:
        due.state = DueState.MISSED
        return
    follow_up(turn, act_on_issue(occasion_of(turn), require_id(issue.id), IssueAction.RESUME))


@routes.due("issue.clock")
def count_again(due: Due, turn: Turn) -> None:
    """The calendar did not reach a deadline; perhaps it does by now."""
    issue = _open_issue(due, turn)
    if issue is None or issue.due_at is not None:
        due.state = DueState.MISSED
        return
    since = datetime.fromisoformat(str(due.payload["since"]))
    start_clock(occasion_of(turn), issue, Clock(str(due.payload["clock"])), since=since)
    turn.refresh_cards(SUBJECT, require_id(issue.id))


def _open_issue(due: Due, turn: Turn) -> Issue | None:
    issue = find_issue(turn.session, due.subject_id or 0)
    return issue if issue is not None and issue.is_open else None
