"""The days of a leave as people type them: one day, or the first and the last with a joint between.

The vocabulary is packaged (storage/data/leaves.toml); single days are read as everywhere else.
"""

import re
import unicodedata
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.moments import LONGEST, read_moment
from storage.packaged import packaged_toml


class _Vocabulary(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    joints: re.Pattern[str]
    fillers: re.Pattern[str]


def read_period(text: str, today: date) -> tuple[date, date] | None:
    """First and last day, seen from `today`; None for anything else. Nothing is guessed."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if len(plain) > LONGEST:
        return None
    plain = _vocabulary().fillers.sub(" ", plain).strip()
    for joint in _vocabulary().joints.finditer(plain):
        first = _day(plain[: joint.start()], today)
        last = _day(plain[joint.end() :], first) if first is not None else None
        if first is not None and last is not None:
            return first, last
    day = _day(plain, today)
    return (day, day) if day is not None else None


def _day(text: str, today: date) -> date | None:
    moment = read_moment(text, today)
    if moment is None or moment.start is not None:
        return None
    return moment.day


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary.model_validate(packaged_toml("leaves.toml"))
