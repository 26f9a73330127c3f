"""What the engine's tests share: words without templates, an echo, rows read straight from the tables."""

import socket
from html import escape

from sqlalchemy import text
from telegram import Update

from bot.assistant import Assistant
from handlers.menus import HOUSEKEEPING
from handlers.posting import Destination, Manner, post_message
from handlers.routes import Routes
from handlers.turn import Turn
from storage.database import Database
from storage.outbox import Priority
from templates import Rendered
from tests.world import World

Row = dict[str, object]


def say(turn: Turn, words: str, keyboard: dict[str, object] | None = None) -> None:
    """Reply with plain words."""
    rendered = Rendered(escape(words), keyboard)
    post_message(turn.session, rendered, turn.here, Manner(turn.priority), now=turn.now)


def button(label: str, data: str) -> dict[str, object]:
    """A keyboard of one inline button."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


def bare() -> Routes:
    """A house without features; what every start plans is taken note of, and no more."""
    routes = Routes()
    for kind in HOUSEKEEPING:
        routes.due(kind)(lambda due, turn: None)
    return routes


def echoing() -> Routes:
    """Doors of a house that says everything back."""
    routes = bare()

    @routes.event("text")
    def echo(update: Update, turn: Turn) -> None:
        message = update.message
        say(turn, f"echo {message.text or message.caption or '-'}" if message else "echo nothing")

    return routes


def post(
    world: World,
    chat_id: int,
    words: str,
    *,
    priority: Priority = Priority.REMINDER,
    thread: int | None = None,
) -> None:
    """Queue a message from outside, as plain HTML."""
    with world.database.begin() as session:
        manner = Manner(priority)
        post_message(session, Rendered(words), Destination(chat_id, thread), manner, now=world.clock.now())


def rows(database: Database, statement: str, **values: object) -> list[Row]:
    """Rows of a query."""
    with database.begin() as session:
        return [dict(row) for row in session.execute(text(statement), values).mappings()]


def inbox_rows(world: World) -> list[Row]:
    """The inbox in its order."""
    return rows(world.database, "SELECT * FROM inbox ORDER BY id")


def outbox_rows(world: World) -> list[Row]:
    """The outbox in its order."""
    return rows(world.database, "SELECT * FROM outbox ORDER BY id")


def running(world: World) -> Assistant:
    """The assistant, which must be at work."""
    assert world.assistant is not None
    return world.assistant


def free_port() -> int:
    """A port that nobody uses at present."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def message_update(user_id: int, words: str, **fields: object) -> Row:
    """A raw update: a private message."""
    party = {"id": user_id, "first_name": "X"}
    message = {
        "message_id": 5,
        "date": 1_790_000_000,
        "from": {**party, "is_bot": False},
        "chat": {**party, "type": "private"},
        "text": words,
        **fields,
    }
    return {"message": message}
