"""Policies at work: which fit a matter, which it cites, and who hears when one of these ends (M18)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from services.issues import SUBJECT as ISSUE
from services.issues import list_holders
from services.outcomes import NotAllowed, Outcome
from services.people import Hats
from storage.base import require_id
from storage.issues import Issue, find_issue
from storage.people import Person, find_person
from storage.policies import (
    Policy,
    PolicyCitation,
    PolicyFactor,
    PolicyIndustry,
    PolicyState,
    add_citation,
    find_citation,
    get_policy,
    list_citations,
    list_cited,
    list_fitting,
)
from storage.timeline import add_step

CITE = "cite_policy"
"""The action as the matter's timeline tells it."""
OFFERED = 5


class PolicyCited(Outcome):
    """The matter cites it already."""

    template = "policies/refused/cited"


def list_offered(session: Session, issue: Issue, *, today: date) -> list[Policy]:
    """The policies in force that fit a problem by its words, its field and its industry; best first."""
    cited = {policy.id for policy in list_cited(session, ISSUE, require_id(issue.id))}
    found = list_fitting(
        session,
        f"{issue.title} {issue.text}",
        today=today,
        factor=_factor(issue.factor),
        industry=PolicyIndustry(issue.industry) if issue.industry in set(PolicyIndustry) else None,
        limit=OFFERED + len(cited),
    )
    return [policy for policy in found if policy.id not in cited][:OFFERED]


def _factor(factor: str | None) -> PolicyFactor | None:
    return PolicyFactor(factor) if factor in set(PolicyFactor) else None


def cite_policy(session: Session, issue: Issue, policy_id: int, *, hats: Hats, now: datetime) -> Policy:
    """Write into a problem's thread that it relies on a policy. Raises PolicyCited, NotAllowed."""
    policy = get_policy(session, policy_id)
    if policy.state != PolicyState.PUBLISHED:
        raise NotAllowed
    issue_id = require_id(issue.id)
    if find_citation(session, policy_id, ISSUE, issue_id) is not None:
        raise PolicyCited
    add_citation(
        session,
        PolicyCitation(
            policy_id=policy_id,
            subject_kind=ISSUE,
            subject_id=issue_id,
            person_id=require_id(hats.person.id),
            cited_at=now,
        ),
    )
    facts = {"policy": policy.code}
    add_step(
        session, ISSUE, issue_id, CITE, by=hats.person, at=now, body=hats.unit, text=policy.title, facts=facts
    )
    return policy


def list_citing_people(session: Session, policy: Policy, on: date) -> Iterator[tuple[Issue, list[Person]]]:
    """The open problems that rely on a policy, each with who handles it."""
    for citation in list_citations(session, require_id(policy.id), ISSUE):
        issue = find_issue(session, citation.subject_id)
        if issue is None or not issue.is_open:
            continue
        lead = find_person(session, issue.lead_id)
        yield issue, [lead] if lead is not None else list_holders(session, issue, on)
