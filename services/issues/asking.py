"""Doing what a button says with all that it needs: at once, or by asking who has to agree (M8, M16).

While something that was asked for waits, the problem stays where it is: its owner and its clock go on.
"""

from dataclasses import dataclass, field

from services.calendar import CalendarMissing
from services.issues.acting import Acted, act_on_issue, check_action, lock_issue, note_taking_on
from services.issues.clocks import RECOUNT
from services.issues.deciders import first_decider
from services.issues.occasion import DaysWrong, Occasion, TextMissing
from services.issues.steps import note_step
from services.issues.transitions import Need, Transition
from services.outcomes import NotBound, Stale
from storage.base import require_id, type_json
from storage.bodies import Body
from storage.due import Due, schedule
from storage.issues import (
    Issue,
    IssueAction,
    IssueRequest,
    PartyKind,
    RequestKind,
    RequestState,
    add_party,
)

DECIDE = "issue.decide"
"""The due row of a request: it has not been decided in time."""
ANSWERS = ("done_so_far", "stuck_at", "to_decide")
"""The three answers that go upward with a problem, in the order in which they are asked for."""


@dataclass(frozen=True)
class Given:
    """What came with an action: words or answers by name, a body, a number of working days, files."""

    text: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    body: Body | None = None
    days: int | None = None
    files: int = 0


@dataclass(frozen=True)
class Asked:
    """Something was asked for; `request` waits for its decider."""

    issue: Issue
    row: Transition
    request: IssueRequest


def take_action(
    occasion: Occasion, issue_id: int, action: IssueAction, given: Given, *, phase: int | None = None
) -> Acted | Asked:
    """Carry an action out, or ask for it where somebody else has to agree.

    Raises what `act_on_issue` raises, and DaysWrong.
    """
    issue = lock_issue(occasion, issue_id)
    row = check_action(occasion, issue, action, phase=phase)
    _check(occasion, issue, row, given)
    if row.asks is not None:
        return _ask(occasion, issue, row, given)
    text = given.text or given.answers.get(ANSWERS[-1])
    came_from = issue.owner_id
    acted = act_on_issue(
        occasion, issue_id, action, phase=phase, text=text, body=given.body, files=given.files
    )
    if row.need is Need.ANSWERS:
        request = _request(occasion, issue, given, RequestKind.ESCALATION, came_from)
        request.state, request.decided_at = RequestState.AGREED, occasion.now
        request.body_id = issue.owner_id
        occasion.session.add(request)
        occasion.session.flush()
    return acted


def longest_extension(occasion: Occasion, issue: Issue) -> int:
    """Working days by which it may be extended at most: a share of the original time (scenario 15)."""
    return (issue.solve_days or 0) * occasion.mechanism.requests.extension_percent // 100


def plan_decision(occasion: Occasion, request: IssueRequest) -> None:
    """Give the decider their time; where the calendar ends, it is looked at every day."""
    try:
        due_at = occasion.working_time.deadline(occasion.now, occasion.mechanism.requests.decide_workdays)
    except CalendarMissing:
        due_at = occasion.now + RECOUNT
    request.due_at = due_at
    request_id = require_id(request.id)
    key = f"{DECIDE}:{request_id}:{due_at.isoformat()}"
    schedule(occasion.session, Due(key=key, kind=DECIDE, subject_id=request_id, due_at=due_at, urgent=True))


def _check(occasion: Occasion, issue: Issue, row: Transition, given: Given) -> None:
    if row.need in (Need.TEXT, Need.BODY_AND_TEXT, Need.EXTENSION) and not (given.text or "").strip():
        raise TextMissing(action=row.action.value)
    if row.need is Need.ANSWERS and not all(given.answers.get(name, "").strip() for name in ANSWERS):
        raise TextMissing(action=row.action.value)
    if row.need is Need.BODY_AND_TEXT and (given.body is None or given.body.id == issue.owner_id):
        raise Stale
    longest = longest_extension(occasion, issue)
    if row.need is Need.EXTENSION and not 1 <= (given.days or 0) <= longest:
        raise DaysWrong(longest=longest)


def _ask(occasion: Occasion, issue: Issue, row: Transition, given: Given) -> Asked:
    asks = row.asks
    if asks is None or occasion.hats is None:
        raise NotBound
    request = _request(occasion, issue, given, asks.kind, issue.owner_id)
    request.decider = first_decider(occasion, issue, request, asks.decider)
    occasion.session.add(request)
    occasion.session.flush()
    issue.request_id = require_id(request.id)
    plan_decision(occasion, request)
    note_taking_on(occasion, issue, row)
    facts: type_json = {"request": request.id, "files": given.files, "days": given.days}
    if given.body is not None:
        facts["owner"] = given.body.name
        add_party(occasion.session, issue.id or 0, PartyKind.ASKED, body_id=given.body.id, now=occasion.now)
    note_step(occasion, issue, row.action, given.text or request.to_decide, facts=facts)
    occasion.session.flush()
    return Asked(issue, row, request)


def _request(occasion: Occasion, issue: Issue, given: Given, kind: RequestKind, body_id: int) -> IssueRequest:
    return IssueRequest(
        issue_id=require_id(issue.id),
        kind=kind,
        asked_by=occasion.person_id or 0,
        asked_for_id=body_id,
        asked_at=occasion.now,
        words=(given.text or "").strip() or None,
        done_so_far=given.answers.get("done_so_far"),
        stuck_at=given.answers.get("stuck_at"),
        to_decide=given.answers.get("to_decide"),
        body_id=given.body.id if given.body else None,
        days=given.days,
        decider="office",
    )
