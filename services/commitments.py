"""Commitments: entered by the office, reminded of before the deadline, on the day and after it (M15)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.calendar import CalendarMissing, WorkingTime
from services.mechanism import Commitments
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import Hats
from services.rights import Right, may
from storage import commitments as rows
from storage.base import require_id
from storage.bodies import Body, get_body
from storage.commitments import Commitment, CommitmentState
from storage.database import Session
from storage.due import Due, cancel_due, schedule
from storage.numbers import NumberKind, format_code, next_number
from storage.people import Person
from storage.timeline import add_step

SUBJECT = "commitment"
REMINDER, LAPSE, OVERDUE = "commitment.reminder", "commitment.lapse", "commitment.overdue"
LONGEST = 500
"""Characters of what is promised, or of a report."""


class CommitmentIncomplete(Outcome):
    """Body, person, text or day is missing. Facts: missing."""

    template = "commitments/refused/incomplete"


class DeadlinePast(Outcome):
    """The day is over. Facts: due_on."""

    template = "commitments/refused/past"


class TextTooLong(Outcome):
    """Facts: limit."""

    template = "commitments/refused/too_long"


class CommitmentDone(Outcome):
    """It is done already."""

    template = "commitments/refused/done"


@dataclass(frozen=True, slots=True)
class Numbering:
    """Both numbers: (kind, year, number) for the formal one, and the plain code."""

    formal: tuple[str, int, int]
    code: str


def numbering_of(commitment: Commitment) -> Numbering:
    """The numbers of a commitment."""
    kind, year, number = NumberKind.COMMITMENT.value, commitment.year, commitment.number
    return Numbering((kind, year, number), format_code(kind, year, number))


def enter_commitment(
    session: Session, *, body: Body, person: Person, what: str, due_on: date,
    by: Person, rules: Commitments, time: WorkingTime, now: datetime,
) -> Commitment:  # fmt: skip
    """Write down who promises what by when; it is being carried out from now on, with all its reminders.

    Raises CommitmentIncomplete, TextTooLong, DeadlinePast.
    """
    if not what.strip():
        raise CommitmentIncomplete(missing="what")
    check_length(what)
    due_at = time.at(due_on, rules.due_at)
    if due_at <= now:
        raise DeadlinePast(due_on=due_on)
    year = time.day_of(now).year
    commitment = Commitment(
        year=year,
        number=next_number(session, NumberKind.COMMITMENT, year),
        body_id=require_id(body.id),
        person_id=require_id(person.id),
        what=what.strip(),
        due_on=due_on,
        due_at=due_at,
        created_by=require_id(by.id),
        created_at=now,
    )
    rows.add_commitment(session, commitment)
    _note(session, commitment, "entered", by=by, now=now)
    schedule_reminders(session, commitment, rules=rules, time=time, now=now)
    return commitment


def check_length(text: str) -> None:
    """Raises TextTooLong."""
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)


def schedule_reminders(
    session: Session, commitment: Commitment, *, rules: Commitments, time: WorkingTime, now: datetime
) -> None:
    """Plan the reminders before the deadline and on its day, and what happens when it lapses.

    A reminder that would fall on a day off comes the working day before: it would be of no use later.
    """
    ahead = [*rules.before_days, *([0] if rules.on_the_day else [])]
    days = sorted({_earlier(commitment.due_on - timedelta(days=days), time) for days in ahead})
    moments = [at for at in (time.at(day, rules.at) for day in days) if at > now]
    for place, at in enumerate(moments):
        later = moments[place + 1] if place + 1 < len(moments) else commitment.due_at
        due = Due(
            key=f"commitment:{commitment.id}:remind:{time.day_of(at)}",
            kind=REMINDER,
            subject_id=commitment.id,
            due_at=at,
            payload={"superseded_at": later.isoformat()},
        )
        schedule(session, due)
    key = f"commitment:{commitment.id}:lapse"
    schedule(
        session,
        Due(key=key, kind=LAPSE, subject_id=commitment.id, due_at=commitment.due_at, urgent=True),
    )


def still_due(session: Session, row: Due, *, now: datetime) -> Commitment | None:
    """The commitment that a due row is about, if it is unfinished and no later reminder has taken over."""
    commitment = rows.find_commitment(session, row.subject_id or 0)
    superseded = row.payload.get("superseded_at")
    if commitment is None or commitment.done_at is not None:
        return None
    if superseded is not None and now >= datetime.fromisoformat(str(superseded)):
        return None
    return commitment


def plan_overdue(
    session: Session, commitment: Commitment, *, rules: Commitments, time: WorkingTime, now: datetime
) -> None:
    """Plan the reminder of the next working day; every one plans the one after it.

    While the holidays of that year are not known it comes every day from Monday to Friday, and says so.
    """
    if not rules.overdue_each_workday:
        return
    at = _next_workday(now, rules, time)
    key = f"commitment:{commitment.id}:overdue:{time.day_of(at)}"
    schedule(session, Due(key=key, kind=OVERDUE, subject_id=commitment.id, due_at=at))


def report_progress(
    session: Session, commitment_id: int, text: str, *, by: Hats, now: datetime
) -> Commitment:
    """Write down how far it has come. Raises NotAllowed, Stale, CommitmentDone, TextTooLong."""
    commitment = _open_report(session, commitment_id, text, by)
    _note(session, commitment, "progress", by=by.person, now=now, text=text.strip())
    return commitment


def report_done(session: Session, commitment_id: int, text: str, *, by: Hats, now: datetime) -> Commitment:
    """It is carried out and asks to be evaluated; nobody is reminded any more.

    Raises NotAllowed, Stale, CommitmentDone, TextTooLong.
    """
    commitment = _open_report(session, commitment_id, text, by)
    commitment.state, commitment.done_at = CommitmentState.EVALUATION, now
    cancel_due(session, [REMINDER, LAPSE, OVERDUE], commitment_id)
    _note(session, commitment, "done", by=by.person, now=now, text=text.strip())
    session.flush()
    return commitment


def may_report(commitment: Commitment, hats: Hats) -> bool:
    """Whoever answers for it, and the office."""
    return commitment.person_id == hats.person.id or may(Right.ENTER_COMMITMENTS, hats)


def may_see_commitment(commitment: Commitment, hats: Hats) -> bool:
    """Whoever may report, the body's own people, and whoever sees everything."""
    own = any(body.id == commitment.body_id for body in hats.bodies())
    return own or may_report(commitment, hats) or may(Right.SEE_EVERYTHING, hats)


def is_overdue(commitment: Commitment, now: datetime) -> bool:
    """Whether its deadline is over without a result."""
    return commitment.done_at is None and commitment.due_at <= now


def _open_report(session: Session, commitment_id: int, text: str, by: Hats) -> Commitment:
    check_length(text)
    if rows.find_commitment(session, commitment_id) is None:
        raise Stale
    commitment = rows.lock_commitment(session, commitment_id)
    if not may_report(commitment, by):
        raise NotAllowed
    if commitment.done_at is not None:
        raise CommitmentDone
    return commitment


def _earlier(day: date, time: WorkingTime) -> date:
    try:
        return time.calendar.earlier_workday(day)
    except CalendarMissing:
        return day


def _next_workday(now: datetime, rules: Commitments, time: WorkingTime) -> datetime:
    try:
        return time.next_workday(now, rules.at)
    except CalendarMissing:
        day = time.day_of(now) + timedelta(days=1)
        while day.isoweekday() > 5:
            day += timedelta(days=1)
        return time.at(day, rules.at)


def _note(
    session: Session, commitment: Commitment, action: str, *,
    by: Person, now: datetime, text: str | None = None,
) -> None:  # fmt: skip
    body = get_body(session, commitment.body_id)
    add_step(session, SUBJECT, commitment.id, action, by=by, at=now, body=body, text=text)
