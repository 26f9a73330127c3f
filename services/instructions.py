"""Instructions of leaders: kept word for word, broken down, reported back, taken note of (scenario 18)."""

from datetime import datetime

from services.assignments import close_assignment, default_day, may_see_instruction, set_running
from services.calendar import CalendarMissing
from services.issues import Decided, note_instruction
from services.issues.occasion import Occasion
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import Hats
from services.rights import Right, may, require
from storage import instructions as rows
from storage.assignments import Assignment, AssignmentState, list_assignments_of_instruction
from storage.base import require_id
from storage.due import Due, cancel_due, schedule
from storage.instructions import Instruction, InstructionState

SUBJECT = "instruction"
REPORT, WAITING = "instruction.report", "instruction.waiting"
LONGEST = 2000


class InstructionTooLong(Outcome):
    """Facts: limit."""

    template = "instructions/refused/too_long"


class InstructionEmpty(Outcome):
    """Neither words nor a voice note."""

    template = "instructions/refused/empty"


def give_instruction(
    occasion: Occasion,
    text: str,
    *,
    issue_id: int | None = None,
    request_id: int | None = None,
    has_voice: bool = False,
) -> Instruction:
    """A leader instructs. The words are kept as they came; the office has to break them down.

    Raises NotAllowed, InstructionEmpty, InstructionTooLong.
    """
    if occasion.hats is None:
        raise NotAllowed
    require(Right.INSTRUCT, occasion.hats)
    if not text.strip() and not has_voice:
        raise InstructionEmpty
    if len(text) > LONGEST:
        raise InstructionTooLong(limit=LONGEST)
    instruction = Instruction(
        leader_id=require_id(occasion.hats.person.id),
        leader_name=occasion.hats.person.name,
        issue_id=issue_id,
        request_id=request_id,
        text=text,
        given_at=occasion.now,
    )
    rows.add_instruction(occasion.session, instruction)
    instruction_id, due_at = require_id(instruction.id), breaking_down_deadline(occasion)
    if due_at is not None:
        key = f"{WAITING}:{instruction_id}"
        schedule(occasion.session, Due(key=key, kind=WAITING, subject_id=instruction_id, due_at=due_at))
    return instruction


def instruct_on_request(
    occasion: Occasion, request_id: int, text: str, *, has_voice: bool = False
) -> tuple[Instruction, Decided]:
    """A leader instructs on what was asked for: noted on the request, and kept as any other.

    Raises what `give_instruction` and `note_instruction` raise.
    """
    noted = note_instruction(occasion, request_id, text, has_voice=has_voice)
    instruction = give_instruction(
        occasion, text, issue_id=noted.issue.id, request_id=request_id, has_voice=has_voice
    )
    return instruction, noted


def list_closed_requests(occasion: Occasion, issue_id: int, hats: Hats) -> set[int]:
    """Requests (by id) about a problem on which a leader has written what this reader may not read."""
    return {
        one.request_id
        for one in rows.list_instructions_about(occasion.session, issue_id)
        if one.request_id is not None
        and not may_see_instruction(
            occasion, one, list_assignments_of_instruction(occasion.session, require_id(one.id)), hats
        )
    }


def breaking_down_deadline(occasion: Occasion, since: datetime | None = None) -> datetime | None:
    """By when the office makes assignments of an instruction; None without a calendar."""
    days = occasion.mechanism.assignments.breaking_down_workdays
    try:
        return occasion.working_time.deadline(since or occasion.now, days)
    except CalendarMissing:
        return None


def note_broken_down(occasion: Occasion, instruction_id: int) -> Instruction:
    """An assignment was made of it: its outcome is reported to the leader when the last one is due.

    Raises Stale when the leader has taken note already.
    """
    instruction = _lock(occasion, instruction_id)
    if instruction.state == InstructionState.READ:
        raise Stale
    instruction.state = InstructionState.RUNNING
    cancel_due(occasion.session, WAITING, instruction_id)
    plan_report(occasion, instruction)
    occasion.session.flush()
    return instruction


def plan_report(occasion: Occasion, instruction: Instruction) -> None:
    """The report falls due with the last assignment that is being carried out."""
    instruction_id = require_id(instruction.id)
    cancel_due(occasion.session, REPORT, instruction_id)
    ends = [one.due_at for one in _running(occasion, instruction_id)]
    if ends:
        at = max(ends)
        key = f"{REPORT}:{instruction_id}:{instruction.rounds}:{at.isoformat()}"
        schedule(
            occasion.session, Due(key=key, kind=REPORT, subject_id=instruction_id, due_at=at, urgent=True)
        )


def settle_instruction(occasion: Occasion, instruction_id: int) -> Instruction | None:
    """An assignment of it has moved: when the last one is reported the leader hears at once (it is returned).

    When all were taken back the office has to break it down again.
    """
    instruction = rows.get_instruction_for_update(occasion.session, instruction_id)
    if instruction is None or instruction.state not in (InstructionState.RUNNING, InstructionState.GIVEN):
        return None
    if _running(occasion, instruction_id):
        plan_report(occasion, instruction)
        return None
    if any(one.is_current for one in list_assignments_of_instruction(occasion.session, instruction_id)):
        return report_instruction(occasion, instruction_id)
    cancel_due(occasion.session, REPORT, instruction_id)
    instruction.state = InstructionState.GIVEN
    occasion.session.flush()
    return None


def report_instruction(occasion: Occasion, instruction_id: int) -> Instruction | None:
    """What became of it goes back to the leader; None when that has lost its sense or happened."""
    instruction = rows.get_instruction_for_update(occasion.session, instruction_id)
    if instruction is None or instruction.state != InstructionState.RUNNING:
        return None
    instruction.state, instruction.reported_at = InstructionState.REPORTED, occasion.now
    cancel_due(occasion.session, REPORT, instruction_id)
    occasion.session.flush()
    return instruction


def take_note(occasion: Occasion, instruction_id: int) -> Instruction:
    """The leader has read what became of it: reported assignments are closed. Raises NotAllowed, Stale.

    What is still being carried out goes on, and is accepted by the office.
    """
    instruction = _answer(occasion, instruction_id)
    instruction.state, instruction.answered_at = InstructionState.READ, occasion.now
    for assignment in list_assignments_of_instruction(occasion.session, instruction_id):
        if assignment.state == AssignmentState.REPORTED:
            close_assignment(occasion, assignment)
    occasion.session.flush()
    return instruction


def go_on(occasion: Occasion, instruction_id: int) -> Instruction:
    """The leader says: go on. Everything is carried on with a new date, which the office may change.

    Raises NotAllowed, Stale.
    """
    instruction = _answer(occasion, instruction_id)
    instruction.state, instruction.answered_at = InstructionState.RUNNING, occasion.now
    instruction.rounds += 1
    current = (AssignmentState.RUNNING, AssignmentState.REPORTED)
    day = default_day(occasion)
    for assignment in list_assignments_of_instruction(occasion.session, instruction_id):
        if assignment.state in current:
            set_running(occasion, assignment, max(day, occasion.working_time.day_of(assignment.due_at)))
    plan_report(occasion, instruction)
    occasion.session.flush()
    return instruction


def may_instruct(occasion: Occasion) -> bool:
    """Whether the acting person gives instructions."""
    return occasion.hats is not None and may(Right.INSTRUCT, occasion.hats)


def _running(occasion: Occasion, instruction_id: int) -> list[Assignment]:
    found = list_assignments_of_instruction(occasion.session, instruction_id)
    return [one for one in found if one.state == AssignmentState.RUNNING]


def _answer(occasion: Occasion, instruction_id: int) -> Instruction:
    instruction = _lock(occasion, instruction_id)
    if instruction.leader_id != occasion.person_id:
        raise NotAllowed
    if instruction.state != InstructionState.REPORTED:
        raise Stale
    return instruction


def _lock(occasion: Occasion, instruction_id: int) -> Instruction:
    instruction = rows.get_instruction_for_update(occasion.session, instruction_id)
    if instruction is None:
        raise Stale
    return instruction
