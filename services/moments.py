"""Days and times as people type them: "next Wednesday 9:00", "the 30th at nine", "2026-12-01 15:00".

The vocabulary is packaged (storage/data/moments.toml). Nothing is guessed: what is not wholly understood
is not understood.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache

from pydantic import BaseModel, ConfigDict

from storage.packaged import packaged_toml

LONGEST = 60
"""Characters. What is longer is a story, not a moment."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was understood: a day or a rhythm, a time, an end; some may be missing, never all.

    `every_weekday` (1 is Monday) and `every_day` (of the month) name a rhythm. With `nearest` only a
    weekday was named: if that moment is over, the next week's is meant.
    """

    day: date | None = None
    start: time | None = None
    end: time | None = None
    every_weekday: int | None = None
    every_day: int | None = None
    nearest: bool = False


class _Patterns(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    days: tuple[re.Pattern[str], ...]
    beside: re.Pattern[str]
    time: re.Pattern[str]


class _Vocabulary(BaseModel):
    """moments.toml, checked and compiled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numeral_runs: re.Pattern[str]
    joints: re.Pattern[str]
    fillers: re.Pattern[str]
    digits: dict[str, int]
    tens: dict[str, str]
    weekdays: dict[str, int]
    near: dict[str, int]
    weeks: dict[str, int]
    patterns: _Patterns
    fractions: dict[str, int]
    periods: dict[str, int]
    afternoon: dict[str, tuple[str, ...]]


def read_moment(text: str, today: date) -> Moment | None:
    """The day, time or rhythm that `text` is, seen from `today`; None if it is anything else.

    A month and a day without a year mean the nearest such day, before or after today.
    """
    rest = _normalise(text)
    if len(rest) > LONGEST:
        return None
    try:
        moment, rest = _take_day(rest, today)
        moment, rest = _take_times(rest, moment)
    except ValueError:
        return None
    if moment == Moment() or _vocabulary().fillers.sub("", rest):
        return None
    return moment


def _normalise(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return _vocabulary().numeral_runs.sub(lambda run: str(_number(run[0])), plain)


def _number(numeral: str) -> int:
    words = _vocabulary()
    tens, ten, units = numeral.partition(words.tens["word"])
    if not ten:
        return int("".join(str(words.digits[digit]) for digit in numeral))
    return (words.digits.get(tens, 0) if tens else 1) * 10 + words.digits.get(units, 0)


def _take_day(text: str, today: date) -> tuple[Moment, str]:
    """The day that is named, and the text without it. Raises ValueError for a day that does not exist."""
    for pattern in _vocabulary().patterns.days:
        found = pattern.search(text)
        if found is not None:
            named = {name: value for name, value in found.groupdict().items() if value}
            moment = _moment_of(named, today)
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return moment, _without_weekday(rest, moment)
    return Moment(), text


def _moment_of(named: dict[str, str], today: date) -> Moment:
    words = _vocabulary()
    if "every_weekday" in named:
        return Moment(every_weekday=words.weekdays[named["every_weekday"]])
    if "every_day" in named:
        return Moment(every_day=int(named["every_day"]))
    if "near" in named:
        return Moment(day=today + timedelta(days=words.near[named["near"]]))
    if "weekday" in named:
        return _weekday_of(words.weekdays[named["weekday"]], named.get("ahead"), today)
    if "last" in named:
        return Moment(day=_last_day(named, today))
    return Moment(day=_date_of(named, today))


def _weekday_of(weekday: int, ahead: str | None, today: date) -> Moment:
    monday = today - timedelta(days=today.weekday())
    if ahead is not None:
        return Moment(day=monday + timedelta(weeks=_vocabulary().weeks[ahead], days=weekday - 1))
    day = monday + timedelta(days=weekday - 1)
    return Moment(day=day if day >= today else day + timedelta(weeks=1), nearest=True)


def _date_of(named: dict[str, str], today: date) -> date:
    day = int(named["day"])
    if "year" in named:
        return date(int(named["year"]), int(named["month"]), day)
    if "month" in named:
        return _nearest_year(int(named["month"]), day, today)
    first = today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return (following if "next_month" in named or day < today.day else first).replace(day=day)


def _last_day(named: dict[str, str], today: date) -> date:
    """The last day of a month, a quarter or a year that is not over."""
    if "month" in named:
        first = _nearest_year(int(named["month"]), 1, today)
    else:
        months = _vocabulary().periods[named["period"]]
        first = today.replace(month=(today.month - 1) // months * months + months, day=1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _nearest_year(month: int, day: int, today: date) -> date:
    years = (today.year, today.year + 1)
    found = [date(year, month, day) for year in years if _exists(year, month, day)]
    if not found:
        raise ValueError(f"there is no {month}-{day}")
    return min(found, key=lambda on: abs(on - today))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _without_weekday(text: str, moment: Moment) -> str:
    """Drop a weekday beside a date; one that contradicts it stays, so that the text is not understood."""
    found = _vocabulary().patterns.beside.search(text)
    if found is None or moment.day is None:
        return text
    if _vocabulary().weekdays[found["weekday"]] != moment.day.isoweekday():
        return text
    return f"{text[: found.start()]} {text[found.end() :]}"


def _take_times(text: str, moment: Moment) -> tuple[Moment, str]:
    """The time and, behind a joint, the end. Raises ValueError for a time that does not exist."""
    words = _vocabulary()
    found = words.patterns.time.search(text)
    if found is None:
        return moment, text
    before, rest = text[: found.start()], text[found.end() :]
    moment = replace(moment, start=_time_of(found))
    joint = words.joints.match(rest)
    if joint is not None:
        ending = words.patterns.time.match(rest, joint.end())
        if ending is not None:
            moment = replace(moment, end=_time_of(ending, found["part"]))
            rest = rest[ending.end() :]
    return moment, f"{before} {rest}"


def _time_of(found: re.Match[str], part: str | None = None) -> time:
    words = _vocabulary()
    hour, minute = int(found["hour"]), int(found["minutes"] or found["minute"] or 0)
    if found["fraction"]:
        minute = words.fractions[found["fraction"]]
    named = found["part"] or part
    if named in words.afternoon["words"] and hour < 12:
        hour += 12
    if named in words.afternoon["noon"] and hour < 6:
        hour += 12
    return time(hour, minute)


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary.model_validate(packaged_toml("moments.toml"))
