"""Rounds: something is said to many participants, some at a time, each once, whatever stops in between."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.mechanism import Meetings
from services.meetings.calling import CHASE, PREPARE, ROUND, SOON
from services.meetings.snoozing import sleepers
from services.meetings.timetable import changes_until
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.due import Due, schedule
from storage.meetings import Meeting, MeetingState, Participant, Reply
from storage.people import Person

BATCH = 40
"""People per transaction: presses of others get their turn in between."""


class Round(StrEnum):
    """What is said. `moved` and `cancelled` break through quiet hours; everybody ever told hears them."""

    CALL = "call"
    CHASE = "chase"
    SOON = "soon"
    PREPARE = "prepare"
    MOVED = "moved"
    CANCELLED = "cancelled"


URGENT = (Round.MOVED, Round.CANCELLED)
EVERYBODY = (Round.MOVED, Round.CANCELLED)
BY_KIND = {CHASE: Round.CHASE, SOON: Round.SOON, PREPARE: Round.PREPARE}
ONLY = {Round.CHASE: (Reply.NONE,), Round.PREPARE: (Reply.ATTEND, Reply.DELEGATE)}
"""Rounds that concern those with certain answers only."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One transaction's part of a round. `is_first` is where things are done once per round."""

    meeting: Meeting
    what: Round
    people: list[Participant]
    is_first: bool
    urgent: bool = False
    """Said in quiet hours too: afterwards it would be of no use."""
    by_id: int | None = None
    """Whose doing it is that this is said; nobody's for what comes by the calendar."""


def begin_round(
    session: Session,
    meeting: Meeting,
    what: Round,
    *,
    by: Person | None = None,
    urgent: bool = False,
    now: datetime,
) -> None:
    """Start a round now (in the tick that follows)."""
    by_id = by.id if by else None
    _continue(session, meeting, what, after=0, by_id=by_id, urgent=urgent or what in URGENT, now=now)


def run_lap(session: Session, row: Due, *, rules: Meetings, now: datetime) -> Lap | None:
    """The next participants of the round that `row` stands for; what is left is planned at once.

    None when the round has lost its sense: the meeting was moved again, called off, or is over.
    """
    meeting = rows.get_meeting(session, row.subject_id or 0)
    what = BY_KIND.get(row.kind) or Round(str(row.payload["what"]))
    version, after = int(row.payload["version"]), int(row.payload.get("after", 0))
    if not _makes_sense(meeting, what, row, version=version, rules=rules, now=now):
        return None
    people = rows.list_participants(
        session,
        require_id(meeting.id),
        *ONLY.get(what, ()),
        after=after,
        limit=BATCH,
        delegates=what in EVERYBODY or what is Round.SOON,
    )
    more = len(people) == BATCH
    last_id = require_id(people[-1].id) if people else 0
    if what is Round.CHASE:
        asleep = sleepers(session, meeting, now=now)
        people = [one for one in people if one.person_id not in asleep]
    by_id = row.payload.get("by")
    if more:
        _continue(session, meeting, what, after=last_id, by_id=by_id, urgent=row.urgent, now=now)
    return Lap(meeting, what, people, is_first=after == 0, urgent=row.urgent, by_id=by_id)


def _makes_sense(
    meeting: Meeting, what: Round, row: Due, *, version: int, rules: Meetings, now: datetime
) -> bool:
    wanted = MeetingState.CANCELLED if what is Round.CANCELLED else MeetingState.CALLED
    if meeting.state != wanted or meeting.version != version or meeting.starts_at <= now:
        return False
    if what is Round.CHASE:
        superseded = row.payload.get("superseded_at")
        in_time = now <= changes_until(meeting.starts_at, rules)
        return in_time and (superseded is None or now < datetime.fromisoformat(str(superseded)))
    return True


def _continue(
    session: Session,
    meeting: Meeting,
    what: Round,
    *,
    after: int,
    by_id: int | None,
    urgent: bool,
    now: datetime,
) -> None:
    version = meeting.version
    payload = {"what": what.value, "version": version, "after": after, "by": by_id}
    key = f"meeting:{meeting.id}:v{version}:{what}:after:{after}:{now.timestamp():.0f}"
    due = Due(key=key, kind=ROUND, subject_id=meeting.id, due_at=now, urgent=urgent, payload=payload)
    schedule(session, due)
