"""A problem that nobody takes on: the rungs of its ladder, each once (scenario 11)."""

from handlers.issues.announcing import tell_reporter
from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.issues.reminding import DEADLINE
from handlers.reminders import remind
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import SUBJECT
from services.issues.copies import CopyKind, plan_copies
from services.issues.unaccepted import appoint_provisionally, list_everybody, list_superiors
from services.people import in_their_place
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.issues import Issue, IssueState, find_issue
from storage.people import find_person

routes = Routes()


@routes.due("issue.remind_all")
def remind_everybody(due: Due, turn: Turn) -> None:
    """Some time before the deadline everybody of the body hears of it, in private, never in the group."""
    issue = find_issue(turn.session, due.subject_id or 0)
    over = issue is not None and issue.due_at is not None and issue.due_at < turn.now
    if issue is None or issue.state != IssueState.WAITING or over:
        due.state = DueState.MISSED
        return
    people = in_their_place(turn.session, list_everybody(occasion_of(turn), issue), turn.today)
    remind(turn, people, DEADLINE, require_id(issue.id))


def appoint_by_clock(turn: Turn, issue: Issue) -> bool:
    """The deadline of acceptance has passed: a provisional lead owner, who hears of it with the deputy.

    False where nobody can be appointed; then it is chased like any other overdue problem.
    """
    found = appoint_provisionally(occasion_of(turn), issue)
    if found is None:
        return False
    follow_up(turn, found.acted)
    body = get_body(turn.session, issue.owner_id)
    lead = in_their_place(turn.session, [found.lead], turn.today)
    turn.send_card(lead, SUBJECT, require_id(issue.id))
    turn.tell(lead, "issues/provisional_lead", important=True, issue=issue, lead=found.lead, body=body)
    turn.tell(
        found.chiefs, "issues/provisional_chief", important=True, issue=issue, lead=found.lead, body=body
    )
    tell_reporter(turn, issue, "issues/provisional_reporter", person=found.lead, owner=body)
    return True


@routes.due("issue.unaccepted")
def tell_upwards(due: Due, turn: Turn) -> None:
    """Still nothing was done: one line to the leaders in charge and to the office, which may appoint."""
    issue = find_issue(turn.session, due.subject_id or 0)
    still = (
        issue is not None
        and issue.provisional
        and issue.state == IssueState.HANDLING
        and issue.phase == int(due.payload["phase"])
    )
    if issue is None or not still:
        due.state = DueState.MISSED
        return
    leaders, office = list_superiors(occasion_of(turn), issue)
    body, lead = get_body(turn.session, issue.owner_id), find_person(turn.session, issue.lead_id)
    plan_copies(occasion_of(turn), issue, leaders, CopyKind.UNACCEPTED, "leader")
    turn.tell(office, "issues/unaccepted_office", important=True, issue=issue, lead=lead, body=body)
