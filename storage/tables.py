"""All tables in one place: whoever needs the whole schema (migrations, tests) imports this."""

from storage import (
    accounts,
    bodies,
    calendar,
    cards,
    collections,
    commitments,
    conversations,
    due,
    files,
    heartbeats,
    inbox,
    meetings,
    numbers,
    outbox,
    people,
    policies,
    timeline,
)
from storage.base import metadata

__all__ = [
    "accounts",
    "bodies",
    "calendar",
    "cards",
    "collections",
    "commitments",
    "conversations",
    "due",
    "files",
    "heartbeats",
    "inbox",
    "meetings",
    "metadata",
    "numbers",
    "outbox",
    "people",
    "policies",
    "timeline",
]
