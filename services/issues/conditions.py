"""Conditions on a problem's history, by name: what a row of the table may ask for besides the state."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from storage.issues import Issue


class When(StrEnum):
    """One condition. Where it is not met, `issues/refused/<value>.j2` says why."""

    FIRST_TIME = "first_time"
    """It has not been reopened yet."""
    AGAIN = "again"
    """It has been reopened before."""
    JUDGED_TWICE = "judged_twice"
    """The reporter was dissatisfied twice: the office looks into it (scenario 16)."""
    NOT_JUDGED_TWICE = "not_judged_twice"
    FIRST_RETURN = "first_return"
    SECOND_RETURN = "second_return"
    """It was sent back once; a third time there is none (scenario 5)."""
    NEVER_ACCEPTED = "never_accepted"
    NOT_LISTED = "not_listed"
    """It is not under listed supervision (scenario 7)."""
    LISTED = "listed"
    NOT_VERIFYING = "not_verifying"
    """The office does not verify a solution of it (scenario 10)."""
    VERIFYING = "verifying"
    ORDINARY = "ordinary"
    MAJOR = "major"
    NOTHING_ASKED = "nothing_asked"
    """Nothing that was asked for waits for its decision."""
    DATED = "dated"
    """Its deadline is known: the calendar reaches it."""
    NOT_OVERDUE = "not_overdue"
    NOT_EXTENDED = "not_extended"
    RUNNING = "running"
    """The clock is not paused."""
    PAUSED = "paused"
    ONE_REPORTER = "one_reporter"
    """Nobody else has reported the same (scenario 6)."""
    LAST_JUDGE = "last_judge"
    """All its other reporters are satisfied (scenario 6)."""
    MORE_JUDGES = "more_judges"
    PROVISIONAL = "provisional"
    """Its lead owner was appointed by the clock and has not acted yet (scenario 11)."""


CONDITIONS: dict[When, Callable[[Issue, datetime], bool]] = {
    When.FIRST_TIME: lambda issue, now: issue.reopened == 0,
    When.AGAIN: lambda issue, now: issue.reopened > 0,
    When.JUDGED_TWICE: lambda issue, now: issue.reopened > 1,
    When.NOT_JUDGED_TWICE: lambda issue, now: issue.reopened <= 1,
    When.FIRST_RETURN: lambda issue, now: issue.returned == 0,
    When.SECOND_RETURN: lambda issue, now: issue.returned == 1,
    When.NEVER_ACCEPTED: lambda issue, now: issue.accepted_at is None,
    When.NOT_LISTED: lambda issue, now: not issue.is_listed,
    When.LISTED: lambda issue, now: issue.is_listed,
    When.NOT_VERIFYING: lambda issue, now: not issue.is_verifying,
    When.VERIFYING: lambda issue, now: issue.is_verifying,
    When.ORDINARY: lambda issue, now: issue.tier == "ordinary",
    When.MAJOR: lambda issue, now: issue.tier == "major",
    When.NOTHING_ASKED: lambda issue, now: issue.request_id is None,
    When.DATED: lambda issue, now: issue.due_at is not None,
    When.NOT_OVERDUE: lambda issue, now: issue.due_at is None or issue.due_at >= now,
    When.NOT_EXTENDED: lambda issue, now: issue.extended_days == 0,
    When.RUNNING: lambda issue, now: issue.paused_at is None,
    When.ONE_REPORTER: lambda issue, now: issue.reporters == 1,
    When.LAST_JUDGE: lambda issue, now: issue.awaited <= 1,
    When.MORE_JUDGES: lambda issue, now: issue.awaited > 1,
    When.PAUSED: lambda issue, now: issue.paused_at is not None,
    When.PROVISIONAL: lambda issue, now: issue.provisional,
}


def find_unmet(conditions: tuple[When, ...], issue: Issue, now: datetime) -> When | None:
    """The first condition that does not hold."""
    return next((when for when in conditions if not CONDITIONS[when](issue, now)), None)
