"""People use the bot in the input field: inline queries and the results they pick."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from simulator.accounts import Account
from simulator.acts.tapping import Unanswered
from simulator.acts.writing import ActRefused
from simulator.chats import Chat
from simulator.messages import Message
from simulator.methods.texts import message_text
from simulator.posting import post
from simulator.request import Request
from simulator.shapes import Json
from simulator.world import InlineAsk, World


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One offer of the bot; `raw` is the result as the bot sent it."""

    id: str
    kind: str
    title: str
    description: str
    query: str
    raw: Json = field(repr=False)

    @property
    def text(self) -> str:
        """What would be sent, before its markup is read."""
        return str((self.raw.get("input_message_content") or {}).get("message_text", ""))


def ask_inline(world: World, person: Account, chat: Chat, query: str, offset: str = "") -> InlineAsk:
    """Type a query after the bot's name; the answer arrives in the ask's future."""
    at = world.clock.now().timestamp()
    future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
    ask = InlineAsk(world.next_query_id(), person, query, at, future)
    world.asks[ask.id] = ask
    kind = "sender" if chat.is_private else chat.kind
    body: Json = {"id": ask.id, "from": person.to_json(), "query": query, "offset": offset, "chat_type": kind}
    world.updates.push("inline_query", body, lane=person.id)
    world.changes.ring()
    return ask


async def offered(ask: InlineAsk, seconds: float) -> list[InlineResult]:
    """Wait for the bot's results; raises Unanswered after `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            answer = await asyncio.shield(ask.answer)
    except TimeoutError:
        raise Unanswered(f"the inline query {ask.query!r} was not answered within {seconds} s") from None
    return [
        InlineResult(
            str(raw["id"]),
            str(raw["type"]),
            str(raw.get("title", "")),
            str(raw.get("description", "")),
            ask.query,
            raw,
        )
        for raw in answer["results"]
    ]


def pick_inline(
    world: World, person: Account, chat: Chat, result: InlineResult, thread_id: int | None = None
) -> Message:
    """Send a result into a chat: a message of the person, via the bot."""
    if not chat.is_private and not chat.has(person.id):
        raise ActRefused(f"{person.first_name} is not in {chat.title}")
    content = _content(world, result)
    markup = result.raw.get("reply_markup")
    message = post(world, chat, person, content, via_bot=world.bot, markup=markup, thread_id=thread_id)
    chosen: Json = {"result_id": result.id, "from": person.to_json(), "query": result.query}
    if markup:
        message.inline_id = f"AgI{world.next_query_id()}"
        world.inline_messages[message.inline_id] = [message]
        chosen["inline_message_id"] = message.inline_id
    world.updates.push("chosen_inline_result", chosen, lane=person.id)
    return message


def _content(world: World, result: InlineResult) -> Json:
    told = result.raw.get("input_message_content") or {}
    request = Request(world, "answerInlineQuery", {})
    if "message_text" in told:
        return message_text(request, told, "message_text")
    if "phone_number" in told:
        return {"contact": dict(told)}
    if "latitude" in told:
        return {"location": {"latitude": told["latitude"], "longitude": told["longitude"]}}
    return {"text": result.title or result.kind}
