"""Who may read an assignment: those who have to do with it, nobody else (scenario 18)."""

from services.issues.occasion import Occasion
from services.people import Hats, acting_hats
from services.rights import Right, may
from storage.assignments import Assignment, list_assignments, list_helpers
from storage.base import require_id
from storage.instructions import Instruction, find_instruction
from storage.issues import PartyKind, find_issue, find_request, list_parties

FORMER = (PartyKind.FORMER_LEAD, PartyKind.FORMER_OWNER)


def may_see_assignment(occasion: Occasion, assignment: Assignment, hats: Hats) -> bool:
    """The people of its owner and its helpers, who stands in for them, the leader behind it, the office."""
    if may(Right.SEE_EVERYTHING, hats):
        return True
    concerned = {assignment.owner_id, *list_helpers(occasion.session, require_id(assignment.id))}
    worn = (hat for one in acting_hats(occasion.session, hats, occasion.today) for hat in one.hats)
    if any(hat.body.id in concerned for hat in worn):
        return True
    instruction = find_instruction(occasion.session, assignment.instruction_id)
    return instruction is not None and instruction.leader_id == hats.person.id


def _has_asked(occasion: Occasion, instruction: Instruction, hats: Hats) -> bool:
    """Whether somebody belongs to the body that asked, owns the problem, or led it on its way there."""
    request = find_request(occasion.session, instruction.request_id)
    issue = find_issue(occasion.session, request.issue_id) if request is not None else None
    if request is None or issue is None:
        return False
    former = [one for one in list_parties(occasion.session, require_id(issue.id)) if one.kind in FORMER]
    people = {request.asked_by, issue.lead_id, *(one.person_id for one in former)}
    bodies = {request.asked_for_id, issue.owner_id, *(one.body_id for one in former)}
    return hats.person.id in people or any(hat.body.id in bodies for hat in hats.hats)


def list_seen(occasion: Occasion, *, limit: int, offset: int = 0) -> list[Assignment]:
    """One page of what the acting person may read, the newest first."""
    if occasion.hats is None:
        return []
    if may(Right.SEE_EVERYTHING, occasion.hats):
        return list_assignments(occasion.session, body_ids=None, limit=limit, offset=offset)
    acting = acting_hats(occasion.session, occasion.hats, occasion.today)
    body_ids = [require_id(body.id) for hats in acting for body in hats.bodies()]
    return list_assignments(
        occasion.session, body_ids=body_ids, leader_id=occasion.person_id, limit=limit, offset=offset
    )


def has_assignments(occasion: Occasion) -> bool:
    """Whether there is any that the acting person may read."""
    return bool(list_seen(occasion, limit=1))


def may_see_instruction(
    occasion: Occasion, instruction: Instruction, assignments: list[Assignment], hats: Hats
) -> bool:
    """The leader, the office, the people of the bodies that were given assignments, and, of what was written
    on a request, those from whom it came (scenario 9).
    """
    if instruction.leader_id == hats.person.id or may(Right.SEE_EVERYTHING, hats):
        return True
    if _has_asked(occasion, instruction, hats):
        return True
    return any(may_see_assignment(occasion, assignment, hats) for assignment in assignments)
