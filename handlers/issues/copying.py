"""Copies of what is overdue or not taken on, one message a superior and moment (M17, scenario 11)."""

from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.issues import workdays_left
from services.issues.copies import COPY
from storage.bodies import get_body
from storage.due import Due, DueState, claim_alike
from storage.issues import find_issue
from storage.people import find_person, get_person

routes = Routes()

NAMED = 8
"""Problems that one message names; the list has the rest."""


@routes.due(COPY)
def tell_superior(due: Due, turn: Turn) -> None:
    """All that has come up for this person by now."""
    rows = claim_alike(turn.session, due, now=turn.now)
    lines = [line for row in rows if (line := _line(turn, row)) is not None]
    if not lines or due.person_id is None:
        due.state = DueState.MISSED
        return
    person = get_person(turn.session, due.person_id)
    turn.tell(person, "issues/copies", lines=lines[:NAMED], rest=len(lines[NAMED:]))


def _line(turn: Turn, row: Due) -> Facts | None:
    issue = find_issue(turn.session, row.subject_id or 0)
    if issue is None or not issue.is_open:
        return None
    return {
        "kind": row.payload["kind"],
        "issue": issue,
        "body": get_body(turn.session, issue.owner_id),
        "lead": find_person(turn.session, issue.lead_id),
        "days": max(0, -(workdays_left(occasion_of(turn), issue) or 0)),
    }
