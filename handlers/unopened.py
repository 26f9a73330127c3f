"""Commands of parts of the mechanism that are not open yet: they say so instead of not being known."""

from telegram import Update

from handlers.routes import Handler, Routes
from handlers.turn import Turn

routes = Routes()

UNOPENED = ("targets", "projects", "inspections", "scores")


def _say_unopened(command: str) -> Handler:
    def handler(_update: Update, turn: Turn) -> None:
        turn.reply("system/unopened", command=command)

    return handler


for name in UNOPENED:
    routes.command(name, announced=False)(_say_unopened(name))
