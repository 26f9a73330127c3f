"""The whole simulated world: the bot, people, chats, files, and what waits for the bot."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field

from simulator.accounts import Account
from simulator.calls import CallLog, FaultPlan
from simulator.changes import Changes
from simulator.chats import Chat, Topic
from simulator.clock import SimClock
from simulator.files import FileStore
from simulator.limits import FloodGate, Limits
from simulator.messages import Message
from simulator.notices import Notices
from simulator.shapes import Json
from simulator.updates import UpdateQueue

QUERY_SECONDS = 150
CommandKey = tuple[str, int, int, str]


@dataclass(slots=True)
class Tap:
    """A press on an inline button that waits for `answerCallbackQuery`."""

    id: str
    user: Account
    message: Message | None
    at: float
    answer: asyncio.Future[Json]


@dataclass(slots=True)
class InlineAsk:
    """An inline query that waits for `answerInlineQuery`."""

    id: str
    user: Account
    query: str
    at: float
    answer: asyncio.Future[Json]


@dataclass(slots=True)
class BotSettings:
    """What the bot says about itself, by language, scope or chat."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[CommandKey, list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    admin_rights: dict[bool, Json] = field(default_factory=dict)


class World:
    """State and its indexes; what happens in it is in the modules `posting`, `acts` and `methods`."""

    def __init__(
        self,
        *,
        token: str,
        username: str,
        clock: SimClock,
        limits: Limits,
        privacy: bool = True,
        light: bool = False,
    ) -> None:
        self.token = token
        self.clock = clock
        self.light = light
        self.privacy = privacy
        bot_id = int(token.split(":", 1)[0]) if token.split(":", 1)[0].isdigit() else 1
        self.bot = Account(bot_id, username, username=username, is_bot=True)
        self.settings = BotSettings()
        self._names: dict[str, Account] = {}
        self._indexed: dict[int, Account] | None = None
        self.users: dict[int, Account] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.updates = UpdateQueue(lambda: clock.now().timestamp())
        self.calls = CallLog(light=light)
        self.faults = FaultPlan()
        self.gate = FloodGate(limits)
        self.changes = Changes()
        self.notices = Notices()
        self.taps: dict[str, Tap] = {}
        self.asks: dict[str, InlineAsk] = {}
        self.inline_messages: dict[str, list[Message]] = {}
        self.message_count = 0
        self._user_ids = itertools.count(500_000_001)
        self._group_ids = itertools.count(4_000_000_001)
        self._message_ids = itertools.count(1)
        self._query_ids = itertools.count(700_000_000_000_000_001)

    def new_user(self, first_name: str, *, user_id: int | None = None, phone: str | None = None) -> Account:
        """Add a person, who has not started the bot yet."""
        account = Account(user_id or next(self._user_ids), first_name, phone=phone)
        self.users[account.id] = account
        self._names.setdefault(first_name, account)
        return account

    def find_user(self, first_name: str) -> Account | None:
        """The person with a name, if there is one."""
        if self._indexed is not self.users:
            self._indexed = self.users
            self._names = {user.first_name: user for user in reversed(self.users.values())}
        return self._names.get(first_name)

    def bot_name(self) -> str:
        """The name the bot goes by."""
        return self.settings.names.get("") or self.bot.first_name

    def groups(self) -> list[Chat]:
        """Every group that was not left behind by an upgrade."""
        return [chat for chat in self.chats.values() if not chat.is_private and chat.migrated_to is None]

    def people(self) -> list[Account]:
        """Everybody but the bot."""
        return [user for user in self.users.values() if not user.is_bot]

    def private_chat(self, user: Account) -> Chat:
        """A person's chat with the bot, made when first needed."""
        chat = self.chats.get(user.id)
        if chat is None:
            chat = Chat(user.id, "private", None, user.username, user.first_name, user.last_name)
            chat.members = {user.id: "member", self.bot.id: "member"}
            self.chats[chat.id] = chat
            user.chats.append(chat.id)
        return chat

    def new_group(self, title: str, *, supergroup: bool = False, forum: bool = False) -> Chat:
        """Add an empty group."""
        number = next(self._group_ids)
        large = supergroup or forum
        chat = Chat(
            -1_000_000_000_000 - number if large else -number, "supergroup" if large else "group", title
        )
        chat.is_forum = forum
        self.chats[chat.id] = chat
        return chat

    def join(self, chat: Chat, user: Account, status: str = "member") -> None:
        """Put a user into a chat with a status; no message and no update."""
        chat.members[user.id] = status
        if chat.id not in user.chats:
            user.chats.append(chat.id)

    def next_message_id(self, chat: Chat) -> int:
        """Numbers run per supergroup, and together over all private chats and basic groups."""
        if chat.kind == "supergroup":
            chat.last_message_id += 1
        else:
            chat.last_message_id = next(self._message_ids)
        return chat.last_message_id

    def next_query_id(self) -> str:
        """A new id for a tap, an inline query or an inline message."""
        return str(next(self._query_ids))

    def topic(self, chat: Chat, thread_id: int | None) -> Topic | None:
        """The topic of a forum with this id."""
        return chat.topics.get(thread_id) if thread_id is not None else None

    def touched(self, chat: Chat, message_id: int, kind: str) -> None:
        """A message is new or changed: wake those who wait, tell the pages."""
        chat.changed(message_id)
        self.changes.ring(chat.id)
        if self.notices.anybody:
            self.notices.tell(chat.members, {"kind": kind, "chat": chat.id, "message": message_id})

    def is_stale(self, at: float) -> bool:
        """Whether a query from this moment (seconds since 1970) can no longer be answered."""
        return self.clock.now().timestamp() - at > QUERY_SECONDS

    def tell(self, user_ids: list[int], notice: Json) -> None:
        """Send a notice to the pages of some people."""
        self.changes.ring(notice.get("chat"))
        if self.notices.anybody:
            self.notices.tell(user_ids, notice)
