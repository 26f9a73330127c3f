"""What the words of an instruction say about who and when: proposals to correct (scenario 18)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.calendar import CalendarMissing, WorkCalendar
from services.moments import read_moment
from storage.base import require_id
from storage.bodies import Body, BodyKind, list_aliases, list_bodies
from storage.database import Session
from storage.packaged import packaged_toml

TAKING_KINDS = (
    BodyKind.TASK_FORCE,
    BodyKind.SERVICE_LINE,
    BodyKind.TOWNSHIP,
    BodyKind.DEVELOPMENT_ZONE,
    BodyKind.MEMBER_UNIT,
)
"""Bodies that take assignments."""
FRIDAY = 5


class _Term(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: re.Pattern[str]
    week: int | None = None
    moment: str | None = None


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    endings: tuple[str, ...]
    prefixes: tuple[str, ...]
    shortest: int
    fillers: re.Pattern[str]
    duty_of_body: re.Pattern[str]
    duty_by_term: re.Pattern[str]
    terms: tuple[_Term, ...]
    numerals: dict[str, int]


@dataclass(frozen=True, slots=True)
class Term:
    """The last day, and the words that were read so."""

    day: date
    words: str
    is_moved: bool = False
    """What the words name is over already: the next working day is proposed instead."""


def mentioned_bodies(session: Session, text: str) -> list[Body]:
    """The bodies that a text names, in its order, each once; the longest name at a place counts."""
    names = _names(session)
    found: list[Body] = []
    place = 0
    while place < len(text):
        name = next((name for name in names if text.startswith(name, place)), None)
        if name is None:
            place += 1
            continue
        if names[name].id not in {body.id for body in found}:
            found.append(names[name])
        place += len(name)
    return found


def bodies_called(session: Session, part: str) -> list[Body]:
    """The bodies whose name contains what was typed."""
    plain = part.strip()
    return [body for body in list_bodies(session, *TAKING_KINDS) if plain and plain in body.name]


def read_term(text: str, today: date, calendar: WorkCalendar, *, is_over: bool = False) -> Term | None:
    """The last day that a text names; None if it names none that lies ahead.

    A week ends on its last working day. Where that, or today, is over already (`is_over`: the working hours
    of today have ended), the next working day is meant.
    """
    first = today + timedelta(days=1) if is_over else today
    for term in _words().terms:
        for found in term.pattern.finditer(text):
            day = _day_of(term, found, today, calendar)
            if day is not None and day >= first:
                return Term(day, found[0].strip())
            if day is not None and (term.week is not None or day == today):
                return Term(_workday_from(first, calendar), found[0].strip(), is_moved=True)
    return None


def read_only_term(text: str, today: date, calendar: WorkCalendar, *, is_over: bool = False) -> Term | None:
    """The same for a text that says nothing else: where other words may be typed, too."""
    term = read_term(text, today, calendar, is_over=is_over)
    if term is None or _words().fillers.sub("", text.replace(term.words, "", 1)):
        return None
    return term


def is_duty(line: str, *, by_body: bool) -> bool:
    """Whether a line that names only a body (`by_body`), or only a last day, hands something over."""
    return (_words().duty_of_body if by_body else _words().duty_by_term).search(line) is not None


def last_workday_of_week(day: date, calendar: WorkCalendar) -> date:
    """The last working day of the week in which a day lies; Friday where the calendar is missing."""
    monday = day - timedelta(days=day.weekday())
    try:
        worked = [one for one in (monday + timedelta(days=n) for n in range(7)) if calendar.is_workday(one)]
    except CalendarMissing:
        worked = []
    return worked[-1] if worked else monday + timedelta(days=FRIDAY - 1)


def _day_of(term: _Term, found: re.Match[str], today: date, calendar: WorkCalendar) -> date | None:
    groups = found.groupdict()
    if term.week is not None:
        return last_workday_of_week(today + timedelta(weeks=term.week), calendar)
    if groups.get("count"):
        return _after_workdays(today, _number(groups["count"]), calendar)
    if groups.get("days"):
        return today + timedelta(days=_number(groups["days"]))
    moment = read_moment(term.moment or found[0], today)
    return moment.day if moment is not None else None


def _workday_from(day: date, calendar: WorkCalendar) -> date:
    try:
        return calendar.later_workday(day)
    except CalendarMissing:
        return day


def _after_workdays(today: date, count: int, calendar: WorkCalendar) -> date:
    try:
        return calendar.add_workdays(today, count)
    except CalendarMissing:
        return today + timedelta(days=count)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    digits = [_words().numerals[character] for character in text]
    if len(digits) == 1:
        return digits[0]
    return digits[0] * 10 if digits[1] == 10 else digits[0] + digits[1]


def _names(session: Session) -> dict[str, Body]:
    """Names by which bodies are looked for, the longest first; a name of several bodies is none."""
    bodies = {require_id(body.id): body for body in list_bodies(session, *TAKING_KINDS)}
    found: dict[str, Body] = {}
    shared: set[str] = set()
    for name, body in _all_names(session, bodies):
        if name in found and found[name].id != body.id:
            shared.add(name)
        found.setdefault(name, body)
    return {name: found[name] for name in sorted(found, key=len, reverse=True) if name not in shared}


def _all_names(session: Session, bodies: dict[int, Body]) -> Iterator[tuple[str, Body]]:
    words = _words()
    aliases = (
        (alias.name, bodies[alias.body_id]) for alias in list_aliases(session) if alias.body_id in bodies
    )
    named = [(body.name, body) for body in bodies.values()] + [
        (body.short_name, body) for body in bodies.values()
    ]
    for name, body in [*named, *aliases]:
        short = (name.removeprefix(prefix) for prefix in words.prefixes if name.startswith(prefix))
        for one in (name, *short):
            if len(one) >= words.shortest and one.endswith(words.endings):
                yield one, body


@cache
def _words() -> _Words:
    return _Words.model_validate(packaged_toml("assignments.toml"))
