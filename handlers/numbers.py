"""Numbers of matters, however typed: the whole message is one, and its card is shown."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from handlers.turn import Turn
from storage.packaged import packaged_toml
from templates import words

_CODE = re.compile(r"^([A-Z]{2})\s*-?\s*(?:(\d{4})\s*-?\s*)?(\d{1,6})$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as understood: `year` is 0 for series that run on."""

    kind: str
    year: int
    number: int


def read_number(text: str) -> Number | None:
    """The number that `text` is, in plain or formal style, any brackets, zeros, case; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > 40:
        return None
    code = _CODE.match(plain.upper())
    if code:
        return Number(code[1], int(code[2] or 0), int(code[3]))
    for kind, form in _formal_patterns().items():
        formal = form.match(plain)
        if formal:
            return Number(kind, int(formal[1]), int(formal[2]))
    return None


def open_number(turn: Turn, text: str) -> bool:
    """If `text` is a number of a kind that somebody shows, open its card; whether it was."""
    number = read_number(text)
    opener = turn.routes.numbers.get(number.kind) if number else None
    if number is None or opener is None:
        return False
    turn.handler = f"number {number.kind}"
    opener(turn, number)
    return True


@cache
def _formal_patterns() -> dict[str, re.Pattern[str]]:
    tail = str(packaged_toml("numbers.toml")["formal"])
    return {kind: re.compile(f"^{form[0]}{tail}") for kind, form in words("formal_number").items()}
