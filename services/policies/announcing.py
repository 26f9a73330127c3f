"""New policies and whom they concern: one message a person, however many match (scenario 33)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.accounts import find_bound_account
from storage.base import require_id
from storage.outbox import OutboxRow, OutboxState
from storage.people import Person, find_person
from storage.policies import (
    Policy,
    PolicyAnnouncement,
    PolicyState,
    PolicySubscription,
    add_readings,
    list_announced,
    list_readings,
    list_subscribers,
)


@dataclass(frozen=True)
class News:
    """What one person is told: the policies, and the subscriptions by which they concern them."""

    person: Person
    policies: tuple[Policy, ...]
    subscriptions: tuple[PolicySubscription, ...]


@dataclass(frozen=True)
class NewsReport:
    """How a morning's news arrived. `unreached` are those whom nothing reaches."""

    policies: tuple[Policy, ...]
    told: int
    arrived: int
    waiting: int
    failed: int
    read: int
    unreached: tuple[Person, ...]


def concerns(subscription: PolicySubscription, policy: Policy) -> bool:
    """Whether a subscription covers a policy; one for every industry concerns all of them."""
    industries = policy.industry_list
    return (
        subscription.factor in ("", policy.factor)
        and subscription.level in ("", policy.level)
        and (not subscription.industry or not industries or subscription.industry in industries)
    )


def send_news(session: Session, announcement: PolicyAnnouncement, *, now: datetime) -> list[News]:
    """Who is told what; nobody when the news went out before. Policies that were withdrawn are left out."""
    if announcement.sent_at is not None:
        return []
    announcement.sent_at = now
    announcement_id = require_id(announcement.id)
    released = [one for one in list_announced(session, announcement_id) if one.state == PolicyState.PUBLISHED]
    news = _by_person(list_subscribers(session), released)
    add_readings(session, announcement_id, [one.person for one in news])
    return news


def _by_person(
    subscribers: Sequence[tuple[PolicySubscription, Person]], policies: Sequence[Policy]
) -> list[News]:
    people: dict[int, Person] = {}
    matching: defaultdict[int, list[PolicySubscription]] = defaultdict(list)
    for subscription, person in subscribers:
        if any(concerns(subscription, policy) for policy in policies):
            people[require_id(person.id)] = person
            matching[require_id(person.id)].append(subscription)
    return [
        News(
            person,
            tuple(policy for policy in policies if any(concerns(one, policy) for one in matching[person_id])),
            tuple(matching[person_id]),
        )
        for person_id, person in people.items()
    ]


def purpose_of(announcement_id: int) -> str:
    """The purpose under which the messages of a morning's news stand in the outbox."""
    return f"policy:news:{announcement_id}"


def report_news(session: Session, announcement: PolicyAnnouncement) -> NewsReport:
    """Sent, waiting, failed, read, and whom it did not reach."""
    announcement_id = require_id(announcement.id)
    rows = session.exec(
        select(OutboxRow.person_id, OutboxRow.state)
        .where(OutboxRow.purpose == purpose_of(announcement_id))
        .order_by(col(OutboxRow.id))
    )
    states = {person_id: OutboxState(state) for person_id, state in rows}
    readings = list_readings(session, announcement_id)
    lost = (OutboxState.FAILED, OutboxState.UNREACHABLE, OutboxState.CANCELLED)
    unreached = [find_person(session, person_id) for person_id, state in states.items() if state in lost]
    return NewsReport(
        policies=tuple(list_announced(session, announcement_id)),
        told=len(readings),
        arrived=sum(state is OutboxState.SENT for state in states.values()),
        waiting=sum(state is OutboxState.QUEUED for state in states.values()),
        failed=sum(state in lost for state in states.values()),
        read=sum(reading.read_at is not None for reading in readings),
        unreached=tuple(person for person in unreached if person is not None),
    )


def is_blocked(session: Session, person: Person) -> bool:
    """Whether somebody has an account that refuses messages, rather than none."""
    account = find_bound_account(session, require_id(person.id))
    return account is not None and account.unreachable_since is not None
