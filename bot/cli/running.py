"""`zhuanban run` and `zhuanban demo`."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine
from typing import TypeVar

from bot.assembly import assemble
from bot.assistant import Assistant
from bot.cli.failures import Failure
from bot.cli.options import PORT, RESET
from bot.cli.words import say, stdout
from bot.demo.stage import Stage
from bot.logs import configure_logs
from bot.settings import Settings

T = TypeVar("T")


def run() -> None:
    """The real bot: polling, or a webhook when WEBHOOK_URL is set."""
    settings = Settings()
    if not settings.token:
        raise Failure(say("token_missing"))
    configure_logs(settings.log_level, settings.log_format)
    asyncio.run(_run(settings))


def demo(port: int = PORT, reset: bool = RESET) -> None:
    """The try-out: no token, no network, everything on this machine."""
    settings = Settings()
    configure_logs("WARNING" if settings.log_level == "INFO" else settings.log_level, settings.log_format)
    asyncio.run(_demo(Stage(settings, port), reset=reset))


async def _run(settings: Settings) -> None:
    stopping = _stop_on_signals()
    assistant = await _unless(stopping, assemble(settings))
    if assistant is None:
        return
    await assistant.start()
    stdout().print(say("running", username=assistant.house.bot_username))
    try:
        await _until(stopping, assistant)
    finally:
        await assistant.stop()


async def _demo(stage: Stage, *, reset: bool) -> None:
    stopping = _stop_on_signals()
    if reset or not stage.exists:
        stdout().print(say("demo_world"), style="dim")
    async with stage.opened(reset=reset) as assistant:
        stdout().print(f"{say('demo_ready')}  {stage.url}", style="bold green", highlight=False, soft_wrap=True)
        stdout().print(say("demo_hint"), style="dim")
        await _until(stopping, assistant)


async def _until(stopping: asyncio.Event, assistant: Assistant) -> None:
    """Until a signal comes or the assistant cannot go on. Raises what stopped it."""
    await _unless(stopping, assistant.run())


async def _unless(stopping: asyncio.Event, work: Coroutine[object, object, T]) -> T | None:
    """The result of `work`, or None if a signal comes first (`work` is then given up)."""
    task = asyncio.create_task(work)
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        return task.result()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return None


def _stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping
