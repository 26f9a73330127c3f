"""Delivery by webhook: in order, with the secret, again and again until the bot says 200."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from simulator.people import Person
from simulator.server import Simulator
from tests.simulator.reader import Reader

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Receiver:
    """A bot's web server that remembers what came in and answers what it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.texts: list[str] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []

    async def take(self, request: web.Request) -> web.Response:
        update = json.loads(await request.read())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer.status == 200:
            self.texts.append(update["message"]["text"])
        return answer


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    runner = web.ServerRunner(web.Server(made.take))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    made.url = f"http://{host}:{port}/hook"
    yield made
    await runner.cleanup()


async def test_updates_come_in_order_with_the_secret(
    telegram: Simulator, bot: Bot, clerk: Person, receiver: Receiver
) -> None:
    await clerk.says("早先")
    await bot.set_webhook(receiver.url, secret_token="s-3_x")
    for number in range(20):
        await clerk.says(f"第{number}条")
    await telegram.until(lambda: telegram.undelivered == 0)
    assert receiver.texts == ["早先", *(f"第{number}条" for number in range(20))]
    assert set(receiver.secrets) == {"s-3_x"}


async def test_an_update_is_repeated_until_it_is_taken(
    telegram: Simulator, bot: Bot, clerk: Person, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=403)]
    await bot.set_webhook(receiver.url)
    await clerk.says("一")
    await clerk.says("二")
    await telegram.until(lambda: telegram.undelivered == 0)
    assert receiver.texts == ["一", "二"]
    assert len(receiver.secrets) == 4
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_an_answer_may_call_a_method(
    telegram: Simulator, bot: Bot, clerk: Person, receiver: Receiver
) -> None:
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": clerk.id, "text": "收到"})]
    await bot.set_webhook(receiver.url)
    await clerk.says("一")
    await clerk.sees("收到")
    assert telegram.calls_of("sendMessage")[0].outcome == "ok"


async def test_polling_and_webhook_exclude_each_other(
    telegram: Simulator, reader: Reader, bot: Bot, clerk: Person, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url, allowed_updates=["message"], max_connections=3)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await reader.all()
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == (receiver.url, 3, ("message",))
    await bot.delete_webhook()
    await clerk.says("一")
    assert (await reader.one()).message.text == "一"
    await clerk.says("二")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    assert telegram.undelivered == 0
    assert receiver.texts == []


async def test_a_bot_that_is_away_gets_everything_when_it_is_back(
    telegram: Simulator, bot: Bot, clerk: Person, receiver: Receiver, unused_tcp_port: int
) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/hook")
    await clerk.says("一")
    await telegram.until(lambda: telegram.world.updates.listener is not None and telegram.undelivered == 1)
    await bot.set_webhook(receiver.url)
    await telegram.until(lambda: telegram.undelivered == 0)
    assert receiver.texts == ["一"]


async def test_addresses_that_telegram_refuses(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="an https url must be provided for webhook"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(BadRequest, match="webhook can be set up only on ports 80, 88, 443 or 8443"):
        await bot.set_webhook("https://example.org:9000/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org/hook", secret_token="长")
