"""Whatever goes wrong, no secret reaches a log."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog
from telegram.error import NetworkError

from bot import logs
from bot.engine.line import open_line
from bot.logs import configure_logs, hide, redact_text
from tests.engine.lab import echoing, running
from tests.world import World

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz01234"
SECRETS = (TOKEN, "s3cretword", "webhook-secret-value", "1:TEST")


@pytest.fixture(params=["console", "json"])
def loud(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Logs at DEBUG, as the programme configures them, on the standard error that `capsys` reads."""
    monkeypatch.setattr(logs, "_known", set())
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    monkeypatch.setattr(logging.getLogger(), "level", logging.NOTSET)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    configure_logs("DEBUG", request.param)
    yield
    structlog.reset_defaults()


def assert_clean(text: str) -> None:
    """No secret is in it, and it is not empty."""
    assert text.strip()
    for secret in SECRETS:
        assert secret not in text


def test_events_values_and_tracebacks(loud: None, capsys: pytest.CaptureFixture[str]) -> None:
    hide("webhook-secret-value", None, "")
    log = structlog.get_logger("test")
    address = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    database = "postgresql+psycopg://zhuanban:s3cretword@db:5432/zhuanban"
    log.debug(f"calling {address}", url=address, database=database, deep={"a": [address, (database,)]})
    log.info(
        "webhook",
        secret="webhook-secret-value",
        error=ValueError(address),
        count=3,
        conninfo="password=s3cretword",
    )
    try:
        raise ConnectionError(f"{address} and {database} and webhook-secret-value")
    except ConnectionError:
        log.exception("broken")
        logging.getLogger("some.library").exception("broken at %s", address)
    logging.getLogger("some.library").debug("address %s", f"http://x/bot{TOKEN}", extra={"url": database})
    assert_clean(capsys.readouterr().err)


def test_a_log_line_that_cannot_be_written_shows_nothing(
    loud: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("some.library").info("a number: %d", TOKEN)
    assert TOKEN not in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore", "telegram", "telegram.Bot", "apscheduler.scheduler", "aiohttp"]
)
def test_libraries_that_tell_everything_are_quiet(
    loud: None, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    logging.getLogger(name).debug(
        "Calling https://x/bot%s/getMe with {'secret_token': 'webhook-secret-value'}", TOKEN
    )
    hide("webhook-secret-value")
    logging.getLogger(name).error("Calling https://x/bot%s/getMe webhook-secret-value", TOKEN)
    assert_clean(capsys.readouterr().err + ".")


async def test_a_whole_day_at_debug(
    loud: None, make_world: Callable[..., World], capsys: pytest.CaptureFixture[str]
) -> None:
    async with make_world(routes=echoing()) as world:
        clerk = world.person("测试戊16")
        for fault in (500, "drop", 429):
            world.telegram.fail_next("sendMessage", status=fault)
            world.telegram.fail_next("getUpdates", status=fault)
            await clerk.says(f"{fault}")
            await clerk.sees(f"echo {fault}")
        await running(world).line.call("getMe", {})
    assert_clean(capsys.readouterr().err)


async def test_an_address_that_nobody_answers(loud: None, capsys: pytest.CaptureFixture[str]) -> None:
    line = open_line(TOKEN, "http://127.0.0.1:9")
    log = structlog.get_logger("test")
    try:
        await line.initialize()
    except NetworkError as error:
        log.exception("Telegram cannot be reached", error=str(error))
    await line.shutdown()
    assert_clean(capsys.readouterr().err)


def test_a_broken_pipe_stops_nobody(loud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = io.StringIO()
    gone.close()
    monkeypatch.setattr(sys, "stderr", gone)
    structlog.get_logger("test").info("nobody reads this")
    logging.getLogger("some.library").error("nor this")


def test_one_line_an_event_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    monkeypatch.setattr(logging.getLogger(), "level", logging.NOTSET)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    configure_logs("INFO", "json")
    structlog.get_logger("test").info("update", id=7, kind="message", person=3, handler="/start", ms=1.5)
    structlog.reset_defaults()
    event = json.loads(capsys.readouterr().err)
    assert {name: event[name] for name in ("event", "id", "kind", "person", "handler", "ms")} == {
        "event": "update", "id": 7, "kind": "message", "person": 3, "handler": "/start", "ms": 1.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("sqlite:///data/zhuanban.db", "sqlite:///data/zhuanban.db"),
        ("postgresql://:pw@host/db", "postgresql://:***@host/db"),
        (
            "10:15 问〔2026〕1号 https://t.me/x?start=WT-2026-0001",
            "10:15 问〔2026〕1号 https://t.me/x?start=WT-2026-0001",
        ),
        ("/bot1:TEST", "/bot***"),
    ],
)
def test_only_secrets_are_taken_out(monkeypatch: pytest.MonkeyPatch, text: str, clean: str) -> None:
    monkeypatch.setattr(logs, "_known", set())
    assert redact_text(text) == clean
