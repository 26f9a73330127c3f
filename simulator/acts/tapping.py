"""People tap: inline buttons and keys of the reply keyboard."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from simulator.accounts import Account
from simulator.acts.writing import say, send_location, share_own_contact
from simulator.chats import Chat
from simulator.messages import Message
from simulator.shapes import Json
from simulator.world import Tap, World

HERE = (35.1046, 118.3564)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person gets for a tap: a toast or alert from the bot, a link, or a query for inline mode."""

    text: str | None = None
    alert: bool = False
    url: str | None = None
    query: str | None = None


class Unanswered(AssertionError):
    """The bot did not answer a tap in time."""


def tap_callback(world: World, person: Account, message: Message, data: str) -> Tap:
    """Send callback data from a message's button; the answer arrives in the tap's future."""
    at = world.clock.now().timestamp()
    future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
    tap = Tap(world.next_query_id(), person, message, at, future)
    world.taps[tap.id] = tap
    body: Json = {"id": tap.id, "from": person.to_json(), "chat_instance": str(message.chat.id), "data": data}
    if message.inline_id is not None:
        body["inline_message_id"] = message.inline_id
    else:
        body["message"] = _accessible(message)
    world.updates.push("callback_query", body, lane=person.id)
    world.changes.ring()
    return tap


def _accessible(message: Message) -> Json:
    if message.deleted:
        return {"chat": message.chat.to_json(), "message_id": message.id, "date": 0}
    return message.to_json()


def find_button(chat: Chat, label: str, message: Message | None = None) -> tuple[Message, Json] | None:
    """The newest visible message with an inline button whose label contains the words, and that button."""
    candidates = [message] if message is not None else reversed(chat.messages.values())
    for candidate in candidates:
        for button in (button for row in candidate.button_rows for button in row):
            if label in button["text"]:
                return candidate, button
    return None


def find_key(chat: Chat, person: Account, label: str, *, exact: bool = False) -> Json | None:
    """The key of the person's reply keyboard whose label contains (or is) the words."""
    keyboard = chat.keyboards.get(person.id) or {}
    keys = [
        key if isinstance(key, dict) else {"text": key} for row in keyboard.get("keyboard", []) for key in row
    ]
    return next((key for key in keys if (label == key["text"] if exact else label in key["text"])), None)


def press_key(world: World, person: Account, chat: Chat, key: Json) -> Message:
    """Press a key of the reply keyboard: share the contact or place it asks for, or say its text."""
    if key.get("request_contact"):
        return share_own_contact(world, person, chat)
    if key.get("request_location"):
        return send_location(world, person, chat, HERE)
    return say(world, person, chat, str(key["text"]))[0]


def press_button(world: World, person: Account, message: Message, button: Json) -> Tap | Answer:
    """Press an inline button: a tap that awaits its answer, or what a client does without asking the bot."""
    if "callback_data" in button:
        return tap_callback(world, person, message, str(button["callback_data"]))
    if "url" in button:
        return open_link(world, person, str(button["url"]))
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            return Answer(query=str(button[name]))
    if "switch_inline_query_chosen_chat" in button:
        return Answer(query=str(button["switch_inline_query_chosen_chat"].get("query", "")))
    return Answer(text=str(button.get("copy_text", {}).get("text", "")) or None)


def open_link(world: World, person: Account, url: str) -> Answer:
    """Open a link; a deep link to the bot starts it with its payload."""
    link = urlsplit(url)
    if link.netloc == "t.me" and link.path.strip("/").lower() == str(world.bot.username).lower():
        payload = parse_qs(link.query).get("start")
        if payload:
            start(world, person, payload[0])
    return Answer(url=url)


def start(world: World, person: Account, payload: str | None = None) -> Message:
    """Press Start in the private chat, with or without a payload."""
    text = f"/start {payload}" if payload else "/start"
    return say(world, person, world.private_chat(person), text)[0]


async def answered(tap: Tap, seconds: float) -> Answer:
    """Wait for the bot's answer to a tap; raises Unanswered after `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            answer = await asyncio.shield(tap.answer)
    except TimeoutError:
        raise Unanswered(f"{tap.user.first_name}'s tap was not answered within {seconds} s") from None
    return Answer(answer["text"], answer["alert"], answer["url"])
