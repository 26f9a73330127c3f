"""People and the bot, as Telegram's users."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.shapes import Json


@dataclass(slots=True, eq=False)
class Account:
    """One Telegram user; `note` is a line about the person for the page's chooser, unknown to the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    phone: str | None = None
    note: str = ""
    is_bot: bool = False
    language: str | None = None
    deactivated: bool = False
    started: bool = False
    blocked: bool = False
    chats: list[int] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def to_json(self) -> Json:
        """The user as the bot sees it: never the phone."""
        value: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            value["last_name"] = self.last_name
        if self.username:
            value["username"] = self.username
        if self.language:
            value["language_code"] = self.language
        return value
