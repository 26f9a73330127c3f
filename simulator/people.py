"""Drivers for people: what a person does in a Telegram client, for tests, the demo and crash runs."""

from __future__ import annotations

from collections.abc import Callable

from simulator.accounts import Account
from simulator.acts import inline, membership, tapping, writing
from simulator.acts.inline import InlineResult
from simulator.acts.tapping import Answer, Unanswered
from simulator.acts.writing import ActRefused
from simulator.chats import Chat
from simulator.groups import Place
from simulator.messages import Message
from simulator.pictures import plain_png
from simulator.posting import delete
from simulator.shapes import Json
from simulator.world import Tap, World

__all__ = ["ActRefused", "Answer", "InlineResult", "Person", "Unanswered"]

PATIENCE = 10.0


class Person:
    """Somebody with a Telegram account. `chat=None` is always the private chat with the bot."""

    def __init__(self, world: World, account: Account) -> None:
        self.world = world
        self.account = account
        self.answers: list[Answer] = []

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

    async def says(self, text: str, chat: Place | None = None, reply_to: Message | None = None) -> Message:
        """Write a text; the last message is returned when a client would split it."""
        thread_id = chat.thread_id if chat else None
        return writing.say(self.world, self.account, self._chat(chat), text, reply_to, thread_id)[-1]

    async def starts(self, payload: str | None = None) -> Message:
        """Press Start, with the payload of a deep link if there is one."""
        return tapping.start(self.world, self.account, payload)

    async def sends_photo(
        self,
        data: bytes | None = None,
        caption: str | None = None,
        album: str | None = None,
        chat: Place | None = None,
    ) -> Message:
        """Send a picture; several with the same `album` arrive as one media group."""
        return self._send(
            "photo", data if data is not None else plain_png(), chat, caption=caption, album=album
        )

    async def sends_document(
        self,
        name: str,
        data: bytes,
        caption: str | None = None,
        mime: str | None = None,
        album: str | None = None,
        chat: Place | None = None,
    ) -> Message:
        """Send a file."""
        return self._send("document", data, chat, name=name, caption=caption, mime=mime, album=album)

    async def sends_voice(
        self, seconds: int = 20, data: bytes = b"OggS-voice", chat: Place | None = None
    ) -> Message:
        """Send a voice message."""
        return self._send("voice", data, chat, seconds=seconds)

    async def sends_video(
        self, data: bytes = b"mp4-video", caption: str | None = None, seconds: int = 10,
        album: str | None = None, chat: Place | None = None,
    ) -> Message:  # fmt: skip
        """Send a video."""
        return self._send("video", data, chat, caption=caption, seconds=seconds, album=album)

    def _send(
        self, kind: writing.MediaKind, data: bytes, place: Place | None, *, name: str | None = None,
        caption: str | None = None, mime: str | None = None, album: str | None = None, seconds: int = 0,
    ) -> Message:  # fmt: skip
        return writing.send_file(
            self.world, self.account, self._chat(place), kind, data,
            name=name, mime=mime, caption=caption, album=album, seconds=seconds,
            thread_id=place.thread_id if place else None,
        )  # fmt: skip

    async def sends_location(self, latitude: float, longitude: float, chat: Place | None = None) -> Message:
        """Send a point on the map."""
        return writing.send_location(self.world, self.account, self._chat(chat), latitude, longitude)

    async def shares_contact(
        self, own: bool = True, phone: str | None = None, name: str | None = None
    ) -> Message:
        """Share the own number as a contact-request button does, or any other one from the address book."""
        chat = self._chat(None)
        if own and phone is None:
            return writing.share_own_contact(self.world, self.account, chat)
        return writing.share_contact(self.world, self.account, chat, phone or "", name or self.name)

    async def edits(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        return writing.edit(self.world, self.account, message, text)

    async def deletes(self, message: Message) -> None:
        """Delete a message; bots are not told."""
        delete(self.world, message)

    async def taps(
        self, label: str, chat: Place | None = None, message: Message | None = None, timeout: float = PATIENCE
    ) -> Answer:
        """Tap the newest button whose label contains the words, waiting for it and for the bot's answer.

        Raises AssertionError when no such button appears, Unanswered when the bot does not answer.
        """
        place = self._chat(chat)
        found = await self.world.changes.until(lambda: self._button(place, label, message), timeout)
        if found is None:
            raise AssertionError(f"{self.name} finds no button {label!r} in\n{self._dump(place)}")
        return await found(timeout)

    def _button(self, chat: Chat, label: str, message: Message | None) -> _Press | None:
        found = tapping.find_button(chat, label, message)
        if found is not None:
            return _Press(self, lambda: tapping.press_button(self.world, self.account, *found))
        key = tapping.find_key(chat, self.account, label) if message is None else None
        if key is not None:
            return _Press(self, lambda: _pressed(self, chat, key))
        return None

    async def taps_raw(self, data: str, message: Message, timeout: float = PATIENCE) -> Answer:
        """Send forged or stale callback data in the name of a message."""
        return await self._await_answer(
            tapping.tap_callback(self.world, self.account, message, data), timeout
        )

    async def _await_answer(self, tap: Tap, timeout: float) -> Answer:
        answer = await tapping.answered(tap, timeout)
        self.answers.append(answer)
        return answer

    async def types_inline(
        self, query: str, chat: Place | None = None, timeout: float = PATIENCE
    ) -> list[InlineResult]:
        """Type a query after the bot's name and wait for its offers."""
        return await inline.offered(
            inline.ask_inline(self.world, self.account, self._chat(chat), query), timeout
        )

    async def picks_inline(self, result: InlineResult, chat: Place | None = None) -> Message:
        """Send one of the offers into a chat."""
        thread_id = chat.thread_id if chat else None
        return inline.pick_inline(self.world, self.account, self._chat(chat), result, thread_id)

    async def leaves(self, group: Place) -> None:
        """Leave a group."""
        membership.remove_member(self.world, group.chat, self.account, self.account)

    async def reads(self, chat: Place | None = None) -> None:
        """Read a chat to its end, so that nothing in it is unread."""
        self._chat(chat).read_by(self.id)

    async def deactivates(self) -> None:
        """Delete the Telegram account: messages to it are refused from now on."""
        self.account.deactivated = True

    async def blocks_bot(self) -> None:
        """Block the bot."""
        membership.block(self.world, self.account)

    async def unblocks_bot(self) -> None:
        """Allow the bot again."""
        membership.unblock(self.world, self.account)

    async def sees(
        self, words: str, chat: Place | None = None, timeout: float = PATIENCE, after: Message | None = None
    ) -> Message:
        """Wait for a message of somebody else (or via the bot) that now contains the words; the newest one.

        `after` looks only at messages newer than that one. The AssertionError on time-out shows the chat.
        """
        looking = _Looking(
            self, self._chat(chat), words, after.id if after else 0, chat.thread_id if chat else None
        )
        found = await self.world.changes.until(looking, timeout)
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


class _Press:
    """A found button, ready to be pressed."""

    def __init__(self, person: Person, press: Callable[[], Tap | Answer]) -> None:
        self.person = person
        self.press = press

    async def __call__(self, timeout: float) -> Answer:
        pressed = self.press()
        if isinstance(pressed, Tap):
            answer = await tapping.answered(pressed, timeout)
        else:
            answer = pressed
        self.person.answers.append(answer)
        return answer


class _Looking:
    """Looks through a chat for words: all of it at first, then only what has changed since."""

    def __init__(self, person: Person, chat: Chat, words: str, after: int, thread_id: int | None) -> None:
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


def _pressed(person: Person, chat: Chat, key: Json) -> Answer:
    tapping.press_key(person.world, person.account, chat, key)
    return Answer()
