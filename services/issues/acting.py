"""Doing something to a problem: one way for every action, by the table (M8, M16, scenario 17)."""

from dataclasses import dataclass

from services.issues.clocks import start_clock
from services.issues.judging import has_judged, note_judgement, worst_verdict
from services.issues.occasion import (
    ActionNotNow,
    ActionNotYours,
    IssueMoved,
    IssueNotFound,
    Occasion,
    TextMissing,
)
from services.issues.owning import change_owner
from services.issues.seeing import actors_of, may_see
from services.issues.steps import acting_body_of, note_step
from services.issues.transitions import (
    HOLDERS,
    Actor,
    Need,
    NextOwner,
    Transition,
    list_rows,
)
from services.outcomes import Stale
from storage.base import type_json
from storage.bodies import Body, get_body
from storage.issues import (
    Issue,
    IssueAction,
    IssueState,
    RequestState,
    Verdict,
    find_request,
    get_issue_for_update,
)
from storage.people import Person, find_person


@dataclass(frozen=True)
class Acted:
    """What was done. `repeated`: the same tap had done it before, and nothing has changed."""

    issue: Issue
    row: Transition | None
    former_owner_id: int
    former_lead_id: int | None
    repeated: bool = False


def act_on_issue(
    occasion: Occasion,
    issue_id: int,
    action: IssueAction,
    *,
    phase: int | None = None,
    text: str | None = None,
    body: Body | None = None,
    lead: Person | None = None,
    files: int = 0,
) -> Acted:
    """Carry out one action. `phase` is that of the button; a button from an earlier one does nothing.

    `body` and `lead` are who gets it, where the row's owner or lead is given; `files` is how many come with
    the words.

    Raises IssueNotFound, IssueMoved, ActionNotYours, TextMissing; Stale when the body is missing.
    """
    issue = lock_issue(occasion, issue_id)
    if _is_repetition(occasion, issue, action, phase) or has_judged(occasion, issue, action):
        return Acted(issue, None, issue.owner_id, issue.lead_id, repeated=True)
    row = check_action(occasion, issue, action, phase=phase)
    words = (text or "").strip()
    if row.need in (Need.TEXT, Need.BODY_AND_TEXT) and not words:
        raise TextMissing(action=action.value)
    if row.asks is not None:
        raise Stale  # somebody else has to agree first: `take_action` asks them
    if row.to is IssueState.MERGED or (row.owner is NextOwner.GIVEN and body is None):
        raise Stale  # only merging names what it goes on as
    return carry_out(occasion, issue, row, words or None, body=body, lead=lead, files=files)


def check_action(
    occasion: Occasion, issue: Issue, action: IssueAction, *, phase: int | None = None
) -> Transition:
    """The row by which somebody may act now. Raises IssueMoved, ActionNotYours, ActionNotNow."""
    rows = list_rows(issue, action)
    if not rows or (phase is not None and phase != issue.phase):
        raise moved(occasion, issue, action)
    actors = actors_of(occasion.session, issue, occasion.hats) if occasion.hats else {Actor.SYSTEM}
    mine = [row for row in rows if row.who & actors]
    if not mine:
        raise ActionNotYours(action=action.value, state=issue.state)
    unmet = [row.find_unmet(issue, occasion.now) for row in mine]
    for row, condition in zip(mine, unmet, strict=True):
        if condition is None:
            return row
    raise ActionNotNow(unmet[-1], action=action.value, issue=issue)


def moved(occasion: Occasion, issue: Issue, action: IssueAction) -> IssueMoved:
    """What somebody hears whose action came too late: who was faster, when, with what."""
    person = find_person(occasion.session, issue.moved_by) if issue.moved_by else None
    return IssueMoved(
        at=issue.moved_at,
        name=person.name if person else None,
        done=issue.moved_action,
        wanted=action.value,
        state=issue.state,
    )


def lock_issue(occasion: Occasion, issue_id: int) -> Issue:
    """The problem as it is now, for who may see it, locked until the end. Raises IssueNotFound."""
    issue = get_issue_for_update(occasion.session, issue_id)
    if issue is None or (occasion.hats and not may_see(occasion.session, issue, occasion.hats)):
        raise IssueNotFound
    return issue


def _is_repetition(occasion: Occasion, issue: Issue, action: IssueAction, phase: int | None) -> bool:
    same = issue.moved_action == action and issue.moved_by == occasion.person_id
    return same and occasion.hats is not None and phase is not None and phase == issue.phase - 1


def carry_out(
    occasion: Occasion,
    issue: Issue,
    row: Transition,
    text: str | None,
    *,
    body: Body | None = None,
    lead: Person | None = None,
    files: int = 0,
) -> Acted:
    """Do what a row says. Whether it may be done has been decided before."""
    acted = Acted(issue, row, issue.owner_id, issue.lead_id)
    acting_body = acting_body_of(occasion, issue, body)
    change_owner(occasion, issue, row, body=body, lead=lead)
    note_judgement(occasion, issue, row)
    _note_result(occasion, issue, row, text)
    note_taking_on(occasion, issue, row)
    if row.moves:
        issue.phase += 1
        issue.moved_at, issue.moved_by, issue.moved_action = occasion.now, occasion.person_id, row.action
        issue.state = row.to or issue.state
        void_request(occasion, issue)
    start_clock(occasion, issue, row.clock)
    facts: type_json = {"to": issue.state, "phase": issue.phase, "files": files}
    if issue.owner_id != acted.former_owner_id or row.owner is NextOwner.GIVEN:
        facts["owner"] = get_body(occasion.session, issue.owner_id).name
    if lead is not None:
        facts["lead"] = lead.name
    note_step(occasion, issue, row.action, text, body=acting_body, facts=facts)
    occasion.session.flush()
    return acted


def void_request(occasion: Occasion, issue: Issue) -> None:
    """The problem has moved on: what waited for a decision no longer does."""
    request = find_request(occasion.session, issue.request_id)
    issue.request_id = None
    if request is not None and request.state == RequestState.OPEN:
        request.state, request.decided_at = RequestState.VOID, occasion.now


def _note_result(occasion: Occasion, issue: Issue, row: Transition, text: str | None) -> None:
    """What later reports count: when it was taken on, solved and closed, and how it was judged."""
    if row.action is IssueAction.SOLVE:
        issue.solved_at, issue.solution = occasion.now, text
    elif row.action is IssueAction.RETURN:
        issue.returned += 1
    elif row.action in (IssueAction.EXPLAIN, IssueAction.STRIKE):
        issue.ruling = text
    elif row.action is IssueAction.DISSATISFIED:
        issue.reopened += 1
    verdicts = {
        IssueAction.DISSATISFIED: Verdict.DISSATISFIED,
        IssueAction.STRIKE: Verdict.STRUCK,
    }
    issue.verdict = verdicts.get(row.action, issue.verdict)
    if row.to == IssueState.CLOSED and row.action in (IssueAction.SATISFIED, IssueAction.LAPSE):
        issue.verdict = worst_verdict(occasion, issue)
    if row.to in (IssueState.CLOSED, IssueState.WITHDRAWN):
        issue.closed_at = occasion.now


def note_taking_on(occasion: Occasion, issue: Issue, row: Transition) -> None:
    """Whether somebody has taken it on by now; the clock alone appoints a provisional lead owner.

    What only its holders may do shows that one of them has: the lead owner, a stand-in or a deputy.
    """
    person = occasion.person_id
    if row.action is IssueAction.APPOINT:
        issue.provisional = person is None
    takes_on = row.action is IssueAction.ACCEPT or (issue.provisional and row.who <= HOLDERS)
    if person is not None and (takes_on or row.action is IssueAction.APPOINT):
        issue.provisional = False
        issue.accepted_at = issue.accepted_at or occasion.now
    elif issue.lead_id is None:
        issue.provisional = False
