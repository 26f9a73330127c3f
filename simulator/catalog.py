"""The table of Telegram's methods and types that every call is checked against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulator.shapes import Json


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in characters, bytes, items, or of the value itself; `after_parsing` ones are checked later."""

    least: int
    most: int
    unit: str
    after_parsing: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of an object."""

    name: str
    types: tuple[str, ...]
    required: bool
    const: str | None
    limit: Limit | None


Fields = dict[str, Field]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Methods, what they answer, object types, and Telegram's words for broken limits."""

    methods: dict[str, Fields]
    answers: dict[str, tuple[str, ...]]
    types: dict[str, Fields]
    subtypes: dict[str, tuple[str, ...]]
    words: dict[str, str]
    names: dict[str, str]

    def leaves(self, name: str) -> tuple[str, ...]:
        """The concrete types that a type stands for."""
        return self.subtypes.get(name, (name,))


def _fields(told: Json) -> Fields:
    fields: Fields = {}
    for name, field in told.items():
        told_limit = field.get("limit")
        limit = None
        if told_limit:
            after = bool(told_limit.get("after_parsing"))
            limit = Limit(told_limit["min"], told_limit["max"], told_limit["unit"], after)
        required = bool(field.get("required"))
        fields[name] = Field(name, tuple(field["types"]), required, field.get("const"), limit)
    return fields


@cache
def load_catalog() -> Catalog:
    """Read the table that ships with the stand-in."""
    table = json.loads((Path(__file__).parent / "telegram_methods.json").read_text(encoding="utf-8"))
    types = {name: _fields(told["fields"]) for name, told in table["types"].items() if "fields" in told}
    subtypes = {name: tuple(told["subtypes"]) for name, told in table["types"].items() if "subtypes" in told}
    methods = {name: _fields(told) for name, told in table["methods"].items()}
    answers = {name: tuple(told) for name, told in table["answers"].items()}
    return Catalog(
        methods, answers, types, subtypes, table["words"], {name.lower(): name for name in methods}
    )
