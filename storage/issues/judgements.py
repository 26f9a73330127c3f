"""What each reporter of a problem said of a solution (scenarios 6 and 16)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select


class Judgement(SQLModel, table=True):
    """One reporter's verdict on one solution, which is known by the problem's phase."""

    __table_args__ = (
        UniqueConstraint("issue_id", "phase", "person_id"),
        CheckConstraint("verdict IN ('satisfied', 'dissatisfied')", name="verdict"),
    )

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    phase: int
    person_id: int = Field(foreign_key="person.id")
    verdict: str = Field(max_length=14)
    at: datetime


def list_judgements(session: Session, issue_id: int, *, phase: int | None = None) -> list[Judgement]:
    """All verdicts on a problem, or those on the solution of one phase, in the order in which they came."""
    statement = select(Judgement).where(Judgement.issue_id == issue_id)
    if phase is not None:
        statement = statement.where(Judgement.phase == phase)
    return list(session.exec(statement.order_by(col(Judgement.id))))


def put_judgement(
    session: Session, issue_id: int, *, phase: int, person_id: int, verdict: str, now: datetime
) -> Judgement:
    """Write a verdict down; a person who changes their mind has one verdict still."""
    for known in list_judgements(session, issue_id, phase=phase):
        if known.person_id == person_id:
            known.verdict, known.at = verdict, now
            break
    else:
        known = Judgement(issue_id=issue_id, phase=phase, person_id=person_id, verdict=verdict, at=now)
        session.add(known)
    session.flush()
    return known
