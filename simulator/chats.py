"""Chats: one per person with the bot, groups, supergroups with topics."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.messages import Message
from simulator.shapes import Json

PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is the message that created it."""

    id: int
    name: str
    closed: bool = False
    icon_color: int = 7322096


@dataclass(slots=True, eq=False)
class Chat:
    """One chat; `journal` lists the ids of new and changed messages in order, `revision` counts changes."""

    id: int
    kind: str
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_forum: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    journal: list[int] = field(default_factory=list)
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    read: dict[int, int] = field(default_factory=dict)
    keyboards: dict[int, Json] = field(default_factory=dict)
    migrated_to: int | None = None
    last_message_id: int = 0
    last_sender: int = 0
    typing_until: float = 0
    typing_action: str = ""
    revision: int = 0
    _described: Json | None = None

    def to_json(self) -> Json:
        """The chat as it stands in a message; made once, remade after `renamed`."""
        if self._described is None:
            value: Json = {"id": self.id, "type": self.kind}
            for name in ("title", "username", "first_name", "last_name"):
                if getattr(self, name):
                    value[name] = getattr(self, name)
            if self.is_forum:
                value["is_forum"] = True
            self._described = value
        return self._described

    def renamed(self) -> None:
        """Forget the remembered description after a change of title, name or kind."""
        self._described = None

    @property
    def is_private(self) -> bool:
        """Whether this is a person's own chat with the bot."""
        return self.kind == "private"

    def has(self, user_id: int) -> bool:
        """Whether a user is in the chat now."""
        return self.members.get(user_id) in PRESENT

    def present(self) -> list[int]:
        """Ids of the users who are in the chat now."""
        return [user_id for user_id, status in self.members.items() if status in PRESENT]

    def changed(self, message_id: int) -> None:
        """Note a new or changed message."""
        self.revision += 1
        self.journal.append(message_id)

    def visible(self) -> list[Message]:
        """The messages that are not deleted, oldest first."""
        return list(self.messages.values())

    def last_message(self) -> Message | None:
        """The newest message that is not deleted."""
        return next(reversed(self.messages.values()), None)

    def read_by(self, user_id: int) -> bool:
        """Mark everything as read by a user; False when it was so already."""
        last = self.last_message()
        if last is None or self.read.get(user_id, 0) >= last.id:
            return False
        self.read[user_id] = last.id
        return True

    def unread(self, user_id: int) -> int:
        """How many messages of others came after the last one the user has read."""
        read, count = self.read.get(user_id, 0), 0
        for message in reversed(self.messages.values()):
            if message.id <= read:
                break
            count += message.sender.id != user_id
        return count
