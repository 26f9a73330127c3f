"""The clock, the appearance, the connection, and how the page reads without eyes or mouse."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from little_bot import LittleBot
from playwright.async_api import Browser, Page, WebSocketRoute, expect
from stage import DESKTOP, MONDAY, PHONE, OpenAs

from simulator.clock import SimClock
from simulator.people import Person
from simulator.server import Simulator

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, select, [role=button]")]
    .filter((node) => node.checkVisibility())
    .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length || node.placeholder))
    .map((node) => node.outerHTML)"""


async def test_the_clock_shows_weekday_and_moves(
    telegram: Simulator, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    page, other = await open_as(clerk), await open_as(leader)
    clock = page.get_by_role("timer")
    await expect(clock).to_have_text("2026年11月23日 周一 09:20")
    await page.get_by_role("button", name="+1小时").click()
    await expect(clock).to_have_text("2026年11月23日 周一 10:20")
    await page.get_by_role("button", name="+1天").click()
    await expect(clock).to_have_text("2026年11月24日 周二 10:20")
    await page.get_by_role("button", name="下个工作日9:00").click()
    await expect(clock).to_have_text("2026年11月25日 周三 09:00")
    await expect(other.get_by_role("timer")).to_have_text("2026年11月25日 周三 09:00")
    await page.get_by_role("button", name="指定时间").click()
    await page.get_by_label("日期与时间").fill("2026-12-01T14:30")
    await page.get_by_role("button", name="调到这一刻").click()
    await expect(clock).to_have_text("2026年12月1日 周二 14:30")
    assert telegram.clock.now() == datetime(2026, 12, 1, 6, 30, tzinfo=UTC)


async def test_time_does_not_run_backwards(telegram: Simulator, clerk: Person, open_as: OpenAs) -> None:
    page = await open_as(clerk)
    before = telegram.clock.now()
    await page.get_by_role("button", name="指定时间").click()
    await page.get_by_label("日期与时间").fill("2026-11-20T14:30")
    await page.get_by_role("button", name="调到这一刻").click()
    await expect(page.get_by_role("status")).to_contain_text("演示时间只能往后调")
    assert telegram.clock.now() == before


async def test_on_a_phone_the_clock_is_a_menu(telegram: Simulator, clerk: Person, open_as: OpenAs) -> None:
    page = await open_as(clerk, size=PHONE)
    await page.get_by_role("button", name="调整演示时间").click()
    await page.get_by_role("menuitem", name="+1天").click()
    await expect(page.get_by_role("button", name="调整演示时间")).to_contain_text("周二")


async def test_days_are_named_from_the_demo_clock(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await expect(page.locator(".row.day")).to_have_text("今天 · 11月23日 周一")
    await page.get_by_role("button", name="+1天").click()
    await expect(page.locator(".row.day")).to_have_text("昨天 · 11月23日 周一")


async def background(page: Page) -> str:
    """The colour behind the chat list."""
    return str(await page.locator(".sidebar").evaluate("(node) => getComputedStyle(node).backgroundColor"))


async def test_light_and_dark_follow_the_system_or_the_choice(clerk: Person, open_as: OpenAs) -> None:
    light, dark = await open_as(clerk), await open_as(clerk, scheme="dark")
    bright, dim = await background(light), await background(dark)
    assert bright != dim
    await light.get_by_role("button", name="外观").click()
    await light.get_by_role("button", name="外观：浅色").click()
    await expect(light.get_by_role("button", name="外观：深色")).to_be_visible()
    assert await background(light) == dim
    await light.reload()
    await light.locator(".sidebar").wait_for()
    assert await background(light) == dim


async def test_a_lost_connection_is_said_and_mended(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await expect(page.get_by_role("log")).to_contain_text("欢迎")
    lines: list[WebSocketRoute] = []

    async def line(route: WebSocketRoute) -> None:
        if lines:
            route.connect_to_server()
        lines.append(route)

    await page.route_web_socket("**/page/events*", line)
    await page.reload()
    await expect(page.get_by_role("log")).to_contain_text("欢迎")
    await expect(page.get_by_role("alert")).to_be_hidden()
    await bot.call("sendMessage", chat_id=clerk.id, text="断线时发的")
    await lines[0].close()
    await expect(page.get_by_role("alert")).to_contain_text("连接已断开，正在重新连接")
    await expect(page.get_by_role("log")).to_contain_text("断线时发的")
    await expect(page.get_by_role("alert")).to_be_hidden()
    await bot.call("sendMessage", chat_id=clerk.id, text="接上后发的")
    await expect(page.get_by_role("log")).to_contain_text("接上后发的")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
async def test_everything_one_can_press_has_a_name(
    bot: LittleBot, clerk: Person, open_as: OpenAs, size: tuple[int, int]
) -> None:
    await clerk.starts()
    await clerk.says("卡片")
    await clerk.sends_photo()
    page = await open_as(clerk, size=size, query=f"&chat={clerk.id}")
    await expect(page.get_by_role("button", name="提交")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []
    await page.get_by_role("button", name="添加附件").click()
    await page.get_by_role("menuitem", name="位置").click()
    assert await page.evaluate(NAMELESS) == []


async def test_windows_keep_and_give_back_the_focus(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    me = page.get_by_role("button", name="当前身份")
    await me.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("searchbox", name="搜索姓名")).to_be_focused()
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate("!document.activeElement.closest('.app')")
    await page.keyboard.press("Escape")
    await expect(me).to_be_focused()


async def test_a_menu_is_walked_with_arrows(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    more = page.get_by_role("button", name="更多操作")
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(more).to_be_focused()


async def test_nothing_is_fetched_from_elsewhere(
    telegram: Simulator, bot: LittleBot, clerk: Person, open_as: OpenAs
) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await expect(page.get_by_role("log")).to_contain_text("欢迎")
    assert asked
    assert [url for url in asked if not url.startswith((telegram.url, "data:", "blob:"))] == []


async def test_a_restarted_server_is_found_again(browser: Browser) -> None:
    async with Simulator(clock=SimClock(MONDAY)) as first:
        clerk = first.person("测试戊16")
        page = await browser.new_page()
        await page.goto(f"{first.url}/?as={clerk.id}")
        await page.get_by_role("button", name="开始", exact=True).click()
        await expect(page.get_by_role("log")).to_contain_text("/start")
    await expect(page.get_by_role("alert")).to_contain_text("连接已断开")
    port = int(first.url.rsplit(":", 1)[1])
    async with Simulator(port=port, clock=SimClock(MONDAY)) as second:
        second.person("测试戊16", id=clerk.id)
        await expect(page.get_by_role("alert")).to_be_hidden()
        await expect(page.get_by_role("button", name="开始", exact=True)).to_be_visible()
    await expect(page.get_by_role("alert")).to_be_visible()
    async with Simulator(port=port, clock=SimClock(MONDAY)) as third:
        third.person("陈士贤", id=clerk.id + 1)
        await expect(page.get_by_text(f"名单里没有编号为 {clerk.id} 的人")).to_be_visible()
