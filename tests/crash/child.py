"""The assistant as a process of its own, to be killed.

`python -m tests.crash.child JSON` lives once. With `--nursery` it imports everything, then forks a life for
every line `bear` on its standard input, so that a restart costs no imports. Both tell what happens in lines
on standard output: `born PID`, `works PID`, `dead PID STATUS` (as `waitpid` has it, after the line `bury`).
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.assembly import assemble
from bot.cli.stopping import stop_on_signals, unless
from bot.engine.pacing import Pace
from bot.logs import configure_logs
from bot.settings import Settings
from storage.policies.sounds import sound_of


@dataclass(frozen=True, slots=True)
class Life:
    """What a process needs to know. `shift` in seconds: how far its clock is ahead of the machine's;
    `listen` (HOST:PORT): updates come there instead of being asked for.
    """

    token: str
    telegram: str
    database: str
    data_dir: str
    shift: float
    listen: str = ""

    def to_json(self) -> str:
        """As it stands on the command line."""
        return json.dumps(asdict(self))


class ShiftedClock:
    """The machine's clock, ahead by a constant."""

    def __init__(self, shift: float) -> None:
        self._shift = timedelta(seconds=shift)

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC) + self._shift

    def on_move(self, callback: Callable[[datetime], None]) -> None:
        """Nothing to do: nobody moves it."""


async def live(life: Life) -> None:
    """Be the assistant until SIGTERM."""
    stopping = stop_on_signals()
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(life.token),
        telegram_api_url=life.telegram,
        database_url=life.database,
        data_dir=Path(life.data_dir),
        listen=life.listen or "127.0.0.1:0",
        webhook_url=f"http://{life.listen}" if life.listen else "",
    )
    clock = ShiftedClock(life.shift)
    assistant = await unless(stopping, assemble(settings, clock=clock, pace=Pace(per_second=0)))
    if assistant is None:
        return
    try:
        await assistant.start(serve_web=bool(life.listen))
        tell("works", os.getpid())
        await unless(stopping, assistant.run())
    finally:
        await assistant.stop()


def tell(*words: object) -> None:
    """One line to the parent, in one piece."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def keep_nursery(life: Life) -> None:
    """Fork a life for every `bear`; nobody outlives the parent."""
    alive = 0
    sound_of("字")  # reads its dictionary at the first call, which is an import in all but name
    assert threading.active_count() == 1, "a process with threads must not be forked"
    tell("ready", os.getpid())
    for line in sys.stdin:
        if line.strip() == "bear":
            alive = os.fork()
            if not alive:
                _live_once(life)
            tell("born", alive)
        elif alive:
            _, status = os.waitpid(alive, 0)
            tell("dead", alive, status)
            alive = 0
    if alive:
        os.kill(alive, signal.SIGKILL)
        os.waitpid(alive, 0)


def _live_once(life: Life) -> None:
    """In the forked process: live, and never come back."""
    status = 1
    try:
        asyncio.run(live(life))
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Live, or keep a nursery."""
    configure_logs("WARNING", "console")
    life = Life(**json.loads(sys.argv[1]))
    if "--nursery" in sys.argv:
        keep_nursery(life)
    else:
        tell("born", os.getpid())
        asyncio.run(live(life))


if __name__ == "__main__":
    main()
