"""What a collection asks for, and how typed figures are read (storage/data/dispatch.toml, M13)."""

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from storage.bodies import BodyKind
from storage.collections import Indicator
from storage.packaged import packaged_toml

LONGEST_NAME, LONGEST_UNIT = 40, 10


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IndicatorPreset(_Section):
    """A measured quantity: `key` for ever, `unit` in which it is kept, `kinds` of bodies that are asked."""

    key: str
    name: str
    unit: str
    decimals: int = 0
    cumulative: bool = False
    kinds: tuple[BodyKind, ...]


class UnitFamily(_Section):
    """Units that can be converted into each other: how many basic units each is."""

    family: str
    scale: dict[str, int]
    basic: str


class Counting(_Section):
    """What may stand before the unit of something counted."""

    scale: dict[str, int]


class ReadingRules(_Section):
    """How typed figures are read."""

    fillers: re.Pattern[str]
    absent: tuple[str, ...]


class Naming(_Section):
    """How the office names a new indicator."""

    separators: re.Pattern[str]
    cumulative: tuple[str, ...]
    with_decimals: tuple[str, ...]


class DispatchPresets(_Section):
    """dispatch.toml."""

    indicators: tuple[IndicatorPreset, ...]
    units: tuple[UnitFamily, ...]
    counting: Counting
    reading: ReadingRules
    naming: Naming
    columns: dict[str, tuple[str, ...]]

    def family_of(self, unit: str) -> UnitFamily | None:
        """The family of a unit; None for what is counted."""
        return next((family for family in self.units if unit in family.scale), None)


@cache
def dispatch_presets() -> DispatchPresets:
    """The packaged presets, read once."""
    return DispatchPresets.model_validate(packaged_toml("dispatch.toml"))


def name_indicator(text: str, kinds: list[BodyKind]) -> IndicatorPreset | None:
    """A new indicator from “name, unit”; None when it is not that."""
    naming = dispatch_presets().naming
    parts = [part for part in naming.separators.split(text.strip()) if part]
    if len(parts) != 2 or len(parts[0]) > LONGEST_NAME or len(parts[1]) > LONGEST_UNIT:
        return None
    name, unit = parts
    return IndicatorPreset(
        key=name,
        name=name,
        unit=unit,
        decimals=2 if unit in naming.with_decimals else 0,
        cumulative=any(mark in name for mark in naming.cumulative),
        kinds=tuple(kinds),
    )


def indicator_rows(collection_id: int, chosen: list[IndicatorPreset]) -> list[Indicator]:
    """What one collection asks for, as rows."""
    return [
        Indicator(
            collection_id=collection_id,
            place=place,
            key=one.key,
            name=one.name,
            unit=one.unit,
            decimals=one.decimals,
            cumulative=one.cumulative,
            kinds=list(one.kinds),
        )
        for place, one in enumerate(chosen)
    ]


def presets_of(indicators: list[Indicator]) -> list[IndicatorPreset]:
    """The same again for another month."""
    return [
        IndicatorPreset.model_validate(one.model_dump(include=set(IndicatorPreset.model_fields)))
        for one in indicators
    ]
