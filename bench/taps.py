"""From tap to answer: 100 taps a second over a line with a round trip of 50 ms."""

import asyncio
import time

import httpx

from bench.field import TOKEN, contender, stand_in, workspace
from bench.figures import percentile
from bench.line import slow_line
from simulator.acts.tapping import tap_callback
from simulator.messages import Message
from simulator.server import Simulator

TAPS_PER_SECOND = 100
SECONDS = 10
ROUND_TRIP = 0.050
PEOPLE = 100


async def measure() -> dict[str, object]:
    """Seconds from each tap to its answer."""
    async with workspace() as home, stand_in(light=False) as telegram:
        messages = await _offer_buttons(telegram)
        port = int(telegram.url.rpartition(":")[2])
        async with (
            slow_line(port, ROUND_TRIP) as url,
            contender("zhuanban_echo", url, str(home), "limited"),
        ):
            await asyncio.gather(*(_tap(telegram, message) for message in messages[:5]))
            delays = await _tap_evenly(telegram, messages)
    return {
        "taps": len(delays),
        "p50_ms": round(percentile(delays, 0.5) * 1000, 1),
        "p99_ms": round(percentile(delays, 0.99) * 1000, 1),
        "goal": "p99 ≤ 250 ms",
    }


async def _offer_buttons(telegram: Simulator) -> list[Message]:
    keyboard = {"inline_keyboard": [[{"text": "tap", "callback_data": "bench"}]]}
    found = []
    async with httpx.AsyncClient(base_url=f"{telegram.url}/bot{TOKEN}/") as client:
        for number in range(PEOPLE):
            person = telegram.person(f"P{number}", id=10_000 + number)
            person.account.started = True
            telegram.world.private_chat(person.account)
            body = {"chat_id": person.id, "text": "tap", "reply_markup": keyboard}
            (await client.post("sendMessage", json=body)).raise_for_status()
            found.append(person.last())
    return found


async def _tap_evenly(telegram: Simulator, messages: list[Message]) -> list[float]:
    tasks = []
    started = time.perf_counter()
    for number in range(TAPS_PER_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, started + number / TAPS_PER_SECOND - time.perf_counter()))
        tasks.append(asyncio.create_task(_tap(telegram, messages[number % len(messages)])))
    return await asyncio.gather(*tasks)


async def _tap(telegram: Simulator, message: Message) -> float:
    person = telegram.world.users[message.chat.id]
    started = time.perf_counter()
    tap = tap_callback(telegram.world, person, message, "bench")
    async with asyncio.timeout(60):
        await tap.answer
    return time.perf_counter() - started


def run() -> dict[str, object]:
    """One run."""
    return asyncio.run(measure())
