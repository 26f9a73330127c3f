"""Listing a problem for supervision: number, deadline, requirement, leader, receipts (M16, scenario 10)."""

from dataclasses import dataclass
from datetime import date, datetime

from services.issues import Acted, act_on_issue, void_withdrawal
from services.issues.occasion import Occasion
from services.receipts import ask_receipts, waive_receipts
from services.supervisions.clocks import begin_cycle, hold_to_deadline, plan_deadline
from services.supervisions.outcomes import DeadlinePast, WordsMissing, WordsTooLong
from services.supervisions.seeing import list_signing
from storage import supervisions as rows
from storage.base import require_id
from storage.issues import Issue, IssueAction, PartyKind, add_party
from storage.numbers import NumberKind, next_number
from storage.people import Person
from storage.receipts import list_receipts
from storage.supervisions import Supervision

SUBJECT = "supervision"
LONGEST = 500
FARTHEST_DAYS = 366


@dataclass(frozen=True)
class Listed:
    """A new supervision, the action on its problem, and who has to sign.

    `is_withdrawal_void`: its reporter had asked to withdraw it, and cannot any more.
    """

    supervision: Supervision
    acted: Acted
    signers: list[Person]
    is_withdrawal_void: bool = False


def list_for_supervision(
    occasion: Occasion, issue_id: int, *, due_on: date, requirement: str, leader: Person | None
) -> Listed:
    """Put a problem on the list of the office.

    Raises IssueNotFound, IssueMoved, ActionNotYours, ActionNotNow (it is listed already), DeadlinePast,
    WordsMissing, WordsTooLong.
    """
    words = check_words(requirement)
    due_at = check_day(occasion, due_on)
    acted = act_on_issue(occasion, issue_id, IssueAction.LIST, text=words)
    supervision = _add(occasion, acted.issue, due_at, words, leader)
    acted.issue.is_listed, acted.issue.is_verifying = True, False
    voided = void_withdrawal(occasion, acted.issue)
    if leader is not None:
        add_party(occasion.session, issue_id, PartyKind.SUPERVISOR, person_id=leader.id, now=occasion.now)
    plan_deadline(occasion, supervision)
    begin_cycle(occasion, supervision)
    hold_to_deadline(occasion, acted.issue, supervision)
    signers = ask_to_sign(occasion, supervision, acted.issue)
    occasion.session.flush()
    return Listed(supervision, acted, signers, voided)


def ask_to_sign(occasion: Occasion, supervision: Supervision, issue: Issue) -> list[Person]:
    """Everybody who answers for it now has to sign, once; those who no longer do need not."""
    answering = list_signing(occasion, issue)
    ids = {person.id for person in answering}
    supervision_id = require_id(supervision.id)
    for receipt in list_receipts(occasion.session, SUBJECT, supervision_id):
        if receipt.person_id not in ids:
            waive_receipts(occasion, SUBJECT, supervision_id, person_id=receipt.person_id)
    return ask_receipts(occasion, SUBJECT, supervision_id, {issue.owner_id: answering})


def check_words(text: str) -> str:
    """The words as they are kept. Raises WordsMissing, WordsTooLong."""
    words = text.strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong(limit=LONGEST)
    return words


def check_day(occasion: Occasion, due_on: date) -> datetime:
    """When that day closes. Raises DeadlinePast for one that is over, or that lies years ahead."""
    due_at = occasion.working_time.closing(due_on)
    if due_at <= occasion.now or (due_on - occasion.today).days > FARTHEST_DAYS:
        raise DeadlinePast(due_on=due_on)
    return due_at


def _add(
    occasion: Occasion, issue: Issue, due_at: datetime, words: str, leader: Person | None
) -> Supervision:
    year = occasion.today.year
    supervision = Supervision(
        year=year,
        number=next_number(occasion.session, NumberKind.SUPERVISION, year),
        issue_id=require_id(issue.id),
        requirement=words,
        leader_id=leader.id if leader is not None else None,
        listed_by=occasion.person_id or 0,
        listed_at=occasion.now,
        due_at=due_at,
    )
    return rows.add_supervision(occasion.session, supervision)
