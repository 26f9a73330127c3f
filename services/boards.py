"""The board: every open problem that somebody may see, counted by body, state and age (M2, M17)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session

from services.issues import Marks, Occasion, workdays_left
from services.issues.seeing import visible_filter
from services.mechanism import Boards
from services.people import Hats
from storage.base import require_id
from storage.bodies import Body, BodyKind, get_body, list_bodies
from storage.issues import (
    ClosedCount,
    Issue,
    IssueFilter,
    OpenCount,
    count_closed,
    count_open,
    count_reports,
    list_issues,
)
from storage.people import Role

DAY = timedelta(days=1)
ABOVE = (BodyKind.LEADING_GROUP, BodyKind.LEADERSHIP)
"""Bodies to which leaders belong, and nothing is routed."""


class Scope(StrEnum):
    """How much a board counts."""

    LED = "led"
    """The task forces that a leader is in charge of."""
    SEEN = "seen"
    """All that somebody may see."""


@dataclass(frozen=True)
class Named:
    """A problem that is named among counts. `overdue_days`: working days since its clock ended, 0 before."""

    issue: Issue
    overdue_days: int


@dataclass
class Load:
    """What one body has open, and what it has closed in the period."""

    body: Body
    states: Counter[str] = field(default_factory=Counter)
    overdue: int = 0
    soon: int = 0
    closed: int = 0
    timely: int = 0

    @property
    def total(self) -> int:
        """All that is open."""
        return self.states.total()


@dataclass(frozen=True)
class Age:
    """Open problems reported more than `over` and at most `upto` days ago (None: however long)."""

    over: int
    upto: int | None
    total: int


@dataclass(frozen=True)
class Board:
    """Counts at one moment. `loads`: the bodies with something open, most pressing first.

    `bodies` names whose matters it counts: none for everything. The period ends now.
    """

    scope: Scope
    bodies: tuple[Body, ...]
    loads: tuple[Load, ...]
    ages: tuple[Age, ...]
    states: Counter[str]
    overdue: int
    soon: int
    listed: int
    period_days: int
    closed: int
    timely: int
    verdicts: Counter[str]

    @property
    def total(self) -> int:
        """All that is open."""
        return self.states.total()

    @property
    def timely_percent(self) -> int | None:
        """How much of what was closed in the period was solved on time; None when nothing was."""
        return percent(self.timely, self.closed)


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, never rounded up to a hundred; None of nothing."""
    return 100 * part // whole if whole else None


def led_bodies(hats: Hats) -> list[Body]:
    """The task forces that somebody is in charge of as a leader."""
    return [body for body in hats.bodies(BodyKind.TASK_FORCE) if hats.has_role(body, Role.LEAD_LEADER)]


def list_scopes(hats: Hats) -> list[Scope]:
    """The scopes that somebody may choose from, the usual one first."""
    return [Scope.LED, Scope.SEEN] if led_bodies(hats) else [Scope.SEEN]


def make_board(
    session: Session, hats: Hats, *, rules: Boards, marks: Marks, scope: Scope | None = None
) -> Board:
    """What somebody may see, counted; of a leader's task forces, if so wanted."""
    scopes = list_scopes(hats)
    scope = scope if scope in scopes else scopes[0]
    wanted = visible_filter(hats)
    if scope is Scope.SEEN:
        return count_board(session, wanted, _seen_bodies(hats, wanted), scope, rules=rules, marks=marks)
    bodies = led_bodies(hats)
    wanted = replace(wanted, owners=tuple(require_id(body.id) for body in bodies))
    return count_board(session, wanted, bodies, scope, rules=rules, marks=marks)


def list_pinned(occasion: Occasion, hats: Hats, board: Board) -> tuple[Named, ...]:
    """The listed problems that stand first on a board (M16, scenario 10)."""
    if not board.listed:
        return ()
    wanted = replace(visible_filter(hats), listed=True)
    if board.scope is Scope.LED:
        wanted = replace(wanted, owners=tuple(require_id(body.id) for body in board.bodies))
    return name_issues(
        occasion, list_issues(occasion.session, wanted, limit=occasion.mechanism.boards.pinned)
    )


def name_issues(occasion: Occasion, issues: Iterable[Issue]) -> tuple[Named, ...]:
    """Problems with the working days by which each is overdue."""
    return tuple(Named(one, max(0, -(workdays_left(occasion, one) or 0))) for one in issues)


def count_board(
    session: Session,
    wanted: IssueFilter,
    bodies: Sequence[Body],
    scope: Scope = Scope.SEEN,
    *,
    rules: Boards,
    marks: Marks,
) -> Board:
    """All problems of a filter, counted; `bodies` names whose they are."""
    now, since = marks.now, marks.now - rules.period_days * DAY
    old = [now - days * DAY for days in rules.age_days]
    opened = count_open(session, wanted, now=now, soon=marks.soon, marks=old)
    closed = count_closed(session, wanted, since=since, until=now)
    loads = _loads(session, opened, closed)
    return Board(
        scope=scope,
        bodies=tuple(bodies),
        loads=tuple(sorted(loads, key=lambda load: (-load.overdue, -load.total, load.body.rank))),
        ages=_ages(rules.age_days, opened),
        states=_states(opened),
        overdue=sum(count.overdue for count in opened),
        soon=sum(count.soon for count in opened),
        listed=sum(count.listed for count in opened),
        period_days=rules.period_days,
        closed=sum(count.total for count in closed),
        timely=sum(count.timely for count in closed),
        verdicts=_verdicts(closed),
    )


def list_reports(session: Session) -> list[tuple[Body, int]]:
    """How often each unit has reported, merged reports and joined ones included; most first (scenario 6)."""
    counted = count_reports(session)
    found = [(get_body(session, body_id), count) for body_id, count in counted.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].rank))


def _seen_bodies(hats: Hats, wanted: IssueFilter) -> tuple[Body, ...]:
    if wanted.bodies is None:
        return ()
    return tuple(body for body in hats.bodies() if body.kind not in ABOVE)


def _loads(session: Session, opened: Iterable[OpenCount], closed: Iterable[ClosedCount]) -> list[Load]:
    known = {require_id(body.id): Load(body) for body in list_bodies(session, also_inactive=True)}
    for count in opened:
        load = known[count.owner_id]
        load.states[count.state] += count.total
        load.overdue += count.overdue
        load.soon += count.soon
    for done in closed:
        known[done.owner_id].closed += done.total
        known[done.owner_id].timely += done.timely
    return [load for load in known.values() if load.total]


def _ages(bounds: Sequence[int], opened: Sequence[OpenCount]) -> tuple[Age, ...]:
    """`younger` is cumulative: what is between two marks is their difference."""
    total = sum(count.total for count in opened)
    younger = [sum(count.younger[place] for count in opened) for place in range(len(bounds))]
    edges = [*zip((0, *bounds), (*bounds, None), strict=True)]
    shares = zip((0, *younger), (*younger, total), strict=True)
    return tuple(
        Age(over, upto, more - less) for (over, upto), (less, more) in zip(edges, shares, strict=True)
    )


def _states(opened: Iterable[OpenCount]) -> Counter[str]:
    found: Counter[str] = Counter()
    for count in opened:
        found[count.state] += count.total
    return found


def _verdicts(closed: Iterable[ClosedCount]) -> Counter[str]:
    found: Counter[str] = Counter()
    for count in closed:
        found[count.verdict or "unrated"] += count.total
    return found
