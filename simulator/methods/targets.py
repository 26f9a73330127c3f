"""Finding the chat, topic, message and person that a call speaks about, or refusing as Telegram does."""

from __future__ import annotations

from simulator.accounts import Account
from simulator.chats import Chat
from simulator.errors import bad_request, forbidden, too_many_requests
from simulator.messages import Message
from simulator.request import Request
from simulator.shapes import Json
from simulator.world import World


def find_chat(world: World, chat_id: int | str | None) -> Chat:
    """The chat with this id or @username; refused when the bot cannot know it or was thrown out."""
    if isinstance(chat_id, str):
        name = chat_id.removeprefix("@")
        chat = next(
            (each for each in world.chats.values() if each.username == name and not each.is_private), None
        )
    else:
        chat = world.chats.get(chat_id or 0)
    if chat is None:
        if isinstance(chat_id, int) and chat_id in world.users and chat_id != world.bot.id:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    return chat


def open_chat(request: Request, name: str = "chat_id") -> Chat:
    """The chat of a parameter, in which the bot may act now."""
    chat_id = request.params.get(name)
    chat = find_chat(request.world, chat_id)
    if chat.is_private:
        _check_private(request.world.users[chat.id])
    else:
        _check_group(request.world, chat)
    return chat


def _check_private(user: Account) -> None:
    if user.deactivated:
        raise forbidden("user is deactivated")
    if user.blocked:
        raise forbidden("bot was blocked by the user")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_group(world: World, chat: Chat) -> None:
    if chat.migrated_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to}
        )
    status = chat.members.get(world.bot.id)
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not chat.has(world.bot.id):
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def sending_chat(request: Request, count: int = 1) -> Chat:
    """The chat that new messages go to, after the flood limits had their say."""
    chat = open_chat(request)
    wait = request.world.gate.pass_through(chat.id, is_private=chat.is_private, count=count)
    if wait:
        raise too_many_requests(wait)
    return chat


def thread_of(request: Request, chat: Chat) -> int | None:
    """The topic a message goes to; refused when it does not exist or is closed."""
    thread_id = request.number("message_thread_id")
    if thread_id is None or (thread_id == 1 and chat.is_forum):
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and chat.members[request.world.bot.id] != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def find_message(chat: Chat, message_id: int | None, missing: str) -> Message:
    """The message in this chat; `missing` are Telegram's words when there is none."""
    message = chat.messages.get(message_id or 0)
    if message is None:
        raise bad_request(missing)
    return message


def replied(request: Request, chat: Chat) -> Message | None:
    """The message that a new one answers."""
    wish: Json | None = request.object("reply_parameters")
    if wish is None or request.world.light:
        return None
    message = chat.messages.get(wish["message_id"])
    if message is None and not wish.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def find_member(request: Request, chat: Chat) -> Account:
    """The person of the parameter `user_id`, whether or not still in the chat."""
    user = request.world.users.get(request.number("user_id") or 0)
    if user is None or (user.id not in chat.members and chat.is_private):
        raise bad_request("invalid user_id specified")
    return user


def require_right(request: Request, chat: Chat, right: str) -> None:
    """Refuse unless the bot is an administrator of the group."""
    if not chat.is_private and chat.members.get(request.world.bot.id) not in ("administrator", "creator"):
        raise bad_request(right)
