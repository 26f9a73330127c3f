"""What happens to a listed problem matters to its supervision, whoever does it."""

from handlers.issues.occasions import occasion_of
from handlers.routes import Routes
from handlers.supervisions.facts import URGENT, line_facts
from handlers.supervisions.verifying import finish
from handlers.turn import Turn
from services.issues import Acted
from services.people import in_their_place
from services.supervisions import SUBJECT, follow_issue, list_watching, note_progress, submit_solution
from storage import supervisions as rows
from storage.base import require_id
from storage.issues import IssueAction
from storage.supervisions import Supervision, SupervisionState

routes = Routes()
NAME = "supervisions"


def follow(turn: Turn, acted: Acted) -> None:
    """Keep step with the problem: progress, solution, another owner or deadline, the end."""
    issue = acted.issue
    supervision = rows.find_current_of(turn.session, require_id(issue.id)) if issue.is_listed else None
    if supervision is None or acted.row is None:
        return
    action, occasion = acted.row.action, occasion_of(turn)
    if action is IssueAction.SOLVE and not acted.row.moves:
        submit_solution(occasion, issue, supervision)
        _ask_to_verify(turn, supervision)
    elif action is IssueAction.PROGRESS and supervision.state == SupervisionState.RUNNING:
        note_progress(occasion, supervision)
    elif action is not IssueAction.LIST:
        signers = follow_issue(occasion, acted, supervision)
        present = in_their_place(turn.session, signers, turn.today)
        told = [person for person in present if person.id != occasion.person_id]
        turn.send_card(told, SUBJECT, require_id(supervision.id), manner=URGENT)
    if supervision.is_current:
        turn.refresh_cards(SUBJECT, require_id(supervision.id))
        turn.refresh_cards("issue", supervision.issue_id)
    else:
        finish(turn, supervision)


def _ask_to_verify(turn: Turn, supervision: Supervision) -> None:
    turn.tell(
        list_watching(occasion_of(turn), supervision),
        "supervisions/told_submitted",
        urgent=True,
        important=True,
        about=line_facts(turn, supervision),
    )


for _action in IssueAction:
    if _action is not IssueAction.DELIST:
        routes.follows(_action, NAME)(follow)
