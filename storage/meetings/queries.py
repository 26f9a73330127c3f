"""Finding meetings and series."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.meetings.tables import Meeting, MeetingBody, MeetingSeries, MeetingState, Participant

LIVING = (MeetingState.ASKING, MeetingState.PLANNED, MeetingState.CALLED)


class MeetingNotFound(LookupError):
    """No meeting, participant or series has this id."""

    def __init__(self, wanted: int) -> None:
        super().__init__(f"no meeting, participant or series {wanted}")
        self.wanted = wanted


def get_meeting(session: Session, meeting_id: int) -> Meeting:
    """The meeting with this id. Raises MeetingNotFound."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise MeetingNotFound(meeting_id)
    return meeting


def find_meeting(session: Session, meeting_id: int) -> Meeting | None:
    """The meeting with this id."""
    return session.get(Meeting, meeting_id)


def lock_meeting(session: Session, meeting_id: int) -> Meeting:
    """The same, locked until the transaction ends: two people decide one after the other."""
    statement = select(Meeting).where(Meeting.id == meeting_id).with_for_update()
    meeting = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if meeting is None:
        raise MeetingNotFound(meeting_id)
    return meeting


def find_meeting_numbered(session: Session, year: int, number: int) -> Meeting | None:
    """The meeting with this number."""
    return session.exec(select(Meeting).where(Meeting.year == year, Meeting.number == number)).one_or_none()


def add_meeting(session: Session, meeting: Meeting) -> Meeting:
    """Keep a new meeting; it has its id afterwards."""
    session.add(meeting)
    session.flush()
    return meeting


def list_upcoming(session: Session, *, now: datetime, limit: int, offset: int = 0) -> list[Meeting]:
    """Every meeting that is not over, called off or skipped, the next one first."""
    return list(session.exec(_page(select(Meeting).where(_is_upcoming(now)), limit, offset)))


def list_upcoming_for(
    session: Session, person_id: int, *, now: datetime, limit: int, offset: int = 0
) -> list[tuple[Meeting, Participant]]:
    """The meetings to which a person is called, each with their part in it."""
    statement = select(Meeting, Participant).join(Participant, col(Participant.meeting_id) == col(Meeting.id))
    statement = statement.where(
        Participant.person_id == person_id, col(Participant.withdrawn).is_(False), _is_upcoming(now)
    )
    ordered = statement.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(limit).offset(offset)
    return list(session.exec(ordered))


def list_upcoming_of_body(session: Session, body_id: int, *, now: datetime, limit: int) -> list[Meeting]:
    """The meetings to which a body has been called."""
    statement = select(Meeting).join(MeetingBody, col(MeetingBody.meeting_id) == col(Meeting.id))
    statement = statement.where(MeetingBody.body_id == body_id, _is_upcoming(now))
    return list(session.exec(_page(statement, limit, 0)))


def get_series(session: Session, series_id: int) -> MeetingSeries:
    """The series with this id. Raises MeetingNotFound."""
    series = session.get(MeetingSeries, series_id)
    if series is None:
        raise MeetingNotFound(series_id)
    return series


def add_series(session: Session, series: MeetingSeries) -> MeetingSeries:
    """Keep a new series; it has its id afterwards."""
    session.add(series)
    session.flush()
    return series


def list_series(session: Session) -> list[MeetingSeries]:
    """The series that go on, oldest first."""
    statement = select(MeetingSeries).where(col(MeetingSeries.active))
    return list(session.exec(statement.order_by(col(MeetingSeries.id))))


def find_slot(session: Session, series_id: int, slot: date) -> Meeting | None:
    """The meeting of a series that belongs to a day of its rule."""
    return session.exec(
        select(Meeting).where(Meeting.series_id == series_id, Meeting.slot == slot)
    ).one_or_none()


def list_open_of_series(session: Session, series_id: int, *, now: datetime) -> list[Meeting]:
    """What is still to come of a series."""
    statement = select(Meeting).where(Meeting.series_id == series_id, _is_upcoming(now))
    return list(session.exec(statement.order_by(col(Meeting.starts_at))))


def list_of_series(session: Session, series_id: int) -> list[Meeting]:
    """Every meeting that a series has had or will have, as far as it is planned."""
    statement = select(Meeting).where(Meeting.series_id == series_id)
    return list(session.exec(statement.order_by(col(Meeting.starts_at), col(Meeting.id))))


def list_sessions(session: Session, series_id: int, year: int) -> list[Meeting]:
    """The meetings of a series in a year that have taken place or will, earliest first."""
    statement = select(Meeting).where(
        Meeting.series_id == series_id,
        Meeting.session_year == year,
        col(Meeting.state).in_((MeetingState.PLANNED, MeetingState.CALLED)),
    )
    return list(session.exec(statement.order_by(col(Meeting.starts_at), col(Meeting.id))))


def list_asking(session: Session, *, now: datetime) -> list[Meeting]:
    """Meetings on a day off about which the office still has to decide."""
    statement = select(Meeting).where(Meeting.state == MeetingState.ASKING, Meeting.starts_at > now)
    return list(session.exec(statement.order_by(col(Meeting.starts_at))))


def list_undecided(session: Session, series_id: int, *, now: datetime) -> list[Meeting]:
    """Meetings on a day off whose time has come without a decision."""
    statement = select(Meeting).where(
        Meeting.series_id == series_id, Meeting.state == MeetingState.ASKING, Meeting.starts_at <= now
    )
    return list(session.exec(statement))


def last_place(session: Session, kind: str) -> str | None:
    """Where the latest meeting of a kind was to take place."""
    statement = select(Meeting.place).where(Meeting.kind == kind).order_by(col(Meeting.id).desc())
    return session.exec(statement.limit(1)).first()


def _is_upcoming(now: datetime) -> ColumnElement[bool]:
    not_over = or_(col(Meeting.starts_at) > now, col(Meeting.ends_at) > now)
    return col(Meeting.state).in_(LIVING) & not_over


def _page(statement: SelectOfScalar[Meeting], limit: int, offset: int) -> SelectOfScalar[Meeting]:
    return statement.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(limit).offset(offset)
