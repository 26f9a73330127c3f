"""What the page lets a person do; each act is one function of the same acts that the drivers use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator.accounts import Account
from simulator.acts.inline import InlineResult
from simulator.acts.writing import ActRefused
from simulator.chats import Chat
from simulator.messages import Message
from simulator.request import Upload
from simulator.shapes import Json
from simulator.world import World

TAP_SECONDS = 10.0


@dataclass(slots=True)
class Act:
    """One request of the page: who, what, where, and its further fields."""

    world: World
    person: Account
    name: str
    fields: Json
    files: list[Upload] = field(default_factory=list)
    offers: dict[str, list[InlineResult]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text field, empty when missing."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """A number field, also when it came in a form."""
        value = self.text(name)
        return int(value) if value.lstrip("-").isdigit() else None

    @property
    def chat(self) -> Chat:
        """The chat of the act; the private one when none is named."""
        chat_id = self.number("chat")
        if chat_id is None or chat_id in (self.person.id, self.world.bot.id):
            return self.world.private_chat(self.person)
        chat = self.world.chats.get(chat_id)
        if chat is None or not (chat.has(self.person.id) or self.name == "join"):
            raise ActRefused("there is no such chat")
        return chat

    @property
    def topic(self) -> int | None:
        """The topic of the act, if the chat has it."""
        number = self.number("topic")
        return number if number in self.chat.topics else None

    def message(self, name: str = "message") -> Message:
        """The message an act is about."""
        message = self.chat.messages.get(self.number(name) or 0)
        if message is None:
            raise ActRefused("this message is gone")
        return message

    @property
    def reply_to(self) -> Message | None:
        """The message that is being answered."""
        return self.chat.messages.get(self.number("reply_to") or 0)


Doing = Callable[[Act], Awaitable[Json]]
ACTS: dict[str, Doing] = {}


def act_named(name: str) -> Callable[[Doing], Doing]:
    """Register a function as an act."""

    def register(function: Doing) -> Doing:
        ACTS[name] = function
        return function

    return register


async def perform(act: Act) -> Json:
    """Carry out an act; a refusal comes back as {ok: false, error}."""
    doing = ACTS.get(act.name)
    if doing is None:
        return {"ok": False, "error": f"unknown act {act.name!r}"}
    try:
        return {"ok": True, **await doing(act)}
    except ActRefused as refusal:
        return {"ok": False, "error": str(refusal)}
