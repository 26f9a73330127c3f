"""`zhuanban run`: the real bot, by polling or by a webhook."""

import asyncio
import socket

from bot.assembly import assemble
from bot.cli.failures import Failure
from bot.cli.stopping import stop_on_signals, unless
from bot.cli.words import say, tell
from bot.logs import configure_logs
from bot.settings import Settings


def run_assistant() -> None:
    """Work until SIGTERM. Raises Failure (no token, address taken) and whatever ends the assistant."""
    settings = Settings()
    if not settings.token:
        raise Failure(say("token_missing"))
    _require_address(settings)
    configure_logs(settings.log_level, settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stopping = stop_on_signals()
    assistant = await unless(stopping, assemble(settings))
    if assistant is None:
        return
    try:
        await assistant.start()
        tell(say("running", username=assistant.house.bot_username))
        await unless(stopping, assistant.run())
    finally:
        await assistant.stop()


def _require_address(settings: Settings) -> None:
    """Try LISTEN now: later, a server would end in the middle of its start."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise Failure(
            say("address_failed", address=settings.listen, reason=error.strerror or str(error))
        ) from None
