"""Requests of accounts that could not be bound at once (M1, scenario 37)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, func, or_, text
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, col, select

from storage.base import choice


class BindingRequestKind(StrEnum):
    """Why somebody must look: nobody has this number, the person has another account, the number is new."""

    UNKNOWN_NUMBER = "unknown_number"
    SECOND_ACCOUNT = "second_account"
    NEW_NUMBER = "new_number"


class BindingRequestState(StrEnum):
    """What became of it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"


_OPEN = text("state = 'open'")


class BindingRequest(SQLModel, table=True):
    """An account that wants to be somebody and could not be bound at once; one open request an account.

    `phone` was shared by the account itself and is therefore its own; `claim` is only what it says.
    """

    __tablename__ = "binding_request"
    __table_args__ = (
        choice("kind", BindingRequestKind),
        choice("state", BindingRequestState),
        Index("uq_binding_request_open", "user_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    user_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    display_name: str = Field(default="", max_length=130)
    phone: str | None = Field(default=None, max_length=20)
    claim: str | None = Field(default=None, max_length=200)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    state: str = Field(default=BindingRequestState.OPEN, max_length=10)
    created_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state == BindingRequestState.OPEN

    @property
    def says_something(self) -> bool:
        """Whether there is anything to decide by."""
        return bool(self.phone or self.claim or self.person_id)


def add_request(session: Session, request: BindingRequest) -> BindingRequest:
    """Keep a new request; it has its id afterwards."""
    session.add(request)
    session.flush()
    return request


def find_request(session: Session, request_id: int) -> BindingRequest | None:
    """A request in whatever state."""
    return session.get(BindingRequest, request_id)


def find_request_for_update(session: Session, request_id: int) -> BindingRequest | None:
    """The same, locked until the transaction ends: it is decided once."""
    return session.get(BindingRequest, request_id, with_for_update=True, populate_existing=True)


def find_open_request(session: Session, user_id: int) -> BindingRequest | None:
    """What an account waits for, if it does."""
    statement = select(BindingRequest).where(BindingRequest.user_id == user_id, _is_open())
    return session.exec(statement).one_or_none()


def list_open_requests(session: Session) -> list[BindingRequest]:
    """Every request that can be decided, oldest first."""
    statement = select(BindingRequest).where(_is_open(), _says_something())
    return list(session.exec(statement.order_by(col(BindingRequest.id))))


def count_open_requests(session: Session) -> int:
    """How many requests wait for a decision."""
    statement = select(func.count()).select_from(BindingRequest).where(_is_open(), _says_something())
    return session.exec(statement).one()


def count_requests_since(session: Session, user_id: int, moment: datetime) -> int:
    """How many requests an account has made since a moment."""
    statement = select(func.count()).select_from(BindingRequest)
    return session.exec(
        statement.where(BindingRequest.user_id == user_id, BindingRequest.created_at >= moment)
    ).one()


def _is_open() -> ColumnElement[bool]:
    return col(BindingRequest.state) == BindingRequestState.OPEN


def _says_something() -> ColumnElement[bool]:
    said = (BindingRequest.phone, BindingRequest.claim, BindingRequest.person_id)
    return or_(*(col(column).is_not(None) for column in said))
