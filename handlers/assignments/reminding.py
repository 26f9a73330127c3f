"""What the clock of an assignment brings: warnings and chases of whoever has to report (scenario 18)."""

from handlers.assignments.showing import line_facts
from handlers.issues.occasions import occasion_of
from handlers.reminders import remind
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.assignments import OVERDUE, SUBJECT, WARN, list_workers, plan_next_chase
from services.issues.clocks import workdays_until
from storage import assignments as rows
from storage.assignments import Assignment, AssignmentState
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.people import Person, find_person

routes = Routes()

DEADLINE = f"{SUBJECT}:deadline"


@routes.due(WARN)
def warn(due: Due, turn: Turn) -> None:
    """The deadline comes near."""
    assignment = _running(due, turn)
    if assignment is None or assignment.due_at < turn.now:
        due.state = DueState.MISSED
        return
    remind(turn, workers_of(turn, assignment), DEADLINE, require_id(assignment.id))


@routes.due(OVERDUE)
def chase(due: Due, turn: Turn) -> None:
    """The deadline has passed: the owner is chased each working day; at first the office hears, too."""
    assignment = _running(due, turn)
    if assignment is None:
        due.state = DueState.MISSED
        return
    rounds, about = int(due.payload["round"]), line_facts(turn, assignment)
    people = workers_of(turn, assignment)
    remind(turn, people, DEADLINE, require_id(assignment.id))
    giver = find_person(turn.session, assignment.assigned_by)
    if rounds == 0 and giver is not None and giver not in people:
        turn.tell(giver, "assignments/overdue", about=about)
    plan_next_chase(occasion_of(turn), assignment, rounds + 1)
    turn.refresh_cards(SUBJECT, require_id(assignment.id))


def _running(due: Due, turn: Turn) -> Assignment | None:
    assignment = rows.find_assignment(turn.session, due.subject_id or 0)
    if assignment is None or assignment.state != AssignmentState.RUNNING:
        return None
    return assignment if str(due.payload.get("mark")) == str(assignment.phase) else None


@routes.card(DEADLINE)
def show_reminder(turn: Turn, assignment_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What is due, or for how long it has been overdue; once it is reported, only that."""
    assignment = rows.find_assignment(turn.session, assignment_id)
    if assignment is None:
        return None
    about = line_facts(turn, assignment)
    if assignment.state != AssignmentState.RUNNING:
        return "assignments/reminder_over", {"about": about}
    if assignment.due_at <= turn.now:
        return "assignments/overdue", {"about": about}
    if workdays_until(occasion_of(turn), assignment.due_at) > max(
        turn.house.mechanism.due_reminders.before_workdays, default=0
    ):
        return "assignments/reminder_over", {"about": about}
    return "assignments/warning", {"about": about}


def workers_of(turn: Turn, assignment: Assignment) -> list[Person]:
    """Who has to report it."""
    return list_workers(occasion_of(turn), get_body(turn.session, assignment.owner_id))
