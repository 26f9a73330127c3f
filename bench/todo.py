"""How long /todo, the board, the lists and a digest take with 20,000 problems, on the thread that acts."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlmodel import Session, insert, select

from bench.figures import percentile
from bench.synthetic_policies import demo_rows
from handlers.boards import board_facts
from handlers.features import all_routes
from handlers.house import House
from handlers.issues.listing import list_facts
from handlers.issues.occasions import occasion_of
from handlers.sender import Sender
from handlers.todo import todo_facts
from handlers.turn import Turn
from services.digests import make_office_digest
from services.issues import IssueView, Wish, find_by_words
from services.mechanism import default_mechanism
from services.roster import load_demo_roster
from storage.base import require_id, table_of
from storage.bodies import Body, BodyKind, list_bodies
from storage.database import Database
from storage.issues import MODULES, OPEN_STATES, Issue, IssueState
from storage.migrate import migrate
from storage.people import Membership, Person
from storage.structure import load_structure


def _titles() -> Sequence[str]:
    """Real Chinese titles, from the shipped list of policies."""
    return [row[next(iter(row))][:20] for row in demo_rows()]


ISSUES = 20_000
OPEN_SHARE = 0.4
CALLS = 120
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
GOAL = "p99 < 50 ms"
OWNERS = (BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE, BodyKind.TOWNSHIP, BodyKind.OFFICE)
TIERS = ("ordinary", "major", "critical")
TITLES = _titles()


def run(issues: int = ISSUES, calls: int = CALLS) -> dict[str, object]:
    """Milliseconds per question: finding, deciding what the person may do, rendering."""
    with tempfile.TemporaryDirectory() as home:
        database = Database(f"sqlite:///{Path(home) / 'bench.db'}")
        _furnish(database, issues)
        found: dict[str, object] = {"issues": issues, "open": round(issues * OPEN_SHARE), "goal": GOAL}
        for name, ask in QUESTIONS.items():
            times = _time(database, ask, calls)
            found[name] = {
                "p50_ms": round(percentile(times, 0.5), 1),
                "p99_ms": round(percentile(times, 0.99), 1),
            }
        database.dispose()
    return found


def _todo(turn: Turn) -> None:
    turn.render("todo/list", todo_facts(turn, 0))


def _board(turn: Turn) -> None:
    turn.render("boards/board", board_facts(turn))


def _list(turn: Turn) -> None:
    turn.render("issues/list", list_facts(turn, Wish(IssueView.OVERDUE), 0))


def _digest(turn: Turn) -> None:
    make_office_digest(occasion_of(turn), since=turn.now - timedelta(days=1))


def _search(turn: Turn) -> None:
    find_by_words(turn.session, turn.hats, TITLES[0][:4], limit=10)


QUESTIONS: dict[str, Callable[[Turn], None]] = {
    "todo": _todo,
    "board": _board,
    "list": _list,
    "digest": _digest,
    "search": _search,
}


def _time(database: Database, ask: Callable[[Turn], None], calls: int) -> list[float]:
    people = _people(database)
    times = []
    for number in range(calls + 5):
        with _turn(database, people[number % len(people)]) as turn:
            started = time.perf_counter()
            ask(turn)
            times.append((time.perf_counter() - started) * 1000)
    return times[5:]


@contextmanager
def _turn(database: Database, person_id: int) -> Iterator[Turn]:
    house = House(default_mechanism(), ZONE, Path())
    with database.begin() as session:
        turn = Turn(session=session, now=NOW, house=house, routes=all_routes(), sender=Sender())
        yield replace(turn, person=session.get(Person, person_id))


def _people(database: Database) -> list[int]:
    """The whole roster, mixed: clerks, liaison officers, leaders, the office."""
    with database.begin() as session:
        people = list(session.exec(select(Person.id).order_by(Person.phone)))
    Random(5).shuffle(people)
    return [require_id(person) for person in people]


def _furnish(database: Database, issues: int) -> None:
    migrate(database)
    with database.begin() as session:
        load_structure(session)
        load_demo_roster(session, now=NOW, zone=ZONE)
    with database.begin() as session:
        session.execute(insert(table_of(Issue)), list(_rows(session, issues)))


def _rows(session: Session, count: int) -> Iterator[dict[str, object]]:
    random = Random(7)
    bodies = list_bodies(session, *OWNERS)
    members = {require_id(body.id): _members(session, body) for body in bodies}
    grounds = [body for body in bodies if body.kind == BodyKind.TOWNSHIP]
    for number in range(1, count + 1):
        yield _row(random, number, count, random.choice(bodies), random.choice(grounds), members)


def _members(session: Session, body: Body) -> list[int]:
    statement = select(Membership.person_id).where(Membership.body_id == require_id(body.id))
    return list(session.exec(statement)) or [1]


def _row(
    random: Random, number: int, count: int, owner: Body, ground: Body, members: dict[int, list[int]]
) -> dict[str, object]:
    owner_id, ground_id = require_id(owner.id), require_id(ground.id)
    is_open = random.random() < OPEN_SHARE
    state = random.choice(OPEN_STATES) if is_open else IssueState.CLOSED
    reported = NOW - timedelta(days=random.random() * 300)
    due = NOW + timedelta(days=random.random() * 30 - 6)
    solved = None if is_open else reported + timedelta(days=random.random() * 20)
    title = random.choice(TITLES) + str(number)
    values = Issue(
        year=2026, number=number, title=title, text=title * 6, module=random.choice(MODULES),
        tier=random.choice(TIERS), industry=owner.industry, place_id=ground_id, state=state,
        reporter_id=random.choice(members[ground_id]), reporter_unit_id=ground_id, owner_id=owner_id,
        lead_id=None if state == IssueState.WAITING else random.choice(members[owner_id]),
        moved_at=reported, reported_at=reported, due_at=due if is_open else None, solve_due_at=due,
        solved_at=solved, closed_at=solved, verdict=None if is_open else "satisfied",
    )  # fmt: skip
    return values.model_dump(exclude={"id"})
