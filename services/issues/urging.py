"""Urging: by the reporter once a working day at most, by the office at any time; written down (M17)."""

from dataclasses import dataclass
from datetime import date

from services.calendar import CalendarMissing
from services.issues.acting import act_on_issue
from services.issues.clocks import next_reminder
from services.issues.occasion import Occasion
from services.issues.steps import SUBJECT
from services.issues.telling import list_holders
from services.outcomes import Outcome
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, schedule
from storage.issues import Issue, IssueAction, IssueState
from storage.people import Person
from storage.timeline import TimelineEntry, list_entries

SILENT = "issue.silent"
"""The kind of the row that looks whether anything was done after the urging."""


class UrgedToday(Outcome):
    """The reporter has urged it on this working day already."""

    template = "issues/refused/urged_today"


@dataclass(frozen=True)
class Urged:
    """An urging: who is urged, and how often this problem has been urged so far, this time included."""

    issue: Issue
    people: list[Person]
    count: int


def list_urgings(occasion: Occasion, issue: Issue) -> list[TimelineEntry]:
    """Every time that a problem was urged."""
    entries = list_entries(occasion.session, SUBJECT, require_id(issue.id))
    return [entry for entry in entries if entry.action == IssueAction.URGE]


def urge_issue(occasion: Occasion, issue: Issue) -> Urged:
    """Urge whoever has the next step. Raises UrgedToday, and what acting on a problem raises."""
    urgings = list_urgings(occasion, issue)
    if not (occasion.hats and occasion.hats.is_office):
        _check_once_a_day(occasion, urgings)
    acted = act_on_issue(occasion, require_id(issue.id), IssueAction.URGE)
    _watch(occasion, acted.issue, len(urgings))
    people = list_holders(occasion.session, acted.issue, occasion.today)
    return Urged(acted.issue, [who for who in people if who.id != occasion.person_id], len(urgings) + 1)


def is_silent_since(occasion: Occasion, issue: Issue, count: int) -> bool:
    """Whether nobody of the owner has done anything after the `count`-th urging."""
    entries = list_entries(occasion.session, SUBJECT, require_id(issue.id))
    places = [place for place, entry in enumerate(entries) if entry.action == IssueAction.URGE]
    if len(places) < count:
        return False
    owner = get_body(occasion.session, issue.owner_id).id
    after = [entry for entry in entries[places[count - 1] + 1 :] if entry.action != IssueAction.URGE]
    return not any(entry.body_id == owner or entry.person_id == issue.lead_id for entry in after)


def _check_once_a_day(occasion: Occasion, urgings: list[TimelineEntry]) -> None:
    today = _working_day(occasion, occasion.today)
    for entry in urgings:
        own = entry.person_id == occasion.person_id
        if own and _working_day(occasion, occasion.working_time.day_of(entry.at)) == today:
            opens = occasion.working_time.hours.opens
            raise UrgedToday(at=entry.at, again=next_reminder(occasion, opens))


def _working_day(occasion: Occasion, day: date) -> date:
    """The working day that a day counts as: what is done on a day off counts for the next one."""
    try:
        return occasion.working_time.calendar.later_workday(day)
    except CalendarMissing:
        return day


def _watch(occasion: Occasion, issue: Issue, before: int) -> None:
    """After some working days without a step the deputy in charge may appoint somebody else."""
    if issue.state != IssueState.HANDLING:
        return
    issue_id, days = require_id(issue.id), occasion.mechanism.unaccepted.silent_workdays
    try:
        at = occasion.working_time.deadline(occasion.now, days)
    except CalendarMissing:
        return
    key = f"{SILENT}:{issue_id}:{issue.phase}:{before + 1}"
    payload = {"count": before + 1, "phase": issue.phase}
    schedule(occasion.session, Due(key=key, kind=SILENT, subject_id=issue_id, due_at=at, payload=payload))
