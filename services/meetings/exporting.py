"""The register of attendance: who was called to which meeting, and what they answered (M14)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from services.check_ins.counting import attended_of
from services.mechanism import Meetings
from storage.base import require_id
from storage.check_ins import list_check_ins, list_held
from storage.meetings.attendance import list_called
from storage.meetings.tables import Meeting, Participant
from storage.numbers import NumberKind


@dataclass(frozen=True, slots=True)
class Attendance:
    """One participant of one meeting. `formal` is (kind, year, number), None before there is a number."""

    formal: tuple[str, int, int] | None
    kind: str
    title: str
    starts_at: datetime
    place: str
    meeting_state: str
    name: str
    unit: str
    reply: str
    delegate: str | None
    reason: str | None
    note: str | None
    granted: bool | None
    replied_at: datetime | None
    attended: str | None
    checked_in_at: datetime | None


def list_attendance(session: Session, rules: Meetings, now: datetime) -> Iterator[Attendance]:
    """Every participant of every meeting, oldest first; a delegate stands in the row of who sent them."""
    called = list(list_called(session))
    sent = [(part, person) for part, _, person, _ in called if part.stands_for_id and not part.withdrawn]
    delegates = {part.stands_for_id: (person.name, part) for part, person in sent}
    meeting_ids = list({require_id(meeting.id) for _, meeting, _, _ in called})
    found, held = list_check_ins(session, meeting_ids), list_held(session)
    for part, meeting, person, unit in called:
        if part.stands_for_id is None:
            delegate, came = delegates.get(part.id, (None, part))
            check_in = found.get(require_id(came.id))
            entry = _attendance(meeting, part, name=person.name, unit=unit.name, delegate=delegate)
            yield replace(
                entry,
                attended=attended_of(meeting, part, check_in, rules, now) if meeting.id in held else None,
                checked_in_at=check_in.at if check_in else None,
            )


def _attendance(
    meeting: Meeting, part: Participant, *, name: str, unit: str, delegate: str | None
) -> Attendance:
    return Attendance(
        formal=_formal(meeting),
        kind=meeting.kind,
        title=meeting.title,
        starts_at=meeting.starts_at,
        place=meeting.place,
        meeting_state=meeting.state,
        name=name,
        unit=unit,
        reply=part.reply,
        delegate=delegate,
        reason=part.reason,
        note=part.note,
        granted=part.granted,
        replied_at=part.replied_at,
        attended=None,
        checked_in_at=None,
    )


def _formal(meeting: Meeting) -> tuple[str, int, int] | None:
    if meeting.year is None or meeting.number is None:
        return None
    return (NumberKind.MEETING.value, meeting.year, meeting.number)
