"""Our whole path: inbox row, transaction, conversation step, outbox row, delivery; every step durable."""

import asyncio
import sys
from pathlib import Path

from telegram import Update

from bot.assembly import open_database, pace_of, read_mechanism
from bot.assistant import Assistant
from bot.clock import SystemClock
from bot.engine.line import open_line
from bot.engine.pacing import Pace
from bot.logs import configure_logs
from bot.settings import Settings
from handlers.house import House
from handlers.posting import Manner, post_message
from handlers.routes import Routes
from handlers.turn import Turn
from storage.due import Due
from templates import Rendered

routes = Routes()


@routes.event("text")
def echo(update: Update, turn: Turn) -> None:
    """Say the same, through the outbox."""
    text = update.message.text if update.message else ""
    post_message(turn.session, Rendered(text or ""), turn.here, Manner(), now=turn.now)


@routes.tap("bench")
def tapped(_update: Update, _turn: Turn) -> None:
    """A tap that changes nothing: the engine answers it."""


@routes.due("bench")
def remind(_row: Due, _turn: Turn) -> None:
    """A due row that has nothing to say."""


async def main(url: str, token: str, home: str, limited: str) -> None:
    """Work until killed."""
    configure_logs("WARNING", "console")
    directory = Path(home)
    settings = Settings(
        telegram_bot_token=token,
        telegram_api_url=url,
        database_url=f"sqlite:///{directory / 'bench.db'}",
        data_dir=directory,
    )
    rules = read_mechanism(settings)
    line = open_line(token, url)
    await line.initialize()
    house = House(rules, settings.zone, directory, line.id, line.username)
    pace = pace_of(rules) if limited == "limited" else Pace(per_second=0)
    database = open_database(settings)
    assistant = Assistant(settings, house, routes, line, database, SystemClock(), pace)
    await assistant.start(serve_web=False)
    await assistant.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
