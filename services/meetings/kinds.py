"""The kinds of meeting and what a new one of each starts with (storage/data/meetings.toml, M13)."""

from datetime import time
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from storage.bodies import BodyKind
from storage.meetings import MeetingKind
from storage.packaged import packaged_toml
from storage.people import Role

Rhythm = Literal["once", "weekly", "monthly", "yearly"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChairRule(_Section):
    """Who usually chairs: the first with this role in bodies of this kind, of this unit if one is named."""

    body: BodyKind
    role: Role
    unit: str = ""


class KindPreset(_Section):
    """What the form starts with. `months`, `day` and `at` are set for yearly rhythms only."""

    kind: MeetingKind
    rhythm: Rhythm
    months: tuple[int, ...] = ()
    day: int | None = None
    at: time | None = None
    audience: tuple[BodyKind, ...]
    attendance: str
    delegation: bool = True
    chair: ChairRule | None = None


class AttendanceRule(_Section):
    """Who comes for a body: its heads, and everybody with one of these roles."""

    with_heads: bool
    roles: tuple[Role, ...]


class Offers(_Section):
    """What the form offers."""

    times: tuple[str, ...]


class Presets(_Section):
    """meetings.toml."""

    kinds: tuple[KindPreset, ...]
    offers: Offers
    together: dict[BodyKind, tuple[BodyKind, ...]]
    heads: dict[BodyKind, tuple[tuple[Role, ...], ...]]
    attendance: dict[str, AttendanceRule]

    def of(self, kind: MeetingKind) -> KindPreset:
        """The preset of one kind."""
        return next(preset for preset in self.kinds if preset.kind == kind)


@cache
def presets() -> Presets:
    """The packaged presets, read once."""
    return Presets.model_validate(packaged_toml("meetings.toml"))
