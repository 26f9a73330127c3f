"""What messages about a supervision say, and the manner in which they go out."""

from handlers.issues.occasions import occasion_of
from handlers.posting import Manner
from handlers.routes import Facts
from handlers.turn import Turn
from services.issues import mask_for_everybody
from services.issues.clocks import workdays_until
from services.receipts import list_signers
from services.supervisions import SUBJECT, list_helping, list_watching
from storage.base import require_id
from storage.bodies import get_body
from storage.issues import Issue, find_issue
from storage.outbox import Priority
from storage.people import find_person
from storage.supervisions import Supervision, SupervisionState

URGENT = Manner(Priority.REMINDER, important=True)
"""Supervision breaks through quiet hours."""


def issue_of(turn: Turn, supervision: Supervision) -> Issue:
    """The problem that is supervised."""
    issue = find_issue(turn.session, supervision.issue_id)
    if issue is None:
        raise LookupError(f"no issue {supervision.issue_id}")
    return issue


def line_facts(turn: Turn, supervision: Supervision) -> Facts:
    """What every message about it says: number, title, owner, deadline."""
    issue = issue_of(turn, supervision)
    return {
        "supervision": supervision,
        "issue": issue,
        "owner": get_body(turn.session, issue.owner_id),
        "left": workdays_until(occasion_of(turn), supervision.due_at),
        "is_overdue": supervision.is_current and supervision.due_at < turn.now,
        "is_progress_late": supervision.progress_due_at is not None
        and supervision.progress_due_at < turn.now,
        "is_verifying": supervision.state == SupervisionState.VERIFYING,
    }


def public_facts(turn: Turn, supervision: Supervision) -> Facts:
    """What everybody in a group may read: no names of enterprises, no phones, no reasons."""
    issue = issue_of(turn, supervision)
    return {**line_facts(turn, supervision), "title": mask_for_everybody(issue.title, issue.enterprise)}


def full_facts(turn: Turn, supervision: Supervision) -> Facts:
    """What those may read who may see the problem."""
    issue, occasion = issue_of(turn, supervision), occasion_of(turn)
    signers = list_signers(turn.session, SUBJECT, require_id(supervision.id))
    stood_in = [find_person(turn.session, receipt.signed_by) for receipt, _person in signers]
    return {
        **line_facts(turn, supervision),
        "lead": find_person(turn.session, issue.lead_id),
        "leader": find_person(turn.session, supervision.leader_id),
        "helpers": list_helping(occasion, issue),
        "signers": signers,
        "stood_in": {one.id: one.name for one in stood_in if one is not None},
        "watchers": list_watching(occasion, supervision),
        "submitter": find_person(turn.session, supervision.submitted_by),
        "verifier": find_person(turn.session, supervision.verified_by),
        "every": turn.house.mechanism.supervision.progress_workdays,
    }
