"""Assignments handed down: what a leader instructed or the leading group decided (M2)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, or_
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice
from storage.instructions import Instruction
from storage.numbers import NumberKind, format_code


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    RUNNING = "running"
    REPORTED = "reported"
    """The owner has reported the result; whoever handed it down has to accept it."""
    CLOSED = "closed"
    REVOKED = "revoked"
    """Taken back by the office."""


CURRENT = (AssignmentState.RUNNING, AssignmentState.REPORTED)


class Assignment(SQLModel, table=True):
    """One task with exactly one owner. Numbers are never used twice, rows never deleted."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        choice("state", AssignmentState),
        Index("ix_assignment_owner", "owner_id", "state"),
        Index("ix_assignment_state", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    owner_id: int = Field(foreign_key="body.id")
    due_at: datetime
    state: str = Field(default=AssignmentState.RUNNING, max_length=10)
    phase: int = 0
    """Grows with every change of state or deadline; buttons and due rows carry it, so old ones are known."""
    instruction_id: int | None = Field(default=None, foreign_key="instruction.id", index=True)
    deliberation_id: int | None = Field(default=None, foreign_key="deliberation.id", index=True)
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    """The problem that it is about, if it is about one."""
    assigned_by: int = Field(foreign_key="person.id")
    assigned_at: datetime
    result: str | None = Field(default=None, sa_column=Column(Text))
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    reported_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def code(self) -> str:
        """The plain code, e.g. `JB-2026-0001`."""
        return format_code(NumberKind.ASSIGNMENT, self.year, self.number)

    @property
    def formal(self) -> tuple[str, int, int]:
        """What the filter `formal` writes the formal number from."""
        return (NumberKind.ASSIGNMENT.value, self.year, self.number)

    @property
    def is_current(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in CURRENT


class AssignmentHelper(SQLModel, table=True):
    """A body that helps with an assignment."""

    __tablename__ = "assignment_helper"

    assignment_id: int = Field(foreign_key="assignment.id", primary_key=True)
    body_id: int = Field(foreign_key="body.id", primary_key=True, index=True)


def find_assignment(session: Session, assignment_id: int) -> Assignment | None:
    """The assignment with this id."""
    return session.get(Assignment, assignment_id)


def find_assignment_numbered(session: Session, year: int, number: int) -> Assignment | None:
    """The assignment with this number."""
    statement = select(Assignment).where(Assignment.year == year, Assignment.number == number)
    return session.exec(statement).first()


def get_assignment_for_update(session: Session, assignment_id: int) -> Assignment | None:
    """The assignment as it is now, locked until the transaction ends."""
    statement = select(Assignment).where(Assignment.id == assignment_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_helpers(session: Session, assignment_id: int) -> list[int]:
    """The ids of the bodies that help, in the order of their ids."""
    statement = select(AssignmentHelper.body_id).where(AssignmentHelper.assignment_id == assignment_id)
    return sorted(session.exec(statement))


def list_assignments_of_instruction(session: Session, instruction_id: int) -> list[Assignment]:
    """What was made of an instruction, oldest first."""
    statement = select(Assignment).where(Assignment.instruction_id == instruction_id)
    return list(session.exec(statement.order_by(col(Assignment.id))))


def list_assignments_of_deliberation(session: Session, deliberation_id: int) -> list[Assignment]:
    """What was made of a decision, oldest first."""
    statement = select(Assignment).where(Assignment.deliberation_id == deliberation_id)
    return list(session.exec(statement.order_by(col(Assignment.id))))


def list_current(session: Session, owner_ids: Iterable[int] | None = None) -> list[Assignment]:
    """What is not over (with these bodies as owners), by its deadline."""
    statement = select(Assignment).where(col(Assignment.state).in_(CURRENT))
    if owner_ids is not None:
        statement = statement.where(col(Assignment.owner_id).in_(list(owner_ids)))
    return list(session.exec(statement.order_by(col(Assignment.due_at), col(Assignment.id))))


def list_assignments(
    session: Session, *, body_ids: list[int] | None, leader_id: int | None = None, limit: int, offset: int
) -> list[Assignment]:
    """One page, the newest first; of these bodies as owner or helper, if any are named, and whatever was made
    of this leader's instructions.
    """
    statement = select(Assignment)
    if body_ids is not None:
        helped = select(AssignmentHelper.assignment_id).where(col(AssignmentHelper.body_id).in_(body_ids))
        instructed = select(Instruction.id).where(Instruction.leader_id == leader_id)
        statement = statement.where(
            or_(
                col(Assignment.owner_id).in_(body_ids),
                col(Assignment.id).in_(helped),
                col(Assignment.instruction_id).in_(instructed),
            )
        )
    return list(session.exec(statement.order_by(col(Assignment.id).desc()).limit(limit).offset(offset)))


def add_assignment(session: Session, assignment: Assignment, helper_ids: Iterable[int]) -> Assignment:
    """Hand one down; it has its id afterwards."""
    session.add(assignment)
    session.flush()
    for body_id in helper_ids:
        session.add(AssignmentHelper(assignment_id=assignment.id or 0, body_id=body_id))
    session.flush()
    return assignment
