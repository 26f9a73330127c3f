"""As fast as Telegram allows and never faster."""

import itertools
import time
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as some

from bot.engine.pacing import Pace, Pacer
from simulator.limits import Limits
from storage.outbox import Priority
from tests.engine.lab import bare, post, running
from tests.world import World

MESSAGES = 300
STRETCH = 150


async def test_strict_limits_are_used_to_the_full_without_one_refusal(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=bare(), pace=Pace(), limits=Limits.strict()) as world:
        people = [world.telegram.person(f"P{number}", id=60_000 + number) for number in range(MESSAGES)]
        for person in people:
            person.account.started = True
            world.telegram.world.private_chat(person.account)
            post(world, person.id, "a call", priority=Priority.BROADCAST)
        running(world).wake()
        calls = world.telegram.world.calls.counts
        await world.telegram.until(lambda: calls["sendMessage"] == MESSAGES, seconds=30)
        await world.settle()
        at = [call.at for call in world.telegram.calls_of("sendMessage")]
        assert not world.telegram.floods
        stretches = [STRETCH / (end - begin) for begin, end in zip(at, at[STRETCH:], strict=False)]
        assert max(stretches) >= 0.97 * 30  # whatever else the machine is busy with meanwhile


async def test_one_chat_gets_a_short_burst_and_then_one_a_second(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare(), pace=Pace(), limits=Limits.strict()) as world:
        clerk = world.person("测试戊16")
        for number in range(6):
            post(world, clerk.id, f"{number}")
        begun = time.monotonic()
        running(world).wake()
        await clerk.sees("5")
        await world.settle()
        assert not world.telegram.floods
        assert 2.5 < time.monotonic() - begun < 6


@given(
    steps=some.lists(
        some.tuples(some.integers(-3, 3).filter(bool), some.floats(0, 3, allow_nan=False)), max_size=120
    )
)
def test_no_window_ever_holds_more_than_is_allowed(steps: list[tuple[int, float]]) -> None:
    pace = Pace(per_second=5, chat_interval=1.0, chat_burst=3, group_per_minute=4)
    pacer, now = Pacer(pace), 100.0
    left: list[tuple[float, int]] = []
    for chat, pause in steps:
        now = max(now, pacer.ready_at(chat, now)) + (pause if pause > 2.9 else 0)
        pacer.depart(chat, now)
        left.append((now, chat))
    for at, _ in left:
        assert sum(at <= other < at + 1 for other, _ in left) <= pace.per_second
    for chat, found in itertools.groupby(sorted(left, key=lambda each: each[1]), key=lambda each: each[1]):
        moments = [at for at, _ in found]
        for at in moments:
            assert sum(at <= other < at + 1 for other in moments) <= pace.chat_burst
            if chat < 0:
                assert sum(at <= other < at + 60 for other in moments) <= pace.group_per_minute


def test_a_message_that_was_held_up_counts_when_it_came_in() -> None:
    pacer, now = Pacer(Pace(per_second=3)), 10.0
    for chat in range(3):
        pacer.arrive(pacer.depart(chat, now), now + 0.01)
    assert pacer.ready_at(9, 10.5) < 11.05
    slow = [pacer.depart(chat, 20.0) for chat in range(3)]
    for passage in slow:
        pacer.arrive(passage, 20.5)  # counted somewhere between, at the latest 10 ms before
    assert pacer.ready_at(9, 20.6) > 21.5


def test_a_pacer_forgets_chats_that_are_open_again() -> None:
    pacer = Pacer(Pace(chat_burst=1))
    for chat in range(1_000):
        pacer.depart(chat, float(chat))
    assert set(pacer.closed_chats(999.5)) == {999}


def test_a_pace_of_zero_still_holds_and_blocks() -> None:
    pacer = Pacer(Pace(per_second=0))
    pacer.depart(5, 10)
    assert pacer.ready_at(5, 10) == 10
    pacer.hold(5, 12)
    pacer.block(1, 10)
    assert (pacer.ready_at(5, 10), pacer.ready_at(6, 10)) == (12, 11)
