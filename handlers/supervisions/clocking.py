"""What the clocks of a supervision bring: warnings, questions about progress, chases (M16, scenario 10)."""

from handlers.issues.occasions import occasion_of
from handlers.reminders import remind
from handlers.routes import Facts, Routes
from handlers.supervisions.facts import URGENT, issue_of, line_facts
from handlers.turn import Turn
from services.issues.clocks import workdays_until
from services.supervisions import (
    ASK,
    OVERDUE,
    SILENT,
    SUBJECT,
    WARN,
    is_current_row,
    list_answering,
    list_watching,
    list_working,
    plan_next_chase,
)
from storage import supervisions as rows
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.people import Person, Role, find_person, list_people_of
from storage.supervisions import Supervision, SupervisionState

routes = Routes()

DEADLINE, PROGRESS = f"{SUBJECT}:deadline", f"{SUBJECT}:progress"


@routes.due(WARN)
def warn(due: Due, turn: Turn) -> None:
    """The deadline comes near: everybody who answers for it hears, the office while it verifies."""
    supervision = _current(due, turn)
    if supervision is None or supervision.due_at < turn.now:
        due.state = DueState.MISSED
        return
    _remind(turn, _responsible(turn, supervision), DEADLINE, supervision)


@routes.due(OVERDUE)
def chase(due: Due, turn: Turn) -> None:
    """The deadline has passed: chased each working day; at first the leader and the office hear, too."""
    supervision = _current(due, turn)
    if supervision is None:
        due.state = DueState.MISSED
        return
    rounds = int(due.payload["round"])
    people = _responsible(turn, supervision)
    _remind(turn, people, DEADLINE, supervision)
    if rounds == 0:
        leader = find_person(turn.session, supervision.leader_id)
        copies = [*list_watching(occasion_of(turn), supervision), *([leader] if leader else [])]
        told = {person.id for person in people}
        _tell(turn, [one for one in copies if one.id not in told], "supervisions/overdue_copy", supervision)
    plan_next_chase(occasion_of(turn), supervision, OVERDUE, rounds + 1)
    turn.refresh_cards(SUBJECT, require_id(supervision.id))


@routes.due(ASK)
def ask(due: Due, turn: Turn) -> None:
    """Today progress is due."""
    supervision = _current(due, turn)
    if supervision is None or supervision.state != SupervisionState.RUNNING:
        due.state = DueState.MISSED
        return
    people = list_working(occasion_of(turn), issue_of(turn, supervision))
    _remind(turn, people, PROGRESS, supervision)


@routes.due(SILENT)
def chase_progress(due: Due, turn: Turn) -> None:
    """Progress was due and did not come: chased each working day; at first the deputy and the office hear."""
    supervision = _current(due, turn)
    if supervision is None or supervision.state != SupervisionState.RUNNING:
        due.state = DueState.MISSED
        return
    rounds, issue, occasion = int(due.payload["round"]), issue_of(turn, supervision), occasion_of(turn)
    people = list_working(occasion, issue)
    if rounds == 0:
        supervision.progress_missed += 1
        owner = get_body(turn.session, issue.owner_id)
        people += list_people_of(turn.session, owner, Role.DEPUTY_IN_CHARGE, on=turn.today)
        people += list_watching(occasion, supervision)
    if rounds == 0 or not _is_warned_of(turn, supervision):
        _remind(turn, people, PROGRESS, supervision)
    plan_next_chase(occasion, supervision, SILENT, rounds + 1)
    turn.refresh_cards(SUBJECT, require_id(supervision.id))


@routes.card(DEADLINE)
def show_reminder(turn: Turn, supervision_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is due, or overdue; once its reader has nothing to do for it, only that."""
    supervision = rows.find_supervision(turn.session, supervision_id)
    if supervision is None or reader is None:
        return None
    about = line_facts(turn, supervision)
    near = workdays_until(occasion_of(turn), supervision.due_at) <= _last_days(turn)
    if not supervision.is_current or not near or reader not in _responsible(turn, supervision):
        return "supervisions/reminder_over", {"about": about}
    name = "overdue" if supervision.due_at <= turn.now else "warning"
    return f"supervisions/{name}", {"about": about, "reader": reader}


@routes.card(PROGRESS)
def show_progress_reminder(
    turn: Turn, supervision_id: int, reader: Person | None
) -> tuple[str, Facts] | None:
    """That progress is due today, or did not come; once it has come, only that."""
    supervision = rows.find_supervision(turn.session, supervision_id)
    if supervision is None or reader is None:
        return None
    about, due = line_facts(turn, supervision), supervision.progress_due_at
    is_today = due is not None and turn.working_time.day_of(due) <= turn.today
    if due is None or not is_today or supervision.state != SupervisionState.RUNNING:
        return "supervisions/progress_over", {"about": about}
    name = "no_progress" if due <= turn.now else "ask_progress"
    return f"supervisions/{name}", {"about": about, "reader": reader}


def _is_warned_of(turn: Turn, supervision: Supervision) -> bool:
    """Whether the deadline is so near that its own reminders come this morning, and tell of the progress."""
    return workdays_until(occasion_of(turn), supervision.due_at) <= _last_days(turn)


def _last_days(turn: Turn) -> int:
    return max(turn.house.mechanism.due_reminders.before_workdays, default=0)


def _responsible(turn: Turn, supervision: Supervision) -> list[Person]:
    occasion = occasion_of(turn)
    if supervision.state == SupervisionState.VERIFYING:
        return list_watching(occasion, supervision)
    return list_answering(occasion, issue_of(turn, supervision))


def _remind(turn: Turn, people: list[Person], kind: str, supervision: Supervision) -> None:
    remind(turn, people, kind, require_id(supervision.id), manner=URGENT)


def _tell(turn: Turn, people: list[Person], template: str, supervision: Supervision) -> None:
    turn.tell(people, template, urgent=True, important=True, about=line_facts(turn, supervision))


def _current(due: Due, turn: Turn) -> Supervision | None:
    supervision = rows.find_supervision(turn.session, due.subject_id or 0)
    return supervision if supervision is not None and is_current_row(supervision, due) else None
