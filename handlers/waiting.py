"""What waits for a person: each feature lists its own behind the door `routes.todo`, /todo shows it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class Light(IntEnum):
    """How pressing it is; the words and colours are the templates'."""

    RED = 0
    YELLOW = 1
    GREEN = 2
    GREY = 3


@dataclass(frozen=True)
class WaitingItem:
    """One thing to do. `<template>_line.j2` says what it is, `<template>_button.j2` is its one main button.

    Both get the facts as `facts`, the first also `light` and `now`.
    """

    template: str
    light: Light
    due_at: datetime | None = None
    facts: dict[str, object] = field(default_factory=dict)
