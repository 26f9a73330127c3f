"""Policies whose last day comes: the lead department is asked, the office decides (scenario 32)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from services.mechanism import Policies
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import Hats
from services.policies.answering import answers_for, lead_body
from services.policies.life import PolicyMoved, PolicyStep, note_step
from services.rights import Right, require
from storage.base import require_id
from storage.policies import (
    Policy,
    PolicyReview,
    PolicyState,
    PolicyValue,
    ReviewAnswer,
    add_review,
    find_review,
    find_review_by_id,
    get_policy,
    list_ending,
    update_policies,
)

LOOK_BACK = timedelta(days=14)
"""So long after its last day a policy's end is still news: the assistant may have been away."""


class RenewalTooShort(Outcome):
    """The new last day does not lie behind the old one."""

    template = "policies/refused/renewal_too_short"


@dataclass(frozen=True)
class Asking:
    """A question to a lead department. `is_again`: it was asked before; `is_near`: the office gets a copy."""

    policy: Policy
    review: PolicyReview
    is_again: bool
    is_near: bool


def list_questions_due(session: Session, rules: Policies, *, today: date, now: datetime) -> Iterator[Asking]:
    """The questions to ask today, each once: at the first distance, and again at the second."""
    first, second = (timedelta(days=days) for days in rules.expiring_days)
    for policy in list_ending(session, today, today + first):
        ends = policy.expires_on
        if ends is None:
            continue
        review = find_review(session, require_id(policy.id), ends)
        is_near = ends - today <= second
        if review is None:
            review = add_review(
                session, PolicyReview(policy_id=require_id(policy.id), expires_on=ends, asked_at=now)
            )
            review.reminded_at = now if is_near else None
            yield Asking(policy, review, is_again=False, is_near=is_near)
        elif is_near and review.reminded_at is None and review.answer is None:
            review.reminded_at = now
            yield Asking(policy, review, is_again=True, is_near=True)


def list_just_ended(session: Session, *, today: date, now: datetime) -> Iterator[Policy]:
    """Policies whose last day has passed and of which nobody has been told; each once."""
    for policy in list_ending(session, today - LOOK_BACK, today - timedelta(days=1)):
        ends = policy.expires_on
        if ends is None:
            continue
        review = find_review(session, require_id(policy.id), ends)
        if review is None:
            review = add_review(
                session, PolicyReview(policy_id=require_id(policy.id), expires_on=ends, asked_at=now)
            )
        if review.told_at is None:
            review.told_at = now
            yield policy


def find_asked(session: Session, review_id: int) -> tuple[PolicyReview, Policy]:
    """A question and its policy. Raises Stale; PolicyMoved when the policy has another last day by now."""
    review = find_review_by_id(session, review_id)
    if review is None:
        raise Stale
    policy = get_policy(session, review.policy_id)
    if policy.expires_on != review.expires_on or policy.state != PolicyState.PUBLISHED:
        raise PolicyMoved(state=policy.state)
    return review, policy


def may_answer(session: Session, hats: Hats, policy: Policy) -> bool:
    """Whether somebody may say what becomes of a policy: its lead department and the office."""
    return answers_for(hats, policy, lead_body(session, policy))


def answer_review(
    session: Session,
    review_id: int,
    answer: ReviewAnswer,
    *,
    hats: Hats,
    now: datetime,
    number: str | None = None,
    until: date | None = None,
) -> Policy:
    """The department says what becomes of it; a renewal names its new number and last day.

    Raises Stale, PolicyMoved, NotAllowed, RenewalTooShort.
    """
    review, policy = find_asked(session, review_id)
    if not may_answer(session, hats, policy):
        raise NotAllowed
    if review.decided_at is not None:
        raise PolicyMoved(state=policy.state)
    if answer is ReviewAnswer.RENEW:
        if not number or until is None:
            raise Stale
        if until <= review.expires_on:
            raise RenewalTooShort(expires_on=review.expires_on)
    review.answer, review.new_number, review.new_until = answer.value, number, until
    review.answered_by_id, review.answered_at = hats.person.id, now
    return policy


def decide_review(session: Session, review_id: int, *, agreed: bool, hats: Hats, now: datetime) -> Policy:
    """The office agrees to the answer (a renewal then holds), or lets the department answer anew.

    Raises Stale, PolicyMoved, NotAllowed.
    """
    require(Right.KEEP_POLICIES, hats)
    review, policy = find_asked(session, review_id)
    if review.answer is None or review.decided_at is not None:
        raise PolicyMoved(state=policy.state)
    if not agreed:
        review.answer = review.new_number = review.new_until = None
        return policy
    review.decided_by_id, review.decided_at = hats.person.id, now
    if review.answer == ReviewAnswer.RENEW:
        values: dict[str, PolicyValue] = {
            "document_number": review.new_number,
            "expires_on": review.new_until,
        }
        update_policies(session, [(policy, values)], now=now, by_id=review.answered_by_id)
        note_step(session, policy, PolicyStep.RENEW, hats, now=now, text=review.new_number)
    return policy
