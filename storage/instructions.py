"""Instructions of leaders, kept word for word (M2, scenario 18)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice


class InstructionState(StrEnum):
    """Where an instruction stands."""

    GIVEN = "given"
    """The office has to break it down into assignments."""
    RUNNING = "running"
    """Its assignments are being carried out."""
    REPORTED = "reported"
    """The leader has been told what became of it and has to answer."""
    READ = "read"
    """The leader has taken note: it is over."""


CURRENT = (InstructionState.GIVEN, InstructionState.RUNNING, InstructionState.REPORTED)


class Instruction(SQLModel, table=True):
    """What a leader said, when and about what. The words are never changed; a voice note is an attachment."""

    __tablename__ = "instruction"
    __table_args__ = (
        choice("state", InstructionState),
        Index("ix_instruction_state", "state"),
        Index("ix_instruction_leader", "leader_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    leader_id: int = Field(foreign_key="person.id")
    leader_name: str = Field(max_length=60)
    """As of that day: it keeps its name when the leader changes (scenario 36)."""
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    """The problem that it is about, if it is about one."""
    request_id: int | None = Field(default=None, foreign_key="issue_request.id")
    """What was asked for when it was given, if it was given on a request: who asked may read it."""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    given_at: datetime
    state: str = Field(default=InstructionState.GIVEN, max_length=10)
    rounds: int = 0
    """How often the leader said: go on."""
    reported_at: datetime | None = None
    answered_at: datetime | None = None


def find_instruction(session: Session, instruction_id: int | None) -> Instruction | None:
    """The instruction with this id."""
    return session.get(Instruction, instruction_id) if instruction_id is not None else None


def get_instruction_for_update(session: Session, instruction_id: int) -> Instruction | None:
    """The instruction as it is now, locked until the transaction ends."""
    statement = select(Instruction).where(Instruction.id == instruction_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_instructions_about(session: Session, issue_id: int) -> list[Instruction]:
    """What leaders said about a problem, oldest first."""
    statement = select(Instruction).where(Instruction.issue_id == issue_id)
    return list(session.exec(statement.order_by(col(Instruction.id))))


def list_instructions_in(session: Session, state: InstructionState) -> list[Instruction]:
    """All instructions in a state, oldest first."""
    statement = select(Instruction).where(Instruction.state == state)
    return list(session.exec(statement.order_by(col(Instruction.id))))


def list_reported_to(session: Session, leader_id: int) -> list[Instruction]:
    """What a leader has been told the outcome of, and has not answered."""
    statement = select(Instruction).where(
        Instruction.leader_id == leader_id, Instruction.state == InstructionState.REPORTED
    )
    return list(session.exec(statement.order_by(col(Instruction.id))))


def add_instruction(session: Session, instruction: Instruction) -> Instruction:
    """Write one down; it has its id afterwards."""
    session.add(instruction)
    session.flush()
    return instruction
