"""Clocks of a supervision: warnings, chases, the rhythm of progress (M16, scenario 10).

While a problem is listed these take the place of its own warnings: nobody hears of one deadline twice.
"""

from datetime import datetime

from services.calendar import CalendarMissing
from services.issues.clocks import OF_SOLVING, set_deadline, start_clock
from services.issues.occasion import Occasion
from services.issues.transitions import Clock
from services.reminding import plan_chase, plan_warnings
from storage.base import require_id
from storage.due import Due, cancel_due, schedule
from storage.issues import Issue, IssueAction, IssueState
from storage.supervisions import Supervision, SupervisionState

WARN, OVERDUE = "supervision.warn", "supervision.overdue"
ASK, SILENT = "supervision.ask", "supervision.silent"
ALL = [WARN, OVERDUE, ASK, SILENT]


def plan_deadline(occasion: Occasion, supervision: Supervision) -> None:
    """Warnings before the deadline and what happens at it; those of an earlier deadline are off."""
    subject_id, mark = require_id(supervision.id), str(supervision.phase)
    cancel_due(occasion.session, [WARN, OVERDUE], subject_id)
    plan_warnings(occasion, WARN, subject_id, supervision.due_at, mark=mark, urgent=True)
    if supervision.due_at > occasion.now:
        _plan(occasion, supervision, OVERDUE, supervision.due_at, f"{mark}:0", rounds=0)
    else:
        plan_next_chase(occasion, supervision, OVERDUE, 0)


def plan_next_chase(occasion: Occasion, supervision: Supervision, kind: str, rounds: int) -> None:
    """Chased again on the next working day."""
    mark = _cycle(supervision) if kind == SILENT else str(supervision.phase)
    plan_chase(occasion, kind, require_id(supervision.id), mark=mark, rounds=rounds, urgent=True)


def begin_cycle(occasion: Occasion, supervision: Supervision) -> None:
    """From now the next progress is due in so many working days, and asked for on that morning."""
    subject_id, working = require_id(supervision.id), occasion.working_time
    cancel_due(occasion.session, [ASK, SILENT], subject_id)
    supervision.progress_due_at = None
    if supervision.state != SupervisionState.RUNNING:
        return
    try:
        due = working.deadline(occasion.now, occasion.mechanism.supervision.progress_workdays)
    except CalendarMissing:
        return
    supervision.progress_due_at = due
    asked_at = working.at(working.day_of(due), occasion.mechanism.due_reminders.at)
    _plan(occasion, supervision, ASK, asked_at, _cycle(supervision), rounds=0)
    _plan(occasion, supervision, SILENT, due, f"{_cycle(supervision)}:0", rounds=0)


def hold_to_deadline(occasion: Occasion, issue: Issue, supervision: Supervision) -> None:
    """A listed problem that is being worked on is due when its supervision is; its time is the listing's."""
    if _is_worked_on(issue):
        set_deadline(occasion, issue, supervision.due_at)
        issue.solve_days = _listed_days(occasion, supervision)


def _listed_days(occasion: Occasion, supervision: Supervision) -> int:
    """Working days that the listing gave, what was added by a verification left out."""
    working, listed_at = occasion.working_time, supervision.listed_at
    try:
        given = working.workdays_left(listed_at, supervision.due_at)
    except CalendarMissing:
        given = (working.day_of(supervision.due_at) - working.day_of(listed_at)).days
    return max(0, given - supervision.extended_days)


def let_go_of_deadline(occasion: Occasion, issue: Issue) -> None:
    """Off the list it has warnings and chases of its own again; a pause goes on.

    It is a phase of its own: what was chased before the listing must not stand for what is chased now.
    """
    if _is_worked_on(issue):
        issue.phase += 1
        issue.moved_at, issue.moved_by = occasion.now, occasion.person_id
        issue.moved_action = IssueAction.DELIST
        start_clock(occasion, issue, Clock.RESUMES)


def _is_worked_on(issue: Issue) -> bool:
    return issue.state == IssueState.HANDLING and Clock(issue.clock) in OF_SOLVING


def is_current_row(supervision: Supervision, row: Due) -> bool:
    """Whether a due row was planned for the deadline, or the cycle, that runs now."""
    mark = str(row.payload.get("mark", ""))
    wanted = _cycle(supervision) if row.kind in (ASK, SILENT) else str(supervision.phase)
    return supervision.is_current and mark == wanted


def _cycle(supervision: Supervision) -> str:
    due = supervision.progress_due_at
    return due.strftime("%Y%m%d%H%M") if due else "none"


def _plan(
    occasion: Occasion, supervision: Supervision, kind: str, at: datetime, mark: str, *, rounds: int
) -> None:
    payload = {"round": rounds, "mark": mark.removesuffix(":0")}
    subject_id = require_id(supervision.id)
    row = Due(
        key=f"{kind}:{subject_id}:{mark}", kind=kind, subject_id=subject_id,
        due_at=at, payload=payload, urgent=True,
    )  # fmt: skip
    schedule(occasion.session, row)
