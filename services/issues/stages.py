"""How long each body has had a problem: from tier to tier its time goes on, it never starts anew (M16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.calendar import CalendarMissing
from services.issues.occasion import Occasion
from storage.issues import Issue
from storage.timeline import TimelineEntry


@dataclass(frozen=True)
class Stage:
    """One body's time with a problem, in working days: 0 for less than a day."""

    owner: str
    workdays: int


@dataclass(frozen=True)
class Course:
    """A problem's way from body to body. `workdays` is the whole, from the report to its end, or to now."""

    stages: tuple[Stage, ...]
    workdays: int


def read_course(occasion: Occasion, issue: Issue, entries: Iterable[TimelineEntry]) -> Course:
    """Read the way off the timeline: every step that gave it to a body begins a stage."""
    given = [entry for entry in entries if entry.facts.get("owner") and "to" in entry.facts]
    ends_at = issue.closed_at or (None if issue.is_open else issue.moved_at) or occasion.now
    until = [*(entry.at for entry in given[1:]), ends_at]
    stages = [
        Stage(str(entry.facts["owner"]), _workdays(occasion, entry.at, end))
        for entry, end in zip(given, until, strict=False)
    ]
    return Course(tuple(stages), _workdays(occasion, issue.reported_at, ends_at))


def _workdays(occasion: Occasion, since: datetime, until: datetime) -> int:
    try:
        return max(0, occasion.working_time.workdays_left(since, until))
    except CalendarMissing:
        return (until - since).days
