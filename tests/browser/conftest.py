"""The stage of the browser's story: the demo prepared once, copied for each test, and Chromium."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.tryout import ARGUMENTS, CHROMIUM, PATIENCE_MS, TryOut


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; without Chromium each one says that it was skipped, and why."""
    missing = pytest.mark.skip(
        reason=f"NO BROWSER: {CHROMIUM} is missing (apt install chromium); the try-out is UNTESTED"
    )
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM.exists():
                item.add_marker(missing)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that has been started once and stopped: the example has been played."""
    home = tmp_path_factory.mktemp("demo") / "data"
    demo = TryOut(home)
    demo.start()
    demo.stop()
    return home


@pytest.fixture
def demo(prepared: Path, tmp_path: Path) -> Iterator[TryOut]:
    """The demo, running, with a copy of the prepared folder."""
    shutil.copytree(prepared, tmp_path / "data")
    running = TryOut(tmp_path / "data")
    running.start()
    yield running
    running.stop()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once more at the end, where nobody overlooks it."""
    if not CHROMIUM.exists():
        terminalreporter.write_line(
            f"THE TRY-OUT WAS NOT TESTED IN A BROWSER: {CHROMIUM} is missing.", red=True, bold=True
        )
