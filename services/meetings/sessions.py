"""Numbers of sessions: the meetings of a series that take place, counted year by year without gaps (M13).

A meeting that is called off or skipped gives its number back; those after it, which have not begun, move up.
"""

from services.calendar import WorkingTime
from storage import meetings as rows
from storage.database import Session
from storage.meetings import Meeting, MeetingState

COUNTED = (MeetingState.PLANNED, MeetingState.CALLED)


def count_sessions(session: Session, meeting: Meeting, *, time: WorkingTime) -> None:
    """Something about a meeting of a series has changed: count its year anew."""
    if meeting.series_id is None:
        return
    before = meeting.session_year
    counted = MeetingState(meeting.state) in COUNTED
    meeting.session_year = time.day_of(meeting.starts_at).year if counted else None
    meeting.session_number = None
    session.flush()
    for year in {before, meeting.session_year} - {None}:
        for number, one in enumerate(rows.list_sessions(session, meeting.series_id, year or 0), start=1):
            one.session_number = number
    session.flush()
