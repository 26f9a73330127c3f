"""Questions about policies and the matters that cite them."""

from collections.abc import Sequence

from sqlmodel import Session, col, or_, select

from storage.policies.tables import Policy
from storage.policies.working_tables import PolicyCitation, PolicyQuestion


def add_question(session: Session, question: PolicyQuestion) -> PolicyQuestion:
    """Write a question down; it has its id afterwards."""
    session.add(question)
    session.flush()
    return question


def find_question(session: Session, question_id: int | None) -> PolicyQuestion | None:
    """The question with this id."""
    return session.get(PolicyQuestion, question_id) if question_id is not None else None


def list_answered(session: Session, policy_id: int | None, *, limit: int = 200) -> list[PolicyQuestion]:
    """Questions about a policy (None: about none) that have an answer, the latest first."""
    query = select(PolicyQuestion).where(col(PolicyQuestion.answer).is_not(None))
    query = query.where(col(PolicyQuestion.policy_id) == policy_id)
    return list(session.exec(query.order_by(col(PolicyQuestion.answered_at).desc()).limit(limit)))


def list_unanswered(
    session: Session, body_ids: Sequence[int], person_id: int, *, limit: int = 50
) -> list[PolicyQuestion]:
    """Unanswered questions to some bodies, or about policies whose contact somebody is; oldest first."""
    mine = select(Policy.id).where(Policy.contact_person_id == person_id)
    concerns = or_(col(PolicyQuestion.body_id).in_(body_ids), col(PolicyQuestion.policy_id).in_(mine))
    query = select(PolicyQuestion).where(col(PolicyQuestion.answer).is_(None), concerns)
    return list(session.exec(query.order_by(col(PolicyQuestion.id)).limit(limit)))


def find_citation(
    session: Session, policy_id: int, subject_kind: str, subject_id: int
) -> PolicyCitation | None:
    """That a matter cites a policy."""
    query = select(PolicyCitation).where(
        PolicyCitation.policy_id == policy_id,
        PolicyCitation.subject_kind == subject_kind,
        PolicyCitation.subject_id == subject_id,
    )
    return session.exec(query).one_or_none()


def add_citation(session: Session, citation: PolicyCitation) -> PolicyCitation:
    """A matter cites a policy from now on."""
    session.add(citation)
    session.flush()
    return citation


def list_cited(session: Session, subject_kind: str, subject_id: int) -> list[Policy]:
    """The policies that a matter cites, in the order in which they were cited."""
    query = select(Policy).join(PolicyCitation, col(PolicyCitation.policy_id) == col(Policy.id))
    query = query.where(PolicyCitation.subject_kind == subject_kind, PolicyCitation.subject_id == subject_id)
    return list(session.exec(query.order_by(col(PolicyCitation.id))))


def list_citations(session: Session, policy_id: int, subject_kind: str) -> list[PolicyCitation]:
    """The matters of a kind that cite a policy."""
    query = select(PolicyCitation).where(
        PolicyCitation.policy_id == policy_id, PolicyCitation.subject_kind == subject_kind
    )
    return list(session.exec(query.order_by(col(PolicyCitation.id))))
