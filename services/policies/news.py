"""When a policy is announced: the news of the next working morning (scenario 33)."""

from datetime import date, datetime

from sqlmodel import Session

from services.calendar import CalendarMissing, WorkingTime
from services.mechanism import Policies
from storage.base import require_id
from storage.due import Due, schedule
from storage.policies import Policy, plan_announcement

ANNOUNCE = "policy.announce"


def plan_news(
    session: Session, policy: Policy, *, time: WorkingTime, rules: Policies, now: datetime
) -> datetime:
    """Put a policy into the news of the next working morning (scenario 33); returns when that is."""
    try:
        due_at = time.next_workday(now, rules.announce_at)
    except CalendarMissing:
        tomorrow = date.fromordinal(time.day_of(now).toordinal() + 1)
        due_at = time.at(tomorrow, rules.announce_at)
    planned = plan_announcement(session, require_id(policy.id), due_at=due_at)
    key = f"{ANNOUNCE}:{planned.id}"
    schedule(session, Due(key=key, kind=ANNOUNCE, subject_id=planned.id, due_at=due_at))
    return due_at
