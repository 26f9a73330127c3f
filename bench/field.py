"""The field on which contenders run: a light stand-in here, the contender in a process of its own."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from simulator.acts import writing
from simulator.limits import Limits
from simulator.server import Simulator

TOKEN = "1:BENCH"


@asynccontextmanager
async def stand_in(limits: Limits | None = None, *, light: bool = True) -> AsyncIterator[Simulator]:
    """A stand-in that keeps no messages."""
    async with Simulator(TOKEN, limits=limits or Limits.off(), light=light) as telegram:
        yield telegram


@asynccontextmanager
async def contender(name: str, url: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A contender at work, until the block ends."""
    module = f"bench.contenders.{name}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, url, TOKEN, *arguments, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def workspace() -> AsyncIterator[Path]:
    """An empty folder for a contender's database."""
    with tempfile.TemporaryDirectory() as home:
        yield Path(home)


def say_many(telegram: Simulator, texts: int, people: int) -> None:
    """Let people write in turn, as fast as they can."""
    accounts = [telegram.person(f"P{number}", id=10_000 + number).account for number in range(people)]
    for account in accounts:
        account.started = True
        telegram.world.private_chat(account)
    for number in range(texts):
        account = accounts[number % people]
        writing.say(telegram.world, account, telegram.world.private_chat(account), f"text {number}")


async def until_count(telegram: Simulator, method: str, count: int, seconds: float) -> None:
    """Wait until a method has been called so often. Raises TimeoutError."""
    await telegram.until(lambda: telegram.world.calls.counts[method] >= count, seconds)
