"""Chats and their members, as the bot asks about them and acts on them."""

from __future__ import annotations

from simulator.acts.membership import change_member, member_json, remove_member
from simulator.chats import Chat
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.methods.targets import find_chat, find_member, open_chat, require_right
from simulator.request import Request
from simulator.shapes import Json

_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip
_GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels",
)  # fmt: skip
_NO_RIGHTS = "not enough rights to restrict/unrestrict chat member"


@method("getChat")
def get_chat(request: Request) -> Json:
    """Everything about a chat."""
    chat = find_chat(request.world, request.params["chat_id"])
    if not chat.is_private:
        chat = open_chat(request)
    value = dict(chat.to_json())
    value |= {"accent_color_id": chat.id % 7, "max_reaction_count": 11}
    value["accepted_gift_types"] = dict.fromkeys(_GIFTS, False)
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        value["pinned_message"] = pinned.to_json(with_reply=False)
    if not chat.is_private:
        value["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    return value


@method("getChatMember")
def get_chat_member(request: Request) -> Json:
    """One member of a chat, or what became of a former one."""
    chat = open_chat(request)
    user = request.world.users.get(request.number("user_id") or 0)
    if user is None:
        raise bad_request("invalid user_id specified")
    if user.id not in chat.members and chat.kind == "group":
        raise bad_request("user not found")
    return member_json(user, chat.members.get(user.id, "left"))


@method("getChatAdministrators")
def get_chat_administrators(request: Request) -> list[Json]:
    """The owner and the administrators, other bots left out."""
    chat = _group(request)
    users = request.world.users
    ranks = ("creator", "administrator")
    return [member_json(users[number], status) for number, status in chat.members.items() if status in ranks]


@method("getChatMemberCount")
def get_chat_member_count(request: Request) -> int:
    """How many people and bots are in a chat."""
    return len(open_chat(request).present())


@method("leaveChat")
def leave_chat(request: Request) -> bool:
    """Let the bot leave a group."""
    chat, bot = _group(request), request.world.bot
    remove_member(request.world, chat, bot, bot)
    return True


@method("banChatMember")
def ban_chat_member(request: Request) -> bool:
    """Throw somebody out for good."""
    chat = _group(request)
    require_right(request, chat, _NO_RIGHTS)
    user = find_member(request, chat)
    if chat.members.get(user.id) == "creator":
        raise bad_request("can't remove chat owner")
    if chat.has(user.id):
        remove_member(request.world, chat, user, request.world.bot)
    change_member(request.world, chat, user, "kicked", request.world.bot)
    return True


@method("unbanChatMember")
def unban_chat_member(request: Request) -> bool:
    """Let somebody come back."""
    chat = _group(request)
    require_right(request, chat, _NO_RIGHTS)
    user = find_member(request, chat)
    if chat.members.get(user.id) == "kicked" or not request.flag("only_if_banned"):
        change_member(request.world, chat, user, "left", request.world.bot)
    return True


@method("exportChatInviteLink")
def export_chat_invite_link(request: Request) -> str:
    """The group's main invitation link."""
    return str(create_chat_invite_link(request)["invite_link"])


@method("createChatInviteLink")
def create_chat_invite_link(request: Request) -> Json:
    """A new invitation link."""
    chat = _group(request)
    require_right(request, chat, "not enough rights to manage chat invite link")
    link: Json = {
        "invite_link": f"https://t.me/+{request.world.next_query_id()}",
        "creator": request.world.bot.to_json(),
        "creates_join_request": request.flag("creates_join_request"),
        "is_primary": request.method == "exportChatInviteLink",
        "is_revoked": False,
    }
    for name in ("name", "expire_date", "member_limit"):
        if request.params.get(name):
            link[name] = request.params[name]
    return link


@method("getUserProfilePhotos")
def get_user_profile_photos(request: Request) -> Json:
    """Nobody in the stand-in has a profile photo."""
    if request.number("user_id") not in request.world.users:
        raise bad_request("invalid user_id specified")
    return {"total_count": 0, "photos": []}


def _group(request: Request) -> Chat:
    chat = open_chat(request)
    if chat.is_private:
        raise bad_request("method is available for groups, supergroups and channels only")
    return chat
