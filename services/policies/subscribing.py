"""Subscriptions and favourites (M18): who wants to hear of what."""

from datetime import datetime

from sqlmodel import Session

from services.outcomes import Outcome, Stale
from storage.policies import (
    PolicyFactor,
    PolicyIndustry,
    PolicyLevel,
    PolicySubscription,
    add_subscription,
    drop_subscription,
    find_subscription,
    list_subscriptions,
)

MOST = 20


class TooManySubscriptions(Outcome):
    """More than anybody can read."""

    template = "policies/refused/too_many_subscriptions"


def subscribe(
    session: Session,
    person_id: int,
    *,
    factor: PolicyFactor | None,
    industry: PolicyIndustry | None,
    level: PolicyLevel | None,
    now: datetime,
) -> PolicySubscription:
    """Hear of new policies of a factor, industry and level; None stands for all.

    Raises TooManySubscriptions.
    """
    if len(list_subscriptions(session, person_id)) >= MOST:
        raise TooManySubscriptions(most=MOST)
    wanted = PolicySubscription(
        person_id=person_id,
        factor=factor or "",
        industry=industry or "",
        level=level or "",
        created_at=now,
    )
    return add_subscription(session, wanted)


def unsubscribe(session: Session, person_id: int, subscription_id: int) -> PolicySubscription:
    """Hear of it no longer. Raises Stale unless it is one's own."""
    found = find_subscription(session, subscription_id)
    if found is None or found.person_id != person_id:
        raise Stale
    drop_subscription(session, found)
    return found
