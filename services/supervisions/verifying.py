"""From the holder's solution to the end: verified by the office, off the list or back (M16, scenario 10)."""

from datetime import datetime

from services.calendar import CalendarMissing
from services.issues import Acted, act_on_issue
from services.issues.occasion import Occasion
from services.issues.steps import note_step
from services.issues.transitions import Clock
from services.outcomes import CalendarUnknown, NotAllowed
from services.receipts import waive_receipts
from services.rights import Right, require
from services.supervisions.clocks import (
    ALL,
    begin_cycle,
    hold_to_deadline,
    let_go_of_deadline,
    plan_deadline,
)
from services.supervisions.listing import SUBJECT, ask_to_sign, check_words
from services.supervisions.outcomes import SupervisionMoved, SupervisionNotFound, TooManyDays
from storage import supervisions as rows
from storage.base import require_id
from storage.due import cancel_due
from storage.issues import Issue, IssueAction, IssueState, PartyKind, end_parties, get_issue_for_update
from storage.people import Person
from storage.supervisions import Supervision, SupervisionState, VerificationWay


def submit_solution(occasion: Occasion, issue: Issue, supervision: Supervision) -> None:
    """The holder says that it is solved: the office has to verify it, and nobody else is chased meanwhile."""
    issue.is_verifying = True
    supervision.state = SupervisionState.VERIFYING
    supervision.submitted_by, supervision.submitted_at = occasion.person_id, occasion.now
    supervision.phase += 1
    plan_deadline(occasion, supervision)
    begin_cycle(occasion, supervision)
    occasion.session.flush()


def pass_verification(
    occasion: Occasion, supervision_id: int, way: VerificationWay, finding: str, *, phase: int
) -> tuple[Supervision, Acted]:
    """The office has made sure: off the list; a solution that was handed in goes to the reporter's verdict.

    Raises NotAllowed, SupervisionMoved, SupervisionNotFound, WordsMissing, WordsTooLong.
    """
    supervision, words = _lock(occasion, supervision_id, phase), check_words(finding)
    acted = act_on_issue(occasion, supervision.issue_id, IssueAction.DELIST, text=words)
    supervision.verified_by, supervision.verified_at = occasion.person_id, occasion.now
    supervision.way, supervision.finding = way, words
    delist(occasion, acted.issue, supervision)
    let_go_of_deadline(occasion, acted.issue)
    return supervision, acted


def fail_verification(
    occasion: Occasion, supervision_id: int, finding: str, *, days: int, phase: int
) -> Supervision:
    """Not passed: back to the holder, with up to so many working days more, once.

    Raises NotAllowed, SupervisionMoved, SupervisionNotFound, TooManyDays, CalendarUnknown, WordsMissing,
    WordsTooLong.
    """
    supervision, words = _lock(occasion, supervision_id, phase), check_words(finding)
    if supervision.state != SupervisionState.VERIFYING:
        raise SupervisionMoved(state=supervision.state)
    due_at = extended_until(occasion, supervision, days)
    issue = get_issue_for_update(occasion.session, supervision.issue_id)
    if issue is None:
        raise SupervisionNotFound
    if days:
        supervision.due_at, supervision.extended_days = due_at, days
    supervision.state, supervision.failures = SupervisionState.RUNNING, supervision.failures + 1
    supervision.finding, supervision.verified_at = words, occasion.now
    supervision.verified_by = occasion.person_id
    supervision.phase += 1
    issue.is_verifying = False
    note_step(occasion, issue, "verification_failed", words, body=occasion.unit)
    plan_deadline(occasion, supervision)
    begin_cycle(occasion, supervision)
    hold_to_deadline(occasion, issue, supervision)
    occasion.session.flush()
    return supervision


def extension_left(occasion: Occasion, supervision: Supervision) -> int:
    """By how many working days a failed verification may put the deadline off: once only."""
    return 0 if supervision.extended_days else occasion.mechanism.supervision.extension_workdays


def extended_until(occasion: Occasion, supervision: Supervision, days: int) -> datetime:
    """The deadline with so many working days more. Raises TooManyDays, CalendarUnknown."""
    if not 0 <= days <= extension_left(occasion, supervision):
        raise TooManyDays(limit=extension_left(occasion, supervision))
    if not days:
        return supervision.due_at
    try:
        return occasion.working_time.deadline(max(supervision.due_at, occasion.now), days)
    except CalendarMissing as missing:
        raise CalendarUnknown(year=missing.year) from None


def delist(occasion: Occasion, issue: Issue, supervision: Supervision) -> None:
    """It is off the list: nobody is reminded or has to sign any more; the leader keeps sight of it."""
    supervision.state, supervision.delisted_at = SupervisionState.DELISTED, occasion.now
    supervision.phase += 1
    supervision.progress_due_at = None
    issue.is_listed = issue.is_verifying = False
    cancel_due(occasion.session, ALL, require_id(supervision.id))
    waive_receipts(occasion, SUBJECT, require_id(supervision.id))
    end_parties(occasion.session, require_id(issue.id), PartyKind.SUPERVISOR, now=occasion.now)
    occasion.session.flush()


def note_progress(occasion: Occasion, supervision: Supervision) -> None:
    """Progress was reported: the next is due in a few days."""
    begin_cycle(occasion, supervision)
    occasion.session.flush()


def follow_issue(occasion: Occasion, acted: Acted, supervision: Supervision) -> list[Person]:
    """The problem has moved: its supervision keeps step. Returns who has to sign from now on."""
    issue = acted.issue
    if not issue.is_open:
        delist(occasion, issue, supervision)
        return []
    if issue.state != IssueState.HANDLING and issue.is_verifying:
        issue.is_verifying = False
        supervision.state = SupervisionState.RUNNING
        supervision.phase += 1
        plan_deadline(occasion, supervision)
        begin_cycle(occasion, supervision)
    if acted.row is not None and acted.row.clock is Clock.EXTENDED and issue.due_at is not None:
        supervision.due_at, supervision.phase = issue.due_at, supervision.phase + 1
        plan_deadline(occasion, supervision)
    hold_to_deadline(occasion, issue, supervision)
    asked = ask_to_sign(occasion, supervision, issue)
    occasion.session.flush()
    return asked


def _lock(occasion: Occasion, supervision_id: int, phase: int) -> Supervision:
    if occasion.hats is None:
        raise NotAllowed
    require(Right.SUPERVISE, occasion.hats)
    supervision = rows.get_supervision_for_update(occasion.session, supervision_id)
    if supervision is None:
        raise SupervisionNotFound
    if supervision.phase != phase or not supervision.is_current:
        raise SupervisionMoved(state=supervision.state)
    return supervision
