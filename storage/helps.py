"""Requests for help: a service line is asked for its part of a matter (M4, scenario 14)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Index, func, or_, text
from sqlalchemy import select as sql_select
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice
from storage.issues import Issue, IssueState, stood_in_by


class HelpState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    """The helper has to answer."""
    WANTING = "wanting"
    """The helper needs material first; its clock stands still."""
    AGREED = "agreed"
    UNABLE = "unable"
    """It cannot be done; the ground is written down."""
    OVER = "over"
    """The matter ended, or went another way, before an answer came."""


RUNNING = (HelpState.ASKED, HelpState.WANTING)
ANSWERED = (HelpState.AGREED, HelpState.UNABLE)


class HelpRating(StrEnum):
    """What the lead owner says of a help at the end; kept for the assessment (M21)."""

    GOOD = "good"
    LATE = "late"
    NONE = "none"


_RUNNING = text("state IN ('asked', 'wanting')")


class HelpRequest(SQLModel, table=True):
    """One body asked for one thing. A body is asked again only when its former answer is given."""

    __tablename__ = "help_request"
    __table_args__ = (
        choice("state", HelpState),
        Index("ix_help_request_body", "body_id", "state"),
        Index("uq_help_request_running", "issue_id", "body_id", unique=True,
              sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    body_id: int = Field(foreign_key="body.id")
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    need: str = Field(sa_column=Column(Text, nullable=False))
    """What is needed, word for word."""
    state: str = Field(default=HelpState.ASKED, max_length=10)
    phase: int = 0
    """Grows with every step; buttons and due rows carry it, so old ones are known."""
    due_at: datetime | None = None
    """When whoever has the next step is to have taken it; None when the calendar does not reach it."""
    late: bool = False
    """Whether the helper's clock ran out before an answer came."""

    answer: str | None = Field(default=None, sa_column=Column(Text))
    policy_id: int | None = Field(default=None, foreign_key="policy.id")
    """The policy cited as ground."""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None

    wanted: str | None = Field(default=None, sa_column=Column(Text))
    """The material that the helper needs."""
    wanted_by: int | None = Field(default=None, foreign_key="person.id")
    source_id: int | None = Field(default=None, foreign_key="body.id")
    """The body that was asked to bring it; None until the lead owner has passed it on."""
    material: str | None = Field(default=None, sa_column=Column(Text))
    material_by: int | None = Field(default=None, foreign_key="person.id")
    material_at: datetime | None = None
    material_files: int = 0

    rating: str | None = Field(default=None, max_length=10)
    rated_by: int | None = Field(default=None, foreign_key="person.id")
    rated_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether somebody still has something to do for it."""
        return self.state in RUNNING


def find_help(session: Session, help_id: int) -> HelpRequest | None:
    """The request with this id."""
    return session.get(HelpRequest, help_id)


def get_help_for_update(session: Session, help_id: int) -> HelpRequest | None:
    """The request as it is now, locked until the transaction ends."""
    statement = select(HelpRequest).where(HelpRequest.id == help_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_helps(session: Session, issue_id: int) -> list[HelpRequest]:
    """All requests of a matter, in the order in which they were made."""
    statement = select(HelpRequest).where(HelpRequest.issue_id == issue_id)
    return list(session.exec(statement.order_by(col(HelpRequest.id))))


def list_asked_of(session: Session, body_ids: Iterable[int]) -> list[HelpRequest]:
    """What waits for an answer of these bodies, the earliest deadline first."""
    statement = select(HelpRequest).where(
        HelpRequest.state == HelpState.ASKED, col(HelpRequest.body_id).in_(list(body_ids))
    )
    return list(session.exec(statement.order_by(col(HelpRequest.due_at), col(HelpRequest.id))))


def list_material_wanted_of(session: Session, body_ids: Iterable[int]) -> list[HelpRequest]:
    """Material that these bodies were asked to bring."""
    statement = select(HelpRequest).where(
        HelpRequest.state == HelpState.WANTING, col(HelpRequest.source_id).in_(list(body_ids))
    )
    return list(session.exec(statement.order_by(col(HelpRequest.due_at), col(HelpRequest.id))))


def list_to_pass_on(session: Session, person_id: int) -> list[HelpRequest]:
    """Material that nobody has been asked for yet, of the matters that a person leads or stands in for."""
    statement = select(HelpRequest).join(Issue, col(Issue.id) == col(HelpRequest.issue_id))
    statement = statement.where(
        HelpRequest.state == HelpState.WANTING, col(HelpRequest.source_id).is_(None), _led_by(person_id)
    )
    return list(session.exec(statement.order_by(col(HelpRequest.due_at), col(HelpRequest.id))))


def list_issues_to_rate(session: Session, person_id: int) -> list[Issue]:
    """Solved matters that a person leads or stands in for, and of whose helps nothing has been said yet."""
    unrated = select(HelpRequest.issue_id).where(col(HelpRequest.rating).is_(None))
    solved = (IssueState.CONFIRMING, IssueState.CLOSED)
    statement = select(Issue).where(
        col(Issue.id).in_(unrated), col(Issue.state).in_(solved), _led_by(person_id)
    )
    return list(session.exec(statement.order_by(col(Issue.id))))


def _led_by(person_id: int) -> ColumnElement[bool]:
    return or_(col(Issue.lead_id) == person_id, stood_in_by(person_id))


class HelpCount(NamedTuple):
    """How many requests of a body were judged so (None: not yet), answered in time or late."""

    body_id: int
    rating: str | None
    late: bool
    total: int


def count_helps(session: Session, *, since: datetime) -> list[HelpCount]:
    """What became of the help that was asked for since a moment: the ground of the lines' assessment."""
    by = (col(HelpRequest.body_id), col(HelpRequest.rating), col(HelpRequest.late))
    statement = sql_select(*by, func.count()).where(col(HelpRequest.asked_at) >= since).group_by(*by)
    return [HelpCount(*row) for row in session.execute(statement)]


def list_every_help(session: Session) -> list[HelpRequest]:
    """All requests there are, in the order in which they were made."""
    return list(session.exec(select(HelpRequest).order_by(col(HelpRequest.id))))


def add_help(session: Session, row: HelpRequest) -> HelpRequest:
    """Write a request down; it has its id afterwards."""
    session.add(row)
    session.flush()
    return row
