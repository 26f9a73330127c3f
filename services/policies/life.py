"""The life of a policy in chat: entered, broken down, reviewed, released, corrected (M18).

Only what the office has released is found by anybody. Whatever changes is kept as a version, with who did it.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from services.calendar import WorkingTime
from services.mechanism import Policies
from services.outcomes import NotAllowed, Outcome
from services.people import Hats
from services.policies.answering import answers_for, lead_body
from services.policies.looking_up import NoSuchPolicy
from services.policies.news import plan_news
from services.policies.reading import sheet_words
from services.rights import Right, may, require
from storage.base import require_id
from storage.bodies import Body
from storage.policies import (
    Policy,
    PolicyNotFound,
    PolicySource,
    PolicyState,
    PolicyValue,
    add_policies,
    get_policy,
    list_policies_by_id,
    update_policies,
)
from storage.policies.candidates import find_by_number
from storage.policies.numbers import parse_document_number
from storage.policies.texts import squeeze
from storage.timeline import add_step

SUBJECT = "policy"
"""The kind under which timeline and files of policies are kept."""
DRAFT_CARD = "policy_draft"
"""The kind of the card of a policy that is not released yet."""


class PolicyMoved(Outcome):
    """Somebody else has taken this step already."""

    template = "policies/refused/moved"


class PolicyTextTooLong(Outcome):
    """More characters than the list takes."""

    template = "policies/refused/too_long"


class PolicyNumberTaken(Outcome):
    """Another policy has this document number."""

    template = "policies/refused/number_taken"


def check_free_number(session: Session, number: str, *, but: int | None) -> None:
    """Raises PolicyNumberTaken when a released policy bears this document number, however it is written."""
    parsed = parse_document_number("".join(number.split()))
    if parsed is None or not parsed.prefix:
        return
    others = [policy_id for policy_id in find_by_number(session, parsed) if policy_id != but]
    for policy in list_policies_by_id(session, others):
        if squeeze(policy.document_number or "") == squeeze(number):
            raise PolicyNumberTaken(title=policy.title, code=policy.code)


class PolicyStep(StrEnum):
    """What happens to a policy, as its timeline tells it."""

    ENTER = "enter"
    BREAK_DOWN = "break_down"
    APPROVE = "approve"
    RETURN = "return"
    CORRECT = "correct"
    RENEW = "renew"
    WITHDRAW = "withdraw"


def check_text(key: str, text: str) -> None:
    """Raises PolicyTextTooLong."""
    limit = sheet_words().limits.get(key)
    if limit is not None and len(text) > limit:
        raise PolicyTextTooLong(length=len(text), limit=limit)


def enter_policy(
    session: Session,
    values: Mapping[str, PolicyValue],
    *,
    lead: Body,
    hats: Hats,
    now: datetime,
    replaces: Policy | None = None,
) -> Policy:
    """Write a new policy down for its lead department to break down; nobody finds it yet.

    Raises NotAllowed.
    """
    if not (may(Right.KEEP_POLICIES, hats) or (replaces is not None and answers_for(hats, replaces, lead))):
        raise NotAllowed
    entry: dict[str, PolicyValue] = {
        "contact": lead.name,
        "lead_department": lead.name,
        **values,
        "lead_body_id": require_id(lead.id),
        "entered_by_id": require_id(hats.person.id),
        "source": PolicySource.VERIFIED.value,
        "state": PolicyState.DRAFT.value,
        "replaces_id": replaces.id if replaces is not None else None,
    }
    (policy,) = add_policies(session, [entry], now=now)
    note_step(session, policy, PolicyStep.ENTER, hats, now=now)
    return policy


def get_pending(session: Session, policy_id: int, *states: PolicyState) -> Policy:
    """A policy that stands in one of these states. Raises NoSuchPolicy, PolicyMoved."""
    try:
        policy = get_policy(session, policy_id)
    except PolicyNotFound:
        raise NoSuchPolicy(code=str(policy_id)) from None
    session.refresh(policy, with_for_update=True)
    if policy.state not in states:
        raise PolicyMoved(state=policy.state)
    return policy


def may_break_down(hats: Hats, policy: Policy, body: Body) -> bool:
    """Whether somebody may say what a policy means: its lead department and the office."""
    return policy.state == PolicyState.DRAFT and answers_for(hats, policy, body)


def break_down_policy(
    session: Session, policy_id: int, values: Mapping[str, PolicyValue], *, hats: Hats, now: datetime
) -> Policy:
    """The lead department has said whom it is for, what it gives, who answers; the office reviews it next.

    Raises NoSuchPolicy, PolicyMoved, NotAllowed.
    """
    policy = get_pending(session, policy_id, PolicyState.DRAFT)
    if not may_break_down(hats, policy, lead_body(session, policy)):
        raise NotAllowed
    changes = {**values, "state": PolicyState.REVIEW.value}
    update_policies(session, [(policy, changes)], now=now, by_id=hats.person.id)
    note_step(session, policy, PolicyStep.BREAK_DOWN, hats, now=now)
    return policy


def release_policy(
    session: Session, policy_id: int, *, hats: Hats, time: WorkingTime, rules: Policies, now: datetime
) -> datetime:
    """The office releases a policy: it is found from now on, and announced at the moment that is returned.

    Raises NoSuchPolicy, PolicyMoved, NotAllowed.
    """
    require(Right.KEEP_POLICIES, hats)
    policy = get_pending(session, policy_id, PolicyState.REVIEW)
    changes: dict[str, PolicyValue] = {"state": PolicyState.PUBLISHED.value}
    update_policies(session, [(policy, changes)], now=now, by_id=hats.person.id)
    policy.published_at = now
    note_step(session, policy, PolicyStep.APPROVE, hats, now=now)
    return plan_news(session, policy, time=time, rules=rules, now=now)


def return_policy(session: Session, policy_id: int, reason: str, *, hats: Hats, now: datetime) -> Policy:
    """The office sends it back to the lead department. Raises NoSuchPolicy, PolicyMoved, NotAllowed."""
    require(Right.KEEP_POLICIES, hats)
    check_text("reason", reason)
    policy = get_pending(session, policy_id, PolicyState.REVIEW)
    update_policies(session, [(policy, {"state": PolicyState.DRAFT.value})], now=now, by_id=hats.person.id)
    note_step(session, policy, PolicyStep.RETURN, hats, now=now, text=reason)
    return policy


def drop_policy(session: Session, policy_id: int, *, hats: Hats, now: datetime) -> Policy:
    """The office gives up what has not been released. Raises NoSuchPolicy, PolicyMoved, NotAllowed."""
    require(Right.KEEP_POLICIES, hats)
    policy = get_pending(session, policy_id, PolicyState.DRAFT, PolicyState.REVIEW)
    update_policies(
        session, [(policy, {"state": PolicyState.WITHDRAWN.value})], now=now, by_id=hats.person.id
    )
    note_step(session, policy, PolicyStep.WITHDRAW, hats, now=now)
    return policy


def correct_policy(
    session: Session, policy_id: int, values: Mapping[str, PolicyValue], *, hats: Hats, now: datetime
) -> Policy:
    """The office corrects a released policy; what it said before is kept.

    Raises NoSuchPolicy, PolicyMoved, NotAllowed.
    """
    require(Right.KEEP_POLICIES, hats)
    policy = get_pending(session, policy_id, PolicyState.PUBLISHED)
    if update_policies(session, [(policy, values)], now=now, by_id=hats.person.id):
        note_step(session, policy, PolicyStep.CORRECT, hats, now=now)
    return policy


def note_step(
    session: Session, policy: Policy, step: PolicyStep, hats: Hats, *, now: datetime, text: str | None = None
) -> None:
    """Write into the policy's timeline who did what."""
    add_step(session, SUBJECT, policy.id, step.value, by=hats.person, at=now, body=hats.unit, text=text)
