"""What the days of a leave bring: hand-over, one line a day, the end, and matters that nobody looks after."""

from handlers.issues.occasions import occasion_of
from handlers.leaves.answering import show_changes, tell_ended
from handlers.leaves.receipts import bring_receipts
from handlers.routes import Routes
from handlers.turn import Turn
from services.leaves import (
    LEAVE,
    begin_leave,
    leave_day_ended,
    list_unattended,
    plan_daily,
    view_leave_day,
)
from services.people import list_chiefs
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.leaves import Leave, LeaveState, find_leave
from storage.people import find_person, get_person

routes = Routes()


@routes.due("leave.begin")
def begin(due: Due, turn: Turn) -> None:
    """The first day: the matters are handed over to who has accepted; who has not answered is asked again."""
    leave = _current(due, turn)
    if leave is None:
        due.state = DueState.MISSED
        return
    issues = begin_leave(occasion_of(turn), leave)
    stand_in = find_person(turn.session, leave.stand_in_id)
    if stand_in is not None and leave.state == LeaveState.ASKED and leave.asked_at < due.due_at:
        turn.send_card(stand_in, LEAVE, require_id(leave.id))
    if stand_in is not None and leave.state == LeaveState.ACCEPTED:
        person = get_person(turn.session, leave.person_id)
        turn.tell(stand_in, "leaves/told_begun", leave=leave, person=person, count=len(issues))
        bring_receipts(turn, leave, stand_in)
        show_changes(turn, leave)


@routes.due("leave.daily")
def tell_day(due: Due, turn: Turn) -> None:
    """One line for the absent person each working day, instead of all reminders."""
    leave = _current(due, turn)
    if leave is None or not leave.covers(turn.today):
        due.state = DueState.MISSED
        return
    occasion = occasion_of(turn)
    if leave.state == LeaveState.ACCEPTED:
        person, stand_in = (
            get_person(turn.session, leave.person_id),
            find_person(turn.session, leave.stand_in_id),
        )
        day = view_leave_day(occasion, leave)
        turn.tell(person, "leaves/daily", leave=leave, stand_in=stand_in, day=day)
    plan_daily(occasion, leave, turn.now)


@routes.due("leave.end")
def end(due: Due, turn: Turn) -> None:
    """The last day is over: everything goes back by itself."""
    ended = leave_day_ended(occasion_of(turn), due.subject_id or 0)
    if ended is None:
        due.state = DueState.MISSED
        return
    tell_ended(turn, ended)


@routes.due("leave.unattended")
def find_unattended(due: Due, turn: Turn) -> None:
    """Nobody stands in and nothing was done: the deputy in charge may appoint somebody else."""
    leave = _current(due, turn)
    occasion = occasion_of(turn)
    issues = list_unattended(occasion, leave) if leave is not None else []
    if leave is None or not issues:
        due.state = DueState.MISSED
        return
    person = get_person(turn.session, leave.person_id)
    for owner_id in dict.fromkeys(issue.owner_id for issue in issues):
        body = get_body(turn.session, owner_id)
        chiefs = [who for who in list_chiefs(turn.session, body, turn.today) if who.id != person.id]
        theirs = [issue for issue in issues if issue.owner_id == owner_id]
        turn.tell(
            chiefs,
            "leaves/unattended",
            important=True,
            leave=leave,
            person=person,
            issues=theirs,
            patience=turn.house.mechanism.leaves.unattended_workdays,
        )


def _current(due: Due, turn: Turn) -> Leave | None:
    leave = find_leave(turn.session, due.subject_id or 0)
    return leave if leave is not None and leave.is_current else None
