"""Queries over problems. Filters are conditions; rights are decided in the services."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_
from sqlmodel import Session, col, select

from storage.bodies import Body, BodyKind
from storage.issues.endorsements import Endorsement
from storage.issues.judgements import Judgement
from storage.issues.parties import IssueParty, PartyKind
from storage.issues.rows import OPEN_STATES, Issue, IssueState
from storage.issues.sounds import sounds_asked_for
from storage.people import Person


@dataclass(frozen=True)
class IssueFilter:
    """Which problems. Empty fields do not narrow; ids are of people and bodies.

    `acting` (a person) and `fronts` (bodies whose matters that person may take on) together ask for what
    waits for them; `visible_to` and `bodies` together for what they may see. `overdue_at` asks for open
    problems whose clock will have ended by then, `due_after` for those that had not ended before.
    `by_sound` takes words also for what sounds like them.
    """

    acting: int | None = None
    fronts: tuple[int, ...] = ()
    reporter: int | None = None
    bodies: tuple[int, ...] | None = None
    visible_to: int | None = None
    states: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())
    by_sound: bool = False
    industry: str | None = None
    module: str | None = None
    overdue_at: datetime | None = None
    due_after: datetime | None = None
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


def list_upheld(session: Session) -> list[Issue]:
    """What the office has found to be right twice and has not listed yet (scenario 16)."""
    statement = select(Issue).where(
        Issue.state == IssueState.HANDLING, col(Issue.reopened) > 1, col(Issue.is_listed).is_(False)
    )
    return list(session.exec(statement.order_by(col(Issue.id))))


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


def list_all_issues(session: Session) -> list[Issue]:
    """Every problem there ever was, in the order of its number."""
    return list(session.exec(select(Issue).order_by(col(Issue.year), col(Issue.number))))


def count_issues(session: Session, wanted: IssueFilter) -> int:
    """How many there are."""
    return session.exec(select(func.count()).select_from(Issue).where(*conditions_of(wanted))).one()


def search_issues(session: Session, wanted: IssueFilter, *, limit: int) -> list[Issue]:
    """The newest that contain every word of `wanted.words`."""
    statement = select(Issue).where(*conditions_of(wanted)).order_by(col(Issue.id).desc())
    return list(session.exec(statement.limit(limit)))


def list_issues_led(session: Session, person_id: int) -> list[Issue]:
    """What is open and led by a person, the earliest deadline first."""
    undated = case((col(Issue.due_at).is_(None), 1), else_=0)
    statement = select(Issue).where(Issue.lead_id == person_id, col(Issue.state).in_(OPEN_STATES))
    return list(session.exec(statement.order_by(undated, col(Issue.due_at), col(Issue.id))))


def list_enterprises(session: Session, unit_ids: Iterable[int], limit: int) -> list[str]:
    """Names of enterprises that these units reported about, the latest first."""
    statement = (
        select(Issue.enterprise, func.max(Issue.id))
        .where(col(Issue.enterprise).is_not(None), col(Issue.reporter_unit_id).in_(list(unit_ids)))
        .group_by(col(Issue.enterprise))
        .order_by(func.max(Issue.id).desc())
    )
    return [name for name, _ in session.exec(statement.limit(limit)) if name]


def list_merged(session: Session, issue_id: int) -> list[Issue]:
    """The problems that go on as this one, by number."""
    statement = select(Issue).where(Issue.merged_into_id == issue_id)
    return list(session.exec(statement.order_by(col(Issue.year), col(Issue.number))))


def list_comparable(
    session: Session,
    *,
    since: datetime,
    place_id: int | None,
    industry: str | None,
    factor: str | None,
    limit: int,
) -> list[Issue]:
    """Open problems that may be the same matter, the newest first.

    They were reported since then, and are of a place, an industry or a field, as far as those are given.
    """
    near = [
        col(column) == value
        for column, value in ((Issue.place_id, place_id), (Issue.industry, industry), (Issue.factor, factor))
        if value is not None
    ]
    statement = select(Issue).where(col(Issue.state).in_(OPEN_STATES), col(Issue.reported_at) >= since)
    if near:
        statement = statement.where(or_(*near))
    return list(session.exec(statement.order_by(col(Issue.id).desc()).limit(limit)))


def count_reports(session: Session) -> dict[int, int]:
    """How often each unit (by id) has reported (scenario 6).

    Merged problems count for the unit that reported them, and so does joining one; what was withdrawn
    does not.
    """
    own = select(Issue.reporter_unit_id, func.count()).where(col(Issue.state) != IssueState.WITHDRAWN)
    joined = select(Endorsement.unit_id, func.count()).group_by(col(Endorsement.unit_id))
    counted: Counter[int] = Counter()
    for statement in (own.group_by(col(Issue.reporter_unit_id)), joined):
        counted.update(dict(session.exec(statement).all()))
    return dict(counted)


def conditions_of(wanted: IssueFilter) -> Sequence[ColumnElement[bool]]:
    """A filter as conditions on the table."""
    found: list[ColumnElement[bool]] = []
    if wanted.acting is not None:
        found.append(_waits_for(wanted.acting, wanted.fronts))
    if wanted.reporter is not None:
        found.append(_reported_by(wanted.reporter))
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
    if wanted.due_after is not None:
        found.append(col(Issue.due_at) >= wanted.due_after)
    found += [_contains(word, by_sound=wanted.by_sound) for word in wanted.words]
    return found


def _waits_for(person_id: int, fronts: tuple[int, ...]) -> ColumnElement[bool]:
    to_take = col(Issue.state).in_((IssueState.WAITING, IssueState.RETURNED))
    mine = and_(
        col(Issue.state) == IssueState.HANDLING, or_(col(Issue.lead_id) == person_id, stood_in_by(person_id))
    )
    judged = exists().where(
        col(Judgement.issue_id) == col(Issue.id),
        col(Judgement.phase) == col(Issue.phase),
        col(Judgement.person_id) == person_id,
    )
    to_judge = and_(col(Issue.state) == IssueState.CONFIRMING, _reported_by(person_id), ~judged)
    return or_(and_(to_take, col(Issue.owner_id).in_(fronts)), mine, to_judge)


def _reported_by(person_id: int) -> ColumnElement[bool]:
    """Reported by this person, alone or together with others (scenario 6)."""
    reported_the_same = exists().where(
        col(IssueParty.issue_id) == col(Issue.id),
        col(IssueParty.kind) == PartyKind.CO_REPORTER,
        col(IssueParty.person_id) == person_id,
    )
    return or_(col(Issue.reporter_id) == person_id, reported_the_same)


def stood_in_by(person_id: int) -> ColumnElement[bool]:
    """The condition that a person acts for the lead owner now (scenario 12)."""
    return exists().where(
        col(IssueParty.issue_id) == col(Issue.id),
        col(IssueParty.kind) == PartyKind.STAND_IN,
        col(IssueParty.person_id) == person_id,
        col(IssueParty.until).is_(None),
    )


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


def _contains(word: str, *, by_sound: bool) -> ColumnElement[bool]:
    """The word stands in it, or names whom or where it concerns."""
    columns = (Issue.title, Issue.enterprise, Issue.text)
    named = select(Body.id).where(
        or_(_holds(Body.name, word), _holds(Body.short_name, word)), col(Body.kind) != BodyKind.LEADERSHIP
    )
    people = select(Person.id).where(Person.name == word)
    found = [col(column).contains(word, autoescape=True) for column in columns]
    found += [col(column).in_(named) for column in (Issue.place_id, Issue.owner_id, Issue.reporter_unit_id)]
    found += [col(column).in_(people) for column in (Issue.reporter_id, Issue.lead_id)]
    if by_sound:
        found += [col(Issue.sound).contains(sound, autoescape=True) for sound in sounds_asked_for(word)]
    return or_(*found)


def _holds(column: str, word: str) -> ColumnElement[bool]:
    return col(column).contains(word, autoescape=True)
