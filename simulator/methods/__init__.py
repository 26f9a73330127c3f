"""The Bot API's methods; importing this package registers them all."""

from __future__ import annotations

from simulator.methods import about, chats, editing, existing, media, pins, queries, sending, topics
from simulator.methods.registry import METHODS

__all__ = [
    "METHODS", "about", "chats", "editing", "existing", "media", "pins", "queries", "sending", "topics",
]  # fmt: skip
