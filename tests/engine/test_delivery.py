"""Delivery: at least once, in order, at the pace that is allowed, whatever Telegram or the line does."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.engine import delivery
from bot.engine.calls import Answer, Verdict, read_error
from bot.engine.ledger import Ledger, Shipment
from bot.engine.line import TelegramLine
from bot.engine.pacing import CAUGHT_UP, Pace
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from simulator.people import Person as Actor
from storage import outbox
from storage.outbox import Leased, Priority
from storage.people import Person
from tests.engine.lab import bare, echoing, outbox_rows, post, running
from tests.world import MONDAY, World


def texts(world: World, chat_id: int) -> list[str]:
    """What a chat has got so far, in its order."""
    sent = world.telegram.calls_of("sendMessage")
    return [str(call.parameters["text"]) for call in sent if call.chat_id == chat_id and call.outcome == "ok"]


def post_all(world: World, to: Iterable[Actor], words: str, priority: Priority = Priority.REMINDER) -> None:
    """Queue the same words for several people."""
    for person in to:
        post(world, person.id, words, priority=priority)


async def sent(world: World) -> None:
    """Let everything go out that may."""
    running(world).wake()
    await world.settle()


@pytest.mark.parametrize("fault", [500, 502, "drop", 429])
async def test_what_fails_is_tried_again_and_keeps_its_place(
    make_world: Callable[..., World], fault: int | str
) -> None:
    async with make_world(routes=bare()) as world:
        clerk, other = world.person("测试戊16"), world.person("测试戊18")
        world.telegram.fail_next("sendMessage", status=fault, times=2, retry_after=1)
        for word in ("one", "two", "three"):
            post(world, clerk.id, word)
        post(world, other.id, "other")
        await sent(world)
        assert texts(world, clerk.id) == ["one", "two", "three"]
        assert texts(world, other.id) == ["other"]
        assert {row["state"] for row in outbox_rows(world)} == {"sent"}


async def test_a_line_that_breaks_after_the_call_repeats_a_message_rather_than_losing_it(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        world.telegram.fail_next("sendMessage", status="drop_after")
        post(world, clerk.id, "twice")
        await sent(world)
        assert [message.text for message in clerk.messages()] == ["twice", "twice"]


async def test_429_stops_everything_and_there_is_no_burst_afterwards(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=bare(), pace=Pace()) as world:
        people = [world.person(f"测试戊{number}") for number in range(16, 24)]
        world.telegram.fail_next("sendMessage", status=429, retry_after=2)
        post_all(world, people, "hello")
        running(world).wake()
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) >= 1)
        refused = world.telegram.calls_of("sendMessage")[0].at
        await world.settle()
        calls = [call.at for call in world.telegram.calls_of("sendMessage") if call.outcome == "ok"]
        early = [at for at in calls if at < refused + 1.9]
        assert len(early) <= CAUGHT_UP  # what had left before the refusal came
        later = [at for at in calls if at >= refused + 1.9]
        assert sum(at < later[0] + 0.1 for at in later) <= 6
        assert len(calls) == len(people)


async def test_a_press_overtakes_a_thousand_broadcasts(make_world: Callable[..., World]) -> None:
    async with make_world(routes=echoing(), pace=Pace(per_second=60)) as world:
        people = [world.telegram.person(f"P{number}", id=50_000 + number) for number in range(1_000)]
        for person in people:
            person.account.started = True
            world.telegram.world.private_chat(person.account)
        with world.database.begin() as session:
            for person in people:
                outbox.add_call(
                    session,
                    chat_id=person.id,
                    method="sendMessage",
                    payload={"text": "broadcast"},
                    priority=Priority.BROADCAST,
                    state="queued",
                    created_at=world.clock.now(),
                    important=False,
                    attempts=0,
                )
        clerk = world.person("测试戊16")
        running(world).wake()
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) > 5)
        await clerk.says("me first")
        said = time.monotonic()
        await clerk.sees("echo me first")
        assert time.monotonic() - said < 1.5
        assert len(world.telegram.calls_of("sendMessage")) < 200
        with world.database.begin() as session:
            session.execute(update(outbox.OutboxRow).values(state="cancelled"))


async def test_a_chat_with_many_messages_stands_in_nobodys_way(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare(), pace=Pace(group_per_minute=2)) as world:
        clerk = world.person("测试戊16")
        groups = [world.group(f"群{number}", [clerk]) for number in range(3)]
        for group in groups:
            for number in range(60):
                post(world, group.id, f"{number}")
        await running(world).executor.run(lambda: None)
        running(world).wake()
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) >= 3)
        post(world, clerk.id, "for you", priority=Priority.BROADCAST)
        running(world).wake()
        await clerk.sees("for you", timeout=5)


async def test_an_outage_of_telegram_costs_nothing(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.calls.PAUSES", (0.01,))
    exchange = Ledger.exchange

    def slow(
        ledger: Ledger, results: Sequence[tuple[Leased, Answer]], limit: int, held: Collection[int]
    ) -> list[Shipment] | None:
        time.sleep(0.02)  # longer than the pause: the chat opens while calls are taken
        return exchange(ledger, results, limit, held)

    monkeypatch.setattr(Ledger, "exchange", slow)
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        world.telegram.fail_next("sendMessage", status=502, times=30)
        post(world, clerk.id, "worth waiting for")
        await sent(world)
        assert texts(world, clerk.id) == ["worth waiting for"]


async def test_what_only_one_message_suffers_from_is_given_up(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.calls.PAUSES", (0.01,))
    real = TelegramLine.call

    async def cursed(line: TelegramLine, method: str, payload: dict[str, object], **options: float) -> object:
        if payload.get("text") == "cursed":
            raise NetworkError("Internal Server Error")
        return await real(line, method, payload, **options)

    monkeypatch.setattr(TelegramLine, "call", cursed)
    async with make_world(routes=bare()) as world:
        clerk, other = world.person("测试戊16"), world.person("测试戊18")
        post(world, other.id, "sound")
        await sent(world)
        post(world, clerk.id, "cursed")
        post(world, clerk.id, "after it")
        await sent(world)
        assert texts(world, clerk.id) == ["after it"]
        states = [row["state"] for row in outbox_rows(world)]
        assert states == ["sent", "failed", "sent"]


async def test_a_failure_that_nobody_has_thought_of_closes_no_chat(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = TelegramLine.call

    async def odd(line: TelegramLine, method: str, payload: dict[str, object], **options: float) -> object:
        if payload.get("text") == "odd":
            raise RuntimeError("nobody has thought of this")
        return await real(line, method, payload, **options)

    monkeypatch.setattr(TelegramLine, "call", odd)
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        post(world, clerk.id, "odd")
        post(world, clerk.id, "even")
        await sent(world)
        assert texts(world, clerk.id) == ["even"]
        assert [row["state"] for row in outbox_rows(world)] == ["failed", "sent"]


async def test_a_database_that_is_away_for_a_moment_repeats_nothing(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "TROUBLE_SECONDS", 0.05)
    real, failures = outbox.mark_sent, iter(range(3))

    def away(*args: object, **options: object) -> None:
        if next(failures, None) is not None:
            raise OperationalError("UPDATE", {}, ConnectionError("away"))
        real(*args, **options)

    monkeypatch.setattr(outbox, "mark_sent", away)
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        for word in ("one", "two"):
            post(world, clerk.id, word)
        await sent(world)
        assert [message.text for message in clerk.messages()] == ["one", "two"]


async def test_html_that_telegram_refuses_goes_out_as_plain_text(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        post(world, clerk.id, "<b>bold & <i>unclosed")
        post(world, clerk.id, "1 < 2 &amp; <code>x</code>")
        await sent(world)
        assert texts(world, clerk.id) == ["bold & unclosed", "1 < 2 & x"]
        assert len(world.telegram.violations) == 2
        world.telegram.violations.clear()


async def test_blocked_by_a_person(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk, other = world.person("测试戊16"), world.person("测试戊18")
        world.telegram.world.private_chat(clerk.account)
        await clerk.blocks_bot()
        for word in ("one", "two"):
            post(world, clerk.id, word)
        post(world, other.id, "other")
        await sent(world)
        assert texts(world, other.id) == ["other"]
        by_words = {str(row["payload"]): row["state"] for row in outbox_rows(world)}
        assert sorted(by_words.values()) == ["sent", "unreachable", "unreachable"]
        tried = [call for call in world.telegram.calls_of("sendMessage") if call.chat_id == clerk.id]
        assert len(tried) == 1


async def test_a_group_that_was_upgraded_gets_its_messages_in_order(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        group = world.group("专班群", [clerk])
        old = group.id
        await world.settle()
        new = group.upgrade()
        for word in ("one", "two", "three"):
            post(world, old, word)
        await sent(world)
        assert texts(world, new) == ["one", "two", "three"]


async def test_a_deleted_topic_hands_over_to_the_group(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        group = world.telegram.group("论坛", [clerk], forum=True)
        topic = group.topic("项目")
        number = topic.id
        thread = topic.thread_id
        topic.delete()
        await world.settle()
        post(world, number, "for the topic", thread=thread)
        await sent(world)
        assert texts(world, group.id) == ["for the topic"]


def with_cards() -> Routes:
    """One kind of card: it shows how often its matter was touched."""
    routes = bare()
    counts: dict[int, int] = {}

    @routes.card("counter")
    def view(turn: Turn, subject_id: int, reader: Person | None) -> tuple[str, Facts] | None:
        return "system/unknown_command", {"command": f"count-{counts.get(subject_id, 0)}"}

    @routes.command("show", strangers=True)
    def show(update: Update, turn: Turn) -> None:
        turn.show_card("counter", 1)

    @routes.command("count", strangers=True)
    def count(update: Update, turn: Turn) -> None:
        counts[1] = counts.get(1, 0) + 1
        turn.refresh_cards("counter", 1)

    @routes.command("again", strangers=True)
    def again(update: Update, turn: Turn) -> None:
        turn.refresh_cards("counter", 1)

    @routes.command("both", strangers=True)
    def both(update: Update, turn: Turn) -> None:
        show(update, turn)
        count(update, turn)

    return routes


async def test_a_card_shown_and_changed_at_once_goes_out_once_with_the_newest_words(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=with_cards()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/both")
        await clerk.sees("count-1")
        await world.settle()
        assert len(outbox_rows(world)) == 1


async def test_an_edit_that_changes_nothing_is_a_success(make_world: Callable[..., World]) -> None:
    async with make_world(routes=with_cards()) as world:
        clerk = world.person("测试戊16")
        await clerk.says("/show")
        await clerk.sees("count-0")
        await clerk.says("/again")
        await world.settle()
        assert [row["state"] for row in outbox_rows(world)] == ["sent", "sent"]


async def test_changes_while_a_card_is_on_its_way_are_not_lost(make_world: Callable[..., World]) -> None:
    """The sending hangs, fails and comes back while the matter changes: the card shows the newest state."""
    async with make_world(routes=with_cards()) as world:
        clerk, other = world.person("测试戊16"), world.person("测试戊18")
        world.telegram.fail_next("sendMessage", status=500, times=2)
        await clerk.says("/show")
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) > 0)
        for _ in range(5):
            await other.says("/count")
        await world.settle()
        await clerk.sees("count-5")
        assert {row["state"] for row in outbox_rows(world)} <= {"sent", "cancelled"}


async def test_edits_that_wait_collapse_into_the_last(make_world: Callable[..., World]) -> None:
    async with make_world(routes=with_cards()) as world:
        clerk, other = world.person("测试戊16"), world.person("测试戊18")
        await clerk.says("/show")
        await clerk.sees("count-0")
        world.telegram.fail_next("editMessageText", status=500)
        for _ in range(20):
            await other.says("/count")
        await clerk.sees("count-20")
        await world.settle()
        assert len(world.telegram.calls_of("editMessageText")) < 12


async def test_a_card_in_an_upgraded_group_lives_on_as_a_new_message(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=with_cards()) as world:
        clerk = world.person("测试戊16")
        group = world.group("专班群", [clerk])
        await clerk.says("/show")
        await clerk.sees("count-0")
        await world.settle()
        statement = "UPDATE card SET chat_id = :chat, message_id = NULL, person_id = NULL"
        with world.database.begin() as session:
            session.connection().exec_driver_sql(statement.replace(":chat", str(group.id)))
        await clerk.says("/count")
        await clerk.sees("count-1", group)
        await clerk.says("/count")
        await clerk.sees("count-2", group)
        shown = [message for message in group.messages() if "count-" in message.text]
        assert len(shown) == 1


async def test_what_a_dead_process_had_in_hand_is_sent_after_the_start(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        await world.stop()
        for word in ("one", "two", "three"):
            post(world, clerk.id, word)
        with world.database.begin() as session:
            taken = outbox.lease_calls(session, 1, now=world.clock.now())
            assert len(taken) == 1
            outbox.mark_later(
                session, taken[0].id, attempts=3, error="x", at=world.clock.now() + timedelta(hours=1)
            )
        with world.database.begin() as session:
            outbox.lease_calls(session, 1, now=world.clock.now())
        await world.start()
        await world.settle()
        assert texts(world, clerk.id) == ["one", "two", "three"]


async def test_of_two_assistants_on_postgresql_one_delivers(
    make_world: Callable[..., World], database_url: str
) -> None:
    async with make_world(routes=bare()) as world:
        if running(world).database.is_sqlite:
            pytest.skip("SQLite is used by one process")
        first = running(world)
        await world.settle()
        world.assistant = None
        await world.start()
        second = running(world)
        people = [world.person(f"测试戊{number}") for number in range(16, 24)]
        for number in range(5):
            post_all(world, people, f"{number}")
        second.wake()
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) == 40)
        for person in people:
            assert texts(world, person.id) == ["0", "1", "2", "3", "4"]
        await first.stop()
        post_all(world, people, "after the change of hands")
        await world.telegram.until(lambda: len(world.telegram.calls_of("sendMessage")) == 48)


def leased(chat_id: int = 5, attempts: int = 0, method: str = "sendMessage") -> Leased:
    """A row in hand."""
    return Leased(1, chat_id, None, method, {}, 0, None, None, None, None, MONDAY, attempts)


@pytest.mark.parametrize(
    ("error", "row", "others_pass", "verdict"),
    [
        (TimedOut(), leased(), True, Verdict.LATER),
        (TimedOut(), leased(attempts=1), True, Verdict.FAILED),
        (NetworkError("x"), leased(attempts=99), False, Verdict.LATER),
        (NetworkError("x"), leased(attempts=99), True, Verdict.FAILED),
        (InvalidToken("Unauthorized"), leased(), True, Verdict.LATER),
        (InvalidToken("Not Found"), leased(), True, Verdict.FAILED),
        (Forbidden("bot was kicked"), leased(-5), True, Verdict.GROUP_GONE),
        (Forbidden("bot was blocked by the user"), leased(), True, Verdict.UNREACHABLE),
        (BadRequest("Message is not modified: …"), leased(), True, Verdict.SENT),
        (BadRequest("Bad Request: TOPIC_CLOSED"), leased(-5), True, Verdict.TOPIC_GONE),
        (BadRequest("anything else"), leased(), True, Verdict.FAILED),
    ],
)
def test_what_an_error_means(error: TelegramError, row: Leased, others_pass: bool, verdict: Verdict) -> None:
    assert read_error(error, row, others_pass=others_pass).verdict is verdict
