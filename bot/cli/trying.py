"""`zhuanban demo`: no token, no network, everything on this machine."""

import asyncio

import typer

from bot.cli.stopping import stop_on_signals, unless
from bot.cli.words import say, tell
from bot.demo.stage import Stage
from bot.logs import configure_logs
from bot.settings import Settings


def try_out(port: int, *, reset: bool) -> None:
    """Play until SIGTERM or Ctrl+C. Raises Failure (port taken)."""
    settings = Settings()
    configure_logs("WARNING" if settings.log_level == "INFO" else settings.log_level, settings.log_format)
    asyncio.run(_play(Stage(settings, port), reset=reset))


async def _play(stage: Stage, *, reset: bool) -> None:
    stopping = stop_on_signals()
    async with stage.opened(reset=reset) as assistant:
        tell(f"{say('demo_ready')}  {stage.url}", colour=typer.colors.GREEN, bold=True)
        tell(say("demo_hint"))
        await unless(stopping, assistant.run())
