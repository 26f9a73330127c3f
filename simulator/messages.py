"""One message: what it holds now, how the bot sees it, and how a person reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.accounts import Account
from simulator.entities import render_html
from simulator.files import StoredFile
from simulator.shapes import Json

if TYPE_CHECKING:
    from simulator.chats import Chat


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat; live: an edit changes this very object.

    `content` holds the fields that make it up (text, entities, photo, contact, …) as Telegram writes them.
    """

    id: int
    chat: Chat
    sender: Account
    date: int
    content: Json = field(default_factory=dict)
    thread_id: int | None = None
    reply_to: Message | None = None
    markup: Json | None = None
    edit_date: int | None = None
    via_bot: Account | None = None
    inline_id: str | None = None
    attachment: StoredFile | None = None
    pinned: bool = False
    deleted: bool = False
    service: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Plain text or caption as it stands now; empty when there is none."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """Entities of the text or caption, offsets in UTF-16 units."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def html(self) -> str:
        """The text as safe HTML."""
        return render_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[str]]:
        """Labels of the inline keyboard, row by row."""
        return [[str(button["text"]) for button in row] for row in self.button_rows]

    @property
    def button_rows(self) -> list[list[Json]]:
        """The inline keyboard as Telegram writes it."""
        return list(self.markup["inline_keyboard"]) if self.markup else []

    @property
    def photo(self) -> bytes | None:
        """The picture's bytes."""
        return self.attachment.data if self.attachment and "photo" in self.content else None

    @property
    def document(self) -> bytes | None:
        """The document's bytes."""
        return self.attachment.data if self.attachment and "document" in self.content else None

    @property
    def document_name(self) -> str | None:
        """The document's file name."""
        return self.attachment.name if self.attachment and "document" in self.content else None

    @property
    def edited(self) -> bool:
        """Whether it was edited after sending."""
        return self.edit_date is not None

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it (not merely helped, as with inline results)."""
        return self.sender.is_bot

    def contains(self, words: str) -> bool:
        """Whether the present text, caption or a button label contains the words."""
        return words in self.text or any(words in label for row in self.buttons for label in row)

    def to_json(self, *, with_reply: bool = True) -> Json:
        """The message as the Bot API writes it."""
        value: Json = {"message_id": self.id}
        if self.thread_id is not None:
            value |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        value |= {"from": self.sender.to_json(), "chat": self.chat.to_json(), "date": self.date}
        if self.edit_date is not None:
            value["edit_date"] = self.edit_date
        if with_reply and self.reply_to is not None:
            value["reply_to_message"] = self.reply_to.to_json(with_reply=False)
        if self.via_bot is not None:
            value["via_bot"] = self.via_bot.to_json()
        value |= self.content
        if self.markup is not None:
            value["reply_markup"] = self.markup
        return value

    def __str__(self) -> str:
        """One line for a failing test's print-out."""
        labels = " ".join(f"[{label}]" for row in self.buttons for label in row)
        kinds = ",".join(
            kind for kind in self.content if kind not in ("text", "entities", "caption_entities")
        )
        what = self.text or f"({kinds})"
        return f"{self.id:>5} {self.sender.first_name}: {what} {labels}".rstrip()
