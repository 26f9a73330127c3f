"""Topics of forums."""

from __future__ import annotations

from simulator.acts.membership import close_topic, delete_topic, open_topic
from simulator.chats import Chat, Topic
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.methods.targets import open_chat, require_right
from simulator.posting import post_service
from simulator.request import Request
from simulator.shapes import Json


def _forum(request: Request) -> Chat:
    chat = open_chat(request)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    require_right(request, chat, "not enough rights to manage topics in the chat")
    return chat


def _topic(request: Request, chat: Chat) -> Topic:
    topic = chat.topics.get(request.number("message_thread_id") or 0)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


@method("createForumTopic")
def create_forum_topic(request: Request) -> Json:
    """Open a topic."""
    chat = _forum(request)
    color = request.number("icon_color") or 7322096
    topic = open_topic(request.world, chat, request.text("name") or "", request.world.bot, color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


@method("editForumTopic")
def edit_forum_topic(request: Request) -> bool:
    """Rename a topic."""
    chat = _forum(request)
    topic, name = _topic(request, chat), request.text("name")
    if not name or name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    post_service(request.world, chat, request.world.bot, {"forum_topic_edited": {"name": name}}, topic.id)
    return True


def _set_closed(request: Request, closed: bool) -> bool:
    chat = _forum(request)
    topic = _topic(request, chat)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    close_topic(request.world, chat, topic, request.world.bot, closed=closed)
    return True


@method("closeForumTopic")
def close_forum_topic(request: Request) -> bool:
    """Close a topic for all but administrators."""
    return _set_closed(request, True)


@method("reopenForumTopic")
def reopen_forum_topic(request: Request) -> bool:
    """Open a closed topic again."""
    return _set_closed(request, False)


@method("deleteForumTopic")
def delete_forum_topic(request: Request) -> bool:
    """Delete a topic with everything in it."""
    chat = _forum(request)
    topic = _topic(request, chat)
    delete_topic(request.world, chat, topic)
    return True
