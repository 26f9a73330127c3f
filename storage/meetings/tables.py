"""Meetings as rows: series, meetings, who is invited, what they answered (M13, M14)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, SQLModel

from storage.base import choice


class MeetingKind(StrEnum):
    """The five rhythms and the training."""

    WEEKLY_MEETING = "weekly_meeting"
    MONTHLY_DISPATCH = "monthly_dispatch"
    QUARTERLY_SUPERVISION = "quarterly_supervision"
    SEMIANNUAL_ANALYSIS = "semiannual_analysis"
    ANNUAL_ASSESSMENT = "annual_assessment"
    TRAINING = "training"


class MeetingState(StrEnum):
    """`asking`: its day is no working day, the office has to decide; `skipped` ones never got a number."""

    ASKING = "asking"
    PLANNED = "planned"
    CALLED = "called"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Reply(StrEnum):
    """What a participant answered."""

    NONE = "none"
    ATTEND = "attend"
    DELEGATE = "delegate"
    LEAVE = "leave"


class LeaveReason(StrEnum):
    """Why somebody asks for leave, or sends somebody."""

    DUTY = "duty"
    ILLNESS = "illness"
    TRAVEL = "travel"
    OTHER = "other"


class Approver(StrEnum):
    """Who has to agree to a request: the office first, then whoever chairs (scenarios 21 and 22)."""

    OFFICE = "office"
    CHAIR = "chair"


class MeetingSeries(SQLModel, table=True):
    """A rhythm. `rrule` is an iCalendar rule, `clock` the local time "HH:MM" of every meeting.

    `audience` lists kinds of bodies (`kind:task_force`) and single bodies (`body:12`), read at each call.
    `starts_on` is where the rule begins to count (every second week from then on).
    """

    __tablename__ = "meeting_series"
    __table_args__ = (choice("kind", MeetingKind),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=30)
    title: str = Field(max_length=80)
    rrule: str = Field(max_length=120)
    clock: str = Field(max_length=5)
    minutes: int | None = None
    """How long it lasts; None when nobody said."""
    place: str = Field(max_length=80)
    audience: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    attendance: str = Field(max_length=30)
    chair_id: int | None = Field(default=None, foreign_key="person.id")
    delegation: bool = True
    """Whether participants may send somebody."""
    preparation: str = Field(default="", max_length=200)
    """What participants hand in before the meeting, in the office's words."""
    starts_on: date
    active: bool = True
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime


class Meeting(SQLModel, table=True):
    """One meeting. `slot` is its day by the rule of its series, whatever it was moved to.

    `number` is given when the meeting is certain; `version` grows with every move: answers to an earlier
    version do not count. `moved_from` is the time that people had been told before the last move.
    `session_number` counts the meetings of a series in `session_year` that take place, without gaps;
    `revision` grows with whatever a calendar has to take over.
    """

    __table_args__ = (
        choice("kind", MeetingKind),
        choice("state", MeetingState),
        UniqueConstraint("series_id", "slot"),
        UniqueConstraint("year", "number"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="period"),
        Index("ix_meeting_upcoming", "state", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    series_id: int | None = Field(default=None, foreign_key="meeting_series.id")
    slot: date | None = None
    kind: str = Field(max_length=30)
    title: str = Field(max_length=80)
    year: int | None = None
    number: int | None = None
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = Field(max_length=80)
    audience: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    attendance: str = Field(max_length=30)
    chair_id: int | None = Field(default=None, foreign_key="person.id")
    delegation: bool = True
    preparation: str = Field(default="", max_length=200)
    session_year: int | None = None
    session_number: int | None = None
    revision: int = 0
    state: str = Field(default=MeetingState.PLANNED, max_length=10)
    version: int = 1
    day_off_confirmed: bool = False
    """The office wants it on a day that is not worked."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    called_at: datetime | None = None
    reply_by: datetime | None = None
    moved_from: datetime | None = None
    reason: str | None = Field(default=None, max_length=200)
    """Why it was moved or called off, if somebody said so."""


class MeetingBody(SQLModel, table=True):
    """A body that was called to a meeting."""

    __tablename__ = "meeting_body"
    __table_args__ = (UniqueConstraint("meeting_id", "body_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    body_id: int = Field(foreign_key="body.id", index=True)


class Participant(SQLModel, table=True):
    """A person who was called to a meeting, once, however many of its bodies they belong to.

    `stands_for_id` makes them somebody's delegate: they are told and may answer, but are not counted among
    those who should come. `withdrawn` delegates are no longer needed; they still hear of changes.
    """

    __table_args__ = (
        choice("reply", Reply),
        choice("awaits", Approver),
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_participant_person", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="body.id")
    """Their unit on the day of the call."""
    stands_for_id: int | None = Field(default=None, foreign_key="participant.id")
    withdrawn: bool = False
    reply: str = Field(default=Reply.NONE, max_length=10)
    replied_at: datetime | None = None
    reason: str | None = Field(default=None, max_length=20)
    note: str | None = Field(default=None, max_length=200)
    delegate_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom they want to send."""
    granted: bool | None = None
    """Of leave or a delegate: None while it has not been decided."""
    awaits: str | None = Field(default=None, max_length=10)
    """Who decides next; None when nothing waits."""
    seen_at: datetime | None = None
    """When they confirmed, or showed by an answer, that they have read the call."""
    called_at: datetime | None = None


class Seat(SQLModel, table=True):
    """Through which bodies a participant was called."""

    __tablename__ = "seat"

    participant_id: int = Field(foreign_key="participant.id", primary_key=True)
    meeting_body_id: int = Field(foreign_key="meeting_body.id", primary_key=True, index=True)
