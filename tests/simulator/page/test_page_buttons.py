"""Keyboards: under messages and in place of the letters."""

from __future__ import annotations

import pytest
import pytest_asyncio
from little_bot import LittleBot
from playwright.async_api import Page, expect
from stage import OpenAs

from simulator.people import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def card(bot: LittleBot, clerk: Person, open_as: OpenAs) -> Page:
    """The clerk's page, with a card from the bot."""
    await clerk.starts()
    await clerk.says("卡片")
    page = await open_as(clerk)
    await expect(page.get_by_role("button", name="提交")).to_be_visible()
    return page


async def test_a_short_answer_is_a_toast(card: Page) -> None:
    await card.get_by_role("button", name="提交").click()
    await expect(card.get_by_role("status")).to_contain_text("已提交")
    await expect(card.get_by_role("button", name="提交")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_must_be_confirmed(card: Page) -> None:
    await card.get_by_role("button", name="受理").click()
    alert = card.get_by_role("alertdialog")
    await expect(alert).to_contain_text("该件已由 丙15 受理")
    await expect(alert.get_by_role("button", name="确定")).to_be_focused()
    await card.keyboard.press("Enter")
    await expect(alert).to_have_count(0)


async def test_a_tapped_button_spins_until_it_is_answered(bot: LittleBot, card: Page) -> None:
    button = card.get_by_role("button", name="慢慢来")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(button.locator(".spinner")).to_be_visible()
    await button.click()
    bot.release.set()
    await expect(card.get_by_role("status")).to_contain_text("终于好了")
    await expect(button.locator(".spinner")).to_be_hidden()
    taps = [update for update in bot.seen if "callback_query" in update]
    assert len(taps) == 1


async def test_a_card_is_edited_in_place(card: Page) -> None:
    rows = await card.locator(".row").count()
    await card.get_by_role("button", name="改一改").click()
    await expect(card.locator(".row.in .bubble").last).to_contain_text("改过的卡片")
    await expect(card.locator(".row.in .edited").last).to_be_visible()
    await expect(card.get_by_role("button", name="改一改")).to_have_count(0)
    assert await card.locator(".row").count() == rows


async def test_a_deep_link_starts_the_bot_with_its_payload(card: Page) -> None:
    await card.get_by_role("button", name="去私聊").click()
    await expect(card.get_by_role("log")).to_contain_text("欢迎。card7")


async def test_an_inline_button_prepares_the_query(card: Page) -> None:
    await card.get_by_role("button", name="搜一搜").click()
    await expect(card.get_by_label("输入消息")).to_have_value("@zhuanban_bot 停电")
    await expect(card.get_by_role("option")).to_have_count(3)


async def test_an_outside_link_is_only_shown(card: Page) -> None:
    await card.get_by_role("link", name="https://example.gov.cn/a").click()
    await expect(card.get_by_role("dialog")).to_contain_text("https://example.gov.cn/a")
    assert len(card.context.pages) == 1


async def test_a_command_in_a_text_can_be_tapped_and_a_code_copied(card: Page) -> None:
    await card.locator(".bubble").get_by_role("button", name="WT-2026-0001").click()
    await expect(card.get_by_role("status")).to_contain_text("已复制：WT-2026-0001")
    await card.locator(".bubble").get_by_role("button", name="/report").click()
    await expect(card.locator(".row.out .bubble").last).to_contain_text("/report")


async def test_the_reply_keyboard_sends_its_words(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    keys = page.get_by_role("group", name="快捷键盘")
    await keys.get_by_role("button", name="我的待办").click()
    await expect(page.get_by_role("log")).to_contain_text("回声：我的待办")
    await expect(page.get_by_label("输入消息")).to_have_attribute("placeholder", "说说遇到的问题")
    await page.get_by_role("button", name="收起键盘").click()
    await expect(keys).to_be_hidden()
    await page.get_by_role("button", name="显示键盘").click()
    await expect(keys).to_be_visible()


async def test_the_number_is_shared_only_after_a_question(
    bot: LittleBot, clerk: Person, open_as: OpenAs
) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await page.get_by_role("button", name="验证手机号").click()
    question = page.get_by_role("alertdialog", name="共享你的手机号？")
    await expect(question).to_contain_text("199-0000-0117")
    await question.get_by_role("button", name="取消").click()
    await expect(question).to_have_count(0)
    assert not any("contact" in update.get("message", {}) for update in bot.seen)
    await page.get_by_role("button", name="验证手机号").click()
    await question.get_by_role("button", name="共享").click()
    await expect(page.get_by_role("log")).to_contain_text("收到号码 199-0000-0117")
    shared = next(
        update["message"]["contact"] for update in bot.seen if "contact" in update.get("message", {})
    )
    assert shared["user_id"] == clerk.id
