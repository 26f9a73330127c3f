"""Writing and reading: text, commands, edits, replies, inline mode, safety."""

from __future__ import annotations

import pytest
from little_bot import LittleBot
from playwright.async_api import Page, expect
from stage import OpenAs

from simulator.people import Person
from simulator.server import Simulator

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = "<img src=x onerror=document.title='hacked'><script>document.title='hacked'</script> a < b & c"


async def write(page: Page, text: str) -> None:
    """Write `text` and press Enter."""
    await page.get_by_label("输入消息").fill(text)
    await page.keyboard.press("Enter")


async def test_the_first_thing_is_a_start_button(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    page = await open_as(clerk)
    await expect(page.get_by_text("问题上报、政策查询，都在这里。")).to_be_visible()
    await page.get_by_role("button", name="开始", exact=True).click()
    await expect(page.get_by_role("log")).to_contain_text("欢迎。")
    await expect(page.get_by_label("输入消息")).to_be_visible()


async def test_a_text_is_sent_by_enter_and_answered(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    field = page.get_by_label("输入消息")
    await field.fill("第一行")
    await field.press("Shift+Enter")
    await field.press_sequentially("第二行")
    await field.press("Enter")
    await expect(page.locator(".row.out .bubble").last).to_contain_text("第一行\n第二行", use_inner_text=True)
    await expect(page.locator(".row.in .bubble").last).to_contain_text("回声：第一行")
    await expect(page.locator(".row.in time").last).to_have_text("09:20")
    await expect(field).to_have_value("")


async def test_what_people_write_never_becomes_html(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await write(page, HOSTILE)
    await expect(page.locator(".row.in .bubble").last).to_contain_text(f"回声：{HOSTILE}")
    assert await page.locator(".bubble img, .bubble script").count() == 0
    assert "hacked" not in await page.title()


async def test_only_allowed_html_is_built(clerk: Person, open_as: OpenAs) -> None:
    page = await open_as(clerk)
    await page.get_by_role("button", name="当前身份").wait_for()
    built = await page.evaluate(
        """async (html) => {
            const { richText } = await import("/scripts/richtext.js");
            const box = document.createElement("div");
            box.append(richText(html, { command() {}, link() {}, mention() {} }));
            return { tags: [...new Set([...box.querySelectorAll("*")].map((node) => node.tagName))].sort(),
                     links: [...box.querySelectorAll("a")].map((node) => node.getAttribute("href")),
                     handlers: [...box.querySelectorAll("[onclick], [onerror], [onload]")].length,
                     text: box.textContent };
        }""",
        "</div></body><b onclick='x()'>粗</b><svg onload=x()><a href='javascript:x()'>坏</a></svg>"
        "<a href=' javascript:x()'>坏链接</a><a href='https://example.gov.cn'>好链接</a>"
        "<iframe src=x></iframe><style>*{}</style><img src=x onerror=x()>"
        "<form action=x><input></form><u>下划线</u><math><mi>x</mi></math>",
    )
    assert built["tags"] == ["A", "B", "SPAN", "U"]
    assert built["links"] == ["https://example.gov.cn"]
    assert built["handlers"] == 0
    assert built["text"] == "粗坏链接好链接下划线"


async def test_commands_complete_from_the_keyboard(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    field = page.get_by_label("输入消息")
    await field.fill("/")
    await expect(page.get_by_role("option")).to_have_count(3)
    await field.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/policy")
    await field.fill("/re")
    await expect(page.get_by_role("option")).to_have_count(1)
    await field.press("Enter")
    await expect(page.locator(".row.out .bubble").last).to_contain_text("/report")
    await page.get_by_role("button", name="命令菜单").click()
    await expect(page.get_by_role("listbox", name="命令菜单")).to_contain_text("我的待办")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)


async def test_one_may_edit_and_quote(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await write(page, "停电了")
    await page.locator(".row.out .bubble", has_text="停电了").click(button="right")
    await page.get_by_role("menuitem", name="编辑").click()
    await expect(page.get_by_label("输入消息")).to_have_value("停电了")
    await write(page, "停电两天了")
    changed = page.locator(".row.out .bubble", has_text="停电两天了")
    await expect(changed.locator(".edited")).to_have_text("已编辑")
    answer = page.locator(".row.in .bubble", has_text="回声：停电了")
    await answer.click(button="right")
    await page.get_by_role("menuitem", name="回复").click()
    await write(page, "多谢")
    await expect(page.locator(".row.out", has_text="多谢").locator(".reply-quote")).to_contain_text(
        "回声：停电了"
    )


async def test_inline_results_are_offered_and_sent(
    telegram: Simulator, bot: LittleBot, clerk: Person, leader: Person, open_as: OpenAs
) -> None:
    group = telegram.group("木业产业专班工作群", members=[clerk, leader])
    page = await open_as(clerk, query=f"&chat={group.id}")
    field = page.get_by_label("输入消息")
    await field.fill("@zh")
    await page.get_by_role("option", name="@zhuanban_bot").click()
    await field.press_sequentially("停电")
    await expect(page.get_by_role("option")).to_have_count(3)
    await expect(page.get_by_role("option").first).to_contain_text("义堂镇 · 待受理")
    await field.press("ArrowDown")
    await field.press("Enter")
    sent = page.locator(".row.out .bubble").last
    await expect(sent).to_contain_text("内联：停电第2件")
    await expect(sent.locator(".via")).to_have_text("通过 @zhuanban_bot")


async def test_older_messages_come_while_scrolling(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    await clerk.sees("欢迎")
    for number in range(70):
        await bot.call("sendMessage", chat_id=clerk.id, text=f"通知{number}。")
    page = await open_as(clerk)
    await expect(page.get_by_role("log").get_by_text("通知69。")).to_be_in_viewport()
    await expect(page.get_by_role("log").get_by_text("通知0。")).to_have_count(0)
    scroll = page.locator(".messages")
    await scroll.evaluate("(box) => box.scrollTo(0, 0)")
    await expect(page.get_by_role("log").get_by_text("通知0。")).to_have_count(1)
    assert await scroll.evaluate("(box) => box.scrollTop") > 100
    await bot.call("sendMessage", chat_id=clerk.id, text="新通知。")
    await page.get_by_role("button", name="回到最新消息，1 条新消息").click()
    await expect(page.get_by_role("log").get_by_text("新通知。")).to_be_in_viewport()


async def test_a_pinned_message_stands_above_the_chat(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    await clerk.sees("欢迎")
    card = await bot.send_card(clerk.id)
    for number in range(30):
        await bot.call("sendMessage", chat_id=clerk.id, text=f"通知{number}。")
    await bot.call("pinChatMessage", chat_id=clerk.id, message_id=card["message_id"])
    page = await open_as(clerk)
    bar = page.get_by_role("button", name="置顶消息")
    await expect(bar).to_contain_text("问〔2026〕1号")
    await bar.click()
    await expect(page.locator(".bubble", has_text="WT-2026-0001")).to_be_in_viewport()


async def test_typing_is_shown_until_the_message_comes(
    bot: LittleBot, clerk: Person, open_as: OpenAs
) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    await expect(page.get_by_role("log")).to_contain_text("欢迎")
    await bot.call("sendChatAction", chat_id=clerk.id, action="typing")
    await expect(page.locator(".chat-head")).to_contain_text("正在输入")
    await bot.call("sendMessage", chat_id=clerk.id, text="好了")
    await expect(page.locator(".chat-head")).not_to_contain_text("正在输入")


async def test_a_removed_message_disappears(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    sent = await bot.call("sendMessage", chat_id=clerk.id, text="发错了")
    await expect(page.get_by_role("log")).to_contain_text("发错了")
    await bot.call("deleteMessage", chat_id=clerk.id, message_id=sent["message_id"])
    await expect(page.get_by_role("log")).not_to_contain_text("发错了")


async def test_quotes_unfold_and_spoilers_open(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    page = await open_as(clerk)
    quote = "\n".join(f"第{number}步" for number in range(12))
    text = f"<blockquote expandable>{quote}</blockquote>\n余下 <tg-spoiler>秘密</tg-spoiler>"
    await bot.call("sendMessage", chat_id=clerk.id, text=text, parse_mode="HTML")
    fold = page.get_by_role("button", name="展开")
    await expect(fold).to_have_attribute("aria-expanded", "false")
    folded = await page.locator("blockquote").evaluate("(node) => node.clientHeight")
    await fold.click()
    assert await page.locator("blockquote").evaluate("(node) => node.clientHeight") > folded
    hidden = page.locator(".spoiler")
    shown = "(node) => getComputedStyle(node).color"
    before = await hidden.evaluate(shown)
    await page.get_by_role("button", name="点按显示隐藏内容").click()
    assert await hidden.evaluate(shown) != before


async def test_an_old_card_changes_before_ones_eyes(bot: LittleBot, clerk: Person, open_as: OpenAs) -> None:
    await clerk.starts()
    await clerk.sees("欢迎")
    card = await bot.send_card(clerk.id)
    for number in range(75):
        await bot.call("sendMessage", chat_id=clerk.id, text=f"通知{number}。")
    page = await open_as(clerk)
    await expect(page.get_by_role("log").get_by_text("通知74。")).to_be_in_viewport()
    await page.locator(".messages").evaluate("(box) => box.scrollTo(0, 0)")
    await expect(page.locator(".bubble", has_text="WT-2026-0001")).to_have_count(1)
    await bot.call("editMessageText", chat_id=clerk.id, message_id=card["message_id"], text="已受理的卡片")
    await expect(page.locator(".bubble", has_text="已受理的卡片")).to_have_count(1)
    await bot.call("deleteMessage", chat_id=clerk.id, message_id=card["message_id"])
    await expect(page.locator(".bubble", has_text="已受理的卡片")).to_have_count(0)
