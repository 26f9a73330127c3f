"""Updates per second through the whole path, beside bare echoes that lose what is in memory."""

import asyncio
import statistics
import time

from bench.field import contender, say_many, stand_in, until_count, workspace

UPDATES = 1_200
PEOPLE = 200
WARM_UP = 50
ROUNDS = 3
CONTENDERS = ("ptb_echo", "aiogram_echo", "zhuanban_echo")


async def measure(name: str) -> float:
    """Replies per second to a backlog of updates."""
    async with workspace() as home, stand_in() as telegram:
        extra = (str(home), "unlimited") if name == "zhuanban_echo" else ()
        async with contender(name, telegram.url, *extra):
            say_many(telegram, WARM_UP, PEOPLE)
            await until_count(telegram, "sendMessage", WARM_UP, 60)
            started = time.perf_counter()
            say_many(telegram, UPDATES, PEOPLE)
            await until_count(telegram, "sendMessage", WARM_UP + UPDATES, 120)
            return UPDATES / (time.perf_counter() - started)


def run() -> dict[str, object]:
    """Median of several rounds in turn, and the ratio to python-telegram-bot's sequential echo."""
    rates: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(ROUNDS):
        for name in CONTENDERS:
            rates[name].append(asyncio.run(measure(name)))
    medians = {name: round(statistics.median(found), 1) for name, found in rates.items()}
    ratio = round(medians["zhuanban_echo"] / medians["ptb_echo"], 2)
    return {"updates_per_second": medians, "zhuanban_to_ptb": ratio, "goal": "≥ 1.0"}
