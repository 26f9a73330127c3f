"""The one table of an assignment's life: who may do what in which state (M2, scenario 18)."""

from dataclasses import dataclass
from enum import StrEnum

from services.people import LEADING_ROLES, Hats
from services.rights import Right, may
from storage.assignments import Assignment, AssignmentState
from storage.people import Role


class AssignmentAction(StrEnum):
    """What can be done to an assignment."""

    PROGRESS = "progress"
    REPORT = "report"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    MOVE = "move"
    """Another deadline."""
    REVOKE = "revoke"


class Party(StrEnum):
    """As what somebody acts on it."""

    OWNER = "owner"
    HELPER = "helper"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Step:
    """One row. `to` is None for actions that leave the state as it is."""

    state: AssignmentState
    action: AssignmentAction
    who: frozenset[Party]
    to: AssignmentState | None
    is_main: bool = False
    led: bool | None = None
    """Only where a leader waits for its outcome (True) or nobody does (False)."""


_S, _A = AssignmentState, AssignmentAction
_OWNER, _OFFICE = frozenset({Party.OWNER}), frozenset({Party.OFFICE})
_BODIES = frozenset({Party.OWNER, Party.HELPER})

STEPS: tuple[Step, ...] = (
    Step(_S.RUNNING, _A.REPORT, _OWNER, _S.REPORTED, is_main=True),
    Step(_S.RUNNING, _A.PROGRESS, _BODIES, None),
    Step(_S.RUNNING, _A.MOVE, _OFFICE, None),
    Step(_S.RUNNING, _A.REVOKE, _OFFICE, _S.REVOKED),
    Step(_S.REPORTED, _A.ACCEPT, _OFFICE, _S.CLOSED, is_main=True, led=False),
    Step(_S.REPORTED, _A.SEND_BACK, _OFFICE, _S.RUNNING),
)


def parties_of(assignment: Assignment, helper_ids: list[int], acting: tuple[Hats, ...]) -> frozenset[Party]:
    """All that a person is towards an assignment: by their own hats, the first, and by those of the people
    for whom they stand in.
    """
    found: set[Party] = set()
    aside = {*LEADING_ROLES, Role.ADMINISTRATOR}
    working = {hat.body.id for hats in acting for hat in hats.hats if hat.role not in aside}
    if assignment.owner_id in working:
        found.add(Party.OWNER)
    if working.intersection(helper_ids):
        found.add(Party.HELPER)
    if may(Right.HAND_DOWN, acting[0]):
        found.add(Party.OFFICE)
    return frozenset(found)


def list_steps(assignment: Assignment, parties: frozenset[Party], *, led: bool) -> list[Step]:
    """The rows that somebody who is all these may carry out now: the card's buttons, in order."""
    return [
        step
        for step in STEPS
        if step.state == assignment.state and step.who & parties and step.led in (None, led)
    ]
