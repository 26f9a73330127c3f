"""Queries over problems. Filters are conditions; rights are decided in the services."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_
from sqlmodel import Session, col, select

from storage.issues.parties import IssueParty
from storage.issues.rows import OPEN_STATES, Issue, IssueState


@dataclass(frozen=True)
class IssueFilter:
    """Which problems. Empty fields do not narrow; ids are of people and bodies.

    `acting` (a person) and `fronts` (bodies whose matters that person may take on) together ask for what
    waits for them; `visible_to` and `bodies` together for what they may see. `overdue_at` asks for open
    problems whose clock had ended by then.
    """

    acting: int | None = None
    fronts: tuple[int, ...] = ()
    reporter: int | None = None
    bodies: tuple[int, ...] | None = None
    visible_to: int | None = None
    states: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())
    industry: str | None = None
    module: str | None = None
    overdue_at: datetime | None = None
    owners: tuple[int, ...] | None = None
    listed: bool = False


def find_issue(session: Session, issue_id: int) -> Issue | None:
    """The problem with this id."""
    return session.get(Issue, issue_id)


def find_issue_by_number(session: Session, year: int, number: int) -> Issue | None:
    """The problem with this number."""
    return session.exec(select(Issue).where(Issue.year == year, Issue.number == number)).first()


def get_issue_for_update(session: Session, issue_id: int) -> Issue | None:
    """The problem as it is now, locked until the transaction ends: of two who act at once, one waits."""
    statement = select(Issue).where(Issue.id == issue_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_issues(session: Session, wanted: IssueFilter, *, limit: int, offset: int = 0) -> list[Issue]:
    """One page: what is open first, by its deadline, listed ones before all; then the newest.

    Only ids are put in order, the rows of the page are read afterwards: their texts are long.
    """
    is_over = case((col(Issue.state).in_(OPEN_STATES), 0), else_=1)
    unlisted = case((col(Issue.is_listed), 0), else_=1)
    undated = case((col(Issue.due_at).is_(None), 1), else_=0)
    first_come = case((col(Issue.state).in_(OPEN_STATES), col(Issue.id)), else_=-col(Issue.id))
    order = (is_over, unlisted, undated, col(Issue.due_at), first_come)
    ids = select(Issue.id).where(*conditions_of(wanted)).order_by(*order).limit(limit).offset(offset)
    page = list(session.exec(ids))
    found = {issue.id: issue for issue in session.exec(select(Issue).where(col(Issue.id).in_(page)))}
    return [found[issue_id] for issue_id in page if issue_id in found]


def count_issues(session: Session, wanted: IssueFilter) -> int:
    """How many there are."""
    return session.exec(select(func.count()).select_from(Issue).where(*conditions_of(wanted))).one()


def search_issues(session: Session, wanted: IssueFilter, *, limit: int) -> list[Issue]:
    """The newest that contain every word of `wanted.words`."""
    statement = select(Issue).where(*conditions_of(wanted)).order_by(col(Issue.id).desc())
    return list(session.exec(statement.limit(limit)))


def list_enterprises(session: Session, unit_ids: Iterable[int], limit: int) -> list[str]:
    """Names of enterprises that these units reported about, the latest first."""
    statement = (
        select(Issue.enterprise, func.max(Issue.id))
        .where(col(Issue.enterprise).is_not(None), col(Issue.reporter_unit_id).in_(list(unit_ids)))
        .group_by(col(Issue.enterprise))
        .order_by(func.max(Issue.id).desc())
    )
    return [name for name, _ in session.exec(statement.limit(limit)) if name]


def conditions_of(wanted: IssueFilter) -> Sequence[ColumnElement[bool]]:
    """A filter as conditions on the table."""
    found: list[ColumnElement[bool]] = []
    if wanted.acting is not None:
        found.append(_waits_for(wanted.acting, wanted.fronts))
    if wanted.reporter is not None:
        found.append(col(Issue.reporter_id) == wanted.reporter)
    if wanted.bodies is not None:
        found.append(_concerns(wanted.bodies, wanted.visible_to))
    if wanted.states:
        found.append(col(Issue.state).in_(wanted.states))
    if wanted.industry is not None:
        found.append(col(Issue.industry) == wanted.industry)
    if wanted.module is not None:
        found.append(col(Issue.module) == wanted.module)
    if wanted.listed:
        found.append(col(Issue.is_listed).is_(True))
    if wanted.owners is not None:
        found.append(col(Issue.owner_id).in_(wanted.owners))
    if wanted.overdue_at is not None:
        found += [col(Issue.state).in_(OPEN_STATES), col(Issue.due_at) < wanted.overdue_at]
    found += [_contains(word) for word in wanted.words]
    return found


def _waits_for(person_id: int, fronts: tuple[int, ...]) -> ColumnElement[bool]:
    to_take = col(Issue.state).in_((IssueState.WAITING, IssueState.RETURNED))
    mine = and_(col(Issue.state) == IssueState.HANDLING, col(Issue.lead_id) == person_id)
    to_judge = and_(col(Issue.state) == IssueState.CONFIRMING, col(Issue.reporter_id) == person_id)
    return or_(and_(to_take, col(Issue.owner_id).in_(fronts)), mine, to_judge)


def _concerns(bodies: tuple[int, ...], person_id: int | None) -> ColumnElement[bool]:
    own: ColumnElement[bool] = false()
    if person_id is not None:
        own = or_(col(Issue.reporter_id) == person_id, col(Issue.lead_id) == person_id)
    columns = (Issue.owner_id, Issue.reporter_unit_id, Issue.place_id, Issue.helper_id)
    theirs: ColumnElement[bool] = col(IssueParty.body_id).in_(bodies)
    if person_id is not None:
        theirs = or_(theirs, col(IssueParty.person_id) == person_id)
    is_party = exists().where(col(IssueParty.issue_id) == col(Issue.id), theirs)
    return or_(own, is_party, *(col(column).in_(bodies) for column in columns))


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Issue.title, Issue.enterprise, Issue.text)
    return or_(*(col(column).contains(word, autoescape=True) for column in columns))
