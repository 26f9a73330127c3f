"""People come and go: blocking the bot, groups, their members, upgrades."""

from __future__ import annotations

from simulator.accounts import Account
from simulator.chats import PRESENT, Chat, Topic
from simulator.posting import delete, post_service
from simulator.shapes import Json
from simulator.world import World

_RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users",
    "can_restrict_members", "can_pin_messages", "can_promote_members", "can_manage_video_chats",
    "can_manage_topics", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def member_json(user: Account, status: str) -> Json:
    """A ChatMember as the Bot API writes it."""
    value: Json = {"user": user.to_json(), "status": status}
    if status == "administrator":
        value |= dict.fromkeys(_RIGHTS, True) | {"is_anonymous": False, "can_be_edited": False}
    elif status == "creator":
        value["is_anonymous"] = False
    elif status == "kicked":
        value["until_date"] = 0
    return value


def change_member(world: World, chat: Chat, user: Account, status: str, by: Account) -> None:
    """Give a user another status; the bot hears of itself (`my_chat_member`) and others (`chat_member`)."""
    old = chat.members.get(user.id, "left")
    if old == status:
        return
    is_bot = user is world.bot
    sees = chat.has(world.bot.id) or is_bot
    world.join(chat, user, status)
    if status not in PRESENT and user.id != chat.id and chat.id in user.chats:
        user.chats.remove(chat.id)
    if sees and (is_bot or chat.members.get(world.bot.id) == "administrator"):
        body: Json = {
            "chat": chat.to_json(), "from": by.to_json(), "date": world.clock.timestamp(),
            "old_chat_member": member_json(user, old), "new_chat_member": member_json(user, status),
        }  # fmt: skip
        world.updates.push("my_chat_member" if is_bot else "chat_member", body, lane=chat.id)
    world.tell(chat.present(), {"kind": "chat", "chat": chat.id})


def block(world: World, person: Account) -> None:
    """Block the bot in private."""
    chat = world.private_chat(person)
    if not person.blocked:
        person.blocked = True
        _tell_private(world, person, chat, "member", "kicked")


def unblock(world: World, person: Account) -> None:
    """Allow the bot again."""
    chat = world.private_chat(person)
    if person.blocked:
        person.blocked = False
        _tell_private(world, person, chat, "kicked", "member")


def _tell_private(world: World, person: Account, chat: Chat, old: str, new: str) -> None:
    body: Json = {
        "chat": chat.to_json(), "from": person.to_json(), "date": world.clock.timestamp(),
        "old_chat_member": member_json(world.bot, old), "new_chat_member": member_json(world.bot, new),
    }  # fmt: skip
    world.updates.push("my_chat_member", body, lane=chat.id)
    world.tell([person.id], {"kind": "chat", "chat": chat.id})


def found_group(
    world: World, title: str, founder: Account, members: list[Account], *, forum: bool = False
) -> Chat:
    """Found a group with the bot in it."""
    chat = world.new_group(title, forum=forum)
    world.join(chat, founder, "creator")
    for member in members:
        if member is not founder:
            world.join(chat, member)
    change_member(world, chat, world.bot, "member", founder)
    created = "supergroup_chat_created" if forum else "group_chat_created"
    post_service(world, chat, founder, {created: True})
    return chat


def add_member(world: World, chat: Chat, user: Account, by: Account) -> None:
    """Bring somebody (or the bot) into a group."""
    if chat.has(user.id):
        return
    change_member(world, chat, user, "member", by)
    post_service(world, chat, by, {"new_chat_members": [user.to_json()]})


def remove_member(world: World, chat: Chat, user: Account, by: Account) -> None:
    """Take somebody (or the bot) out of a group; who removes oneself has left, others are told so."""
    if not chat.has(user.id):
        return
    leaving = user is by or (user is not world.bot and chat.kind == "group")
    post_service(world, chat, by, {"left_chat_member": user.to_json()})
    change_member(world, chat, user, "left" if leaving else "kicked", by)
    chat.keyboards.pop(user.id, None)


def upgrade(world: World, chat: Chat, by: Account) -> Chat:
    """Turn a basic group into a supergroup, with the two service messages that tell of it."""
    new = world.new_group(chat.title or "", supergroup=True)
    for user_id in list(chat.present()):
        user = world.users[user_id]
        world.join(new, user, chat.members[user_id])
        user.chats.remove(chat.id)
    chat.migrated_to = new.id
    post_service(world, chat, by, {"migrate_to_chat_id": new.id})
    post_service(world, new, by, {"migrate_from_chat_id": chat.id})
    world.tell(new.present(), {"kind": "chat", "chat": chat.id, "moved_to": new.id})
    return new


def open_topic(world: World, chat: Chat, name: str, by: Account, icon_color: int = 7322096) -> Topic:
    """Open a topic in a forum; its service message gives the topic its id."""
    topic = Topic(chat.last_message_id + 1, name, icon_color=icon_color)
    chat.topics[topic.id] = topic
    content: Json = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
    post_service(world, chat, by, content, thread_id=topic.id)
    return topic


def close_topic(world: World, chat: Chat, topic: Topic, by: Account, *, closed: bool = True) -> None:
    """Close a topic for all but administrators, or open it again."""
    topic.closed = closed
    told = "forum_topic_closed" if closed else "forum_topic_reopened"
    post_service(world, chat, by, {told: {}}, thread_id=topic.id)


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Delete a topic with everything in it; bots are not told."""
    for message in chat.visible():
        if message.thread_id == topic.id:
            delete(world, message)
    del chat.topics[topic.id]
    world.tell(chat.present(), {"kind": "chat", "chat": chat.id})
