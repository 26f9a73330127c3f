"""Clocks of a problem: deadlines in working days, warnings before, chasing after (M16, M17).

Each clock is a deadline on the row and due rows whose keys carry the phase, so that every warning
happens once however often the house restarts.
"""

from datetime import datetime, time, timedelta

from services.calendar import CalendarMissing
from services.issues.occasion import Occasion
from services.issues.transitions import Clock
from services.mechanism import SolvingDeadlines
from storage.base import require_id, type_json
from storage.due import Due, cancel_due, schedule
from storage.issues import Issue

WARN = "issue.warn"
OVERDUE = "issue.overdue"
LAPSE = "issue.lapse"
CLOCK = "issue.clock"
RESUME = "issue.resume"
REMIND_ALL = "issue.remind_all"
CLOCK_KINDS = [WARN, OVERDUE, LAPSE, CLOCK, RESUME, REMIND_ALL]
OF_SOLVING = (Clock.SOLVING, Clock.REDOING, Clock.RESUMES, Clock.EXTENDED, Clock.HANDED_OVER)
"""Clocks whose end is the deadline of the solution."""
ENDINGS = {Clock.VERDICT: LAPSE, Clock.PAUSED: RESUME}
"""What comes at the end of a clock; of all others, that it is overdue."""

RECOUNT = timedelta(days=1)
"""How often a deadline that nobody can count yet is tried again."""


def start_clock(occasion: Occasion, issue: Issue, clock: Clock, *, since: datetime | None = None) -> None:
    """Let a clock run from now (or from `since`, for one that could not be counted then); the others end.

    Where the calendar does not reach the deadline, there is none yet: it is counted as soon as the year is
    known, never guessed.
    """
    if clock is Clock.GOES_ON:
        return
    cancel_due(occasion.session, CLOCK_KINDS, require_id(issue.id))
    _note_pause(occasion, issue, clock)
    issue.clock, issue.due_at = clock, None
    if clock is Clock.STOPS:
        return
    start = since or _start(occasion, issue, clock)
    try:
        due = _deadline(occasion, issue, clock, start)
        warnings = _warnings(occasion, clock, due)
    except CalendarMissing:
        again = {"clock": clock.value, "since": start.isoformat()}
        mark = occasion.now.isoformat()
        _plan(occasion, issue, CLOCK, occasion.now + RECOUNT, mark=mark, payload=again)
        _note_deadline(occasion, issue, clock, None)
        return
    _note_deadline(occasion, issue, clock, due)
    for days, at in warnings:
        _plan(occasion, issue, WARN, at, mark=str(days), payload={"days": days})
    if clock is Clock.ACCEPTANCE:
        at = occasion.working_time.at(
            occasion.working_time.day_of(due), occasion.mechanism.unaccepted.remind_at
        )
        _plan(occasion, issue, REMIND_ALL, at, mark="0", payload={})
    _plan(occasion, issue, ENDINGS.get(clock, OVERDUE), due, mark="0", payload={"round": 0, "copied": 0})


def set_deadline(occasion: Occasion, issue: Issue, due_at: datetime) -> None:
    """The solution is due at a moment that somebody else has fixed and watches over: own warnings are off."""
    cancel_due(occasion.session, [WARN, OVERDUE, CLOCK], require_id(issue.id))
    issue.due_at = issue.solve_due_at = due_at


def _start(occasion: Occasion, issue: Issue, clock: Clock) -> datetime:
    """The time for solving never gets longer because nobody took it on in time (scenario 11)."""
    if clock is Clock.SOLVING and issue.accept_due_at is not None:
        return min(occasion.now, issue.accept_due_at)
    return occasion.now


def _deadline(occasion: Occasion, issue: Issue, clock: Clock, start: datetime) -> datetime:
    """When a clock that starts now ends. Raises CalendarMissing."""
    working, asked = occasion.working_time, occasion.mechanism.requests
    if clock is Clock.EXTENDED and issue.solve_due_at is not None:
        return working.deadline(issue.solve_due_at, issue.extended_days)
    if clock is Clock.HANDED_OVER:
        left = working.deadline(start, issue.kept_days) if issue.kept_days else issue.solve_due_at
        at_least = working.deadline(start, asked.top_up_workdays)
        return max(left, at_least) if left is not None else at_least
    if clock is Clock.RESUMES and issue.kept_days is None and issue.solve_due_at is not None:
        return issue.solve_due_at
    return working.deadline(start, workdays_for(occasion, issue, clock))


def workdays_for(occasion: Occasion, issue: Issue, clock: Clock) -> int:
    """How long a clock runs, in working days."""
    deadlines = occasion.mechanism.deadlines
    if clock is Clock.ACCEPTANCE:
        return deadlines.acceptance
    if clock is Clock.VERDICT:
        return deadlines.verdict
    if clock is Clock.PAUSED:
        return occasion.mechanism.requests.pause_workdays
    if clock is not Clock.REDOING and issue.kept_days is not None:
        return max(1, issue.kept_days)
    # What has to be done again gets the time of an ordinary problem, whatever its tier (scenario 16).
    return solving_days(deadlines.solving, "ordinary" if clock is Clock.REDOING else issue.tier)


def _note_pause(occasion: Occasion, issue: Issue, clock: Clock) -> None:
    if clock is Clock.PAUSED:
        issue.paused_at = occasion.now
        issue.kept_days = max(1, workdays_left(occasion, issue) or 0)
        return
    was_paused, issue.paused_at = issue.paused_at is not None, None
    if was_paused and clock not in (Clock.RESUMES, Clock.HANDED_OVER):
        issue.kept_days = None


def solving_days(solving: SolvingDeadlines, tier: str) -> int:
    """Working days from acceptance to solution for a tier."""
    return {"ordinary": solving.ordinary, "major": solving.major, "critical": solving.critical}[tier]


def plan_next_chase(occasion: Occasion, issue: Issue, *, done_rounds: int, copied: int) -> None:
    """An overdue problem is chased again at the time of reminders of the next working day."""
    reminders = occasion.mechanism.due_reminders
    if reminders.overdue_each_workday:
        at = next_reminder(occasion, reminders.at)
        payload = {"round": done_rounds, "copied": copied}
        _plan(occasion, issue, OVERDUE, at, mark=str(done_rounds), payload=payload)


def next_reminder(occasion: Occasion, at: time) -> datetime:
    """The next working day at a time; the next calendar day where the calendar is missing."""
    try:
        return occasion.working_time.next_workday(occasion.now, at)
    except CalendarMissing:
        return occasion.working_time.at(occasion.today + RECOUNT, at)


def workdays_left(occasion: Occasion, issue: Issue) -> int | None:
    """Working days until the running clock ends: 0 on the last day, negative after; None without a clock."""
    return workdays_until(occasion, issue.due_at) if issue.due_at is not None else None


def workdays_until(occasion: Occasion, due_at: datetime) -> int:
    """Working days until a deadline: 0 on its day, negative after it; plain days without a calendar."""
    try:
        return occasion.working_time.workdays_left(occasion.now, due_at)
    except CalendarMissing:
        return (occasion.working_time.day_of(due_at) - occasion.today).days


def is_overdue(issue: Issue, now: datetime) -> bool:
    """Whether the running clock has ended."""
    return issue.due_at is not None and issue.due_at < now


def _warnings(occasion: Occasion, clock: Clock, due: datetime) -> list[tuple[int, datetime]]:
    reminders, working = occasion.mechanism.due_reminders, occasion.working_time
    days = {*reminders.before_workdays, *([0] if reminders.on_the_day else [])}
    if clock in ENDINGS:
        days = {min(days)} if days else set()  # one reminder is enough for an opinion, and for a pause
    last_day = working.day_of(due)
    planned = [(count, working.workdays_before(last_day, count, reminders.at)) for count in sorted(days)]
    return [(count, at) for count, at in planned if at > occasion.now]


def _note_deadline(occasion: Occasion, issue: Issue, clock: Clock, due: datetime | None) -> None:
    issue.due_at = due
    if clock is Clock.ACCEPTANCE:
        issue.accept_due_at = due
    if clock in (Clock.SOLVING, Clock.REDOING):
        issue.solve_days = workdays_for(occasion, issue, clock)
    if clock in OF_SOLVING and due is not None:
        issue.solve_due_at, issue.kept_days = due, None
    elif clock in (Clock.SOLVING, Clock.REDOING):
        issue.solve_due_at = None


def _plan(
    occasion: Occasion, issue: Issue, kind: str, at: datetime, *, mark: str, payload: type_json
) -> None:
    issue_id = require_id(issue.id)
    # The end of a clock is a fact and is written down on time; who hears of it when is decided then.
    on_time = kind in (LAPSE, CLOCK, RESUME)
    key = f"{kind}:{issue_id}:{issue.phase}:{mark}"
    row = Due(key=key, kind=kind, subject_id=issue_id, due_at=at, payload=payload, urgent=on_time)
    schedule(occasion.session, row)
