"""The page's interface: what it shows, what it does, and what it is told."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import websockets
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from simulator.clock import SimClock
from simulator.clock_moves import next_weekday_nine
from simulator.people import Person
from simulator.pictures import plain_png
from simulator.server import Simulator
from tests.simulator.reader import Reader

Body = dict[str, object]


class PageClient:
    """What the browser does, without the browser."""

    def __init__(self, http: httpx.AsyncClient, person: Person) -> None:
        self.http = http
        self.person = person

    async def get(self, path: str, **query: object) -> object:
        answer = await self.http.get(path, params={"as": self.person.id, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def act(self, act: str, /, **fields: object) -> Body:
        answer = await self.http.post("/page/act", json={"as": self.person.id, "act": act, **fields})
        return dict(answer.json())


@pytest.fixture
async def page(telegram: Simulator, clerk: Person) -> AsyncIterator[PageClient]:
    async with httpx.AsyncClient(base_url=telegram.url) as http:
        yield PageClient(http, clerk)


async def test_the_page_and_the_world_are_served(telegram: Simulator, page: PageClient) -> None:
    telegram.group("木业群", members=[page.person])
    assert "<html" in (await page.http.get("/")).text
    assert (await page.http.get("/page/static/index.html")).headers["cache-control"] == "no-cache"
    world = await page.get("/page/world")
    assert world["bot"]["username"] == "zhuanban_bot"
    assert world["people"] == [
        {
            "id": page.person.id, "name": "测试戊16", "note": "义堂镇 · 经办人", "phone": "199-0000-0117",
            "avatar": "16", "unread": 0,
        }
    ]  # fmt: skip
    assert [group["title"] for group in world["groups"]] == ["木业群"]
    assert world["clock"] == {"now": "2026-11-23T01:20:00+00:00", "frozen": True}


async def test_only_the_local_machine_is_served(page: PageClient) -> None:
    answer = await page.http.get("/page/world", headers={"Host": "evil.example"})
    assert answer.status_code == 400


async def test_a_chat_shows_messages_keyboard_and_commands(bot: Bot, page: PageClient) -> None:
    clerk = page.person
    keys = ReplyKeyboardMarkup(
        [["我的待办", KeyboardButton("验证手机号", request_contact=True)]],
        is_persistent=True, input_field_placeholder="写点什么",
    )  # fmt: skip
    await bot.send_message(clerk.id, "<b>菜单</b>", parse_mode="HTML", reply_markup=keys)
    await bot.send_photo(clerk.id, plain_png(40, 30), caption="图")
    await bot.set_my_commands([BotCommand("help", "帮助")])
    (listed,) = await page.get("/page/chats")
    assert (listed["unread"], listed["last"]["text"], listed["pinned"]) == (2, "图", True)
    chat = await page.get("/page/chat", id=clerk.id)
    start, menu, photo = chat["messages"]
    assert (start["out"], menu["out"], menu["html"]) == (True, False, "<b>菜单</b>")
    assert chat["keyboard"]["rows"][0][1] == {
        "text": "验证手机号", "request_contact": True, "request_location": False,
    }  # fmt: skip
    assert (chat["keyboard"]["placeholder"], chat["keyboard"]["persistent"]) == ("写点什么", True)
    assert chat["commands"] == [{"command": "help", "description": "帮助"}]
    assert (await page.http.get(photo["photo"]["url"])).content == plain_png(40, 30)
    await page.act("read", chat=clerk.id)
    assert (await page.get("/page/chats"))[0]["unread"] == 0


async def test_long_chats_come_in_pieces(page: PageClient) -> None:
    for number in range(70):
        await page.person.says(f"第{number}条")
    newest = await page.get("/page/chat", id=page.person.id)
    assert (len(newest["messages"]), newest["more"]) == (60, True)
    older = await page.get("/page/chat", id=page.person.id, before=newest["messages"][0]["id"])
    assert (len(older["messages"]), older["more"]) == (11, False)


async def test_acts_reach_the_bot(reader: Reader, page: PageClient) -> None:
    await page.act("start", payload="WT-2026-0007")
    said = await page.act("say", text="园区停电")
    await page.act("edit", message=said["message"], text="园区停水")
    await page.act("contact")
    await page.act("location", latitude=35.1, longitude=118.3)
    await page.act("voice", seconds=7)
    form = {"as": str(page.person.id), "act": "upload", "kind": "photo", "caption": "现场"}
    files = [("file", ("1.png", plain_png(), "image/png")), ("file", ("2.png", plain_png(), "image/png"))]
    await page.http.post("/page/act", data=form, files=files)
    messages = [update.effective_message for update in await reader.all()]
    assert [message.text for message in messages[:3]] == ["/start WT-2026-0007", "园区停电", "园区停水"]
    assert messages[3].contact.user_id == page.person.id
    assert (messages[6].caption, messages[6].media_group_id) == ("现场", messages[7].media_group_id)
    assert await page.act("dance") == {"ok": False, "error": "unknown act 'dance'"}
    assert (await page.act("tap", message=999, row=0, col=0))["error"] == "this message is gone"


async def test_a_tap_comes_back_with_its_answer(bot: Bot, reader: Reader, page: PageClient) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("受理", callback_data="a:1")]])
    sent = await bot.send_message(page.person.id, "卡片", reply_markup=buttons)
    tapping = asyncio.ensure_future(page.act("tap", message=sent.message_id, row=0, col=0))
    (update,) = await bot.get_updates(offset=reader.offset, timeout=5)
    await update.callback_query.answer("已受理", show_alert=True)
    answer = (await tapping)["answer"]
    assert (answer["text"], answer["alert"]) == ("已受理", True)


async def test_notices_tell_what_happened(telegram: Simulator, bot: Bot, page: PageClient) -> None:
    address = telegram.url.replace("http", "ws") + f"/page/events?as={page.person.id}"
    async with websockets.connect(address) as events:
        await telegram.until(lambda: telegram.world.notices.anybody)
        sent = await bot.send_message(page.person.id, "一")
        await bot.edit_message_text("二", page.person.id, sent.message_id)
        await bot.send_chat_action(page.person.id, "typing")
        await page.http.post("/page/clock", json={"named": "hour"})
        notices = [json.loads(await events.recv()) for _ in range(4)]
    assert notices[0] == {"kind": "message", "chat": page.person.id, "message": sent.message_id}
    assert [notice["kind"] for notice in notices] == ["message", "edit", "typing", "clock"]
    assert notices[3]["clock"]["now"] == "2026-11-23T02:20:00+00:00"
    await telegram.until(lambda: not telegram.world.notices.anybody)


async def test_groups_are_managed_from_the_page(
    telegram: Simulator, reader: Reader, page: PageClient
) -> None:
    friend = telegram.person("乙")
    group = (await page.act("new_group", title="新群"))["chat"]
    await page.act("add_member", chat=group, member=friend.id)
    await page.act("say", chat=group, text="大家好")
    moved = (await page.act("upgrade", chat=group))["chat"]
    chat = await page.get("/page/chat", id=moved)
    assert [member["name"] for member in chat["chat"]["members"]] == ["测试戊16", "zhuanban_bot", "乙"]
    await page.act("remove_bot", chat=moved)
    assert (await page.get("/page/chat", id=moved))["chat"]["bot_member"] is False
    await page.act("add_bot", chat=moved)
    await page.act("leave", chat=moved)
    assert [row["kind"] for row in await page.get("/page/chats")] == ["private"]
    assert [row["title"] for row in await PageClient(page.http, friend).get("/page/chats")] == [
        "zhuanban_bot",
        "新群",
    ]
    forum = (await page.act("new_group", title="论坛", forum=True))["chat"]
    topic = (await page.act("new_topic", chat=forum, name="木业"))["topic"]
    await page.act("say", chat=forum, topic=topic, text="话题里")
    inside = await page.get("/page/chat", id=forum, topic=topic)
    assert [message["text"] for message in inside["messages"]] == ["", "话题里"]


async def test_two_wishes_at_once_lead_two_hours_on(telegram: Simulator, page: PageClient) -> None:
    on_the_way = asyncio.Event()

    async def travel(moment: datetime) -> None:
        on_the_way.set()
        await telegram.changed()
        telegram.clock.move_to(moment)

    telegram.travel = travel
    before = telegram.clock.now()
    wishes = [asyncio.create_task(page.http.post("/page/clock", json={"named": "hour"})) for _ in range(2)]
    while not all(wish.done() for wish in wishes):
        await on_the_way.wait()
        await page.act("say", chat=page.person.id, text="Anybody here?")
    assert telegram.clock.now() - before == timedelta(hours=2)


async def test_the_clock_moves_forward_only(telegram: Simulator, page: PageClient) -> None:
    async def move(wish: object) -> Body:
        return dict((await page.http.post("/page/clock", json=wish)).json())

    assert (await move({"advance": {"days": 1, "hours": 2}}))["now"] == "2026-11-24T03:20:00+00:00"
    assert (await move({"to": "2026-11-27T10:00:00+08:00"}))["now"] == "2026-11-27T02:00:00+00:00"
    assert (await move({"named": "next_workday_9"}))["now"] == "2026-11-30T01:00:00+00:00"
    nonsense = await page.http.post("/page/clock", content=b"{")
    assert (nonsense.status_code, nonsense.json()["error"]) == (400, "this is no JSON")
    assert (await move({"advance": {"days": 1e12}}))["ok"] is False
    for wish in (
        {"to": "2026-11-01T00:00:00+00:00"},
        {"to": "soon"},
        {"named": "never"},
        {"advance": {}},
        [],
    ):
        assert (await move(wish))["ok"] is False
    assert telegram.clock.now() == datetime(2026, 11, 30, 1, tzinfo=UTC)


def test_the_next_weekday_at_nine() -> None:
    assert next_weekday_nine(datetime(2026, 11, 23, 0, 59, tzinfo=UTC)) == datetime(
        2026, 11, 23, 1, tzinfo=UTC
    )
    assert next_weekday_nine(datetime(2026, 11, 27, 1, 0, tzinfo=UTC)) == datetime(
        2026, 11, 30, 1, tzinfo=UTC
    )


def test_a_ticking_clock_keeps_ticking_after_a_move() -> None:
    clock, seen = SimClock(), []
    clock.on_move(seen.append)
    target = clock.advance(days=1)
    assert seen == [target]
    assert target <= clock.now()
    with pytest.raises(ValueError, match="aware moments"):
        clock.move_to(datetime(2026, 1, 1))
