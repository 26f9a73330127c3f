"""Groups: members, the bot coming and going, upgrade, topics; and blocking in private."""

from __future__ import annotations

import pytest
from little_bot import LittleBot
from playwright.async_api import Page, expect
from stage import OpenAs

from simulator.people import Person
from simulator.server import Simulator

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "木业产业专班工作群"


async def choose_action(page: Page, action: str, agree: bool = True) -> None:
    """Choose from the menu of the chat, and agree to the question that follows."""
    await page.get_by_role("button", name="更多操作").click()
    await page.get_by_role("menuitem", name=action).click()
    if agree:
        await page.get_by_role("alertdialog").get_by_role("button", name=action).click()


async def test_the_members_are_listed_with_their_posts(
    telegram: Simulator, bot: LittleBot, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    group = telegram.group(TITLE, members=[clerk, leader])
    page = await open_as(clerk, query=f"&chat={group.id}")
    await expect(page.locator(".chat-head")).to_contain_text("3 位成员")
    await page.get_by_role("button", name=f"{TITLE}，成员与信息").click()
    dialog = page.get_by_role("dialog", name=TITLE)
    await expect(dialog.locator(".person", has_text="陈士贤")).to_contain_text("木业产业专班副组长")
    await expect(dialog.get_by_role("link", name="以陈士贤的身份打开")).to_have_attribute(
        "href", f"?as={leader.id}"
    )


async def test_the_bot_leaves_and_comes_back(
    telegram: Simulator, bot: LittleBot, clerk: Person, open_as: OpenAs
) -> None:
    group = telegram.group(TITLE, members=[clerk])
    page = await open_as(clerk, query=f"&chat={group.id}")
    await choose_action(page, "移出机器人")
    await expect(page.locator(".chat-head")).to_contain_text("机器人已不在这个群里")
    await expect(page.locator(".row.service").last).to_contain_text("移出了群组")
    await choose_action(page, "添加机器人", agree=False)
    await expect(page.locator(".chat-head")).not_to_contain_text("机器人已不在")
    assert telegram.world.bot.id in group.members()


async def test_a_group_is_upgraded_and_the_talk_goes_on(
    telegram: Simulator, bot: LittleBot, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    group = telegram.group(TITLE, members=[clerk, leader])
    page = await open_as(clerk, query=f"&chat={group.id}")
    watching = await open_as(leader, query=f"&chat={group.id}")
    await expect(watching.get_by_role("log")).to_contain_text("群组已创建")
    await choose_action(page, "升级为超级群组")
    await expect(page.get_by_role("log")).to_contain_text("群组已升级为超级群组")
    await expect(page.locator(".chat-row", has_text=TITLE)).to_have_count(1)
    await page.get_by_label("输入消息").fill("新群第一句")
    await page.keyboard.press("Enter")
    await expect(watching.locator(".row.in .bubble", has_text="新群第一句")).to_be_visible()
    assert f"chat={group.id}" not in watching.url


async def test_topics_keep_their_messages_apart(
    telegram: Simulator, bot: LittleBot, clerk: Person, open_as: OpenAs
) -> None:
    group = telegram.group(TITLE, members=[clerk], forum=True)
    group.topic("木业")
    group.topic("督办")
    page = await open_as(clerk, query=f"&chat={group.id}")
    await page.get_by_role("tab", name="木业").click()
    await expect(page.get_by_label("输入消息")).to_have_attribute("placeholder", "在“木业”中发消息")
    await page.get_by_label("输入消息").fill("@zhuanban_bot 在吗？")
    await page.keyboard.press("Escape")
    await page.get_by_label("输入消息").fill("在吗 @zhuanban_bot")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("回声：在吗 @zhuanban_bot")
    await page.get_by_role("tab", name="督办").click()
    await expect(page.get_by_role("log")).not_to_contain_text("在吗")
    assert [message.text for message in group.topic("木业").messages()][-1] == "回声：在吗 @zhuanban_bot"


async def test_a_new_forum_with_a_topic(
    telegram: Simulator, bot: LittleBot, clerk: Person, open_as: OpenAs
) -> None:
    page = await open_as(clerk)
    await page.get_by_role("button", name="新建群组").click()
    await page.get_by_label("群名").fill("督导考核群")
    await page.get_by_label("按话题讨论").check()
    await page.get_by_role("dialog").get_by_role("button", name="新建").click()
    await expect(page.get_by_role("heading", name="督导考核群")).to_be_visible()
    await choose_action(page, "新建话题", agree=False)
    await page.get_by_label("话题名称").fill("周调度")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("tab", name="周调度", selected=True)).to_be_visible()


async def test_blocking_the_bot_and_taking_it_back(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await choose_action(page, "屏蔽机器人")
    await expect(page.get_by_label("输入消息")).to_be_hidden()
    await page.get_by_role("button", name="解除屏蔽").click()
    await expect(page.get_by_label("输入消息")).to_be_visible()
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in bot.seen
        if "my_chat_member" in update
    ]
    assert statuses[-2:] == ["kicked", "member"]


async def test_who_leaves_a_group_no_longer_sees_it(
    telegram: Simulator, bot: LittleBot, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    group = telegram.group(TITLE, members=[leader, clerk])
    page = await open_as(clerk, query=f"&chat={group.id}")
    await choose_action(page, "退出群组")
    await expect(page.locator(".chat-row", has_text=TITLE)).to_have_count(0)
    await expect(page.get_by_text("选择一个聊天开始")).to_be_visible()
    assert clerk.id not in group.members()


async def test_a_member_is_brought_in(
    telegram: Simulator, bot: LittleBot, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    group = telegram.group(TITLE, members=[clerk])
    page = await open_as(clerk, query=f"&chat={group.id}")
    await choose_action(page, "添加成员", agree=False)
    await page.locator(".person-main", has_text="陈士贤").click()
    await expect(page.locator(".row.service").last).to_contain_text("邀请 陈士贤 加入了群组")
    assert leader.id in group.members()
