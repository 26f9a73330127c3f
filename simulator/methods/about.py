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
