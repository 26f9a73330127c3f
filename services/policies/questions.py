"""Asking the contact of a policy in the assistant; answers are kept and offered again (M18)."""

from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlmodel import Session

from services.bodies import load_body_index
from services.calendar import CalendarMissing, WorkingTime
from services.mechanism import Policies
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import Hats
from services.policies.answering import answering_body, answers_for, office_body
from storage.base import require_id
from storage.bodies import Body
from storage.due import Due, cancel_due, schedule
from storage.policies import (
    Policy,
    PolicyQuestion,
    add_question,
    find_question,
    get_policy,
    list_answered,
    list_unanswered,
)

QUESTION_DUE = "policy.question"
LONGEST = 800
"""Characters of a question or an answer."""
ALIKE = 62.0
"""Likeness (0-100) from which an earlier answer is offered."""


class QuestionTooLong(Outcome):
    """More than a card takes."""

    template = "policies/refused/question_too_long"


class QuestionAnswered(Outcome):
    """Somebody was faster."""

    template = "policies/refused/question_answered"


@dataclass(frozen=True)
class Asked:
    """A question with what it is about."""

    question: PolicyQuestion
    policy: Policy | None
    body: Body


def find_similar(session: Session, policy_id: int | None, text: str) -> list[PolicyQuestion]:
    """Answered questions like this one, the most alike first, at most three."""
    known = list_answered(session, policy_id)
    scored = [(fuzz.token_ratio(_spaced(text), _spaced(one.text)), one) for one in known]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [one for _, one in alike[:3]]


def _spaced(text: str) -> str:
    """Chinese has no blanks: every character is a token."""
    return " ".join(char for char in text if char.isalnum())


def ask_question(
    session: Session,
    text: str,
    *,
    policy: Policy | None,
    hats: Hats,
    time: WorkingTime,
    rules: Policies,
    now: datetime,
) -> Asked:
    """Ask the policy's contact, or without a policy the office. Raises QuestionTooLong."""
    words = check_length(text)
    body = answering_body(session, policy) if policy is not None else office_body(session)
    try:
        due_at = time.deadline(now, rules.question_workdays)
    except CalendarMissing:
        due_at = None
    question = add_question(
        session,
        PolicyQuestion(
            policy_id=policy.id if policy is not None else None,
            asker_id=require_id(hats.person.id),
            body_id=require_id(body.id),
            text=words,
            asked_at=now,
            due_at=due_at,
        ),
    )
    if due_at is not None:
        key = f"{QUESTION_DUE}:{question.id}"
        schedule(session, Due(key=key, kind=QUESTION_DUE, subject_id=question.id, due_at=due_at))
    return Asked(question, policy, body)


def check_length(text: str) -> str:
    """The text without blanks around it. Raises QuestionTooLong."""
    words = text.strip()
    if len(words) > LONGEST:
        raise QuestionTooLong(length=len(words), limit=LONGEST)
    return words


def get_asked(session: Session, question_id: int) -> Asked:
    """A question with its policy and body. Raises Stale."""
    question = find_question(session, question_id)
    if question is None:
        raise Stale
    policy = get_policy(session, question.policy_id) if question.policy_id is not None else None
    body = load_body_index(session).by_id(question.body_id) or office_body(session)
    return Asked(question, policy, body)


def may_answer_question(hats: Hats, asked: Asked) -> bool:
    """Whether somebody may answer: the contact, the body's people, the office."""
    return asked.question.answer is None and answers_for(hats, asked.policy, asked.body)


def answer_question(session: Session, question_id: int, text: str, *, hats: Hats, now: datetime) -> Asked:
    """Answer it once and for all. Raises Stale, QuestionAnswered, NotAllowed, QuestionTooLong."""
    asked = get_asked(session, question_id)
    session.refresh(asked.question, with_for_update=True)
    if asked.question.answer is not None:
        raise QuestionAnswered
    if not may_answer_question(hats, asked):
        raise NotAllowed
    asked.question.answer = check_length(text)
    asked.question.answered_by_id, asked.question.answered_at = hats.person.id, now
    cancel_due(session, QUESTION_DUE, question_id)
    return asked


def list_questions_for(session: Session, hats: Hats, *, limit: int = 10) -> list[Asked]:
    """What waits for somebody's answer, the oldest first."""
    bodies = [require_id(body.id) for body in hats.bodies()]
    found = list_unanswered(session, bodies, require_id(hats.person.id), limit=limit)
    return [get_asked(session, require_id(one.id)) for one in found]
