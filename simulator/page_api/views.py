"""The world, the chat list and one chat, as one person sees them."""

from __future__ import annotations

import time

from simulator.accounts import Account
from simulator.chats import Chat
from simulator.menus import commands_for
from simulator.messages import Message
from simulator.page_api.seen import iso, message_json, name_of, sender_json, summary
from simulator.shapes import Json
from simulator.world import World

PAGE_LENGTH = 60
_KINDS = (
    "photo",
    "document",
    "voice",
    "video",
    "audio",
    "animation",
    "sticker",
    "location",
    "contact",
    "poll",
)


def clock_json(world: World) -> Json:
    """The simulated time and whether it stands still."""
    return {"now": world.clock.now().isoformat(), "frozen": world.clock.frozen}


def world_json(world: World) -> Json:
    """Who and what there is: the bot, people to be, groups, the clock."""
    return {
        "bot": {
            "id": world.bot.id,
            "name": world.bot_name(),
            "username": world.bot.username,
            "description": world.settings.descriptions.get("", ""),
        },
        "now": world.clock.now().isoformat(),
        "clock": clock_json(world),
        "people": [_person(world, account) for account in world.people()],
        "groups": [_group(world, chat) for chat in world.groups()],
    }


def _person(world: World, account: Account) -> Json:
    return {
        "id": account.id,
        "name": account.full_name,
        "note": account.note,
        "phone": account.phone,
        "avatar": account.full_name[-2:],
        "unread": sum(world.chats[chat_id].unread(account.id) for chat_id in account.chats),
    }


def _group(world: World, chat: Chat) -> Json:
    members = [user_id for user_id in chat.present() if user_id != world.bot.id]
    return {"id": chat.id, "title": chat.title, "topics": topics_json(chat), "members": members}


def topics_json(chat: Chat) -> list[Json]:
    """The topics of a forum."""
    return [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()]


def chats_json(world: World, viewer: Account) -> list[Json]:
    """The chat list of a person: the bot first, then groups, the latest first."""
    world.private_chat(viewer)
    chats = [world.chats[chat_id] for chat_id in viewer.chats]
    listed = [_listed(world, chat, viewer) for chat in chats]
    return sorted(listed, key=lambda row: (not row["pinned"], _descending(row["time"])))


def _descending(time: str | None) -> tuple[int, ...]:
    return tuple(-ord(character) for character in time or "")


def _listed(world: World, chat: Chat, viewer: Account) -> Json:
    last = chat.last_message()
    return chat_head(world, chat, viewer) | {
        "last": _last(world, last, viewer) if last else None,
        "time": iso(last.date) if last else None,
        "unread": chat.unread(viewer.id),
        "pinned": chat.is_private,
    }


def _last(world: World, message: Message, viewer: Account) -> Json:
    kind = next(
        (kind for kind in _KINDS if kind in message.content), "service" if message.service else "text"
    )
    return {
        "id": message.id,
        "out": message.sender is viewer,
        "from": sender_json(world, message.sender),
        "text": summary(message),
        "kind": kind,
    }


def chat_head(world: World, chat: Chat, viewer: Account) -> Json:
    """What stands above a chat."""
    value: Json = {"id": chat.id, "kind": chat.kind, "title": chat.title or world.bot_name()}
    if chat.is_private:
        return value | {"blocked": viewer.blocked, "started": viewer.started, "username": world.bot.username}
    value |= {"forum": chat.is_forum, "bot_member": chat.has(world.bot.id), "topics": topics_json(chat)}
    value["members_count"] = len(chat.present())
    value["readonly"] = not chat.has(viewer.id) or chat.migrated_to is not None
    if chat.migrated_to is not None:
        value["moved_to"] = chat.migrated_to
    return value


def chat_json(world: World, chat: Chat, viewer: Account, topic: int | None, before: int | None) -> Json:
    """One chat with its newest messages (or those before an id), keyboard and commands."""
    shown, more = _page(chat, topic, before)
    keyboard = chat.keyboards.get(viewer.id) or {}
    typing = chat.typing_until > time.monotonic()
    return {
        "chat": chat_head(world, chat, viewer) | {"members": _members(world, chat)},
        "messages": [message_json(world, message, viewer) for message in shown],
        "more": more,
        "pinned": [
            {"id": number, "text": summary(chat.messages[number])}
            for number in chat.pinned
            if number in chat.messages
        ],
        "keyboard": _keyboard(keyboard) if keyboard.get("keyboard") else None,
        "force_reply": _forced(keyboard) if keyboard.get("force_reply") else None,
        "commands": commands_for(world, viewer, chat),
        "typing": chat.typing_action if typing else None,
    }


def _page(chat: Chat, topic: int | None, before: int | None) -> tuple[list[Message], bool]:
    shown: list[Message] = []
    for message in reversed(chat.messages.values()):
        if (topic is not None and message.thread_id != topic) or (
            before is not None and message.id >= before
        ):
            continue
        if len(shown) == PAGE_LENGTH:
            return shown[::-1], True
        shown.append(message)
    return shown[::-1], False


def _members(world: World, chat: Chat) -> list[Json]:
    members = []
    for user_id in chat.present():
        user = world.users[user_id]
        admin = chat.members[user_id] in ("creator", "administrator")
        row = {
            "id": user_id,
            "name": name_of(world, user),
            "note": user.note,
            "is_bot": user.is_bot,
            "admin": admin,
        }
        members.append(row)
    return members


def _keyboard(keyboard: Json) -> Json:
    rows = [[key if isinstance(key, dict) else {"text": key} for key in row] for row in keyboard["keyboard"]]
    return {
        "rows": [
            [
                {
                    "text": key["text"],
                    "request_contact": bool(key.get("request_contact")),
                    "request_location": bool(key.get("request_location")),
                }
                for key in row
            ]
            for row in rows
        ],
        "placeholder": keyboard.get("input_field_placeholder"),
        "persistent": bool(keyboard.get("is_persistent")),
        "one_time": bool(keyboard.get("one_time_keyboard")),
        "resize": bool(keyboard.get("resize_keyboard")),
    }


def _forced(keyboard: Json) -> Json:
    return {"placeholder": keyboard.get("input_field_placeholder")}
