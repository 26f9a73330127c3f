"""Request cards: who decides about an account sees what is known of it, and confirms or refuses."""

from telegram import Update

from handlers.identity.accounts import REQUEST_CARD, REQUEST_EXPIRES, tell_account, welcome_bound
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.identity import (
    Decision,
    confirm_request,
    expire_request,
    get_request,
    may_decide,
    refuse_request,
)
from services.people import hats_of, unit_on
from services.rights import Right, may
from storage.accounts import BindingRequest, BindingRequestKind, find_bound_account
from storage.base import require_id
from storage.due import Due, DueState
from storage.people import Person, find_person

routes = Routes()


@routes.card(REQUEST_CARD)
def view_request(turn: Turn, request_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A request as one of those who decide sees it; nobody else sees it."""
    request = get_request(turn.session, request_id)
    if reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    if not may_decide(turn.session, hats, request, turn.today):
        return None
    person = find_person(turn.session, request.person_id)
    return "identity/request", {
        "request": request,
        "person": person,
        "unit": unit_on(turn.session, person, turn.today) if person else None,
        "has_account": _has_account(turn, request),
        "may_choose": may(Right.BIND_PEOPLE, hats) and request.kind == BindingRequestKind.UNKNOWN_NUMBER,
        "decider": find_person(turn.session, request.decided_by),
    }


@routes.tap("identity.confirm")
def confirm(update: Update, turn: Turn) -> None:
    """Tap on confirming. Raises NotAllowed, RequestDecided, NumberTaken."""
    decision = confirm_request(turn.session, turn.press.subject, by=turn.me, on=turn.today, now=turn.now)
    turn.answer("identity/request_confirmed_toast")
    show_decision(turn, decision)


@routes.tap("identity.refuse")
def refuse(update: Update, turn: Turn) -> None:
    """Tap on refusal. Raises NotAllowed, RequestDecided."""
    request = refuse_request(turn.session, turn.press.subject, by=turn.me, on=turn.today, now=turn.now)
    tell_account(turn, request.user_id, "identity/request_refused")
    turn.refresh_cards(REQUEST_CARD, require_id(request.id))


@routes.due(REQUEST_EXPIRES)
def expire(due: Due, turn: Turn) -> None:
    """Nobody has decided in time: the account is told, the cards lose their buttons."""
    request = expire_request(turn.session, due.subject_id or 0, now=turn.now)
    if request is None:
        due.state = DueState.MISSED
        return
    tell_account(turn, request.user_id, "identity/request_expired")
    turn.refresh_cards(REQUEST_CARD, require_id(request.id))


def show_decision(turn: Turn, decision: Decision) -> None:
    """A request was confirmed: everybody concerned hears of it."""
    if decision.request.kind == BindingRequestKind.NEW_NUMBER:
        tell_account(turn, decision.request.user_id, "identity/number_updated", decision.person)
    else:
        welcome_bound(turn, decision)
    turn.refresh_cards(REQUEST_CARD, require_id(decision.request.id))


def _has_account(turn: Turn, request: BindingRequest) -> bool:
    if request.person_id is None:
        return False
    return find_bound_account(turn.session, request.person_id) is not None
