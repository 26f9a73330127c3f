"""`zhuanban run` and `zhuanban demo` from start to signal, against the stand-in for Telegram."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from simulator.server import Simulator
from tests.cli.conftest import PROGRAM

TOKEN = "1:TEST"
PATIENCE = 90.0


@asynccontextmanager
async def started(*words: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program at work; killed if the test forgets it."""
    process = await asyncio.create_subprocess_exec(
        *PROGRAM,
        *words,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_with(process: asyncio.subprocess.Process, words: str) -> str:
    """The first line of the program's output that has these words."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while line := (await process.stdout.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"the program ended without saying {words}")


async def test_sigterm_ends_the_assistant_within_five_seconds(folder: Path) -> None:
    async with Simulator(token=TOKEN) as telegram:
        settings = {"TELEGRAM_API_URL": telegram.url, "TELEGRAM_BOT_TOKEN": TOKEN, "LISTEN": _free_address()}
        async with started("run", **settings) as process:
            await line_with(process, "专班助手已上线")
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
            assert time.monotonic() - begun < 5
            assert process.stderr is not None
            assert "Traceback" not in (await process.stderr.read()).decode()


async def test_sigterm_ends_the_wait_for_an_unreachable_telegram(folder: Path) -> None:
    settings = {"TELEGRAM_API_URL": f"http://{_free_address()}", "TELEGRAM_BOT_TOKEN": TOKEN}
    async with started("run", **settings, LISTEN=_free_address()) as process:
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            assert "cannot be reached" in (await process.stderr.readline()).decode()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0


async def test_a_wrong_token_is_one_line(folder: Path) -> None:
    async with Simulator(token=TOKEN) as telegram:
        settings = {"TELEGRAM_API_URL": telegram.url, "TELEGRAM_BOT_TOKEN": "2:WRONG"}
        async with started("run", **settings, LISTEN=_free_address()) as process:
            out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert out == b""
    assert err.decode().startswith("机器人令牌无效")
    assert err.count(b"\n") == 1


async def test_an_address_in_use_is_one_line(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        async with started("run", TELEGRAM_BOT_TOKEN=TOKEN, LISTEN=address) as process:
            _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert err.decode().startswith(f"LISTEN 地址 {address} 不能用")
    assert err.count(b"\n") == 1


async def test_without_a_token_the_way_to_one_is_told(folder: Path) -> None:
    async with started("run") as process:
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert "没有设置 TELEGRAM_BOT_TOKEN" in err.decode()


async def test_the_demo_prints_its_address_and_comes_back(folder: Path) -> None:
    port = _free_address().rpartition(":")[2]
    for _ in range(2):
        async with started("demo", "--port", port) as process:
            assert f"http://127.0.0.1:{port}/" in await line_with(process, "试用已就绪")
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), 5) == 0


def _free_address() -> str:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{trial.getsockname()[1]}"
