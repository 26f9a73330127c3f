"""Listed supervision: a problem that the office has put on its list, with number, deadline, leader (M16)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice
from storage.numbers import NumberKind, format_code


class SupervisionState(StrEnum):
    """Where a supervision stands."""

    RUNNING = "running"
    """The holder is at work."""
    VERIFYING = "verifying"
    """The holder says that it is done; the office has to verify it."""
    DELISTED = "delisted"


class VerificationWay(StrEnum):
    """How the office made sure."""

    ON_SITE = "on_site"
    DOCUMENTS = "documents"


CURRENT = (SupervisionState.RUNNING, SupervisionState.VERIFYING)
_CURRENT = text("state <> 'delisted'")


class Supervision(SQLModel, table=True):
    """One listing of one problem. A problem is on the list once at a time; numbers are never used twice."""

    __tablename__ = "supervision"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        choice("state", SupervisionState),
        CheckConstraint("way IN ('on_site', 'documents')", name="way"),
        Index("uq_supervision_current", "issue_id", unique=True,
              sqlite_where=_CURRENT, postgresql_where=_CURRENT),
        Index("ix_supervision_state", "state", "due_at"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    issue_id: int = Field(foreign_key="issue.id", index=True)
    state: str = Field(default=SupervisionState.RUNNING, max_length=10)
    phase: int = 0
    """Grows with every change of state or deadline; buttons and due rows carry it, so old ones are known."""
    requirement: str = Field(sa_column=Column(Text, nullable=False))
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    """The leader who supervises it."""
    listed_by: int = Field(foreign_key="person.id")
    listed_at: datetime
    due_at: datetime
    extended_days: int = 0
    """Working days by which a failed verification put the deadline off; once only."""
    progress_due_at: datetime | None = None
    """By when the next progress is to be reported; None when the calendar does not reach it."""
    progress_missed: int = 0
    """How often it was not reported in time."""
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    submitted_at: datetime | None = None
    verified_by: int | None = Field(default=None, foreign_key="person.id")
    verified_at: datetime | None = None
    way: str | None = Field(default=None, max_length=10)
    finding: str | None = Field(default=None, sa_column=Column(Text))
    """What the office found, word for word."""
    failures: int = 0
    """How often the verification was not passed."""
    delisted_at: datetime | None = None

    @property
    def code(self) -> str:
        """The plain code, e.g. `DB-2026-0001`."""
        return format_code(NumberKind.SUPERVISION, self.year, self.number)

    @property
    def formal(self) -> tuple[str, int, int]:
        """What the filter `formal` writes the formal number from."""
        return (NumberKind.SUPERVISION.value, self.year, self.number)

    @property
    def is_current(self) -> bool:
        """Whether it is still on the list."""
        return self.state in CURRENT


def find_supervision(session: Session, supervision_id: int) -> Supervision | None:
    """The supervision with this id."""
    return session.get(Supervision, supervision_id)


def find_supervision_numbered(session: Session, year: int, number: int) -> Supervision | None:
    """The supervision with this number."""
    statement = select(Supervision).where(Supervision.year == year, Supervision.number == number)
    return session.exec(statement).first()


def find_current_of(session: Session, issue_id: int) -> Supervision | None:
    """The supervision under which a problem is now."""
    statement = select(Supervision).where(
        Supervision.issue_id == issue_id, Supervision.state != SupervisionState.DELISTED
    )
    return session.exec(statement).first()


def find_last_of(session: Session, issue_id: int) -> Supervision | None:
    """The latest supervision of a problem, whether or not it still is on the list."""
    statement = select(Supervision).where(Supervision.issue_id == issue_id)
    return session.exec(statement.order_by(col(Supervision.id).desc()).limit(1)).first()


def get_supervision_for_update(session: Session, supervision_id: int) -> Supervision | None:
    """The supervision as it is now, locked until the transaction ends."""
    statement = select(Supervision).where(Supervision.id == supervision_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_supervisions(
    session: Session, *, current: bool = True, limit: int = 500, offset: int = 0
) -> list[Supervision]:
    """What is on the list by its deadline; or (`current` false) everything, the newest first."""
    statement = select(Supervision)
    if current:
        statement = statement.where(col(Supervision.state).in_(CURRENT))
        statement = statement.order_by(col(Supervision.due_at), col(Supervision.id))
    else:
        statement = statement.order_by(col(Supervision.id).desc())
    return list(session.exec(statement.limit(limit).offset(offset)))


def list_all_supervisions(session: Session) -> list[Supervision]:
    """Every listing there ever was, in the order of its number."""
    return list(session.exec(select(Supervision).order_by(col(Supervision.year), col(Supervision.number))))


def add_supervision(session: Session, supervision: Supervision) -> Supervision:
    """Put one on the list; it has its id afterwards."""
    session.add(supervision)
    session.flush()
    return supervision
