"""People write: texts, files, places, contacts, edits."""

from __future__ import annotations

from typing import Literal

from simulator.accounts import Account
from simulator.chats import Chat
from simulator.entities import detect, trim, utf16_length
from simulator.messages import Message
from simulator.methods.media import content_of
from simulator.posting import post, touch
from simulator.shapes import Json
from simulator.world import World

MediaKind = Literal["photo", "document", "voice", "video", "audio"]
TEXT_LENGTH = 4096
_KINDS: dict[str, MediaKind] = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "audio": "audio",
}


class ActRefused(Exception):
    """A person tried what a Telegram client does not offer."""


def enter(world: World, person: Account, chat: Chat) -> None:
    """Make sure the person may write here; writing to the bot in private starts it."""
    if chat.is_private:
        if person.blocked:
            raise ActRefused(f"{person.first_name} has blocked the bot")
        person.started = True
    elif not chat.has(person.id):
        raise ActRefused(f"{person.first_name} is not in {chat.title}")
    elif chat.migrated_to is not None:
        raise ActRefused(f"{chat.title} was upgraded to a supergroup")


def say(
    world: World,
    person: Account,
    chat: Chat,
    text: str,
    *,
    reply_to: Message | None = None,
    thread_id: int | None = None,
) -> list[Message]:
    """Write a text; like a Telegram client, one that is too long goes out in several messages."""
    enter(world, person, chat)
    plain, _ = trim(text, [])
    if not plain:
        raise ActRefused("an empty message cannot be sent")
    chat_keyboard_used(world, person, chat)
    messages = []
    for part in _parts(plain):
        content: Json = {"text": part}
        if entities := detect(part, []):
            content["entities"] = entities
        messages.append(post(world, chat, person, content, thread_id=thread_id, reply_to=reply_to))
    return messages


def chat_keyboard_used(world: World, person: Account, chat: Chat) -> None:
    """Hide a one-time keyboard or a forced reply once the person has answered."""
    keyboard = chat.keyboards.get(person.id)
    if keyboard and (keyboard.get("one_time_keyboard") or keyboard.get("force_reply")):
        del chat.keyboards[person.id]
        world.tell([person.id], {"kind": "keyboard", "chat": chat.id})


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    current: list[str] = []
    length = 0
    for character in text:
        width = utf16_length(character)
        if length + width > TEXT_LENGTH:
            parts.append("".join(current))
            current, length = [], 0
        current.append(character)
        length += width
    return [*parts, "".join(current)]


def send_file(
    world: World,
    person: Account,
    chat: Chat,
    kind: MediaKind,
    data: bytes,
    *,
    name: str | None = None,
    mime: str | None = None,
    caption: str | None = None,
    album: str | None = None,
    seconds: int = 0,
    reply_to: Message | None = None,
    thread_id: int | None = None,
) -> Message:
    """Send a file; the same `album` puts several into one media group."""
    enter(world, person, chat)
    stored = world.files.add(kind, data, name, mime)
    content = content_of(kind, stored, {"duration": seconds})
    if album:
        content["media_group_id"] = album
    if caption:
        content["caption"], _ = trim(caption, [])
        if entities := detect(content["caption"], []):
            content["caption_entities"] = entities
    return post(world, chat, person, content, thread_id=thread_id, reply_to=reply_to, attachment=stored)


def media_kind(told: str) -> MediaKind:
    """A kind of file by its name; whatever is not known is a document."""
    return _KINDS.get(told, "document")


def send_location(
    world: World, person: Account, chat: Chat, place: tuple[float, float], *, thread_id: int | None = None
) -> Message:
    """Send a point on the map: latitude and longitude."""
    enter(world, person, chat)
    chat_keyboard_used(world, person, chat)
    content: Json = {"location": {"latitude": place[0], "longitude": place[1]}}
    return post(world, chat, person, content, thread_id=thread_id)


def share_own_contact(world: World, person: Account, chat: Chat) -> Message:
    """Press a contact-request button: the person's own number with the person's id."""
    enter(world, person, chat)
    if not person.phone:
        raise ActRefused(f"{person.first_name} has no phone number")
    contact = {"phone_number": person.phone, "first_name": person.first_name, "user_id": person.id}
    request = next((m for m in reversed(chat.visible()) if m.from_bot), None)
    chat_keyboard_used(world, person, chat)
    return post(world, chat, person, {"contact": contact}, reply_to=request)


def share_contact(world: World, person: Account, chat: Chat, phone: str, name: str) -> Message:
    """Send a contact from the address book; Telegram adds the id when the number is somebody's."""
    enter(world, person, chat)
    contact: Json = {"phone_number": phone, "first_name": name}
    owner = next((user for user in world.people() if user.phone == phone), None)
    if owner is not None:
        contact["user_id"] = owner.id
    return post(world, chat, person, {"contact": contact})


def edit(world: World, person: Account, message: Message, text: str) -> Message:
    """Change the text or caption of one's own message."""
    if message.sender is not person or message.deleted:
        raise ActRefused("only one's own messages can be edited")
    plain, _ = trim(text, [])
    names = ("text", "entities") if "text" in message.content else ("caption", "caption_entities")
    content = {name: value for name, value in message.content.items() if name not in names}
    content[names[0]] = plain
    if entities := detect(plain, []):
        content[names[1]] = entities
    message.content = content
    touch(world, message, tell_bot=True)
    return message
