"""SIGTERM ends the assistant within five seconds, and nothing is lost by it."""

import asyncio
import time
from collections.abc import Callable

from telegram import Update

from handlers.turn import Turn
from tests.engine.lab import bare, button, echoing, inbox_rows, outbox_rows, post, running, say
from tests.world import World

ALLOWED_SECONDS = 5.0


async def stopped(world: World) -> float:
    """Stop as SIGTERM would; returns the seconds it took."""
    begun = time.monotonic()
    await running(world).stop()
    world.assistant = None
    return time.monotonic() - begun


async def test_an_idle_assistant_stops_at_once_although_a_poll_waits(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=bare()) as world:
        await world.telegram.until(lambda: bool(world.telegram.calls_of("getUpdates")))
        assert await stopped(world) < ALLOWED_SECONDS


async def test_requests_that_hang_are_not_waited_for_and_are_made_again(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=echoing()) as world:
        people = [world.person(f"测试戊{number}") for number in (16, 17, 18, 19)]
        world.telegram.fail_next("sendMessage", status="hang", times=3)
        for person in people:
            post(world, person.id, "one")
            post(world, person.id, "two")
        running(world).wake()
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) >= 4)
        assert await stopped(world) < ALLOWED_SECONDS
        world.telegram.world.faults.clear()
        await world.start()
        await world.settle()
        for person in people:
            assert [message.text for message in person.messages()] == ["one", "two"]
        assert {row["state"] for row in outbox_rows(world)} == {"sent"}


async def test_answers_to_taps_that_hang_do_not_hold_it_up(make_world: Callable[..., World]) -> None:
    routes = bare()

    @routes.command("b", strangers=True)
    def show(update: Update, turn: Turn) -> None:
        say(turn, "press", button("press", "press"))

    async with make_world(routes=routes) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/b")
        message = await clerk.sees("press")
        world.telegram.fail_next("answerCallbackQuery", status="hang")
        pressing = asyncio.create_task(clerk.taps_raw("press", message, timeout=60))
        await world.telegram.until(lambda: bool(world.telegram.calls_of("answerCallbackQuery")))
        assert await stopped(world) < ALLOWED_SECONDS
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)


async def test_the_update_in_hand_is_finished(make_world: Callable[..., World]) -> None:
    begun, routes = asyncio.Event(), bare()
    loop = asyncio.get_running_loop()

    @routes.event("text")
    def slow(update: Update, turn: Turn) -> None:
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.5)
        say(turn, "finished")

    async with make_world(routes=routes) as world:
        clerk = world.person("测试戊16")
        await clerk.says("take your time")
        await begun.wait()
        assert await stopped(world) < ALLOWED_SECONDS
        assert [row["state"] for row in inbox_rows(world)] == ["done"]
        await world.start()
        await clerk.sees("finished")
        await world.settle()
        assert len(clerk.messages()) == 2


async def test_stopping_in_the_midst_of_a_flood_loses_and_doubles_nothing(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=echoing()) as world:
        people = [world.person(f"测试戊{number}") for number in range(16, 24)]
        for word in range(12):
            for person in people:
                await person.says(f"{word}")
            if word % 3 == 2:
                await world.stop()
                await world.start()
        await world.settle()
        for person in people:
            heard = [message.text for message in person.messages() if message.text.startswith("echo")]
            assert heard == [f"echo {word}" for word in range(12)]
