"""Deciding what was asked for by one tap: agreed, refused, disputed, passed on (M16, scenario 13)."""

from dataclasses import dataclass

from services.issues.acting import Acted, carry_out, lock_issue, moved, void_request
from services.issues.asking import plan_decision
from services.issues.clocks import workdays_left
from services.issues.deciders import is_grave, may_decide
from services.issues.occasion import (
    ActionNotNow,
    Occasion,
    RequestDecided,
    RequestNotYours,
    TextMissing,
)
from services.issues.steps import note_step
from services.issues.transitions import TRANSITIONS, Actor, Transition
from services.outcomes import Stale
from storage.base import require_id
from storage.bodies import BodyKind, find_body_by_id
from storage.issues import (
    Decider,
    Issue,
    IssueAction,
    IssueRequest,
    RequestKind,
    RequestState,
    find_request,
)
from storage.people import find_person

FINAL_RETURNS = 2
"""Sent back so often it is not sent back again; so is what the office has settled."""


@dataclass(frozen=True)
class Decided:
    """A decision. `acted` is what followed, if it was agreed to; `is_disputed`: the office decides now."""

    issue: Issue
    request: IssueRequest
    acted: Acted | None = None
    is_disputed: bool = False


def agree_to(occasion: Occasion, request_id: int, *, text: str | None = None) -> Decided:
    """Agree: what was asked for happens now.

    Raises IssueNotFound, RequestDecided, RequestNotYours, IssueMoved; ActionNotNow when it no longer can be
    (listed meanwhile, overdue meanwhile).
    """
    issue, request = _open(occasion, request_id)
    row = _row(occasion, issue, request)
    arbitrated = row.who == {Actor.ARBITER}
    left = (workdays_left(occasion, issue) if issue.paused_at is None else issue.kept_days) or 0
    top_up = occasion.mechanism.requests.top_up_workdays
    request.is_topped_up = request.kind == RequestKind.TRANSFER and left < top_up
    _close(occasion, issue, request, RequestState.AGREED, text)
    if request.kind == RequestKind.EXTENSION:
        issue.extended_days = request.days or 0
    body = find_body_by_id(occasion.session, request.body_id)
    acted = carry_out(occasion, issue, row, text, body=body)
    if arbitrated:
        # The next lead owner goes on with what is left, a few days at least, from acceptance on.
        issue.kept_days = max(left, top_up)
        issue.returned = max(issue.returned, FINAL_RETURNS)
    return Decided(issue, request, acted)


def refuse_request(occasion: Occasion, request_id: int, text: str) -> Decided:
    """Refuse with a reason. A body that does not want to take a problem over brings it before the office.

    Raises IssueNotFound, RequestDecided, RequestNotYours, TextMissing.
    """
    issue, request = _open(occasion, request_id)
    words = text.strip()
    if not words:
        raise TextMissing(action=IssueAction.REFUSE.value)
    if request.decider == Decider.RECEIVER:
        request.disputed_by, request.disputed_text = occasion.person_id, words
        pass_to_office(occasion, issue, request)
        _write(occasion, issue, request, IssueAction.DISPUTE, words)
        return Decided(issue, request, is_disputed=True)
    _close(occasion, issue, request, RequestState.REFUSED, words)
    _write(occasion, issue, request, IssueAction.REFUSE, words)
    return Decided(issue, request)


def note_instruction(occasion: Occasion, request_id: int, text: str, *, has_voice: bool = False) -> Decided:
    """What a leader wrote (or said) on a request, word for word; the decision itself is still open.

    Raises IssueNotFound, RequestDecided, RequestNotYours, TextMissing.
    """
    issue, request = _open(occasion, request_id)
    words = text.strip()
    if not words and not has_voice:
        raise TextMissing(action=IssueAction.INSTRUCT.value)
    if words:
        request.decision = words if request.decision is None else f"{request.decision}\n{words}"
    _write(occasion, issue, request, IssueAction.INSTRUCT, words)
    return Decided(issue, request)


def pass_to_office(occasion: Occasion, issue: Issue, request: IssueRequest) -> None:
    """The office decides from now on: there is a dispute, or nobody has decided in time."""
    request.decider = Decider.OFFICE
    plan_decision(occasion, request)
    occasion.session.flush()


def bring_higher(occasion: Occasion, issue: Issue) -> IssueRequest | None:
    """It has become a matter of the office: so has what waits for a chief of the owner (scenario 15).

    Returns the request that went there.
    """
    request = find_request(occasion.session, issue.request_id)
    if request is None or request.decider != Decider.CHIEF or not is_grave(issue):
        return None
    pass_to_office(occasion, issue, request)
    return request


def void_withdrawal(occasion: Occasion, issue: Issue) -> bool:
    """It is listed now: only the office takes it off, and no wish of its reporter does (scenario 10).

    Returns whether there was such a wish.
    """
    request = find_request(occasion.session, issue.request_id)
    if request is None or request.kind != RequestKind.WITHDRAWAL:
        return False
    void_request(occasion, issue)
    return True


def view_request(occasion: Occasion, request_id: int) -> tuple[Issue, IssueRequest]:
    """A request and its problem, for who may see it or has to decide. Raises Stale, IssueNotFound."""
    request = find_request(occasion.session, request_id)
    if request is None:
        raise Stale
    return lock_issue(occasion, request.issue_id), request


def _open(occasion: Occasion, request_id: int) -> tuple[Issue, IssueRequest]:
    issue, request = view_request(occasion, request_id)
    occasion.session.refresh(request)
    if request.state != RequestState.OPEN:
        decider = find_person(occasion.session, request.decided_by)
        raise RequestDecided(request=request, issue=issue, name=decider.name if decider else None)
    if occasion.hats is None or not may_decide(
        occasion.session, issue, request, occasion.hats, occasion.today
    ):
        raise RequestNotYours(request=request)
    return issue, request


def _row(occasion: Occasion, issue: Issue, request: IssueRequest) -> Transition:
    """The row by which the problem moves on; who settles a dispute is not who takes it over."""
    kind, by_office = RequestKind(request.kind), request.decider == Decider.OFFICE
    actor = Actor.ARBITER if kind is RequestKind.TRANSFER and by_office else Actor.DECIDER
    action = next(row.asks.action for row in TRANSITIONS if row.asks and row.asks.kind is kind)
    found = (row for row in TRANSITIONS if row.state == issue.state and row.action is action)
    row = next((row for row in found if actor in row.who), None)
    if row is None:
        raise moved(occasion, issue, action)
    unmet = row.find_unmet(issue, occasion.now)
    if unmet is not None:
        raise ActionNotNow(unmet, action=action.value, issue=issue)
    return row


def _close(
    occasion: Occasion, issue: Issue, request: IssueRequest, state: RequestState, text: str | None
) -> None:
    request.state, request.decided_by, request.decided_at = state, occasion.person_id, occasion.now
    if text:
        request.decision = text if request.decision is None else f"{request.decision}\n{text}"
    issue.request_id = None


def _write(occasion: Occasion, issue: Issue, request: IssueRequest, action: IssueAction, text: str) -> None:
    hats = occasion.hats
    ids = (request.body_id, request.asked_for_id)
    bodies = [body for body_id in ids if (body := find_body_by_id(occasion.session, body_id))]
    if hats is not None and request.decider == Decider.OFFICE:
        bodies = hats.bodies(BodyKind.OFFICE) + bodies
    body = hats.acting_body(*bodies) if hats else None
    facts = {"request": require_id(request.id), "kind": request.kind}
    note_step(occasion, issue, action, text, body=body or occasion.unit, facts=facts)
    occasion.session.flush()
