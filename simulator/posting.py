"""Putting messages into chats, and telling the bot what it may see."""

from __future__ import annotations

from simulator.accounts import Account
from simulator.chats import Chat
from simulator.entities import slice_utf16
from simulator.files import StoredFile
from simulator.messages import Message
from simulator.shapes import Json
from simulator.world import World


def post(
    world: World,
    chat: Chat,
    sender: Account,
    content: Json,
    *,
    thread_id: int | None = None,
    reply_to: Message | None = None,
    markup: Json | None = None,
    attachment: StoredFile | None = None,
    via_bot: Account | None = None,
    service: bool = False,
) -> Message:
    """Put a new message into a chat; what a person writes also becomes an update if the bot may see it."""
    message = Message(world.next_message_id(chat), chat, sender, world.clock.timestamp(), content)
    message.thread_id, message.reply_to, message.markup = thread_id, reply_to, markup
    message.attachment, message.via_bot, message.service = attachment, via_bot, service
    world.message_count += 1
    chat.typing_until = 0.0
    if not world.light:
        chat.messages[message.id] = message
        world.touched(chat, message.id, "message")
    else:
        world.changes.ring()
    if not sender.is_bot:
        chat.read[sender.id] = message.id
        if bot_sees(world, message):
            world.updates.push("message", message.to_json(), lane=chat.id)
    chat.last_sender = sender.id
    return message


def touch(world: World, message: Message, *, tell_bot: bool) -> None:
    """Note that a message was edited now; `tell_bot` sends the edit as an update if the bot may see it."""
    message.edit_date = world.clock.timestamp()
    world.touched(message.chat, message.id, "edit")
    if tell_bot and bot_sees(world, message):
        world.updates.push("edited_message", message.to_json(), lane=message.chat.id)


def delete(world: World, message: Message) -> None:
    """Take a message away from everybody."""
    message.deleted = True
    message.chat.messages.pop(message.id, None)
    if message.id in message.chat.pinned:
        message.chat.pinned.remove(message.id)
    world.touched(message.chat, message.id, "delete")


def post_service(
    world: World, chat: Chat, sender: Account, content: Json, thread_id: int | None = None
) -> Message:
    """Post a service message (joined, pinned, …); the bot gets it as an update even if it caused it."""
    message = post(world, chat, sender, content, thread_id=thread_id, service=True)
    if sender.is_bot and chat.has(world.bot.id):
        world.updates.push("message", message.to_json(), lane=chat.id)
    return message


def bot_sees(world: World, message: Message) -> bool:
    """Whether the bot gets this message: all in private; in groups what privacy mode lets through."""
    chat, bot = message.chat, world.bot
    if not chat.has(bot.id) or (chat.is_private and message.sender.blocked):
        return False
    if chat.is_private or not world.privacy or message.service or chat.members[bot.id] == "administrator":
        return True
    if message.via_bot is bot or (message.reply_to is not None and message.reply_to.sender is bot):
        return True
    return any(_addresses_bot(world, message.text, entity) for entity in message.entities)


def _addresses_bot(world: World, text: str, entity: Json) -> bool:
    mark = f"@{world.bot.username}".lower()
    if entity["type"] == "bot_command":
        command = slice_utf16(text, entity["offset"], entity["length"]).lower()
        return "@" not in command or command.endswith(mark)
    if entity["type"] == "mention":
        return slice_utf16(text, entity["offset"], entity["length"]).lower() == mark
    return entity["type"] == "text_mention" and bool(entity["user"]["id"] == world.bot.id)
