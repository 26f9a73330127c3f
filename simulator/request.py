"""One Bot API call, checked and typed, with the world it acts on."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.shapes import Json
from simulator.world import World


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes
    mime: str | None


@dataclass(slots=True)
class Request:
    """A call on its way to its method."""

    world: World
    method: str
    params: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A string parameter."""
        value = self.params.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        """An integer parameter."""
        value = self.params.get(name)
        return value if isinstance(value, int) else None

    def decimal(self, name: str) -> float:
        """A required number with decimals."""
        return float(self.params[name])

    def flag(self, name: str) -> bool:
        """A Boolean parameter, False when it is missing."""
        return bool(self.params.get(name))

    def object(self, name: str) -> Json | None:
        """A JSON object parameter."""
        value = self.params.get(name)
        return value if isinstance(value, dict) else None

    def objects(self, name: str) -> list[Json] | None:
        """A list of JSON objects."""
        value = self.params.get(name)
        return value if isinstance(value, list) else None

    def numbers(self, name: str) -> list[int]:
        """A list of integers."""
        value = self.params.get(name)
        return value if isinstance(value, list) else []
