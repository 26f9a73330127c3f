"""The first page of /admin, the list of requests, and how far the holidays are known."""

from telegram import Update

from handlers.identity.accounts import REQUEST_CARD
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.identity import get_request
from services.rights import Right
from storage.accounts import (
    count_open_requests,
    list_open_requests,
    list_people_unbound,
    list_people_unreachable,
    list_tied_groups,
)
from storage.base import require_id
from storage.inbox import count_parked
from storage.people import find_person

routes = Routes()

MOST_REQUESTS = 10


@routes.command("admin")
def admin(update: Update, turn: Turn) -> None:
    """The office and administrators only. Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    turn.say("admin/menu", menu_facts(turn))


@routes.tap("admin.menu")
def back_to_menu(update: Update, turn: Turn) -> None:
    """Tap on going back. Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    turn.edit("admin/menu", **menu_facts(turn))


@routes.tap("admin.requests")
def requests(update: Update, turn: Turn) -> None:
    """Requests that wait for a decision. Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    waiting = list_open_requests(turn.session)
    shown = [
        {"request": request, "person": find_person(turn.session, request.person_id)}
        for request in waiting[:MOST_REQUESTS]
    ]
    turn.edit("admin/requests", requests=shown, count=len(waiting))


@routes.tap("admin.request")
def open_request(update: Update, turn: Turn) -> None:
    """The card of one request. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    request = get_request(turn.session, turn.press.subject)
    if turn.show_card(REQUEST_CARD, require_id(request.id)) is None:
        turn.answer("system/not_allowed", alert=True)


@routes.tap("admin.holidays")
def holidays(update: Update, turn: Turn) -> None:
    """Until when working days are known. Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    calendar = turn.working_time.calendar
    known_until = calendar.known_until(turn.today)
    next_year_known = calendar.knows(turn.today.year + 1)
    turn.edit("admin/holidays", known_until=known_until, today=turn.today, next_year_known=next_year_known)


def menu_facts(turn: Turn) -> Facts:
    """How many of each wait."""
    session = turn.session
    return {
        "requests": count_open_requests(session),
        "unbound": len(list_people_unbound(session)),
        "unreachable": len(list_people_unreachable(session)),
        "parked": count_parked(session) if turn.may(Right.ADMINISTER) else None,
        "groups": len(list_tied_groups(session)),
    }
