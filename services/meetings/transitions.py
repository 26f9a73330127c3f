"""The life of a meeting as one table: from these states, by this action, to that state (M13)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.meetings.outcomes import MeetingClosed
from storage.meetings import Meeting, MeetingState


class MeetingAction(StrEnum):
    """What can happen to a meeting."""

    ASK = "ask"
    KEEP = "keep"
    SKIP = "skip"
    MOVE = "move"
    CALL = "call"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: whoever may convene acts, except where the calendar or the clock does."""

    action: MeetingAction
    before: MeetingState
    after: MeetingState


_S, _A = MeetingState, MeetingAction
TRANSITIONS = (
    Transition(_A.ASK, _S.PLANNED, _S.ASKING),
    Transition(_A.KEEP, _S.ASKING, _S.PLANNED),
    Transition(_A.SKIP, _S.ASKING, _S.SKIPPED),
    Transition(_A.SKIP, _S.PLANNED, _S.SKIPPED),
    Transition(_A.MOVE, _S.ASKING, _S.PLANNED),
    Transition(_A.MOVE, _S.PLANNED, _S.PLANNED),
    Transition(_A.MOVE, _S.CALLED, _S.CALLED),
    Transition(_A.CALL, _S.PLANNED, _S.CALLED),
    Transition(_A.CANCEL, _S.PLANNED, _S.CANCELLED),
    Transition(_A.CANCEL, _S.CALLED, _S.CANCELLED),
)


def actions_of(meeting: Meeting, now: datetime) -> frozenset[MeetingAction]:
    """What can still be done with a meeting; nothing once it has begun."""
    if meeting.starts_at <= now:
        return frozenset()
    return frozenset(row.action for row in TRANSITIONS if row.before == meeting.state)


def transit(meeting: Meeting, action: MeetingAction, now: datetime) -> MeetingState:
    """Take the meeting to its next state and return the state before. Raises MeetingClosed."""
    before = MeetingState(meeting.state)
    found = next((row for row in TRANSITIONS if row.action == action and row.before == before), None)
    if found is None or action not in actions_of(meeting, now):
        raise MeetingClosed(title=meeting.title, state=meeting.state)
    meeting.state = found.after
    return before
