"""Policies as the chat shows them: plain facts, no words of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage.policies import Policy, PolicyFactor, PolicyIndustry, PolicyLevel, PolicySource
from storage.policies.queries import SearchFilters
from storage.policies.search import SearchHit

_SENTENCE_ENDS = "\u3002\uff1b;\n"
LONGEST_LINE = 60
"""Characters of the one line that says what a policy gives."""


@dataclass(frozen=True)
class PolicyLine:
    """A policy in a list. `expired_on` is its last day in force when that has passed (scenario 32)."""

    policy_id: int
    code: str
    title: str
    document_number: str | None
    level: PolicyLevel
    one_line: str
    contact: str
    expired_on: date | None
    expires_on: date | None
    is_example: bool


@dataclass(frozen=True)
class PolicyCard:
    """All of a policy. `no_end_named` asks for a hint: a policy without a last day is not for ever."""

    line: PolicyLine
    issuer: str
    factor: PolicyFactor
    industries: tuple[PolicyIndustry, ...]
    audience: str
    summary: str
    conditions: str | None
    how_to_apply: str | None
    where_to_apply: str | None
    apply_by: date | None
    lead_department: str
    issued_on: date | None
    effective_on: date | None
    favours_five_plus_five: bool
    favours_three_hundreds: bool
    is_checked: bool
    version: int
    no_end_named: bool


@dataclass(frozen=True)
class PolicyPage:
    """One page of a search and what explains it. `first` numbers its first line; `near` only when empty."""

    query: str
    lines: tuple[PolicyLine, ...]
    first: int
    total: int
    capped: bool
    page: int
    pages: int
    filters: SearchFilters
    searched_for: str | None
    near: tuple[str, ...]


def policy_line(policy: Policy, *, today: date) -> PolicyLine:
    """A policy as a line of a list."""
    return PolicyLine(
        policy_id=policy.id or 0,
        code=policy.code,
        title=policy.title,
        document_number=policy.document_number,
        level=PolicyLevel(policy.level),
        one_line=one_line(policy.summary),
        contact=policy.contact or policy.lead_department,
        expired_on=policy.expires_on if policy.is_expired(today) else None,
        expires_on=policy.expires_on,
        is_example=policy.source == PolicySource.EXAMPLE,
    )


def policy_card(policy: Policy, *, today: date) -> PolicyCard:
    """A policy as a card."""
    return PolicyCard(
        line=policy_line(policy, today=today),
        issuer=policy.issuer,
        factor=PolicyFactor(policy.factor),
        industries=tuple(policy.industry_list),
        audience=policy.audience,
        summary=policy.summary,
        conditions=policy.conditions,
        how_to_apply=policy.how_to_apply,
        where_to_apply=policy.where_to_apply,
        apply_by=policy.apply_by,
        lead_department=policy.lead_department,
        issued_on=policy.issued_on,
        effective_on=policy.effective_on,
        favours_five_plus_five=policy.favours_five_plus_five,
        favours_three_hundreds=policy.favours_three_hundreds,
        is_checked=policy.source == PolicySource.VERIFIED,
        version=policy.version,
        no_end_named=policy.expires_on is None,
    )


def policy_lines_of(policies: Sequence[Policy], *, today: date) -> tuple[PolicyLine, ...]:
    """Policies as lines."""
    return tuple(policy_line(policy, today=today) for policy in policies)


def policy_lines(hits: Sequence[SearchHit], *, today: date) -> tuple[PolicyLine, ...]:
    """Hits as lines."""
    return tuple(policy_line(hit.policy, today=today) for hit in hits)


def one_line(text: str) -> str:
    """The first sentence, cut at LONGEST_LINE characters."""
    ends = [at for mark in _SENTENCE_ENDS if (at := text.find(mark)) > 0]
    sentence = text[: min(ends, default=len(text))].strip()
    return sentence if len(sentence) <= LONGEST_LINE else f"{sentence[: LONGEST_LINE - 1]}\u2026"
