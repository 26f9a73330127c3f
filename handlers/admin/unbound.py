"""Who has no account yet, by unit, and who cannot be reached."""

from collections import defaultdict

from telegram import Update

from handlers.reachability import unreachable_facts
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.rights import Right
from storage.accounts import list_people_unbound
from storage.base import require_id
from storage.bodies import Body, BodyNotFound, get_body
from storage.people import Person, list_people

routes = Routes()

UNITS_A_PAGE = 8
PEOPLE_A_PAGE = 20


@routes.tap("admin.unbound")
def unbound(update: Update, turn: Turn) -> None:
    """Units with people who are not bound, the most first. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    page = turn.press.number()
    units = sorted(_unbound_by_unit(turn).items(), key=lambda entry: (-len(entry[1]), entry[0]))
    shown = units[page * UNITS_A_PAGE : (page + 1) * UNITS_A_PAGE]
    missing = sum(len(people) for _, people in units)
    turn.edit(
        "admin/unbound",
        units=[{"body": get_body(turn.session, unit_id), "count": len(people)} for unit_id, people in shown],
        missing=missing,
        total=len(list_people(turn.session)),
        page=page,
        more=len(units) > (page + 1) * UNITS_A_PAGE,
    )


@routes.tap("admin.unbound_unit")
def unbound_of_unit(update: Update, turn: Turn) -> None:
    """The people of one unit who are not bound. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    unit, page = _unit(turn), turn.press.number()
    people = _unbound_by_unit(turn)[require_id(unit.id)]
    shown = people[page * PEOPLE_A_PAGE : (page + 1) * PEOPLE_A_PAGE]
    more = len(people) > (page + 1) * PEOPLE_A_PAGE
    turn.edit("admin/unbound_unit", unit=unit, people=shown, count=len(people), page=page, more=more)


@routes.tap("admin.unreachable")
def unreachable(update: Update, turn: Turn) -> None:
    """Who takes no messages. Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    turn.edit("admin/unreachable", people=unreachable_facts(turn))


def _unbound_by_unit(turn: Turn) -> dict[int, list[Person]]:
    units: dict[int, list[Person]] = defaultdict(list)
    for person in list_people_unbound(turn.session):
        units[person.unit_id].append(person)
    return units


def _unit(turn: Turn) -> Body:
    try:
        return get_body(turn.session, turn.press.subject)
    except BodyNotFound:
        raise Stale from None
