"""Grouped counts over problems, for boards and digests: one statement each, whatever the number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from storage.issues.queries import IssueFilter, conditions_of
from storage.issues.rows import OPEN_STATES, Issue, IssueState


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Open problems of one body in one state. `younger` counts those reported since each of the marks."""

    owner_id: int
    state: str
    total: int
    overdue: int
    soon: int
    listed: int
    younger: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClosedCount:
    """Solved problems of one body with one verdict. `timely`: solved by their deadline, or without one."""

    owner_id: int
    verdict: str | None
    total: int
    timely: int


def count_open(
    session: Session, wanted: IssueFilter, *, now: datetime, soon: datetime, marks: Iterable[datetime]
) -> list[OpenCount]:
    """What is open, by owning body and state. `soon`: due from now until then."""
    due = col(Issue.due_at)
    sums = [_sum(due < now), _sum((due >= now) & (due <= soon)), _sum(col(Issue.is_listed).is_(True))]
    sums += [_sum(col(Issue.reported_at) >= mark) for mark in marks]
    statement = (
        select(Issue.owner_id, Issue.state, func.count(), *sums)
        .where(col(Issue.state).in_(OPEN_STATES), *conditions_of(wanted))
        .group_by(col(Issue.owner_id), col(Issue.state))
    )
    return [
        OpenCount(owner, state, total, overdue, near, listed, tuple(younger))
        for owner, state, total, overdue, near, listed, *younger in session.execute(statement)
    ]


def count_closed(
    session: Session, wanted: IssueFilter, *, since: datetime, until: datetime
) -> list[ClosedCount]:
    """What was closed after `since` and up to `until`, by owning body and verdict; withdrawn ones aside."""
    late = col(Issue.solved_at) > col(Issue.solve_due_at)
    statement = (
        select(Issue.owner_id, Issue.verdict, func.count(), _sum(late))
        .where(col(Issue.state) == IssueState.CLOSED, *_between(col(Issue.closed_at), since, until))
        .where(*conditions_of(wanted))
        .group_by(col(Issue.owner_id), col(Issue.verdict))
    )
    return [
        ClosedCount(owner, verdict, total, total - tardy)
        for owner, verdict, total, tardy in session.execute(statement)
    ]


def count_reported(session: Session, wanted: IssueFilter, *, since: datetime, until: datetime) -> int:
    """How many were reported after `since` and up to `until`, whatever became of them."""
    statement = select(func.count()).select_from(Issue)
    statement = statement.where(*_between(col(Issue.reported_at), since, until), *conditions_of(wanted))
    return session.exec(statement).one()


def _between(
    moment: Mapped[datetime] | Mapped[datetime | None], since: datetime, until: datetime
) -> list[ColumnElement[bool]]:
    return [moment > since, moment <= until]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
