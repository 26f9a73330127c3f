"""At the door: who knocks, may they come in here, and what they hear when they may not."""

from datetime import datetime

from telegram import Update

from handlers import cards, forms, reachability
from handlers.effects import answer_inline
from handlers.house import House
from handlers.press import parse_press
from handlers.routes import Routes
from handlers.sender import sender_of
from handlers.turn import Turn
from services.outcomes import NotBound, Outcome, Stale
from storage.accounts import AccountState, find_account, find_bound_group
from storage.cards import find_card_at
from storage.database import Session
from storage.people import get_person
from templates import words

CANCEL = "cancel"
"""The one command that does not leave a form with its draft kept: it gives the draft up."""


def open_turn(update: Update, *, session: Session, now: datetime, house: House, routes: Routes) -> Turn:
    """A turn for an update: its sender is looked up, nothing has happened yet."""
    turn = Turn(session=session, now=now, house=house, routes=routes, sender=sender_of(update))
    account = find_account(session, turn.sender.user_id) if turn.sender.user_id else None
    turn.account = account
    if account and account.person_id and account.state == AccountState.BOUND:
        person = get_person(session, account.person_id)
        turn.person = person if person.active else None
    if turn.person and turn.sender.is_private and (update.message or update.callback_query):
        reachability.notice_presence(turn)
    if update.callback_query:
        turn.press = parse_press(update.callback_query.data or "")
    return turn


def enter_command(turn: Turn, update: Update, name: str) -> None:
    """Somebody wrote /name. Raises NotBound for strangers who may not use it; groups are left in peace."""
    door = turn.routes.commands.get(name)
    private = turn.sender.is_private
    if door is None:
        if private:
            turn.handler = "unknown command"
            _require_bound(turn)
            turn.reply("system/unknown_command", command=name)
        return
    if private and not door.private:
        _require_bound(turn)
        turn.reply("system/group_only", command=name)
        return
    if not private and not (door.group and (door.unbound_groups or _is_our_group(turn))):
        return
    turn.handler = f"/{name}"
    if not door.strangers:
        _require_bound(turn)
    if private and turn.is_bound and name != CANCEL:
        forms.leave_form(turn)
    door.handler(update, turn)


def enter_tap(turn: Turn, update: Update) -> None:
    """Somebody tapped an inline button. Raises Stale for one that we never made, NotBound for strangers."""
    door = turn.routes.taps.get(turn.press.verb)
    turn.handler = f"tap {turn.press.verb}"
    if door is None or not door.strangers:
        _require_bound(turn)
    if door is None:
        raise Stale
    door.handler(update, turn)


def enter_event(turn: Turn, update: Update, name: str) -> None:
    """Anything else happened: free text, an inline query, a change of membership …

    Raises NotBound for strangers who try inline mode.
    """
    if name == "inline":
        _require_bound(turn)
    handler = turn.routes.events.get(name)
    if handler is None:
        return
    turn.handler = name
    handler(update, turn)


def explain(turn: Turn, outcome: Outcome) -> None:
    """Tell the person why an action was not carried out, and bring the card that they saw up to date."""
    if turn.sender.inline_query_id:
        to_bind = {"text": words("inline")["bind"], "start_parameter": "bind"}
        button = to_bind if isinstance(outcome, NotBound) else None
        turn.effects.append(answer_inline(turn.sender.inline_query_id, [], button=button))
        return
    if turn.sender.callback_query_id:
        turn.answer_with(outcome.template, outcome.facts)
        _refresh_seen_card(turn)
        return
    if turn.sender.is_private or not isinstance(outcome, NotBound):
        turn.say(outcome.template, outcome.facts)


def apologise(turn: Turn) -> None:
    """Something broke on our side: say so once."""
    if turn.sender.callback_query_id:
        turn.answer("system/apology_short", alert=True)
    elif turn.sender.inline_query_id:
        turn.effects.append(answer_inline(turn.sender.inline_query_id, []))
    elif turn.sender.is_private and turn.sender.chat_id:
        turn.reply("system/apology")


def _require_bound(turn: Turn) -> None:
    if not turn.is_bound:
        raise NotBound


def _is_our_group(turn: Turn) -> bool:
    return find_bound_group(turn.session, turn.sender.chat_id, turn.sender.thread_id) is not None


def _refresh_seen_card(turn: Turn) -> None:
    if not turn.is_bound or turn.sender.message_id is None:
        return
    card = find_card_at(turn.session, turn.sender.chat_id, turn.sender.message_id)
    if card is not None and card.live:
        cards.refresh(turn, card.subject_kind, card.subject_id)
