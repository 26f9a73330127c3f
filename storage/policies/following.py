"""Who wants to hear of which policies, who keeps which at hand, and what a morning's news were about."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.base import require_id
from storage.people import Person
from storage.policies.tables import Policy
from storage.policies.working_tables import (
    PolicyAnnounced,
    PolicyAnnouncement,
    PolicyFavourite,
    PolicyReading,
    PolicySubscription,
)


def list_subscriptions(session: Session, person_id: int) -> list[PolicySubscription]:
    """What somebody subscribes to, oldest first."""
    query = select(PolicySubscription).where(PolicySubscription.person_id == person_id)
    return list(session.exec(query.order_by(col(PolicySubscription.id))))


def find_subscription(session: Session, subscription_id: int) -> PolicySubscription | None:
    """The subscription with this id."""
    return session.get(PolicySubscription, subscription_id)


def add_subscription(session: Session, wanted: PolicySubscription) -> PolicySubscription:
    """Subscribe; what somebody subscribes to already is returned as it is."""
    for known in list_subscriptions(session, wanted.person_id):
        if (known.factor, known.industry, known.level) == (wanted.factor, wanted.industry, wanted.level):
            return known
    session.add(wanted)
    session.flush()
    return wanted


def drop_subscription(session: Session, subscription: PolicySubscription) -> None:
    """Subscribe no longer."""
    session.delete(subscription)
    session.flush()


def list_subscribers(session: Session) -> list[tuple[PolicySubscription, Person]]:
    """Every subscription of somebody active, with the person, by rank."""
    query = select(PolicySubscription, Person).join(
        Person, col(Person.id) == col(PolicySubscription.person_id)
    )
    query = query.where(col(Person.active)).order_by(
        col(Person.rank), col(Person.id), col(PolicySubscription.id)
    )
    return list(session.exec(query))


def is_favourite(session: Session, person_id: int, policy_id: int) -> bool:
    """Whether somebody keeps a policy at hand."""
    return session.get(PolicyFavourite, (person_id, policy_id)) is not None


def toggle_favourite(session: Session, person_id: int, policy_id: int, *, now: datetime) -> bool:
    """Keep a policy at hand, or no longer; whether it is kept now."""
    known = session.get(PolicyFavourite, (person_id, policy_id))
    if known is not None:
        session.delete(known)
    else:
        session.add(PolicyFavourite(person_id=person_id, policy_id=policy_id, added_at=now))
    session.flush()
    return known is None


def list_favourites(session: Session, person_id: int) -> list[Policy]:
    """The policies that somebody keeps at hand, the latest first."""
    query = select(Policy).join(PolicyFavourite, col(PolicyFavourite.policy_id) == col(Policy.id))
    query = query.where(PolicyFavourite.person_id == person_id)
    return list(session.exec(query.order_by(col(PolicyFavourite.added_at).desc(), col(Policy.id))))


def plan_announcement(session: Session, policy_id: int, *, due_at: datetime) -> PolicyAnnouncement:
    """Put a policy into the news of a morning."""
    query = select(PolicyAnnouncement).where(PolicyAnnouncement.due_at == due_at)
    planned = session.exec(query).one_or_none()
    if planned is None:
        planned = PolicyAnnouncement(due_at=due_at)
        session.add(planned)
        session.flush()
    key = (require_id(planned.id), policy_id)
    if session.get(PolicyAnnounced, key) is None:
        session.add(PolicyAnnounced(announcement_id=key[0], policy_id=policy_id))
        session.flush()
    return planned


def find_announcement(session: Session, announcement_id: int) -> PolicyAnnouncement | None:
    """The news with this id."""
    return session.get(PolicyAnnouncement, announcement_id)


def list_announced(session: Session, announcement_id: int) -> list[Policy]:
    """The policies that a morning's news are about, in the order of their codes."""
    query = select(Policy).join(PolicyAnnounced, col(PolicyAnnounced.policy_id) == col(Policy.id))
    query = query.where(PolicyAnnounced.announcement_id == announcement_id)
    return list(session.exec(query.order_by(col(Policy.id))))


def add_readings(session: Session, announcement_id: int, people: Sequence[Person]) -> None:
    """Write down who is told."""
    for person in people:
        session.add(PolicyReading(announcement_id=announcement_id, person_id=require_id(person.id)))
    session.flush()


def mark_read(session: Session, announcement_id: int, person_id: int, *, now: datetime) -> None:
    """Somebody has opened one of the policies; only the first time counts."""
    reading = session.get(PolicyReading, (announcement_id, person_id))
    if reading is not None and reading.read_at is None:
        reading.read_at = now
        session.flush()


def list_readings(session: Session, announcement_id: int) -> list[PolicyReading]:
    """Who was told."""
    query = select(PolicyReading).where(PolicyReading.announcement_id == announcement_id)
    return list(session.exec(query))
