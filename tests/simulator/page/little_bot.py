"""A very small bot that talks to the simulator over the Bot API, so that the page has something to show."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx

from simulator.pictures import plain_png
from simulator.shapes import Json

COMMANDS = [
    {"command": "report", "description": "上报问题"},
    {"command": "policy", "description": "查政策"},
    {"command": "todo", "description": "我的待办"},
]
CARD = (
    "<b>问〔2026〕1号</b> <code>WT-2026-0001</code>\n"
    "义堂木业园配电容量不够，见 https://example.gov.cn/a 或 /report。"
)
CARD_KEYS = [
    [{"text": "提交", "callback_data": "toast"}, {"text": "受理", "callback_data": "alert"}],
    [{"text": "改一改", "callback_data": "edit"}, {"text": "慢慢来", "callback_data": "slow"}],
    [
        {"text": "去私聊", "url": "https://t.me/zhuanban_bot?start=card7"},
        {"text": "搜一搜", "switch_inline_query_current_chat": "停电"},
    ],
]
HOME_KEYS = {
    "keyboard": [
        [{"text": "我的待办"}, {"text": "上报问题"}],
        [{"text": "验证手机号", "request_contact": True}],
    ],
    "is_persistent": True,
    "resize_keyboard": True,
    "input_field_placeholder": "说说遇到的问题",
}


class LittleBot:
    """Polls `url` and answers; `release` lets the answer to a tap on the slow button go."""

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url}/bot{token}"
        self._client = httpx.AsyncClient(timeout=30)
        self.release = asyncio.Event()
        self.seen: list[Json] = []

    async def call(self, method: str, /, files: Mapping[str, bytes] | None = None, **fields: object) -> Any:
        """One Bot API call; the result, or an AssertionError with Telegram's words."""
        data = {name: item if isinstance(item, str) else json.dumps(item) for name, item in fields.items()}
        uploads = {name: (f"{name}.png", content) for name, content in (files or {}).items()}
        answer = await self._client.post(f"{self._base}/{method}", data=data, files=uploads or None)
        body: Json = answer.json()
        assert body["ok"], f"{method}: {body['description']}"
        return body["result"]

    async def run(self) -> None:
        """Answer for ever."""
        await self.call("setMyCommands", commands=COMMANDS)
        await self.call("setMyDescription", description="问题上报、政策查询，都在这里。")
        offset = 0
        while True:
            updates = await self.call("getUpdates", offset=offset, timeout=20, allowed_updates=[])
            for update in updates:
                offset = update["update_id"] + 1
                self.seen.append(update)
                await self._answer(update)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _answer(self, update: Json) -> None:
        if "message" in update:
            await self._answer_message(update["message"])
        elif "callback_query" in update:
            await self._answer_tap(update["callback_query"])
        elif "inline_query" in update:
            await self._answer_inline(update["inline_query"])

    async def _answer_message(self, message: Json) -> None:
        chat = message["chat"]["id"]
        text = message.get("text", "")
        thread = {"message_thread_id": message["message_thread_id"]} if "message_thread_id" in message else {}
        if text.startswith("/start"):
            words = f"欢迎。{text.removeprefix('/start').strip()}"
            await self.call("sendMessage", chat_id=chat, text=words, reply_markup=HOME_KEYS)
        elif "contact" in message:
            number = message["contact"]["phone_number"]
            await self.call("sendMessage", chat_id=chat, text=f"收到号码 {number}")
        elif text == "卡片":
            await self.send_card(chat)
        elif text == "照片":
            photo = {"photo": plain_png()}
            await self.call(
                "sendPhoto", files=photo, chat_id=chat, caption="机器人的<i>照片</i>", parse_mode="HTML"
            )
        elif (text and message["chat"]["type"] == "private") or thread or "@zhuanban_bot" in text:
            await self.call("sendMessage", chat_id=chat, text=f"回声：{text}", **thread)

    async def send_card(self, chat: int) -> Any:
        """Send the card with its buttons."""
        keys = {"inline_keyboard": CARD_KEYS}
        return await self.call("sendMessage", chat_id=chat, text=CARD, parse_mode="HTML", reply_markup=keys)

    async def _answer_tap(self, tap: Json) -> None:
        data, query = tap["data"], {"callback_query_id": tap["id"]}
        if data == "slow":
            await self.release.wait()
        if data == "edit":
            message = tap["message"]
            where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self.call("editMessageText", **where, text="改过的卡片")
        words = {"toast": "已提交", "alert": "该件已由 丙15 受理", "slow": "终于好了"}.get(data)
        answer = {"text": words, "show_alert": data == "alert"} if words else {}
        await self.call("answerCallbackQuery", **query, **answer)

    async def _answer_inline(self, query: Json) -> None:
        titles = [f"{query['query']}第{number}件" for number in (1, 2, 3)] if query["query"] else []
        results = [
            {
                "type": "article", "id": str(number), "title": title, "description": "义堂镇 · 待受理",
                "input_message_content": {"message_text": f"内联：{title}"},
            }
            for number, title in enumerate(titles)
        ]  # fmt: skip
        await self.call("answerInlineQuery", inline_query_id=query["id"], results=results, cache_time=0)
