"""Who is who in chat: binding an account to a person, /start, /me, /help."""

from telegram import Update

from handlers.routes import Routes
from handlers.turn import Turn

routes = Routes()


@routes.command("start", strangers=True)
def start(update: Update, turn: Turn) -> None:
    """/start: welcome, or how to bind."""
    if turn.is_bound:
        turn.reply("identity/welcome", person=turn.me)
        return
    turn.reply("identity/not_bound")
