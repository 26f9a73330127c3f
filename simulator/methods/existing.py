"""Messages that exist already: deleting, copying, forwarding, reacting."""

from __future__ import annotations

from simulator.chats import Chat
from simulator.errors import bad_request
from simulator.messages import Message
from simulator.methods.registry import method
from simulator.methods.sending import deliver
from simulator.methods.targets import find_message, open_chat, sending_chat
from simulator.methods.texts import caption_of
from simulator.posting import delete
from simulator.request import Request
from simulator.shapes import Json

DELETABLE_SECONDS = 48 * 3600
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def _may_delete(request: Request, chat: Chat, message: Message) -> bool:
    world = request.world
    if chat.members.get(world.bot.id) == "administrator":
        return True
    fresh = world.clock.timestamp() - message.date <= DELETABLE_SECONDS
    return fresh and (chat.is_private or message.sender is world.bot)


@method("deleteMessage")
def delete_message(request: Request) -> bool:
    """Delete a message: the bot's own or, in private or as administrator, somebody else's."""
    chat = open_chat(request)
    if request.world.light:
        return True
    message = find_message(chat, request.number("message_id"), "message to delete not found")
    if not _may_delete(request, chat, message):
        raise bad_request("message can't be deleted for everyone")
    delete(request.world, message)
    return True


@method("deleteMessages")
def delete_messages(request: Request) -> bool:
    """Delete several messages; those that are gone or not deletable are passed over."""
    chat = open_chat(request)
    for number in request.numbers("message_ids"):
        message = chat.messages.get(number)
        if message is not None and _may_delete(request, chat, message):
            delete(request.world, message)
    return True


def _source(request: Request, message_id: int | None, words: str) -> Message:
    message = find_message(open_chat(request, "from_chat_id"), message_id, words)
    if message.service:
        raise bad_request(words.replace("not found", "can't be copied"))
    return message


def _copy(request: Request, chat: Chat, source: Message) -> Message:
    content = {name: value for name, value in source.content.items() if name != "media_group_id"}
    if request.text("caption") is not None and source.attachment is not None:
        content = {name: value for name, value in content.items() if name not in _CAPTION}
        content |= caption_of(request, request.params)
    return deliver(request, chat, content, source.attachment)


def _forward(request: Request, chat: Chat, source: Message) -> Message:
    origin: Json = {"type": "user", "date": source.date, "sender_user": source.sender.to_json()}
    return deliver(request, chat, {**source.content, "forward_origin": origin}, source.attachment)


@method("copyMessage")
def copy_message(request: Request) -> Json:
    """Send the content of a message again, as the bot's own."""
    source = _source(request, request.number("message_id"), "message to copy not found")
    return {"message_id": _copy(request, sending_chat(request), source).id}


@method("forwardMessage")
def forward_message(request: Request) -> Json:
    """Forward a message with its origin."""
    source = _source(request, request.number("message_id"), "message to forward not found")
    return _forward(request, sending_chat(request), source).to_json()


@method("copyMessages")
def copy_messages(request: Request) -> list[Json]:
    """Copy several messages; those that are gone are passed over."""
    sources = _sources(request, "there are no messages to copy")
    chat = sending_chat(request, count=len(sources))
    return [{"message_id": _copy(request, chat, source).id} for source in sources]


@method("forwardMessages")
def forward_messages(request: Request) -> list[Json]:
    """Forward several messages; those that are gone are passed over."""
    sources = _sources(request, "there are no messages to forward")
    chat = sending_chat(request, count=len(sources))
    return [{"message_id": _forward(request, chat, source).id} for source in sources]


def _sources(request: Request, words: str) -> list[Message]:
    chat = open_chat(request, "from_chat_id")
    found = [chat.messages[number] for number in request.numbers("message_ids") if number in chat.messages]
    if not found:
        raise bad_request(words)
    return found


@method("setMessageReaction")
def set_message_reaction(request: Request) -> bool:
    """React to a message with at most one emoji."""
    chat = open_chat(request)
    reactions = request.objects("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] != "emoji" for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    if request.world.light:
        return True
    message = find_message(chat, request.number("message_id"), "message to react not found")
    message.reactions = [str(reaction["emoji"]) for reaction in reactions]
    request.world.touched(chat, message.id, "edit")
    return True
