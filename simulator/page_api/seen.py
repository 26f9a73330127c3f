"""Messages as the page shows them to one person."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.accounts import Account
from simulator.messages import Message
from simulator.shapes import Json
from simulator.world import World

_BUTTON_KINDS = (
    ("callback_data", "callback", None),
    ("url", "url", "url"),
    ("switch_inline_query_current_chat", "switch_inline_current", "query"),
    ("switch_inline_query", "switch_inline", "query"),
    ("copy_text", "copy", None),
    ("web_app", "web_app", None),
)


def iso(seconds: float) -> str:
    """A moment (seconds since 1970) as the page reads it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def name_of(world: World, account: Account) -> str:
    """What people call an account; the bot goes by the name it gave itself."""
    return world.bot_name() if account is world.bot else account.full_name


def sender_json(world: World, account: Account) -> Json:
    """Who wrote a message."""
    return {"id": account.id, "name": name_of(world, account), "is_bot": account.is_bot}


def file_url(file_id: str) -> str:
    """Where the page fetches a file."""
    return f"/page/file/{file_id}"


def message_json(world: World, message: Message, viewer: Account) -> Json:
    """One message for one viewer."""
    value: Json = {
        "id": message.id,
        "from": sender_json(world, message.sender),
        "out": message.sender is viewer,
        "time": iso(message.date),
        "text": message.text,
        "html": message.html,
        "edited": iso(message.edit_date) if message.edit_date else None,
        "pinned": message.pinned,
        "topic": message.thread_id,
        "buttons": [
            [_button(button, row, col) for col, button in enumerate(buttons)]
            for row, buttons in enumerate(message.button_rows)
        ],
    }
    if message.reply_to is not None:
        quoted = message.reply_to
        value["reply_to"] = {"id": quoted.id, "name": name_of(world, quoted.sender), "text": summary(quoted)}
    if message.via_bot is not None:
        value["via"] = {"id": message.via_bot.id, "username": message.via_bot.username}
    if message.reactions:
        value["reactions"] = [{"emoji": emoji} for emoji in message.reactions]
    return value | _extras(world, message)


def _button(button: Json, row: int, col: int) -> Json:
    value: Json = {"text": button["text"], "row": row, "col": col, "kind": "other"}
    for field, kind, name in _BUTTON_KINDS:
        if field in button:
            value["kind"] = kind
            if name:
                value[name] = button[field]
            break
    if "copy_text" in button:
        value["copy"] = button["copy_text"]["text"]
    return value


def _extras(world: World, message: Message) -> Json:
    content = message.content
    value: Json = {}
    if message.service:
        value["service"] = _service(world, message)
    if "media_group_id" in content:
        value["album"] = content["media_group_id"]
    if "forward_origin" in content:
        value["forward"] = {"name": content["forward_origin"].get("sender_user", {}).get("first_name", "")}
    if "photo" in content:
        largest = content["photo"][-1]
        url = file_url(largest["file_id"])
        value["photo"] = {"url": url, "width": largest["width"], "height": largest["height"]}
    for kind in ("document", "voice", "video", "audio", "animation", "sticker"):
        if kind in content and not (kind == "document" and "animation" in content):
            value[kind] = _file(content[kind])
    if "location" in content:
        value["location"] = content["location"] | content.get("venue", {})
    if "contact" in content:
        contact = content["contact"]
        name = f"{contact.get('last_name', '')}{contact['first_name']}"
        value["contact"] = {"name": name, "phone": contact["phone_number"], "user_id": contact.get("user_id")}
    if "poll" in content:
        value["poll"] = content["poll"]
    return value


def _file(told: Json) -> Json:
    value: Json = {"url": file_url(told["file_id"]), "size": told.get("file_size")}
    for source, name in (("file_name", "name"), ("mime_type", "mime"), ("duration", "duration")):
        if source in told:
            value[name] = told[source]
    return value


def _service(world: World, message: Message) -> Json:
    content = message.content
    actor = name_of(world, message.sender)
    if "new_chat_members" in content:
        joined = content["new_chat_members"][0]
        kind = "joined" if joined["id"] == message.sender.id else "added"
        return {"kind": kind, "actor": actor, "target": _told_name(world, joined)}
    if "left_chat_member" in content:
        gone = content["left_chat_member"]
        kind = "left" if gone["id"] == message.sender.id else "removed"
        return {"kind": kind, "actor": actor, "target": _told_name(world, gone)}
    for field, kind in _SERVICES.items():
        if field in content:
            told = content[field]
            text = told.get("name", "") if isinstance(told, dict) else str(told)
            return {"kind": kind, "actor": actor, "text": text}
    return {"kind": next(iter(content), ""), "actor": actor}


_SERVICES = {
    "group_chat_created": "group_created",
    "supergroup_chat_created": "group_created",
    "migrate_to_chat_id": "migrated",
    "migrate_from_chat_id": "migrated",
    "pinned_message": "pinned",
    "new_chat_title": "title",
    "forum_topic_created": "topic_created",
    "forum_topic_edited": "topic_edited",
    "forum_topic_closed": "topic_closed",
    "forum_topic_reopened": "topic_reopened",
}


def _told_name(world: World, told: Json) -> str:
    return name_of(world, world.users[told["id"]])


def summary(message: Message) -> str:
    """One line about a message for lists and quotes; empty when only the page has a word for its kind."""
    contact = message.content.get("contact", {})
    return message.text or str(contact.get("phone_number", "")) or message.document_name or ""
