"""Commands spelled in Chinese, which Telegram hands over as plain text (storage/data/commands.toml)."""

from functools import cache

from pydantic import BaseModel

from storage.packaged import packaged_toml


def find_spelled(text: str) -> tuple[str, str] | None:
    """The command that a text begins with and what follows it, or None."""
    for word, name in _words().items():
        rest = text.removeprefix(word)
        if rest != text and (not rest or rest[0].isspace()):
            return name, rest.strip()
    return None


class _Commands(BaseModel):
    spelled: dict[str, tuple[str, ...]]


def _read() -> _Commands:
    return _Commands.model_validate(packaged_toml("commands.toml"))


@cache
def _words() -> dict[str, str]:
    return {word: name for name, words in _read().spelled.items() for word in words}
