"""Who may read an assignment: those who have to do with it, nobody else (scenario 18)."""

from services.issues.occasion import Occasion
from services.people import Hats
from services.rights import Right, may
from storage.assignments import Assignment, list_assignments, list_helpers
from storage.base import require_id
from storage.instructions import Instruction, find_instruction


def may_see_assignment(occasion: Occasion, assignment: Assignment, hats: Hats) -> bool:
    """The people of its owner and its helpers, the leader behind it, the office."""
    if may(Right.SEE_EVERYTHING, hats):
        return True
    concerned = {assignment.owner_id, *list_helpers(occasion.session, require_id(assignment.id))}
    if any(hat.body.id in concerned for hat in hats.hats):
        return True
    instruction = find_instruction(occasion.session, assignment.instruction_id)
    return instruction is not None and instruction.leader_id == hats.person.id


def list_seen(occasion: Occasion, *, limit: int, offset: int = 0) -> list[Assignment]:
    """One page of what the acting person may read, the newest first."""
    if occasion.hats is None:
        return []
    if may(Right.SEE_EVERYTHING, occasion.hats):
        return list_assignments(occasion.session, body_ids=None, limit=limit, offset=offset)
    body_ids = [require_id(body.id) for body in occasion.hats.bodies()]
    return list_assignments(
        occasion.session, body_ids=body_ids, leader_id=occasion.person_id, limit=limit, offset=offset
    )


def has_assignments(occasion: Occasion) -> bool:
    """Whether there is any that the acting person may read."""
    return bool(list_seen(occasion, limit=1))


def may_see_instruction(
    occasion: Occasion, instruction: Instruction, assignments: list[Assignment], hats: Hats
) -> bool:
    """The leader, the office, and the people of the bodies that were given assignments."""
    if instruction.leader_id == hats.person.id or may(Right.SEE_EVERYTHING, hats):
        return True
    return any(may_see_assignment(occasion, assignment, hats) for assignment in assignments)
