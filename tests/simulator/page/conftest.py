"""The stage for the page's tests: a simulator, a little bot on it, and Chromium windows of people."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from little_bot import LittleBot
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from stage import ARGUMENTS, CHROMIUM, DESKTOP, MONDAY, OpenAs

from simulator.clock import SimClock
from simulator.people import Person
from simulator.server import Simulator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; without Chromium each one says that it was skipped, and why."""
    missing = pytest.mark.skip(
        reason=f"NO BROWSER: {CHROMIUM} is missing (apt install chromium); the page is UNTESTED"
    )
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(missing)


@pytest_asyncio.fixture(loop_scope="session")
async def telegram() -> AsyncIterator[Simulator]:
    """A simulator on Monday 23 November 2026, 9:20 in Beijing."""
    async with Simulator(clock=SimClock(MONDAY, frozen=True)) as simulator:
        yield simulator


@pytest_asyncio.fixture(loop_scope="session")
async def bot(telegram: Simulator) -> AsyncIterator[LittleBot]:
    """The little bot, polling."""
    little = LittleBot(telegram.url, telegram.token)
    running = asyncio.create_task(little.run())
    yield little
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await little.close()


@pytest.fixture
def clerk(telegram: Simulator) -> Person:
    """Somebody in a town."""
    return telegram.person("测试戊16", phone="199-0000-0117", note="义堂镇 · 党（工）委副书记、分管负责人")


@pytest.fixture
def leader(telegram: Simulator) -> Person:
    """Somebody in a task force."""
    return telegram.person("陈士贤", phone="199-0000-0007", note="区级领导 · 木业产业专班副组长")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, one for all tests; each window has a context of its own."""
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_as(telegram: Simulator, browser: Browser) -> AsyncIterator[OpenAs]:
    """Open the page as somebody (None: nobody yet); fails afterwards if the page threw an error."""
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    async def open_page(
        person: Person | None = None,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        query: str = "",
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="zh-CN"
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        who = f"as={person.id}" if person else ""
        await page.goto(f"{telegram.url}/?{who}{query}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert errors == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once more at the end, where nobody overlooks it."""
    if not CHROMIUM.exists():
        terminalreporter.write_line(
            f"THE BROWSER PAGE WAS NOT TESTED: {CHROMIUM} is missing.", red=True, bold=True
        )
