"""Who was there: the attendance sheet of a meeting by rank, and counts by body over a period (M14, M21)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.mechanism import Meetings
from services.meetings.timetable import end_of
from storage import check_ins as rows
from storage.base import require_id
from storage.bodies import Body, list_bodies
from storage.check_ins import CheckIn, CheckInState
from storage.database import Session
from storage.meetings import Meeting, Participant, Reply
from storage.people import Person


class Attended(StrEnum):
    """What the sheet says of somebody who was called."""

    ON_TIME = "on_time"
    LATE = "late"
    MADE_UP = "made_up"
    ASKED = "asked"
    LEAVE = "leave"
    WAITING = "waiting"
    """The meeting is not over yet."""
    ABSENT = "absent"


PRESENT = (Attended.ON_TIME, Attended.LATE, Attended.MADE_UP)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One who was called, with the delegate who came instead; `check_in` is whoever's it was."""

    participant: Participant
    person: Person
    unit: Body
    delegate: Person | None
    came: Participant
    check_in: CheckIn | None
    attended: Attended


@dataclass
class BodyCount:
    """How often people of a body were called in a period, and what came of it."""

    body: Body
    counts: dict[Attended, int] = field(default_factory=dict)
    delegates: int = 0

    @property
    def called(self) -> int:
        """How often somebody was called."""
        return sum(self.counts.values())

    @property
    def present(self) -> int:
        """How often somebody came, in person or by delegate."""
        return sum(self.counts.get(one, 0) for one in PRESENT)


def attended_of(
    meeting: Meeting, participant: Participant, check_in: CheckIn | None, rules: Meetings, now: datetime
) -> Attended:
    """What became of a call: presence counts before anything that was answered."""
    if check_in is not None:
        return Attended(CheckInState(check_in.state).value)
    if participant.reply == Reply.LEAVE and participant.granted:
        return Attended.LEAVE
    return Attended.ABSENT if has_ended(meeting, rules, now) else Attended.WAITING


def has_ended(meeting: Meeting, rules: Meetings, now: datetime) -> bool:
    """Whether a meeting has ended: nobody is missing from one that still goes on."""
    return now >= end_of(meeting.starts_at, meeting.ends_at, rules)


def list_sheet(session: Session, meeting: Meeting, rules: Meetings, now: datetime) -> list[SheetRow]:
    """Everybody who was called, by rank; a delegate stands in the row of who sent them."""
    everybody = rows.list_everybody(session, require_id(meeting.id))
    found = rows.list_check_ins(session, [require_id(meeting.id)])
    sent: dict[int | None, tuple[Participant, Person | None]] = {
        part.stands_for_id: (part, person) for part, person, _ in everybody if part.stands_for_id
    }
    sheet = []
    for part, person, unit in everybody:
        if part.stands_for_id is not None:
            continue
        came, delegated = sent.get(part.id, (part, None))
        check_in = found.get(require_id(came.id))
        attended = attended_of(meeting, part, check_in, rules, now)
        sheet.append(SheetRow(part, person, unit, delegated, came, check_in, attended))
    return sheet


def count_by_body(
    session: Session, since: datetime, until: datetime, rules: Meetings, now: datetime
) -> list[BodyCount]:
    """Attendance by unit over a period; meetings that had no check-in, or are not over, do not count."""
    called = rows.list_called_between(session, since, min(until, now))
    held = {
        require_id(meeting.id): meeting
        for meeting, _ in called
        if has_ended(meeting, rules, now) and rows.find_desk(session, require_id(meeting.id)) is not None
    }
    bodies = {require_id(body.id): BodyCount(body) for body in list_bodies(session, also_inactive=True)}
    for row in _all_rows(session, held.values(), rules, now):
        count = bodies[row.participant.unit_id]
        count.counts[row.attended] = count.counts.get(row.attended, 0) + 1
        count.delegates += row.delegate is not None
    return [count for count in bodies.values() if count.called]


def _all_rows(
    session: Session, meetings: Iterable[Meeting], rules: Meetings, now: datetime
) -> Iterable[SheetRow]:
    for meeting in meetings:
        yield from list_sheet(session, meeting, rules, now)
