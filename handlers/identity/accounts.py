"""Saying something to an account, whoever stands behind it by now; what follows when one is bound."""

from datetime import timedelta

from handlers.identity.help import help_facts
from handlers.menus import refresh_menu, withdraw_menu
from handlers.posting import Destination, Manner, post_message
from handlers.turn import Turn
from services.identity import Decision, deciders_of
from storage.accounts import Account, BindingRequest, find_account
from storage.base import require_id
from storage.cards import list_cards
from storage.due import Due, schedule
from storage.people import Person

REQUEST_CARD = "binding_request"
REQUEST_EXPIRES = "identity.request_expires"


def tell_account(
    turn: Turn, user_id: int, template: str, person: Person | None = None, **facts: object
) -> None:
    """Say something in the private chat of an account, bound or not."""
    post_message(
        turn.session,
        turn.render(template, facts),
        Destination(user_id, None, person.id if person else None),
        Manner(turn.priority),
        now=turn.now,
        template=template,
    )


def welcome(turn: Turn, account: Account, person: Person, *, news: bool) -> None:
    """The home row, help that fits, and the menu. `news`: the account has just been bound."""
    facts = help_facts(turn, person)
    tell_account(turn, account.user_id, "identity/welcome", person, name=person.name, news=news, **facts)
    refresh_menu(turn, account, person, anew=True)


def welcome_bound(turn: Turn, decision: Decision) -> None:
    """Somebody was bound by a decision: they are welcomed, the account that was valid before is told once."""
    account = find_account(turn.session, decision.request.user_id)
    if account is not None:
        welcome(turn, account, decision.person, news=True)
    if decision.replaced is not None:
        withdraw_menu(turn, decision.replaced)
        tell_account(turn, decision.replaced.user_id, "identity/account_revoked")


def put_to_deciders(turn: Turn, request: BindingRequest) -> None:
    """Show a request to those who decide; who has its card already sees it change."""
    request_id = require_id(request.id)
    if not request.says_something:
        return
    having = {card.person_id for card in list_cards(turn.session, REQUEST_CARD, request_id)}
    asked = deciders_of(turn.session, request, turn.today)
    turn.send_card([person for person in asked if person.id not in having], REQUEST_CARD, request_id)
    if having:
        turn.refresh_cards(REQUEST_CARD, request_id)
    hours = turn.house.mechanism.identity.request_hours
    expires = request.created_at + timedelta(hours=hours)
    key = f"{REQUEST_EXPIRES}:{request_id}"
    schedule(turn.session, Due(key=key, kind=REQUEST_EXPIRES, subject_id=request_id, due_at=expires))
