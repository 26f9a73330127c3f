"""The stage: a stand-in on a Monday morning, and python-telegram-bot as its client."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from simulator.catalog import load_catalog
from simulator.clock import SimClock
from simulator.people import Person
from simulator.server import Simulator
from simulator.validation import Validator
from tests.simulator.reader import Reader

MONDAY = datetime(2026, 11, 23, 1, 20, tzinfo=UTC)


def assert_telegram_could_have_said_it(simulator: Simulator) -> None:
    """Every update and every answer holds what Telegram's list says, and nothing else."""
    validator = Validator(load_catalog())
    for call in simulator.calls:
        if call.outcome == "ok" and "brand_new_kind" not in str(call.result):
            validator.check_answer(call.method, call.result)


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    """A stand-in whose clock stands still on Monday 23 November 2026, 9:20 in Beijing."""
    async with Simulator(clock=SimClock(MONDAY, frozen=True)) as simulator:
        yield simulator
        assert_telegram_could_have_said_it(simulator)


@pytest.fixture
async def bot(telegram: Simulator) -> AsyncIterator[Bot]:
    """python-telegram-bot talking to the stand-in."""
    client = Bot(
        telegram.token,
        get_updates_request=HTTPXRequest(connection_pool_size=2),
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
    )
    async with client:
        yield client


@pytest.fixture
def reader(bot: Bot) -> Reader:
    """The bot's reading of updates."""
    return Reader(bot)


@pytest.fixture
async def clerk(telegram: Simulator, reader: Reader) -> Person:
    """A clerk who has started the bot; the start is read already."""
    person = telegram.person("测试戊16", phone="199-0000-0117", note="义堂镇 · 经办人")
    await person.starts()
    await reader.one()
    await reader.all()
    return person
