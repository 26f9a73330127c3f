"""Which command menu a person sees in a chat: the narrowest scope wins, the person's language before none."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.accounts import Account
from simulator.chats import Chat
from simulator.shapes import Json
from simulator.world import World


def _scopes(chat: Chat, user: Account) -> Iterator[tuple[str, int, int]]:
    if chat.is_private:
        yield "chat", chat.id, 0
        yield "all_private_chats", 0, 0
    else:
        admin = chat.members.get(user.id) in ("creator", "administrator")
        yield "chat_member", chat.id, user.id
        if admin:
            yield "chat_administrators", chat.id, 0
        yield "chat", chat.id, 0
        if admin:
            yield "all_chat_administrators", 0, 0
        yield "all_group_chats", 0, 0
    yield "default", 0, 0


def commands_for(world: World, user: Account, chat: Chat) -> list[Json]:
    """The commands in the menu, each with `command` and `description`."""
    for scope in _scopes(chat, user):
        for language in ((user.language or "")[:2], ""):
            commands = world.settings.commands.get((*scope, language))
            if commands:
                return commands
    return []
