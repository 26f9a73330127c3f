"""All tables in one place: whoever needs the whole schema (migrations, tests) imports this."""

from storage import (
    accounts,
    bodies,
    calendar,
    cards,
    conversations,
    due,
    files,
    heartbeats,
    inbox,
    numbers,
    outbox,
    people,
    timeline,
)
from storage.base import metadata

__all__ = [
    "accounts",
    "bodies",
    "calendar",
    "cards",
    "conversations",
    "due",
    "files",
    "heartbeats",
    "inbox",
    "metadata",
    "numbers",
    "outbox",
    "people",
    "timeline",
]
