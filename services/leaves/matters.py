"""The matters that are concerned by a leave, and who acts on them meanwhile."""

from services.issues import Occasion
from storage.base import require_id
from storage.database import Session
from storage.issues import (
    Issue,
    PartyKind,
    add_party,
    list_issues_led,
    list_parties,
)
from storage.leaves import Leave


def list_led(session: Session, person_id: int) -> list[Issue]:
    """The open matters whose lead owner somebody is, the earliest deadline first."""
    return list_issues_led(session, person_id)


def hand_over(occasion: Occasion, leave: Leave, issue: Issue) -> None:
    """The stand-in acts on a matter from now on; it stays the absent person's."""
    add_party(
        occasion.session,
        require_id(issue.id),
        PartyKind.STAND_IN,
        person_id=leave.stand_in_id,
        now=occasion.now,
    )


def take_back(occasion: Occasion, leave: Leave) -> list[Issue]:
    """The absent person acts again; returns the matters that are still theirs."""
    issues = list_led(occasion.session, leave.person_id)
    for issue in issues:
        for party in list_parties(occasion.session, require_id(issue.id)):
            if party.kind == PartyKind.STAND_IN and party.until is None:
                party.until = occasion.now
    occasion.session.flush()
    return issues
