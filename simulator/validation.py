"""Checking a call's parameters against Telegram's table: names, types, what is required, limits."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from simulator.catalog import Catalog, Field, Fields, Limit
from simulator.entities import utf16_length
from simulator.errors import BotApiError, broken_rule
from simulator.shapes import Json

_NUMBER = re.compile(r"-?\d{1,18}")
_EMPTY_WORDS = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "from_chat_id": "chat_id is empty",
    "user_id": "invalid user_id specified",
    "media": "message media can't be parsed",
}
_LEGACY = {
    "disable_web_page_preview", "reply_to_message_id", "allow_sending_without_reply", "thumb", "thumb_url",
}  # fmt: skip


class Validator:
    """Turns raw parameters (form strings or JSON values) into typed ones, or refuses."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def check(self, method: str, raw: Json, uploads: Collection[str]) -> Json:
        """The typed parameters of a call; raises BotApiError for anything Telegram's list does not know."""
        fields = self.catalog.methods[method]
        for name in raw:
            if name not in fields:
                hint = " (no longer part of the Bot API)" if name in _LEGACY else ""
                raise broken_rule(f'unknown parameter "{name}"{hint}')
        checked: Json = {}
        for name, field in fields.items():
            value = raw.get(name)
            if value is None or (value == "" and not field.required):
                if field.required and name not in uploads:
                    raise broken_rule(_EMPTY_WORDS.get(name, f'parameter "{name}" is required'))
                continue
            checked[name] = self._parameter(method, field, value)
        return checked

    def check_answer(self, method: str, result: object) -> None:
        """Hold an answer of the stand-in itself against Telegram's list; raises BotApiError."""
        self._typed(self.catalog.answers[method], result, f"{method}.result")

    def _parameter(self, method: str, field: Field, value: object) -> object:
        if isinstance(value, str) and field.types[0] not in ("String", "InputFile"):
            value = self._read(field, value)
        typed = self._typed(field.types, value, f"{method}.{field.name}")
        self._limit(method, field, typed)
        return typed

    def _read(self, field: Field, value: str) -> object:
        first = field.types[0]
        if first == "Integer" and _NUMBER.fullmatch(value):
            return int(value)
        if first == "Float":
            try:
                return float(value)
            except ValueError:
                raise broken_rule(f'can\'t parse parameter "{field.name}" as a number') from None
        if first == "Boolean" and value.lower() in ("true", "false", "1", "0", "yes", "no"):
            return value.lower() in ("true", "1", "yes")
        if first in ("Integer", "Boolean"):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise broken_rule(f"can't parse {_spoken(first)} JSON object") from None

    def _typed(self, types: tuple[str, ...], value: object, path: str) -> object:
        if types == ("InputFile",):
            raise broken_rule(f'file must be uploaded in the parameter "{path.rsplit(".", maxsplit=1)[-1]}"')
        for name in types:
            if _is_plain(name, value):
                return value
        if isinstance(value, list):
            arrays = [name.removeprefix("Array of ") for name in types if name.startswith("Array of ")]
            if arrays:
                return [self._typed(tuple(arrays), item, path) for item in value]
        objects = tuple(name for name in types if name in self.catalog.types or name in self.catalog.subtypes)
        if isinstance(value, dict) and objects:
            return self._object(objects, value, path)
        raise broken_rule(f'Field "{path.rsplit(".", maxsplit=1)[-1]}" must be of type {" or ".join(types)}')

    def _object(self, types: tuple[str, ...], value: Json, path: str) -> Json:
        leaves = [leaf for name in types for leaf in self.catalog.leaves(name)]
        fitting = [leaf for leaf in leaves if _has_const(self.catalog.types[leaf], value)] or leaves
        complete = [leaf for leaf in fitting if _missing(self.catalog.types[leaf], value) is None]
        best = min(complete or fitting, key=lambda leaf: _strangers(self.catalog.types[leaf], value))
        fields = self.catalog.types[best]
        spoken = _spoken(best)
        if (missing := _missing(fields, value)) is not None:
            raise broken_rule(f"can't parse {spoken}: Can't find field \"{missing}\"")
        for name, inner in value.items():
            if name not in fields:
                raise broken_rule(f'can\'t parse {spoken}: unknown field "{name}"')
            if inner is None:
                continue
            try:
                self._typed(fields[name].types, inner, f"{best}.{name}")
                self._limit(best, fields[name], inner)
            except BotApiError as refusal:
                raise _within(refusal, spoken) from None
        return value

    def _limit(self, owner: str, field: Field, value: object) -> None:
        limit = field.limit
        if limit is None or limit.after_parsing:
            return
        size = _size(limit, value)
        if size is not None and not limit.least <= size <= limit.most:
            words = self.catalog.words
            default = f"{field.name.upper()}_INVALID"
            raise broken_rule(words.get(f"{owner}.{field.name}") or words.get(f"*.{field.name}") or default)


def _within(refusal: BotApiError, spoken: str) -> BotApiError:
    words = refusal.description.removeprefix("Bad Request: ")
    return broken_rule(f"can't parse {spoken}: {words}") if words.startswith("Field ") else refusal


def _is_plain(name: str, value: object) -> bool:
    match name:
        case "String":
            return isinstance(value, str)
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Boolean":
            return isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return False


def _size(limit: Limit, value: object) -> int | None:
    if isinstance(value, str):
        return len(value.encode()) if limit.unit == "bytes" else utf16_length(value)
    if isinstance(value, list):
        return len(value) if limit.unit == "items" else None
    return value if isinstance(value, int) and limit.unit == "value" else None


def _has_const(fields: Fields, value: Json) -> bool:
    return all(value.get(name) == field.const for name, field in fields.items() if field.const is not None)


def _missing(fields: Fields, value: Json) -> str | None:
    return next((name for name, field in fields.items() if field.required and value.get(name) is None), None)


def _strangers(fields: Fields, value: Json) -> int:
    return sum(1 for name in value if name not in fields)


def _spoken(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.removeprefix("Array of ")).lower()
