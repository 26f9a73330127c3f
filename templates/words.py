"""Single words: states, kinds, roles, labels of buttons. The file is words.toml, the code uses the keys."""

import tomllib
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("words.toml")


class WordMissing(LookupError):
    """words.toml has no such entry: the programme and its vocabulary have drifted apart."""


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


def words(group: str) -> dict[str, str]:
    """All words of one group, by key, in their order. Raises WordMissing."""
    try:
        return _all()[group]
    except KeyError:
        raise WordMissing(group) from None


def word(key: str | None, group: str) -> str:
    """The word for `key`; an absent key is shown as a dash. Raises WordMissing."""
    if key is None:
        return "—"
    found = words(group).get(str(key))
    if found is None:
        raise WordMissing(f"{group}.{key}")
    return found
