"""What stays the same between turns: the rules in force and who the assistant is."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from services.mechanism import Mechanism


@dataclass(frozen=True, slots=True)
class House:
    """Values handed down from the settings; nothing below reads the environment."""

    mechanism: Mechanism
    zone: ZoneInfo
    data_dir: Path
    bot_id: int = 0
    bot_username: str = ""
    web_url: str = ""
    """Where calendars find the assistant, without a slash at the end."""

    def deep_link(self, payload: str) -> str:
        """An address that opens the private chat and starts it with `payload`."""
        return f"https://t.me/{self.bot_username}?start={payload}"

    def feed_address(self, secret: str) -> str:
        """Where a calendar finds a personal feed."""
        return f"{self.web_url}/calendar/{secret}.ics"
