"""The office's daily digest and the leaders' weekly three lines, each once, also after downtime (M17)."""

from dataclasses import replace
from datetime import datetime

from handlers.boards import named_rows
from handlers.issues.occasions import occasion_of
from handlers.routes import Routes
from handlers.todo import list_items
from handlers.turn import Turn
from services import digests as service
from services.calendar import CalendarMissing
from services.digests import make_leader_digests, make_office_digest, plan_next_digest
from services.people import list_leaders, list_office_people
from services.rights import Right, may
from storage.due import Due
from storage.issues import OPEN_STATES
from storage.people import get_person

routes = Routes()

INSTRUCT = "instruction.give"
DECISIONS = 3
"""Matters that a leader's digest names with their buttons; /todo has the rest."""
LISTED = 3
"""Listed matters that a leader's digest names for each task force."""


def plan_digests(turn: Turn) -> None:
    """At the start: the next digests are planned, unless they are."""
    service.plan_digests(turn.session, turn.house.mechanism.digests, turn.working_time, now=turn.now)


@routes.due(service.OFFICE)
def tell_office(due: Due, turn: Turn) -> None:
    """Every working morning: what is new, what is open, overdue, due today, listed."""
    found = make_office_digest(occasion_of(turn), since=_since(due))
    turn.tell(
        list_office_people(turn.session, turn.today),
        "digests/office",
        purpose=due.key,
        digest=found,
        states=OPEN_STATES,
        unknown_year=_unknown_year(turn),
        overdue=named_rows(turn, found.overdue.first),
        due_today=named_rows(turn, found.due_today.first),
        listed=named_rows(turn, found.listed.first),
    )
    _plan_next(turn, service.OFFICE)


@routes.due(service.LEADERS)
def begin_leaders(due: Due, turn: Turn) -> None:
    """Once a week: each leader gets a row of their own, so that presses of others get their turn between."""
    for leader in list_leaders(turn.session, turn.today):
        service.plan_leader(turn.session, due, leader, now=turn.now)
    _plan_next(turn, service.LEADERS)


@routes.due(service.LEADER)
def tell_leader(due: Due, turn: Turn) -> None:
    """A leader's week in three lines for each task force, and what waits for their decision."""
    leader = get_person(turn.session, due.person_id or 0)
    own = replace(turn, person=leader, _hats=None)
    parts = [
        {
            "digest": found,
            "worst": named_rows(turn, found.overdue.first[:1]),
            "listed": named_rows(turn, found.listed.first[:LISTED]),
        }
        for found in make_leader_digests(occasion_of(own), own.hats, since=_since(due))
    ]
    items = list_items(own)
    turn.tell(
        leader,
        "digests/leader",
        purpose=due.key,
        parts=parts,
        items=items[:DECISIONS],
        more=max(0, len(items) - DECISIONS),
        may_instruct=INSTRUCT in turn.routes.taps and may(Right.INSTRUCT, own.hats),
        long_days=turn.house.mechanism.due_reminders.copy_leader_after_workdays,
    )


def _since(due: Due) -> datetime:
    return datetime.fromisoformat(str(due.payload["since"]))


def _plan_next(turn: Turn, kind: str) -> None:
    rules = turn.house.mechanism.digests
    plan_next_digest(turn.session, kind, rules, turn.working_time, now=turn.now)


def _unknown_year(turn: Turn) -> int | None:
    """The year whose days off are not known, if today falls into it."""
    try:
        turn.working_time.is_workday(turn.now)
    except CalendarMissing:
        return turn.today.year
    return None
