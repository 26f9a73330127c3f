"""Nothing is taken from Telegram before it is ours, and nothing that Telegram sends deafens us."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError
from telegram import Update
from telegram.error import InvalidToken

from bot.engine import intake
from bot.engine.line import TelegramLine
from bot.engine.raw import file_update
from handlers.turn import Turn
from storage import inbox
from storage.database import Session
from tests.engine.lab import bare, echoing, inbox_rows, message_update, outbox_rows, running, say
from tests.world import World

NOBODY = 77_001


@pytest.fixture
def quick_recovery(monkeypatch: pytest.MonkeyPatch) -> None:
    """Back-off without waiting."""
    monkeypatch.setattr(intake, "BACKOFF_SECONDS", (0.01,))


async def test_telegram_forgets_only_what_is_stored(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, quick_recovery: None
) -> None:
    refused = asyncio.Event()
    real = inbox.add_updates

    def away(*args: object, **options: object) -> int:
        refused.set()
        raise OperationalError("INSERT", {}, ConnectionError("the database is away"))

    async with make_world(routes=echoing()) as world:
        monkeypatch.setattr(inbox, "add_updates", away)
        clerk = world.person("测试戊16")
        await clerk.says("first")
        await refused.wait()
        assert world.telegram.undelivered == 1
        monkeypatch.setattr(inbox, "add_updates", real)
        await clerk.sees("echo first")
        await world.telegram.until(lambda: world.telegram.undelivered == 0)


async def test_an_update_that_comes_again_is_handled_once(make_world: Callable[..., World]) -> None:
    async with make_world(routes=echoing()) as world:
        clerk = world.person("测试戊16")
        raw = {"update_id": 900, **message_update(clerk.id, "once")}
        for _ in range(2):
            await running(world).writer.store([raw, raw])
            await world.settle()
        assert [row["update_id"] for row in inbox_rows(world)] == [900]
        assert len(outbox_rows(world)) == 1


async def test_what_nobody_understands_is_parked_and_the_rest_goes_on(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=echoing()) as world:
        clerk = world.person("测试戊16")
        broken = {"message": {"message_id": "x", "chat": 5, "from": {"id": clerk.id + 1}}}
        world.telegram.inject(broken)
        await clerk.says("after it")
        await clerk.sees("echo after it")
        for _ in range(3):
            await world.advance(seconds=10)
        states = {str(row["kind"]): row["state"] for row in inbox_rows(world)}
        assert [row["state"] for row in inbox_rows(world)] == ["parked", "done"], states


@pytest.mark.parametrize(
    "exotic",
    [
        {},
        {"quantum_message": {"from": {"id": NOBODY}, "spin": [1, 2]}},
        {"message": None},
        {"message": []},
        {"message": "text"},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "x"}},
        {"poll": {"id": "1"}},
        message_update(10**30, "a number beyond every database"),
        {"k" * 500: {"from": {"id": 10**60}}},
        {"message_reaction": {"user": {"id": NOBODY}, "date": 0}},
        {"purchased_paid_media": {"from": {"id": NOBODY, "first_name": "x", "is_bot": False}}},
        {"edited_message": message_update(NOBODY, "edited")["message"]},
    ],
    ids=lambda update: next(iter(update), "empty")[:20],
)
async def test_exotic_updates_never_deafen(
    make_world: Callable[..., World], exotic: dict[str, object]
) -> None:
    async with make_world(routes=echoing()) as world:
        clerk = world.person("测试戊16")
        world.telegram.inject(exotic)
        await clerk.says("still there?")
        await clerk.sees("echo still there?")
        await world.telegram.until(lambda: world.telegram.undelivered == 0)
        assert len(inbox_rows(world)) == 2


def test_what_no_database_takes_is_cleaned_and_what_it_means_stays() -> None:
    raw = file_update({"update_id": 1, **message_update(5, 'a\u0000b \\u0000 "\\\u0000" \ud83d🚧')})
    assert raw is not None
    assert json.loads(raw.payload)["message"]["text"] == 'ab \\u0000 "\\" ?🚧'


@pytest.mark.parametrize(
    "nonsense", [{}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**70}, [], None]
)
def test_something_without_a_number_is_no_update(nonsense: object) -> None:
    assert file_update(nonsense) is None


async def test_updates_without_numbers_are_passed_over(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, quick_recovery: None
) -> None:
    async with make_world(routes=echoing()) as world:
        real = TelegramLine.call
        nonsense = iter([["what?", {"message": {}}], {"not": "a list"}, "text"])

        async def odd(
            line: TelegramLine, method: str, payload: dict[str, object], **options: float
        ) -> object:
            found = next(nonsense, None) if method == "getUpdates" else None
            return found if found is not None else await real(line, method, payload, **options)

        monkeypatch.setattr(TelegramLine, "call", odd)
        clerk = world.person("测试戊16")
        await clerk.says("hello")
        await clerk.sees("echo hello")


async def test_an_update_that_the_database_refuses_is_given_up_alone(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = inbox.add_updates

    def picky(session: Session, updates: list[inbox.RawUpdate], *, now: datetime) -> int:
        if any("poison" in raw.payload for raw in updates):
            raise ValueError("no such thing")
        return real(session, updates, now=now)

    monkeypatch.setattr(inbox, "add_updates", picky)
    async with make_world(routes=echoing()) as world:
        clerk = world.person("测试戊16")
        await running(world).writer.store(
            [
                {"update_id": 7, **message_update(clerk.id, "poison")},
                {"update_id": 8, **message_update(clerk.id, "sound")},
            ]
        )
        await clerk.sees("echo sound")
        assert [(row["update_id"], row["kind"]) for row in inbox_rows(world)] == [
            (7, "unstorable"),
            (8, "message"),
        ]


async def test_who_waits_for_the_intake_never_waits_for_ever(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    def collapse(*args: object, **options: object) -> int:
        raise RuntimeError("something nobody has thought of")

    async with make_world(routes=echoing()) as world:
        writer = running(world).writer
        monkeypatch.setattr(inbox, "add_updates", collapse)
        with pytest.raises(intake.IntakeBroken):
            await writer.store([{"update_id": 1}])
        monkeypatch.undo()
        await writer.store([{"update_id": 1}])
        assert len(inbox_rows(world)) == 1


async def test_a_hanging_line_is_hung_up_and_other_calls_go_on(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, quick_recovery: None
) -> None:
    monkeypatch.setattr(intake, "POLL_SECONDS", 0)
    monkeypatch.setattr(intake, "POLL_GRACE_SECONDS", 0.3)
    monkeypatch.setattr(intake, "READ_SECONDS", 60)
    async with make_world(routes=echoing()) as world:
        world.telegram.fail_next("getUpdates", status="hang", times=2)
        clerk = world.person("测试戊16")
        await clerk.says("over a line that hangs")
        await clerk.sees("echo over a line that hangs")


@pytest.mark.parametrize("fault", [409, 500, 502, "drop", "drop_after", 401, 404])
async def test_polling_survives(
    make_world: Callable[..., World], quick_recovery: None, fault: int | str
) -> None:
    async with make_world(routes=echoing()) as world:
        world.telegram.fail_next("getUpdates", status=fault, times=3)
        clerk = world.person("测试戊16")
        for number in range(5):
            await clerk.says(f"word {number}")
            await clerk.sees(f"echo word {number}")
        assert not running(world).failures()
        assert len(outbox_rows(world)) == 5


async def test_a_forgotten_webhook_is_taken_away(
    make_world: Callable[..., World], quick_recovery: None
) -> None:
    async with make_world(routes=echoing()) as world:
        await running(world).line.call("setWebhook", {"url": "http://127.0.0.1:9/"})
        clerk = world.person("测试戊16")
        await clerk.says("can you hear me?")
        await clerk.sees("echo can you hear me?")


async def test_a_token_that_is_refused_for_good_ends_the_assistant(
    make_world: Callable[..., World], quick_recovery: None
) -> None:
    async with make_world(routes=echoing()) as world:
        world.telegram.fail_next("getUpdates", status=401, times=50)
        with pytest.raises(InvalidToken):
            await running(world).run()
        await running(world).stop()
        world.assistant = None


def test_after_a_quiet_week_telegram_may_begin_its_numbers_anew() -> None:
    assert intake._next_offset([{"update_id": 8}, {"update_id": 7}, "nonsense"]) == 9
    assert intake._next_offset([]) is None


async def test_half_surrogates_and_nul_reach_the_handler_as_plain_text(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=echoing()) as world:
        clerk = world.person("测试戊16")
        update = {"update_id": 3, **message_update(clerk.id, "half \ud83d and \u0000 NUL")}
        await running(world).writer.store([update])
        await clerk.sees("echo half ? and  NUL")


async def test_commands_for_other_bots_are_theirs(make_world: Callable[..., World]) -> None:
    routes = bare()

    @routes.command("report", group=True, strangers=True, unbound_groups=True)
    def report(update: Update, turn: Turn) -> None:
        say(turn, "mine")

    async with make_world(routes=routes) as world:
        clerk = world.person("测试戊16")
        group = world.group("专班群", [clerk])
        for text in ("/report@other_bot x", "/REPORT@Other_Bot", "/nothing@other_bot"):
            await clerk.says(text, group)
            await clerk.says(text)
        await world.settle()
        assert not outbox_rows(world)
        await clerk.says("/report@zhuanban_bot x", group)
        await clerk.sees("mine", group)
