"""Choosing whom to be, and being several people at once."""

from __future__ import annotations

import pytest
from little_bot import LittleBot
from playwright.async_api import expect
from stage import PHONE, OpenAs

from simulator.people import Person
from simulator.server import Simulator

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_visitor_searches_the_roster_and_becomes_the_clerk(
    telegram: Simulator, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    for number in range(163):
        telegram.person(f"测试己{number}", phone=f"199-0001-{number:04d}", note="区司法局 · 分管负责人")
    page = await open_as()
    await expect(page.get_by_role("heading", name="以谁的身份进入？")).to_be_visible()
    await expect(page.get_by_text("共 165 人")).to_be_visible()
    search = page.get_by_role("searchbox")
    for words in ("义堂 副书记", "戊16", "0000-0117"):
        await search.fill(words)
        await expect(page.locator(".person-main")).to_have_count(1)
        await expect(page.locator(".person-main")).to_contain_text("义堂镇 · 党（工）委副书记")
    await search.press("Enter")
    await expect(page.get_by_role("button", name="当前身份：测试戊16")).to_be_visible()
    assert f"as={clerk.id}" in page.url


async def test_searching_for_nobody_says_so(clerk: Person, open_as: OpenAs) -> None:
    page = await open_as()
    await page.get_by_role("searchbox").fill("查无此人")
    await expect(page.get_by_text("没有符合“查无此人”的人")).to_be_visible()


async def test_an_unknown_number_in_the_address_leads_to_the_choice(clerk: Person, open_as: OpenAs) -> None:
    page = await open_as(query="as=42")
    await expect(page.get_by_text("名单里没有编号为 42 的人")).to_be_visible()


async def test_recent_people_come_first(clerk: Person, leader: Person, open_as: OpenAs) -> None:
    page = await open_as(clerk)
    await page.get_by_role("button", name="当前身份：测试戊16").click()
    await page.locator(".person-main", has_text="陈士贤").click()
    await expect(page.get_by_role("button", name="当前身份：陈士贤")).to_be_visible()
    await page.get_by_role("button", name="当前身份：陈士贤").click()
    recent = page.locator("section", has=page.get_by_role("heading", name="最近"))
    await expect(recent.locator("strong")).to_have_text(["陈士贤", "测试戊16"])


async def test_somebody_else_opens_in_a_tab_of_their_own(
    clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    page = await open_as(clerk)
    await page.get_by_role("button", name="当前身份：测试戊16").click()
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="在新标签页以此人身份打开：陈士贤").click()
    other = await opening.value
    await expect(other.get_by_role("button", name="当前身份：陈士贤")).to_be_visible()
    await expect(page.get_by_role("button", name="当前身份：测试戊16")).to_be_attached()


async def test_two_people_talk_in_a_group(
    telegram: Simulator, bot: LittleBot, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    group = telegram.group("木业产业专班工作群", members=[clerk, leader])
    writing = await open_as(clerk, query=f"&chat={group.id}")
    reading = await open_as(leader)
    await writing.get_by_label("输入消息").fill("下午三点开会")
    await writing.keyboard.press("Enter")
    row = reading.locator(".chat-row", has_text="木业产业专班工作群")
    await expect(row).to_contain_text("测试戊16：下午三点开会")
    await expect(row.locator(".badge")).to_have_text("2")
    await row.click()
    await expect(reading.get_by_role("log")).to_contain_text("下午三点开会")
    await expect(row.locator(".badge")).to_have_count(0)
    await reading.get_by_label("输入消息").fill("收到")
    await reading.keyboard.press("Enter")
    await expect(writing.locator(".row.in .bubble", has_text="收到")).to_be_visible()
    await expect(writing.locator(".row.in .sender", has_text="陈士贤")).to_be_visible()


async def test_on_a_phone_one_column_at_a_time(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk, size=PHONE)
    await expect(page.get_by_role("navigation", name="聊天列表")).to_be_visible()
    await expect(page.locator(".conversation")).to_be_hidden()
    await page.locator(".chat-row").first.click()
    await expect(page.get_by_role("log")).to_contain_text("欢迎。")
    await expect(page.get_by_role("navigation", name="聊天列表")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="返回").click()
    await expect(page.get_by_role("navigation", name="聊天列表")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("log")).to_be_visible()
