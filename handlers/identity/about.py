"""/me, /help and /cancel."""

from telegram import Update

from handlers import forms
from handlers.identity.help import help_facts
from handlers.menus import refresh_menu
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import NotBound
from services.people import unit_on
from services.quiet_times import own_hours
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.conversations import ConversationState

routes = Routes()


@routes.command("me")
def me(update: Update, turn: Turn) -> None:
    """Who I am: unit, every hat, my groups, how I am reached."""
    if turn.account is not None:
        refresh_menu(turn, turn.account, turn.me)
    bodies = turn.hats.bodies()
    groups = [group for body in bodies for group in list_groups_of(turn.session, require_id(body.id))]
    turn.reply(
        "identity/me",
        person=turn.me,
        unit=unit_on(turn.session, turn.me, turn.today),
        hats=turn.hats.hats,
        groups=groups,
        account=turn.account,
        quiet=own_hours(turn.session, turn.my_id, turn.house.mechanism.quiet_hours),
    )


@routes.command("help", strangers=True)
def help_me(update: Update, turn: Turn) -> None:
    """What this person can do here. Raises NotBound."""
    if turn.person is None or turn.account is None:
        raise NotBound
    refresh_menu(turn, turn.account, turn.person)
    turn.say("identity/help", help_facts(turn, turn.person))


@routes.command("cancel")
def cancel(update: Update, turn: Turn) -> None:
    """Leave the form that is open; its draft is given up."""
    conversation = forms.find_form(turn)
    if conversation is None:
        turn.reply("identity/nothing_to_cancel")
        return
    forms.end_form(turn, conversation, ConversationState.CANCELLED)
    turn.reply("identity/cancelled")


@routes.tap("form.drop")
def drop(_update: Update, turn: Turn) -> None:
    """Tap on `cancel` under a form: it is given up; another one that is open stays open."""
    forms.end_form(turn, forms.tapped_form(turn), ConversationState.CANCELLED)
