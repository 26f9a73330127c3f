"""What one asks for and another decides: upward, to another body, more time, a pause, withdrawal (M8)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Column, Field, Session, SQLModel, Text, select

from storage.base import choice


class RequestKind(StrEnum):
    """What is asked for."""

    ESCALATION = "escalation"
    TRANSFER = "transfer"
    EXTENSION = "extension"
    PAUSE = "pause"
    WITHDRAWAL = "withdrawal"


class RequestState(StrEnum):
    """`void`: the problem moved on before it was decided."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    VOID = "void"


class Decider(StrEnum):
    """Who decides it now."""

    LEADER = "leader"
    """The leaders in charge of the owner."""
    CHIEF = "chief"
    """The owner's deputies in charge and its head."""
    RECEIVER = "receiver"
    """The body that is to take it over."""
    LEAD = "lead"
    """The lead owner."""
    OFFICE = "office"


class IssueRequest(SQLModel, table=True):
    """One request. While it is open the problem stays where it is: owner and clock go on (M8)."""

    __tablename__ = "issue_request"
    __table_args__ = (
        choice("kind", RequestKind),
        choice("state", RequestState),
        choice("decider", Decider),
        Index("ix_issue_request_open", "state", "decider"),
    )

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    kind: str = Field(max_length=12)
    state: str = Field(default=RequestState.OPEN, max_length=8)
    asked_by: int = Field(foreign_key="person.id")
    asked_for_id: int = Field(foreign_key="body.id")
    """The body as which it was asked."""
    asked_at: datetime
    words: str | None = Field(default=None, sa_column=Column(Text))
    """The reason."""
    done_so_far: str | None = Field(default=None, sa_column=Column(Text))
    stuck_at: str | None = Field(default=None, sa_column=Column(Text))
    to_decide: str | None = Field(default=None, sa_column=Column(Text))
    """The three answers that go upward with a problem."""
    body_id: int | None = Field(default=None, foreign_key="body.id")
    """The body that is to take it over."""
    days: int | None = None
    """Working days that are asked for."""
    decider: str = Field(max_length=8)
    is_topped_up: bool = False
    """The next owner got more time than was left (scenario 13)."""
    due_at: datetime | None = None
    """By when it should be decided; then the office does."""
    disputed_by: int | None = Field(default=None, foreign_key="person.id")
    disputed_text: str | None = Field(default=None, sa_column=Column(Text))
    """Who did not agree before it went to the office, and why."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision: str | None = Field(default=None, sa_column=Column(Text))
    """What the decider wrote, word for word."""


def find_request(session: Session, request_id: int | None) -> IssueRequest | None:
    """The request with this id."""
    return session.get(IssueRequest, request_id) if request_id is not None else None


def list_requests(session: Session, issue_id: int) -> list[IssueRequest]:
    """All that was ever asked about a problem, oldest first."""
    statement = select(IssueRequest).where(IssueRequest.issue_id == issue_id)
    return sorted(session.exec(statement), key=lambda request: request.id or 0)


def list_open_requests(session: Session, *, limit: int = 500) -> list[IssueRequest]:
    """What waits for a decision now, whoever decides it."""
    statement = select(IssueRequest).where(IssueRequest.state == RequestState.OPEN)
    return sorted(session.exec(statement.limit(limit)), key=lambda request: request.id or 0)
