"""Policies that come to their last day, and what was asked and answered about them."""

from datetime import date

from sqlmodel import Session, col, select

from storage.policies.choices import NEARNESS, PolicyFactor, PolicyLevel, PolicyState
from storage.policies.tables import Policy
from storage.policies.working_tables import PolicyReview


def list_ending(session: Session, first: date, last: date) -> list[Policy]:
    """Published policies whose last day lies in a span (both days included), the earliest first."""
    query = select(Policy).where(Policy.state == PolicyState.PUBLISHED)
    query = query.where(col(Policy.expires_on) >= first, col(Policy.expires_on) <= last)
    return list(session.exec(query.order_by(col(Policy.expires_on), col(Policy.id))))


def list_in_state(session: Session, state: PolicyState, *, limit: int = 100) -> list[Policy]:
    """Policies in a state, the oldest first."""
    query = select(Policy).where(Policy.state == state).order_by(col(Policy.id)).limit(limit)
    return list(session.exec(query))


def list_claimable(session: Session, factor: PolicyFactor, *, today: date) -> list[Policy]:
    """Published policies of a factor, and general ones after them, that hold today and still take
    applications; the nearest level first."""
    of_factor = col(Policy.factor).in_((factor, PolicyFactor.OTHER))
    query = select(Policy).where(Policy.state == PolicyState.PUBLISHED, of_factor)
    for last_day in (col(Policy.expires_on), col(Policy.apply_by)):
        query = query.where(last_day.is_(None) | (last_day >= today))
    query = query.where(col(Policy.effective_on).is_(None) | (col(Policy.effective_on) <= today))
    found = list(session.exec(query.order_by(col(Policy.id))))
    return sorted(found, key=lambda policy: (NEARNESS[PolicyLevel(policy.level)], policy.factor != factor))


def find_successor(session: Session, policy_id: int) -> Policy | None:
    """The published policy that replaces this one."""
    query = select(Policy).where(Policy.replaces_id == policy_id, Policy.state == PolicyState.PUBLISHED)
    return session.exec(query.order_by(col(Policy.id).desc()).limit(1)).one_or_none()


def find_review(session: Session, policy_id: int, expires_on: date) -> PolicyReview | None:
    """What was asked about a policy with this last day."""
    query = select(PolicyReview).where(
        PolicyReview.policy_id == policy_id, PolicyReview.expires_on == expires_on
    )
    return session.exec(query).one_or_none()


def find_review_by_id(session: Session, review_id: int) -> PolicyReview | None:
    """The question with this id."""
    return session.get(PolicyReview, review_id, with_for_update=True)


def add_review(session: Session, review: PolicyReview) -> PolicyReview:
    """Write down that the department was asked."""
    session.add(review)
    session.flush()
    return review


def list_open_reviews(session: Session) -> list[tuple[PolicyReview, Policy]]:
    """Questions about published policies that nobody has answered, or whose answer nobody has decided on."""
    query = select(PolicyReview, Policy).join(Policy, col(Policy.id) == col(PolicyReview.policy_id))
    query = query.where(Policy.state == PolicyState.PUBLISHED, col(PolicyReview.decided_at).is_(None))
    query = query.where(col(Policy.expires_on) == col(PolicyReview.expires_on))
    return list(session.exec(query.order_by(col(PolicyReview.expires_on), col(PolicyReview.id))))
