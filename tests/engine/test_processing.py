"""One update, one transaction; in order per person; every tap answered, whatever happens."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session
from telegram import Update

from bot.engine.processing import BATCH_SECONDS, Processor
from handlers.forms import answer_form, find_form, open_form
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import NotAllowed, Stale
from storage import inbox
from storage.database import Database
from storage.numbers import NumberKind, next_number
from tests.engine.lab import (
    bare,
    button,
    inbox_rows,
    message_update,
    outbox_rows,
    rows,
    running,
    say,
)
from tests.world import World


def counting() -> Routes:
    """Every text takes a number and answers with it; some go wrong half-way."""
    routes = bare()

    @routes.event("text")
    def count(update: Update, turn: Turn) -> None:
        words = (update.message.text or "") if update.message else ""
        number = next_number(turn.session, NumberKind.ISSUE, 2026)
        say(turn, f"{words} is {number}")
        form = find_form(turn) or open_form(turn, "counting")
        answer_form(turn, form, **{words: number})
        if "poison" in words:
            raise RuntimeError("the handler breaks")
        if "refused" in words:
            raise NotAllowed

    @routes.tap("fine", strangers=True)
    def fine(update: Update, turn: Turn) -> None:
        say(turn, "done")

    @routes.tap("break", strangers=True)
    def broken(update: Update, turn: Turn) -> None:
        turn.answer("system/stale")
        raise RuntimeError("the handler breaks")

    @routes.tap("refuse", strangers=True)
    def refuse(update: Update, turn: Turn) -> None:
        say(turn, "this is taken back")
        raise Stale

    @routes.command("buttons", strangers=True)
    def buttons(update: Update, turn: Turn) -> None:
        for verb in ("fine", "break", "refuse", "unheard:of"):
            say(turn, f"button {verb}", button(verb, verb))

    return routes


async def test_a_refusal_takes_everything_back_and_explains(make_world: Callable[..., World]) -> None:
    async with make_world(routes=counting()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("refused")
        await clerk.sees("没有这项操作的权限")
        await clerk.says("next")
        await clerk.sees("next is 1")
        clerk.sees_not("refused is")
        assert [row["state"] for row in inbox_rows(world)] == ["done", "done"]
        forms = rows(world.database, "SELECT answers FROM conversation")
        assert "refused" not in str(forms)


async def test_what_breaks_is_tried_three_times_parked_and_apologised_for_once(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=counting()) as world:
        clerk, other = world.person("测试戊16"), world.person("测试戊18")
        await clerk.says("poison")
        await clerk.says("after")
        await other.says("meanwhile")
        await other.sees("meanwhile is 1")
        await world.settle()
        assert [row["attempts"] for row in inbox_rows(world)] == [1, 0, 0]
        clerk.sees_not("after")
        await world.advance(seconds=2)
        clerk.sees_not("after")
        assert inbox_rows(world)[0]["attempts"] == 2
        await world.advance(seconds=6)
        await clerk.sees("抱歉")
        await clerk.sees("after is 2")
        parked = inbox_rows(world)[0]
        assert (parked["state"], parked["attempts"]) == ("parked", 3)
        assert "the handler breaks" in str(parked["error"])
        assert sum("抱歉" in message.text for message in clerk.messages()) == 1
        clerk.sees_not("poison is")


async def test_a_batch_survives_the_poison_in_its_midst(make_world: Callable[..., World]) -> None:
    async with make_world(routes=counting()) as world:
        people = [world.person(f"测试戊{number}") for number in (16, 17, 18, 19, 20)]
        updates = [
            {"update_id": number, **message_update(person.id, "poison" if number == 2 else f"word {number}")}
            for number, person in enumerate(people)
        ]
        await running(world).writer.store(updates)
        await world.settle()
        assert [row["state"] for row in inbox_rows(world)] == ["done", "done", "pending", "done", "done"]
        numbers = rows(world.database, "SELECT last FROM number_series WHERE kind = 'WT' AND year = 2026")
        assert numbers == [{"last": 4}]


@pytest.mark.parametrize(
    ("label", "says"),
    [("fine", None), ("break", "这次操作没有生效"), ("refuse", "已经过期"), ("unheard:of", "已经过期")],
)
async def test_every_tap_is_answered(make_world: Callable[..., World], label: str, says: str | None) -> None:
    async with make_world(routes=counting()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/buttons")
        await clerk.sees("button unheard")
        answer = await clerk.taps(label, timeout=2)
        assert answer.alert is (says is not None)
        assert says is None or says in (answer.text or "")
        clerk.sees_not("taken back")


@pytest.mark.parametrize(
    "data",
    ["", ":", "fine:!!!", "x" * 64, "fine:" + "z" * 50, "fine:-1", "🚧" * 16, "fine:0", "a:b:c:d:e:f", "\n"],
)
async def test_forged_data_is_answered_and_changes_nothing(
    make_world: Callable[..., World], data: str
) -> None:
    async with make_world(routes=counting()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/buttons")
        message = await clerk.sees("button fine")
        await clerk.sees("button unheard")
        answer = await clerk.taps_raw(data, message)
        assert "已经过期" in (answer.text or "")
        assert inbox_rows(world)[-1]["state"] == "done"


async def test_a_stranger_who_taps_is_answered(make_world: Callable[..., World]) -> None:
    routes = counting()

    @routes.tap("secret")
    def secret(update: Update, turn: Turn) -> None:
        say(turn, "for people of the roster")

    async with make_world(routes=routes) as world:
        stranger = world.stranger("路人")
        await stranger.says("/buttons")
        message = await stranger.sees("button fine")
        answer = await stranger.taps_raw("secret", message)
        assert answer.alert
        stranger.sees_not("for people of the roster")


async def test_a_tap_is_answered_although_the_line_breaks(make_world: Callable[..., World]) -> None:
    async with make_world(routes=counting()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/buttons")
        await clerk.sees("button unheard")
        for fault in ("drop", 502, 429):
            world.telegram.fail_next("answerCallbackQuery", status=fault, retry_after=1)
            assert "已经过期" in ((await clerk.taps("refuse")).text or "")


async def test_an_answer_that_comes_too_late_becomes_a_message(make_world: Callable[..., World]) -> None:
    async with make_world(routes=counting()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/buttons")
        message = await clerk.sees("button unheard")
        late = {
            "callback_query": {
                "id": "31337",
                "from": clerk.account.to_json(),
                "chat_instance": "1",
                "data": "refuse",
                "message": message.to_json(),
            }
        }
        world.telegram.inject(late)
        await clerk.sees("已经过期")


class Order:
    """Notes in which order and how often the words of each person were handled."""

    def __init__(self) -> None:
        self.heard: dict[int, list[int]] = defaultdict(list)
        self.at_work: set[int] = set()
        self.threads: set[str] = set()
        self.overlaps = 0
        self._lock = threading.Lock()

    def routes(self) -> Routes:
        """Doors that listen."""
        routes = bare()

        @routes.event("text")
        def listen(update: Update, turn: Turn) -> None:
            words = (update.message.text or "") if update.message else ""
            with self._lock:
                self.overlaps += turn.sender.user_id in self.at_work
                self.at_work.add(turn.sender.user_id)
                self.threads.add(threading.current_thread().name)
            turn.session.flush()
            say(turn, words)
            with self._lock:
                self.heard[turn.sender.user_id].append(int(words))
                self.at_work.discard(turn.sender.user_id)

        return routes


async def test_everybody_is_heard_in_order_and_once(make_world: Callable[..., World]) -> None:
    order, people, words = Order(), range(9_000, 9_012), 25
    async with make_world(routes=order.routes()) as world:
        for person in people:
            world.telegram.person(f"P{person}", id=person).account.started = True
            world.telegram.world.private_chat(world.telegram.world.users[person])
        number = 0
        for word in range(words):
            batch = []
            for person in people:
                number += 1
                batch.append({"update_id": number, **message_update(person, str(word))})
            await running(world).writer.store(batch)
        await world.settle()
        assert order.heard == {person: list(range(words)) for person in people}
        assert order.overlaps == 0
        sent = defaultdict(list)
        for call in world.telegram.calls_of("sendMessage"):
            sent[call.chat_id].append(int(call.parameters["text"]))
        assert sent == order.heard
        if not running(world).database.is_sqlite:
            assert len(order.threads) > 1


def processor_of(world: World) -> Processor:
    """The part that works on updates."""
    return running(world)._processor


async def test_a_batch_that_ends_early_asks_for_the_next_at_once(make_world: Callable[..., World]) -> None:
    """Somebody's update breaks, and slowly: who comes after it does not wait for the idle second."""
    routes = bare()

    @routes.event("text")
    def slow(update: Update, turn: Turn) -> None:
        time.sleep(2 * BATCH_SECONDS)
        raise RuntimeError("slow and broken")

    async with make_world(routes=routes) as world:
        assistant = running(world)
        for loop in assistant._processing:
            loop.stop()
        await asyncio.wait([task for task in assistant._tasks if task.get_name().startswith("processing")])
        updates = [{"update_id": number, **message_update(7_000 + number, "x")} for number in range(3)]
        await assistant.writer.store(updates)
        batch = await assistant.executor.run(processor_of(world).run_batch)
        assert (batch.count, batch.again) == (0, True)
        assert [row["attempts"] for row in inbox_rows(world)] == [1, 0, 0]


async def test_two_at_a_row_share_no_update(make_world: Callable[..., World]) -> None:
    """A claim that is not finished keeps everybody else from the row and from what comes after it."""
    async with make_world(routes=bare()) as world:
        if running(world).database.is_sqlite:
            pytest.skip("SQLite has one thread")
        await running(world).stop()
        world.assistant = None
        now = world.clock.now()
        with world.database.begin() as session:
            filed = [inbox.RawUpdate(number, str(number % 2), "message", "{}") for number in range(6)]
            inbox.add_updates(session, filed, now=now)
        with world.database.begin() as one, world.database.begin() as two:
            mine = inbox.claim_updates(one, 32, now=now)
            assert [row.update_id for row in mine] == [0, 1]
            assert inbox.claim_updates(two, 32, now=now) == []
            inbox.mark_done(one, [mine[0].id], now=now)
            one.commit()
            assert [row.update_id for row in inbox.claim_updates(two, 32, now=now)] == [1, 2]


def test_a_person_with_a_failed_update_is_passed_over_until_its_time(database: Database) -> None:
    from tests.world import MONDAY as NOW

    with database.begin() as session:
        filed = [inbox.RawUpdate(number, str(number % 2), "message", "{}") for number in range(4)]
        inbox.add_updates(session, filed, now=NOW)
        inbox.add_updates(session, filed, now=NOW)
        assert inbox.count_pending(session) == 4
        first = inbox.claim_updates(session, 1, now=NOW)[0]
        inbox.mark_retry(session, first.id, attempts=1, error="x", retry_at=NOW + timedelta(seconds=5))
    assert claimed(database, 4)[:1] == [1]
    assert 2 not in claimed(database, 4)
    assert claimed(database, 6)[0] == 0


def claimed(database: Database, seconds: int) -> list[int]:
    """What would be handled so many seconds later."""
    from tests.world import MONDAY as NOW

    with Session(database.engine) as session:
        found = inbox.claim_updates(session, 9, now=NOW + timedelta(seconds=seconds))
        session.rollback()
        return [row.update_id for row in found]


async def test_administrators_hear_of_what_was_set_aside(make_world: Callable[..., World]) -> None:
    async with make_world() as world:
        before = len(outbox_rows(world))
        world.telegram.inject({"message": {"message_id": "x", "from": {"id": 5}}})
        for _ in range(3):
            await world.advance(seconds=10)
        assert inbox_rows(world)[-1]["state"] == "parked"
        templates = [row["template"] for row in outbox_rows(world)[before:]]
        assert "admin/parked_notice" in templates
