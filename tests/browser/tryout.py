"""The real `zhuanban demo` as a process of its own, and people at its page in Chromium windows."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Locator, Page, expect

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROOT = Path(__file__).parents[2]
DESKTOP = (1280, 800)
PHONE = (390, 844)
PATIENCE_MS = 45_000
STOP_SECONDS = 15


class TryOut:
    """`zhuanban demo` with a data folder and a port of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> None:
        """Start it (again) and wait until it says where it is; AssertionError with its words if not."""
        self.home.mkdir(parents=True, exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
        environment |= {"DATA_DIR": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "bot", "demo", "--port", str(self.port), *options]
        with (self.home / "demo.log").open("a") as log:
            self._process = subprocess.Popen(
                command, cwd=self.home, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if self.url in line:
                return
        raise AssertionError(f"the demo did not start:\n{(self.home / 'demo.log').read_text()}")

    def has_kept(self, words: str) -> None:
        """Wait until the stand-in has written down a message with these words: Telegram forgets nothing."""
        world = self.home / "demo" / "telegram.world"
        give_up = time.monotonic() + STOP_SECONDS
        while words.encode() not in world.read_bytes():
            assert time.monotonic() < give_up, f"{words} is not in {world}"

    def stop(self) -> None:
        """SIGTERM, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def _end(self, signal_number: int) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal_number)
        self._process.communicate(timeout=STOP_SECONDS)
        self._process = None


class Seat:
    """Somebody at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log")

    async def sees(self, words: str | re.Pattern[str]) -> Locator:
        """Wait until the newest message from somebody else that has the words is there."""
        row = self.log.locator(".row.in", has_text=words).last
        await expect(row).to_be_visible()
        return row

    async def says(self, text: str) -> None:
        """Write a message."""
        await self.page.get_by_label("输入消息").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.log.locator(".row.out", has_text=text).last).to_be_visible()

    async def taps(self, label: str, *, on: str | None = None) -> None:
        """Tap the newest button with this label, of the newest message that has the words `on`."""
        place = await self.sees(on) if on else self.log
        await place.get_by_role("button", name=label, exact=True).last.click()

    async def presses(self, key: str) -> None:
        """Press a key of the home row."""
        await self.page.locator(".reply-key", has_text=key).click()

    async def sends_photo(self, caption: str) -> None:
        """Send the sample photo with a line about it."""
        await self.page.get_by_role("button", name="添加附件").click()
        await self.page.get_by_role("menuitem", name="示例照片", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_label("添加说明").fill(caption)
        await dialog.get_by_role("button", name="发送").click()
        await expect(self.log.locator(".row.out .photo").last).to_be_visible()

    async def moves_clock(self, label: str) -> None:
        """Push the clock with a button of the bar."""
        await self.page.get_by_role("button", name=label, exact=True).click()


async def take_seat(
    browser: Browser,
    url: str,
    name: str,
    *,
    size: tuple[int, int] = DESKTOP,
    scheme: Literal["light", "dark"] = "light",
) -> Seat:
    """Open the page, look somebody up, be them, and open the chat with the assistant."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale="zh-CN",
        device_scale_factor=2 if size == PHONE else 1,
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(url)
    await page.get_by_role("searchbox").fill(name)
    await page.locator(".person-main", has_text=name).first.click()
    await expect(page.get_by_role("button", name=f"当前身份：{name}")).to_be_attached()
    if size == PHONE:
        await page.locator(".chat-row", has_text="专班助手").first.click()
    await expect(page.get_by_role("heading", name="专班助手")).to_be_visible()
    return Seat(page)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
