"""The endpoints on LISTEN: health, metrics, and a webhook that says 200 only for what is stored."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import httpx
import pytest
from sqlalchemy.exc import OperationalError

from bot.web import LARGEST_UPDATE, PROOF_HEADER, WEBHOOK_PATH, build_web, listen
from storage import inbox
from storage.base import type_json
from tests.engine.lab import echoing, free_port, inbox_rows, message_update, running
from tests.world import World


@asynccontextmanager
async def webhooked(
    make_world: Callable[..., World],
) -> AsyncIterator[tuple[World, aiohttp.ClientSession, str]]:
    """A world whose updates come by webhook; a client, and the webhook's address."""
    port = free_port()
    async with (
        make_world(routes=echoing(), listen=f"127.0.0.1:{port}", webhook=True) as world,
        aiohttp.ClientSession() as client,
    ):
        yield world, client, f"http://127.0.0.1:{port}"


async def test_updates_come_by_webhook_end_to_end(make_world: Callable[..., World]) -> None:
    async with webhooked(make_world) as (world, _, _):
        people = [world.person(f"测试戊{number}") for number in (16, 17, 18)]
        for word in range(10):
            for person in people:
                await person.says(f"{word}")
        for person in people:
            await person.sees("echo 9")
            heard = [message.text for message in person.messages() if message.text.startswith("echo")]
            assert heard == [f"echo {word}" for word in range(10)]
        assert not world.telegram.calls_of("getUpdates")
        await world.telegram.until(lambda: world.telegram.undelivered == 0)


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        (None, b'{"update_id": 1}', 403),
        ("wrong", b'{"update_id": 1}', 403),
        ("Ünïcode".encode().decode("latin-1"), b'{"update_id": 1}', 403),
        ("right", b"not json", 400),
        ("right", b"[1, 2]", 400),
        ("right", b"[" * 100_000, 400),
        ("right", b"x" * (LARGEST_UPDATE + 1), 413),
        ("right", b'{"update_id": 1}', 200),
        ("right", b'{"no number": 1}', 200),
    ],
)
async def test_what_the_webhook_answers(
    make_world: Callable[..., World], secret: str | None, body: bytes, status: int
) -> None:
    async with webhooked(make_world) as (world, client, url):
        right = running(world).settings.secret
        headers = {} if secret is None else {PROOF_HEADER: right if secret == "right" else secret}
        async with client.post(f"{url}{WEBHOOK_PATH}", data=BytesIO(body), headers=headers) as answer:
            assert answer.status == status
        assert len(inbox_rows(world)) == (body == b'{"update_id": 1}' and status == 200)


async def test_200_is_said_only_for_what_is_stored(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **options: object) -> None:
        raise OperationalError("INSERT", {}, ConnectionError("away"))

    async with webhooked(make_world) as (world, client, url):
        headers = {PROOF_HEADER: running(world).settings.secret}
        clerk = world.person("测试戊16")
        update = {"update_id": 5, **message_update(clerk.id, "patience")}
        real = inbox.add_updates
        monkeypatch.setattr(inbox, "add_updates", away)
        async with client.post(f"{url}{WEBHOOK_PATH}", json=update, headers=headers) as answer:
            assert answer.status == 503
        await clerk.says("kept by Telegram meanwhile")
        monkeypatch.setattr(inbox, "add_updates", real)
        await clerk.sees("echo kept by Telegram meanwhile")


async def test_many_webhook_calls_share_commits(make_world: Callable[..., World]) -> None:
    async with webhooked(make_world) as (world, client, url):
        headers = {PROOF_HEADER: running(world).settings.secret}

        async def deliver(number: int) -> int:
            async with client.post(
                f"{url}{WEBHOOK_PATH}", json={"update_id": number}, headers=headers
            ) as answer:
                return answer.status

        assert set(await asyncio.gather(*(deliver(number) for number in range(200)))) == {200}
        assert len(inbox_rows(world)) == 200


async def test_health_and_metrics(make_world: Callable[..., World]) -> None:
    port = free_port()
    async with make_world(routes=echoing(), listen=f"127.0.0.1:{port}") as world:
        clerk = world.person("测试戊16")
        await clerk.says("hello")
        await clerk.sees("echo hello")
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/healthz") as answer:
                report = await answer.json()
                assert (answer.status, report["ok"], report["inbox"], report["parked"]) == (200, True, 0, 0)
            running(world).poller.last_success -= 500
            async with client.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 503
                assert (await answer.json())["seconds_since_poll"] > 499
            async with client.get(f"http://127.0.0.1:{port}/metrics") as answer:
                text = await answer.text()
            assert 'zhuanban_updates_total{kind="message",outcome="done"}' in text
            assert 'zhuanban_deliveries_total{method="sendMessage",outcome="sent"}' in text
            async with client.post(f"http://127.0.0.1:{port}{WEBHOOK_PATH}", json={}) as answer:
                assert answer.status == 404


async def test_a_database_that_is_away_or_stuck_is_a_finding() -> None:
    async def away() -> type_json:
        raise OperationalError("SELECT", {}, ConnectionError("away"))

    async def nothing(_updates: object) -> None:
        raise AssertionError

    app = build_web(away, nothing, webhook_secret=None)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        answer = await client.get("/healthz")
        assert (answer.status_code, answer.json()) == (503, {"ok": False, "error": "OperationalError"})
        assert (await client.get("/metrics")).status_code == 200


def test_an_address_that_is_taken_is_told() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", int(taken.getsockname()[1]))
