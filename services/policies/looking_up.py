"""Looking up policies in chat (scenario 34)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services.outcomes import Outcome
from services.policies.views import PolicyCard, PolicyPage, policy_card, policy_lines
from storage.policies import (
    PER_PAGE,
    PolicyState,
    SearchFilters,
    count_miss,
    find_policy,
    list_policies_by_id,
    search_policies,
)


class NoSuchPolicy(Outcome):
    """No policy has this code."""

    template = "policies/not_found"


def look_up_policies(
    session: Session,
    words: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    filters: SearchFilters | None = None,
    page: int = 1,
    is_counted: bool = True,
) -> PolicyPage:
    """The policies that answer, five at a time; a search without result is counted for the office (M18)
    unless it is not `is_counted` (half-typed words, free text that may be anything).

    Expired policies stay findable and come after those in force; `zone` decides which day it is.
    """
    today = now.astimezone(zone).date()
    result = search_policies(session, words, today=today, filters=filters, page=page)
    if is_counted and not result.total and words.strip():
        count_miss(session, words, now=now)
    return PolicyPage(
        query=result.query,
        lines=policy_lines(result.hits, today=today),
        first=(result.page - 1) * PER_PAGE + 1,
        total=result.total,
        capped=result.capped,
        page=result.page,
        pages=result.pages,
        filters=result.filters,
        searched_for=result.searched_for,
        near=result.near,
    )


def open_policy(session: Session, code: str, *, now: datetime, zone: ZoneInfo) -> PolicyCard:
    """The card of the policy with this code (`ZC-0001`). Raises NoSuchPolicy."""
    policy = find_policy(session, code)
    if policy is None or policy.state != PolicyState.PUBLISHED:
        raise NoSuchPolicy(code=code)
    return policy_card(policy, today=now.astimezone(zone).date())


def show_policy(session: Session, policy_id: int, *, now: datetime, zone: ZoneInfo) -> PolicyCard:
    """The card of a policy by its row. Raises NoSuchPolicy."""
    found = list_policies_by_id(session, [policy_id])
    if not found:
        raise NoSuchPolicy(code=str(policy_id))
    return open_policy(session, found[0].code, now=now, zone=zone)
