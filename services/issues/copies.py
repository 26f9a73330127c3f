"""Copies to superiors: whoever gets several at one moment gets them as one message (M17, scenario 11)."""

from collections.abc import Iterable
from enum import StrEnum

from services.issues.occasion import Occasion
from storage.base import require_id
from storage.due import Due, schedule
from storage.issues import Issue
from storage.people import Person

COPY = "issue.copy"
"""A due row a person and problem; it falls due at once, and those of the same moment are told together."""


class CopyKind(StrEnum):
    """Why somebody above hears of a problem."""

    UNACCEPTED = "unaccepted"
    """Nobody has taken it on, and whom the clock appointed has done nothing yet."""
    OVERDUE = "overdue"


def plan_copies(
    occasion: Occasion, issue: Issue, people: Iterable[Person], kind: CopyKind, mark: str
) -> None:
    """Each of them hears of it once for a `mark` (the rung)."""
    issue_id = require_id(issue.id)
    for person in people:
        key = f"{COPY}:{kind}:{issue_id}:{issue.phase}:{mark}:{person.id}"
        row = Due(
            key=key, kind=COPY, subject_id=issue_id, person_id=person.id,
            due_at=occasion.now, payload={"kind": kind.value},
        )  # fmt: skip
        schedule(occasion.session, row)
