"""What the bot is and says about itself: name, descriptions, commands, menu button."""

from __future__ import annotations

import re

from simulator.errors import broken_rule
from simulator.methods.registry import method
from simulator.methods.targets import find_chat
from simulator.request import Request
from simulator.shapes import Json
from simulator.world import CommandKey

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


@method("getMe")
def get_me(request: Request) -> Json:
    """The bot's own account."""
    bot = request.world.bot
    return bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not request.world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def scope_key(request: Request) -> CommandKey:
    """The scope and language that a call about commands speaks of."""
    scope = request.object("scope") or {"type": "default"}
    chat_id, user_id = 0, 0
    if "chat_id" in scope:
        chat_id = find_chat(request.world, scope["chat_id"]).id
    if "user_id" in scope:
        user_id = int(scope["user_id"])
    return str(scope["type"]), chat_id, user_id, request.text("language_code") or ""


@method("setMyCommands")
def set_my_commands(request: Request) -> bool:
    """Set the command menu of a scope and language."""
    commands = request.objects("commands") or []
    for command in commands:
        if not _COMMAND.fullmatch(str(command["command"]).removeprefix("/")):
            raise broken_rule("BOT_COMMAND_INVALID")
        if not str(command["description"]).strip():
            raise broken_rule("BOT_COMMAND_DESCRIPTION_INVALID")
    key = scope_key(request)
    request.world.settings.commands[key] = commands
    request.world.changes.ring()
    request.world.notices.tell_all({"kind": "commands"})
    return True


@method("getMyCommands")
def get_my_commands(request: Request) -> list[Json]:
    """The command menu of a scope and language."""
    return request.world.settings.commands.get(scope_key(request), [])


@method("deleteMyCommands")
def delete_my_commands(request: Request) -> bool:
    """Remove the command menu of a scope and language."""
    request.world.settings.commands.pop(scope_key(request), None)
    request.world.notices.tell_all({"kind": "commands"})
    return True


def _set_text(request: Request, kept: dict[str, str], name: str) -> bool:
    value = request.text(name)
    language = request.text("language_code") or ""
    if value:
        kept[language] = value
    else:
        kept.pop(language, None)
    request.world.changes.ring()
    return True


def _get_text(request: Request, kept: dict[str, str], default: str = "") -> str:
    return kept.get(request.text("language_code") or "") or kept.get("") or default


@method("setMyName")
def set_my_name(request: Request) -> bool:
    """Set the bot's name in a language."""
    return _set_text(request, request.world.settings.names, "name")


@method("getMyName")
def get_my_name(request: Request) -> Json:
    """The bot's name in a language."""
    world = request.world
    return {"name": _get_text(request, world.settings.names, world.bot.first_name)}


@method("setMyDescription")
def set_my_description(request: Request) -> bool:
    """Set what an empty chat with the bot shows."""
    return _set_text(request, request.world.settings.descriptions, "description")


@method("getMyDescription")
def get_my_description(request: Request) -> Json:
    """What an empty chat with the bot shows."""
    return {"description": _get_text(request, request.world.settings.descriptions)}


@method("setMyShortDescription")
def set_my_short_description(request: Request) -> bool:
    """Set the line on the bot's profile."""
    return _set_text(request, request.world.settings.short_descriptions, "short_description")


@method("getMyShortDescription")
def get_my_short_description(request: Request) -> Json:
    """The line on the bot's profile."""
    return {"short_description": _get_text(request, request.world.settings.short_descriptions)}


@method("setChatMenuButton")
def set_chat_menu_button(request: Request) -> bool:
    """Set what the menu button of a private chat does, or of all of them."""
    button = request.object("menu_button") or {"type": "default"}
    request.world.settings.menu_buttons[request.number("chat_id") or 0] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(request: Request) -> Json:
    """What the menu button of a private chat does."""
    buttons = request.world.settings.menu_buttons
    return buttons.get(request.number("chat_id") or 0) or buttons.get(0) or {"type": "commands"}


_RIGHTS = (
    "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip


@method("setMyDefaultAdministratorRights")
def set_my_default_administrator_rights(request: Request) -> bool:
    """Set which rights the bot asks for when it is made administrator."""
    request.world.settings.admin_rights[request.flag("for_channels")] = request.object("rights") or {}
    return True


@method("getMyDefaultAdministratorRights")
def get_my_default_administrator_rights(request: Request) -> Json:
    """Which rights the bot asks for when it is made administrator."""
    kept = request.world.settings.admin_rights.get(request.flag("for_channels"), {})
    return dict.fromkeys(_RIGHTS, False) | kept


@method("logOut")
def log_out(request: Request) -> bool:
    """Leave the cloud server; here nothing follows from it."""
    return True


@method("close")
def close(request: Request) -> bool:
    """Close the bot instance; here nothing follows from it."""
    return True
