"""The one table of a problem's life: who may do what in which state, what follows (M8, M16, M17).

Buttons, rights, clocks, the timeline's words and the documentation come from here; nobody else compares
states. A new action (tiers, help, extensions, supervision, mergers) is a row.
"""

from datetime import datetime

from services.issues.transitions.rules import (
    Actor,
    Asks,
    Clock,
    Need,
    NextLead,
    NextOwner,
    Transition,
)
from services.issues.transitions.table import HOLDERS, TRANSITIONS
from storage.issues import Issue, IssueAction

__all__ = [
    "HOLDERS",
    "TRANSITIONS",
    "Actor",
    "Asks",
    "Clock",
    "Need",
    "NextLead",
    "NextOwner",
    "Transition",
    "list_allowed",
    "list_rows",
]


def list_rows(issue: Issue, action: IssueAction) -> list[Transition]:
    """The rows for an action in the present state, whoever asks and whatever the conditions."""
    return [row for row in TRANSITIONS if row.state == issue.state and row.action is action]


def list_allowed(issue: Issue, actors: frozenset[Actor], *, now: datetime) -> list[Transition]:
    """The rows that somebody who is all these may carry out now: the card's buttons, the main one first.

    Where two rows of one action are open to them, the first of the table counts.
    """
    found: dict[IssueAction, Transition] = {}
    for row in TRANSITIONS:
        if row.state == issue.state and row.who & actors and row.find_unmet(issue, now) is None:
            found.setdefault(row.action, row)
    return sorted(found.values(), key=lambda row: not row.is_main)
