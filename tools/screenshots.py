"""The README's pictures, taken anew from the real try-out: `make screenshots` writes docs/pictures/."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests.browser.tryout import ARGUMENTS, CHROMIUM, PHONE, Seat, TryOut, take_seat

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CAPTION = "义堂木业园三家板材厂配电容量不够，新线上不去"
WINDOW = (1180, 960)
TOAST_GONE_MS = 10_000


def main() -> None:
    """Start a demo of its own, play a short scene, take the pictures."""
    if not CHROMIUM.exists():
        sys.exit(f"{CHROMIUM} is missing (apt install chromium): no pictures were taken")
    with tempfile.TemporaryDirectory() as folder:
        demo = TryOut(Path(folder))
        demo.start()
        try:
            asyncio.run(_take_pictures(demo))
        finally:
            demo.stop()


async def _take_pictures(demo: TryOut) -> None:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        clerk = await take_seat(browser, demo.url, "测试戊16", size=WINDOW)
        await clerk.sends_photo(CAPTION)
        await clerk.sees("问题提报草稿")
        await _keep(clerk, "chat.png")
        await clerk.taps("✅ 提交")
        await _on_the_phone(browser, demo)
        await browser.close()


async def _on_the_phone(browser: Browser, demo: TryOut) -> None:
    liaison = await take_seat(browser, demo.url, "测试丙15", size=PHONE)
    await liaison.taps("受理", on=CAPTION)
    await liaison.sees("测试丙15 已受理")
    await _keep(liaison, "chat-phone.png")
    dark = await take_seat(browser, demo.url, "测试丙15", size=PHONE, scheme="dark")
    await dark.sees("测试丙15 已受理")
    await _keep(dark, "chat-phone-dark.png")


async def _keep(seat: Seat, name: str) -> None:
    """Wait for passing notices to go, then take the picture."""
    await seat.page.locator(".toast").last.wait_for(state="detached", timeout=TOAST_GONE_MS)
    await seat.page.mouse.move(0, 0)
    await seat.page.screenshot(path=PICTURES / name, animations="disabled")
    sys.stdout.write(f"{PICTURES / name}\n")


if __name__ == "__main__":
    main()
