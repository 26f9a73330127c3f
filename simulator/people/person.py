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
from simulator.people.watching import PATIENCE, Watcher
from simulator.pictures import plain_png
from simulator.posting import delete
from simulator.shapes import Json
from simulator.world import Tap, World

__all__ = ["ActRefused", "Answer", "InlineResult", "Person", "Unanswered"]


class Person(Watcher):
    """Somebody with a Telegram account. `chat=None` is always the private chat with the bot."""

    def __init__(self, world: World, account: Account) -> None:
        super().__init__(world, account)
        self.answers: list[Answer] = []

    async def says(self, text: str, chat: Place | None = None, reply_to: Message | None = None) -> Message:
        """Write a text; the last message is returned when a client would split it."""
        thread_id = chat.thread_id if chat else None
        return writing.say(
            self.world, self.account, self._chat(chat), text, reply_to=reply_to, thread_id=thread_id
        )[-1]

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
        *,
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
        return writing.send_location(self.world, self.account, self._chat(chat), (latitude, longitude))

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
        found = await self.world.changes.until(lambda: self._button(place, label, message), timeout, place.id)
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
        press = _Press(self, lambda: tapping.tap_callback(self.world, self.account, message, data))
        return await press(timeout)

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


class _Press:
    """A found button, ready to be pressed."""

    def __init__(self, person: Person, press: Callable[[], Tap | Answer]) -> None:
        self.person = person
        self.press = press

    async def __call__(self, timeout: float) -> Answer:
        pressed = self.press()
        if isinstance(pressed, Tap):
            answer = await tapping.answered(pressed, timeout)
            if answer.url:
                tapping.open_link(self.person.world, self.person.account, answer.url)
        else:
            answer = pressed
        self.person.answers.append(answer)
        return answer


def _pressed(person: Person, chat: Chat, key: Json) -> Answer:
    tapping.press_key(person.world, person.account, chat, key)
    return Answer()
