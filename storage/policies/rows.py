"""Reading and writing policies. Whoever changes one here has it indexed and its former self kept."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Session, col, select

from storage.base import require_id
from storage.numbers import NumberKind, format_code, next_number
from storage.policies.index import index_policies, remember_synonyms_changed
from storage.policies.tables import Policy, PolicyMiss, PolicySynonym, PolicyVersion
from storage.policies.texts import fold

PolicyValue = str | int | bool | date | None
_UNTOUCHED = frozenset({"id", "code", "version", "created_at", "updated_at"})


class PolicyNotFound(LookupError):
    """No policy has this id or code."""

    def __init__(self, wanted: int | str) -> None:
        super().__init__(f"no policy {wanted!r}")
        self.wanted = wanted


def get_policy(session: Session, policy_id: int) -> Policy:
    """The policy with this id. Raises PolicyNotFound."""
    policy = session.get(Policy, policy_id)
    if policy is None:
        raise PolicyNotFound(policy_id)
    return policy


def find_policy(session: Session, code: str) -> Policy | None:
    """The policy with this code (`ZC-0001`, any case)."""
    return session.exec(select(Policy).where(Policy.code == code.upper())).one_or_none()


def list_policies(session: Session) -> list[Policy]:
    """Every policy in the order of its code."""
    return list(session.exec(select(Policy).order_by(col(Policy.id))))


def list_policies_since(session: Session, moment: datetime) -> list[Policy]:
    """The policies entered at or after a moment, in the order of their codes."""
    query = select(Policy).where(col(Policy.created_at) >= moment)
    return list(session.exec(query.order_by(col(Policy.id))))


def list_policies_by_id(session: Session, ids: Sequence[int]) -> list[Policy]:
    """The policies with these ids, in this order."""
    found = {policy.id: policy for policy in session.exec(select(Policy).where(col(Policy.id).in_(ids)))}
    return [found[policy_id] for policy_id in ids if policy_id in found]


def add_policies(
    session: Session, entries: Sequence[Mapping[str, PolicyValue]], *, now: datetime
) -> list[Policy]:
    """Enter policies; each gets the next code. They are findable in this very transaction."""
    policies: list[Policy] = []
    for entry in entries:
        number = next_number(session, NumberKind.POLICY, 0)
        code = format_code(NumberKind.POLICY, 0, number)
        policies.append(Policy.model_validate({**entry, "code": code, "created_at": now, "updated_at": now}))
    session.add_all(policies)
    session.flush()
    index_policies(session, policies)
    return policies


def update_policies(
    session: Session,
    changes: Sequence[tuple[Policy, Mapping[str, PolicyValue]]],
    *,
    now: datetime,
    by_id: int | None = None,
) -> list[Policy]:
    """Change policies; what each said before is kept. Entries that change nothing are left out."""
    changed: list[Policy] = []
    for policy, values in changes:
        differing = changes_to(policy, values)
        if not differing:
            continue
        session.add(_version_of(policy, by_id=by_id, now=now))
        for name, value in differing.items():
            set_attribute(policy, name, value)
        policy.version += 1
        policy.updated_at = now
        changed.append(policy)
    session.flush()
    if changed:
        index_policies(session, changed)
    return changed


def changes_to(policy: Policy, values: Mapping[str, PolicyValue]) -> dict[str, PolicyValue]:
    """Which of these values differ from what the policy says now."""
    current = policy.model_dump()
    return {
        name: value for name, value in values.items() if name not in _UNTOUCHED and current[name] != value
    }


def list_versions(session: Session, policy: Policy) -> list[PolicyVersion]:
    """What a policy said before, oldest first."""
    query = select(PolicyVersion).where(PolicyVersion.policy_id == require_id(policy.id))
    return list(session.exec(query.order_by(col(PolicyVersion.version))))


def _version_of(policy: Policy, *, by_id: int | None, now: datetime) -> PolicyVersion:
    facts = json.dumps(policy.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    return PolicyVersion(
        policy_id=require_id(policy.id),
        version=policy.version,
        facts=facts,
        changed_by_id=by_id,
        changed_at=now,
    )


def list_synonyms(session: Session) -> list[PolicySynonym]:
    """The synonyms that the office added, oldest first."""
    return list(session.exec(select(PolicySynonym).order_by(col(PolicySynonym.id))))


def add_synonym(session: Session, synonym: PolicySynonym) -> PolicySynonym:
    """Remember a synonym; searches understand it from this transaction on."""
    synonym.word, synonym.meaning = fold(synonym.word).strip(), fold(synonym.meaning).strip()
    session.add(synonym)
    session.flush()
    remember_synonyms_changed(session)
    return synonym


def find_synonym(session: Session, synonym_id: int) -> PolicySynonym | None:
    """The synonym with this id."""
    return session.get(PolicySynonym, synonym_id)


def drop_synonym(session: Session, synonym: PolicySynonym) -> None:
    """Forget a synonym; searches do without it from this transaction on."""
    session.delete(synonym)
    session.flush()
    remember_synonyms_changed(session)


def drop_misses(session: Session, query: str) -> None:
    """What was not found is found now, or will never be: it is counted anew."""
    miss = session.get(PolicyMiss, " ".join(fold(query).split())[:80])
    if miss is not None:
        session.delete(miss)
        session.flush()


def count_miss(session: Session, query: str, *, now: datetime) -> None:
    """Count a search that found nothing."""
    key = " ".join(fold(query).split())[:80]
    miss = session.get(PolicyMiss, key, with_for_update=True)
    if miss is None:
        session.add(PolicyMiss(query=key, last_at=now))
    else:
        miss.count, miss.last_at = miss.count + 1, now
    session.flush()


def list_misses(session: Session, *, limit: int = 50) -> list[PolicyMiss]:
    """What people searched for without success, the most frequent first."""
    order = (col(PolicyMiss.count).desc(), col(PolicyMiss.last_at).desc())
    return list(session.exec(select(PolicyMiss).order_by(*order).limit(limit)))
