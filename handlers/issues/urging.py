"""Urging in chat: whoever has the next step hears of it; silence goes to the deputy in charge."""

from handlers.issues.occasions import occasion_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import SUBJECT, Transition
from services.issues.urging import is_silent_since, urge_issue
from services.people import list_chiefs
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.issues import Issue, IssueAction, IssueState, find_issue
from storage.people import get_person

routes = Routes()


@routes.begins(IssueAction.URGE)
def urge(turn: Turn, issue: Issue, row: Transition) -> None:
    """Tap on urging. Raises UrgedToday, and what acting on a problem raises."""
    urged = urge_issue(occasion_of(turn), issue)
    turn.tell(urged.people, "issues/urged", important=True, issue=urged.issue, by=turn.me, count=urged.count)
    turn.answer("issues/urged_toast", people=urged.people, count=urged.count)
    turn.refresh_cards(SUBJECT, require_id(issue.id))


@routes.due("issue.silent")
def look_after_urging(due: Due, turn: Turn) -> None:
    """Nothing was done after the urging: the deputy in charge may appoint somebody else."""
    issue, occasion = find_issue(turn.session, due.subject_id or 0), occasion_of(turn)
    silent = (
        issue is not None
        and issue.state == IssueState.HANDLING
        and issue.lead_id is not None
        and issue.phase == int(due.payload["phase"])
        and is_silent_since(occasion, issue, int(due.payload["count"]))
    )
    if issue is None or issue.lead_id is None or not silent:
        due.state = DueState.MISSED
        return
    chiefs = list_chiefs(turn.session, get_body(turn.session, issue.owner_id), turn.today)
    lead = get_person(turn.session, issue.lead_id)
    days = turn.house.mechanism.unaccepted.silent_workdays
    people = [who for who in chiefs if who.id != lead.id]
    turn.tell(people, "issues/silent", important=True, issue=issue, lead=lead, days=days)
