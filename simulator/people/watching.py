"""What a person sees: messages, waiting for one, keyboards, unread counts."""

from __future__ import annotations

from simulator.accounts import Account
from simulator.chats import Chat
from simulator.groups import Place
from simulator.messages import Message
from simulator.world import World

PATIENCE = 20.0


class Watcher:
    """Somebody with eyes on chats. `chat=None` is always the private chat with the bot."""

    def __init__(self, world: World, account: Account) -> None:
        self.world = world
        self.account = account

    @property
    def id(self) -> int:
        """The Telegram user id, also the id of the private chat."""
        return self.account.id

    @property
    def name(self) -> str:
        """The first name."""
        return self.account.first_name

    def _chat(self, place: Place | None) -> Chat:
        return self.world.private_chat(self.account) if place is None else place.chat

    async def sees(
        self, words: str, chat: Place | None = None, timeout: float = PATIENCE, after: Message | None = None
    ) -> Message:
        """Wait for a message of somebody else (or via the bot) that now contains the words; the newest one.

        `after` looks only at messages newer than that one. The AssertionError on time-out shows the chat.
        """
        looking = _Looking(
            self, self._chat(chat), words, after.id if after else 0, chat.thread_id if chat else None
        )
        found = await self.world.changes.until(looking, timeout, looking.chat.id)
        if found is None:
            raise AssertionError(f"{self.name} does not see {words!r} in\n{self._dump(self._chat(chat))}")
        return found

    def sees_not(self, words: str, chat: Place | None = None) -> None:
        """AssertionError when a message of somebody else now contains the words."""
        for message in self.messages(chat):
            if self._is_told(message) and message.contains(words):
                raise AssertionError(f"{self.name} does see {words!r} in\n{self._dump(self._chat(chat))}")

    def _is_told(self, message: Message) -> bool:
        return not message.deleted and (message.sender is not self.account or message.via_bot is not None)

    def messages(self, chat: Place | None = None) -> list[Message]:
        """Everything in the chat (or topic) that is not deleted, own messages included, oldest first."""
        return self._chat(None).visible() if chat is None else chat.messages()

    def last(self, chat: Place | None = None) -> Message:
        """The newest message of somebody else in the chat."""
        told = [message for message in self.messages(chat) if self._is_told(message)]
        if not told:
            raise AssertionError(f"{self.name} has got no message yet")
        return told[-1]

    @property
    def unread(self) -> int:
        """Messages of others that came after the person last wrote or read, over all chats."""
        return sum(self.world.chats[chat_id].unread(self.id) for chat_id in self.account.chats)

    @property
    def keyboard(self) -> list[list[str]]:
        """Labels of the reply keyboard in the private chat; empty when there is none."""
        rows = self._chat(None).keyboards.get(self.id, {}).get("keyboard", [])
        return [[key if isinstance(key, str) else str(key["text"]) for key in row] for row in rows]

    def _dump(self, chat: Chat) -> str:
        lines = [str(message) for message in chat.visible()]
        keys = f"\nkeyboard: {self.keyboard}" if chat.is_private and self.keyboard else ""
        return f"--- {chat.title or chat.first_name}\n" + "\n".join(lines or ["(nothing)"]) + keys


class _Looking:
    """Looks through a chat for words: all of it at first, then only what has changed since."""

    def __init__(self, person: Watcher, chat: Chat, words: str, after: int, thread_id: int | None) -> None:
        self.person, self.chat, self.words, self.after, self.thread_id = person, chat, words, after, thread_id
        self.seen = 0
        self.first = True

    def __call__(self) -> Message | None:
        chat = self.chat
        if self.first:
            self.first = False
            fresh = list(reversed(chat.messages.values()))
        else:
            fresh = [chat.messages[number] for number in chat.journal[self.seen :] if number in chat.messages]
        self.seen = len(chat.journal)
        return next((message for message in fresh if self._fits(message)), None)

    def _fits(self, message: Message) -> bool:
        right_topic = self.thread_id is None or message.thread_id == self.thread_id
        return (
            message.id > self.after
            and right_topic
            and self.person._is_told(message)
            and message.contains(self.words)
        )
