"""What a policy said before: every change, with who made it (M18)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from json import loads

from sqlmodel import Session

from storage.people import Person, find_person
from storage.policies import Policy, PolicyValue, list_versions

_KEPT = frozenset({"version", "updated_at", "created_at", "id", "code", "entered_by_id"})


@dataclass(frozen=True)
class VersionView:
    """One change: which version it made, when, by whom, and field, before, after for each difference."""

    version: int
    at: datetime
    person: Person | None
    changes: tuple[tuple[str, PolicyValue, PolicyValue], ...]


def list_changes(session: Session, policy: Policy) -> list[VersionView]:
    """Every change of a policy, the latest first: what it said before and after, and who changed it."""
    versions = list_versions(session, policy)
    facts = [loads(version.facts) for version in versions] + [policy.model_dump(mode="json")]
    views = [
        VersionView(
            version=version.version + 1,
            at=version.changed_at,
            person=find_person(session, version.changed_by_id),
            changes=tuple(
                (key, before.get(key), after[key])
                for key in after
                if key not in _KEPT and before.get(key) != after[key]
            ),
        )
        for version, (before, after) in zip(versions, pairwise(facts), strict=True)
    ]
    return views[::-1]
