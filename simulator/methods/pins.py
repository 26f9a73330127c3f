"""Pinned messages."""

from __future__ import annotations

from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.methods.targets import find_message, open_chat, require_right
from simulator.posting import post_service
from simulator.request import Request

_NO_RIGHTS = "not enough rights to manage pinned messages in the chat"


@method("pinChatMessage")
def pin_chat_message(request: Request) -> bool:
    """Pin a message; in groups the bot must be an administrator."""
    world, chat = request.world, open_chat(request)
    require_right(request, chat, _NO_RIGHTS)
    if world.light:
        return True
    message = find_message(chat, request.number("message_id"), "message to pin not found")
    if message.service:
        raise bad_request("message can't be pinned")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    message.pinned = True
    pinned = {"pinned_message": message.to_json(with_reply=False)}
    post_service(world, chat, world.bot, pinned, message.thread_id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(request: Request) -> bool:
    """Unpin one message, or the one pinned last."""
    world, chat = request.world, open_chat(request)
    require_right(request, chat, _NO_RIGHTS)
    wanted = request.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    chat.messages[wanted].pinned = False
    world.touched(chat, wanted, "edit")
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(request: Request) -> bool:
    """Unpin everything."""
    world, chat = request.world, open_chat(request)
    require_right(request, chat, _NO_RIGHTS)
    for number in chat.pinned:
        chat.messages[number].pinned = False
        world.touched(chat, number, "edit")
    chat.pinned.clear()
    return True
