"""Whom the call of a meeting has reached, and what was answered and changed since (M14)."""

from dataclasses import dataclass

from services.meetings.planning import SUBJECT
from storage import meetings as rows
from storage.accounts import NOT_BOUND
from storage.base import require_id
from storage.bodies import Body, get_body
from storage.database import Session
from storage.meetings import Meeting, Participant
from storage.outbox import OutboxState, list_states
from storage.people import Person, get_person
from storage.timeline import TimelineEntry, list_entries


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom the call has not reached: `why` is a key of the words (blocked, unbound, failed)."""

    person: Person
    unit: Body
    why: str


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """Of everybody who is called: how many calls went out, wait, failed, and how many people have read it."""

    called: int
    sent: int
    waiting: int
    seen: int
    unreached: tuple[Unreached, ...]


def delivery_of(session: Session, meeting: Meeting) -> DeliveryReport:
    """The report on the latest call of a meeting; whoever convened it has the office's card instead."""
    parts = rows.list_participants(session, require_id(meeting.id), delegates=True)
    called = [part for part in parts if not part.withdrawn]
    states = list_states(session, purposes(meeting))
    lost = [(part, _why(part, meeting, states)) for part in called]
    unreached = [_unreached(session, part, why) for part, why in lost if why is not None]
    waiting = sum(1 for part in called if _state(part, states) == OutboxState.QUEUED)
    return DeliveryReport(
        called=len(called),
        sent=len(called) - waiting - len(unreached),
        waiting=waiting,
        seen=sum(1 for part in called if part.seen_at is not None),
        unreached=tuple(unreached),
    )


def purposes(meeting: Meeting) -> list[str]:
    """Under which purposes the calls of a meeting are kept in the outbox, the latest last."""
    return [f"{SUBJECT}:{meeting.id}:call", f"{SUBJECT}:{meeting.id}:moved"]


def list_history(session: Session, meeting_id: int) -> list[TimelineEntry]:
    """Every step of a meeting, oldest first."""
    return list_entries(session, SUBJECT, meeting_id)


def _state(part: Participant, states: dict[int, tuple[str, str | None]]) -> str | None:
    return states.get(part.person_id, (None, None))[0]


def _why(part: Participant, meeting: Meeting, states: dict[int, tuple[str, str | None]]) -> str | None:
    state, error = states.get(part.person_id, (None, None))
    if state == OutboxState.UNREACHABLE:
        return "unbound" if error == NOT_BOUND else "blocked"
    return "failed" if state == OutboxState.FAILED else None


def _unreached(session: Session, part: Participant, why: str) -> Unreached:
    return Unreached(get_person(session, part.person_id), get_body(session, part.unit_id), why)
