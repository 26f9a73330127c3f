"""What the page's tests agree on: the browser, the sizes of its windows, the day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
MONDAY = datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
DESKTOP = (1280, 800)
PHONE = (390, 844)

OpenAs = Callable[..., Awaitable[Page]]
