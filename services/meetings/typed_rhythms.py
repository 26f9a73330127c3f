"""Rhythms as people type them: every second week, the first Monday of a month, or an iCalendar rule.

What services/moments reads (every Monday, the 26th of every month) is not looked for here.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.meetings.recurrence import Pattern, parse_rule
from storage.packaged import packaged_toml


@dataclass(frozen=True, slots=True)
class TypedRhythm:
    """A rhythm, and what else was typed (a time, as a rule)."""

    pattern: Pattern
    rest: str


class _Vocabulary(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    weeks: re.Pattern[str]
    nth: re.Pattern[str]
    rule: re.Pattern[str]
    numerals: dict[str, int]

    def number(self, numeral: str) -> int:
        """A numeral of one character."""
        return self.numerals.get(numeral) or int(numeral)


def read_rhythm(text: str) -> TypedRhythm | None:
    """The rhythm in a text; None when there is none. Raises RuleUnclear for a rule that nobody can keep."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    words = _vocabulary()
    if found := words.rule.search(plain):
        return TypedRhythm(parse_rule(found["rule"]), plain[found.end() :])
    if found := words.nth.search(plain):
        nth = -1 if found["last"] else words.number(found["nth"])
        pattern = Pattern("monthly", words.number(found["weekday"]), nth=nth)
    elif found := words.weeks.search(plain):
        every = words.number(found["interval"]) if found["interval"] else 2
        pattern = Pattern("weekly", words.number(found["weekday"]), interval=every)
    else:
        return None
    return TypedRhythm(pattern, f"{plain[: found.start()]} {plain[found.end() :]}")


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary.model_validate(packaged_toml("rhythms.toml"))
