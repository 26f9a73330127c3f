"""PTB's Application as a dispatcher: it finds the door, we open the transaction.

Handlers are synchronous, so a whole dispatch never really waits; `complete` runs it to its end on the
database thread, inside the transaction (docs/adr/0001).
"""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    JobQueue,
    MessageHandler,
    filters,
)

from bot.engine.line import TelegramLine
from handlers.doors import enter_command, enter_event, enter_tap
from handlers.routes import Routes
from handlers.turn import Turn

NoData = dict[Any, Any]
AnyQueue = JobQueue[CallbackContext[ExtBot[None], NoData, NoData, NoData]]
_turn: ContextVar[Turn] = ContextVar("turn")


class TurnContext(CallbackContext[TelegramLine, NoData, NoData, NoData]):
    """PTB's context, narrowed once: it carries the turn, no dictionaries."""

    @property
    def turn(self) -> Turn:
        """The turn in whose transaction this update is handled."""
        return _turn.get()


Dispatching = Application[TelegramLine, TurnContext, NoData, NoData, NoData, AnyQueue]
Door = Callable[[Turn, Update], None]
Callback = Callable[[Update, TurnContext], Coroutine[Any, Any, None]]


class Dispatcher(Application[TelegramLine, TurnContext, NoData, NoData, NoData, AnyQueue]):
    """An Application whose errors reach the engine, which alone can roll back."""

    async def process_error(
        self, update: object | None, error: Exception, job: object = None, coroutine: object = None
    ) -> bool:
        """Pass the error on."""
        raise error


class Suspended(RuntimeError):
    """A handler waited for something; handlers are synchronous and never may."""


def build_dispatcher(line: TelegramLine, routes: Routes) -> Dispatching:
    """PTB's handlers for every door of the house, and PTB's JobQueue for the ticks."""
    builder = ApplicationBuilder().application_class(Dispatcher).bot(line).updater(None)
    application = builder.context_types(ContextTypes(context=TurnContext)).build()
    message = filters.UpdateType.MESSAGE
    for name in routes.commands:
        application.add_handler(CommandHandler(name, _command(name), filters=message))
    application.add_handler(CallbackQueryHandler(_through(enter_tap)))
    application.add_handler(InlineQueryHandler(_event("inline")))
    application.add_handler(ChosenInlineResultHandler(_event("inline_chosen")))
    application.add_handler(ChatMemberHandler(_event("my_member"), ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(message & filters.StatusUpdate.MIGRATE, _event("migrated")))
    application.add_handler(MessageHandler(message & filters.COMMAND, _unknown_command(line)))
    application.add_handler(MessageHandler(message & ~filters.StatusUpdate.ALL, _event("text")))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, _event("edited")))
    return application


def dispatch(application: Dispatching, update: Update, turn: Turn) -> None:
    """Let PTB find the door for `update` and run what stands behind it, in the transaction of `turn`."""
    token = _turn.set(turn)
    try:
        complete(application.process_update(update))
    finally:
        _turn.reset(token)


def complete(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never waits to its end, here and now. Raises Suspended if it does wait."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise Suspended


def _through(door: Door) -> Callback:
    async def callback(update: Update, context: TurnContext) -> None:
        door(context.turn, update)

    return callback


def _command(name: str) -> Callback:
    return _through(lambda turn, update: enter_command(turn, update, name))


def _event(name: str) -> Callback:
    return _through(lambda turn, update: enter_event(turn, update, name))


def _unknown_command(line: TelegramLine) -> Callback:
    def knock(turn: Turn, update: Update) -> None:
        text = (update.message.text or "") if update.message else ""
        name, _, addressee = text.split(maxsplit=1)[0].removeprefix("/").partition("@")
        if not addressee or addressee.lower() == line.username.lower():  # else it is meant for another bot
            enter_command(turn, update, name.lower())

    return _through(knock)
