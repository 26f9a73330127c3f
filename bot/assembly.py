"""Assembly: reads the settings, opens what is needed, and puts the assistant together."""

import asyncio
from contextlib import AsyncExitStack

import structlog
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.assistant import Assistant
from bot.clock import Clock, SystemClock
from bot.engine.line import TelegramLine, open_line
from bot.engine.pacing import Pace
from bot.opening import open_database, read_mechanism
from bot.settings import Settings
from handlers.features import all_routes
from handlers.house import House
from services.mechanism import Mechanism
from templates.filters import set_zone

__all__ = ["assemble", "connect", "open_database", "pace_of", "read_mechanism"]

log = structlog.get_logger(__name__)

START_PAUSES = (1, 2, 5, 10, 30)


def pace_of(mechanism: Mechanism) -> Pace:
    """Telegram's limits as the mechanism's file has them."""
    limits = mechanism.telegram
    return Pace(
        per_second=limits.messages_per_second,
        chat_interval=limits.chat_interval_seconds,
        chat_burst=limits.chat_burst,
        group_per_minute=limits.group_messages_per_minute,
    )


async def connect(line: TelegramLine) -> None:
    """Learn who we are; a line that is down is waited for. Raises InvalidToken."""
    failures = 0
    while True:
        try:
            await line.initialize()
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(float(error.retry_after if isinstance(error.retry_after, int) else 5))
        except NetworkError as error:
            pause = START_PAUSES[min(failures, len(START_PAUSES) - 1)]
            failures += 1
            log.warning("Telegram cannot be reached", error=str(error), next_try_in=pause)
            await asyncio.sleep(pause)
        else:
            return


async def assemble(
    settings: Settings,
    *,
    clock: Clock | None = None,
    mechanism: Mechanism | None = None,
    pace: Pace | None = None,
) -> Assistant:
    """An assistant ready to start. Raises InvalidToken, MechanismInvalid."""
    rules = mechanism or read_mechanism(settings)
    set_zone(settings.timezone)
    database = await asyncio.to_thread(open_database, settings)
    line = open_line(settings.token, settings.telegram_api_url)
    async with AsyncExitStack() as given_up:
        given_up.callback(database.dispose)
        given_up.push_async_callback(line.shutdown)
        await connect(line)
        given_up.pop_all()
    house = House(
        mechanism=rules,
        zone=settings.zone,
        data_dir=settings.data_dir,
        bot_id=line.id,
        bot_username=line.username,
        web_url=settings.web_url,
    )
    return Assistant(
        settings, house, all_routes(), line, database, clock or SystemClock(), pace or pace_of(rules)
    )
