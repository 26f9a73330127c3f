"""Writing a leave down: its days, who is to stand in, and everything that follows later as rows."""

from datetime import date, datetime, time, timedelta

from services.calendar import CalendarMissing
from services.issues import Occasion
from services.leaves.matters import list_led, take_back
from services.leaves.outcomes import (
    LeaveBackwards,
    LeaveOverlaps,
    LeavePast,
    LeaveTooLong,
    StandInAway,
    StandInUnfit,
)
from services.outcomes import NotBound
from services.people import LEADING_ROLES, Hats, hats_of
from storage.base import require_id
from storage.bodies import BodyKind
from storage.due import Due, cancel_due, schedule
from storage.leaves import Leave, LeaveState, add_leave, list_overlapping
from storage.people import Person, Role, list_people_of

BEGIN = "leave.begin"
DAILY = "leave.daily"
END = "leave.end"
UNATTENDED = "leave.unattended"
KINDS = [BEGIN, DAILY, END, UNATTENDED]
ASIDE = (BodyKind.LEADING_GROUP, BodyKind.LEADERSHIP)


def check_days(occasion: Occasion, first: date, last: date) -> None:
    """Raises LeaveBackwards, LeavePast, LeaveTooLong, LeaveOverlaps."""
    person_id = occasion.person_id
    if person_id is None:
        raise NotBound
    if last < first:
        raise LeaveBackwards(first=first, last=last)
    if last < occasion.today:
        raise LeavePast(last=last)
    longest = occasion.mechanism.leaves.longest_days
    if (last - first).days + 1 > longest:
        raise LeaveTooLong(days=longest)
    for other in list_overlapping(occasion.session, person_id, first, last):
        raise LeaveOverlaps(first=other.from_day, last=other.until_day)


def list_candidates(occasion: Occasion, hats: Hats) -> list[Person]:
    """Colleagues who could stand in: those of the bodies whose matters somebody leads, then the rest."""
    session, day = occasion.session, occasion.today
    led = {issue.owner_id for issue in list_led(session, require_id(hats.person.id))}
    bodies = [body for body in hats.bodies() if body.kind not in ASIDE]
    owners = [body for body in bodies if body.id in led]
    found: dict[int, Person] = {}
    for body in [*owners, *(body for body in bodies if body not in owners)]:
        for person in list_people_of(session, body, on=day):
            if person.id != hats.person.id and not _only_leads(hats_of(session, person, day)):
                found.setdefault(require_id(person.id), person)
    return list(found.values())


def check_stand_in(occasion: Occasion, stand_in: Person, first: date, last: date) -> None:
    """Raises StandInUnfit, StandInAway."""
    if occasion.hats is None:
        raise NotBound
    if stand_in.id not in {person.id for person in list_candidates(occasion, occasion.hats)}:
        raise StandInUnfit(name=stand_in.name)
    for other in list_overlapping(occasion.session, require_id(stand_in.id), first, last):
        raise StandInAway(name=stand_in.name, first=other.from_day, last=other.until_day)


def plan_leave(occasion: Occasion, first: date, last: date, stand_in: Person | None) -> Leave:
    """Write a leave of the acting person down. The stand-in, if there is one, still has to accept.

    Raises what `check_days` and `check_stand_in` raise.
    """
    check_days(occasion, first, last)
    if stand_in is not None:
        check_stand_in(occasion, stand_in, first, last)
    leave = add_leave(
        occasion.session,
        Leave(
            person_id=occasion.person_id or 0,
            from_day=first,
            until_day=last,
            stand_in_id=stand_in.id if stand_in else None,
            state=LeaveState.ASKED if stand_in else LeaveState.ALONE,
            asked_at=occasion.now,
        ),
    )
    _plan_all(occasion, leave)
    return leave


def ask_stand_in(occasion: Occasion, leave: Leave, stand_in: Person) -> None:
    """Ask somebody (else) to stand in. Raises what `check_stand_in` raises."""
    check_stand_in(occasion, stand_in, leave.from_day, leave.until_day)
    if leave.state == LeaveState.ACCEPTED:
        take_back(occasion, leave)
    watch_unattended(occasion, leave)
    leave.stand_in_id, leave.state, leave.answered_at = stand_in.id, LeaveState.ASKED, None
    occasion.session.flush()


def cancel_plans(occasion: Occasion, leave: Leave) -> None:
    """Nothing of a leave is to happen any more."""
    cancel_due(occasion.session, KINDS, require_id(leave.id))


def plan_daily(occasion: Occasion, leave: Leave, after: datetime) -> None:
    """The absent person's one line of the next working day of the leave, if there is one."""
    at = occasion.mechanism.digests.person_at
    try:
        moment = occasion.working_time.next_workday(after, at)
    except CalendarMissing:
        moment = occasion.working_time.at(occasion.working_time.day_of(after) + timedelta(days=1), at)
    day = occasion.working_time.day_of(moment)
    if day <= leave.until_day:
        _plan(occasion, leave, DAILY, moment, day.isoformat())


def _plan_all(occasion: Occasion, leave: Leave) -> None:
    working = occasion.working_time
    midnight = time(0, 0)
    first = max(leave.from_day, occasion.today)
    begins = max(working.at(first, midnight), occasion.now)
    _plan(occasion, leave, BEGIN, begins, "0", urgent=True)
    _plan(occasion, leave, END, working.at(leave.until_day + timedelta(days=1), midnight), "0", urgent=True)
    # The evening before: its next working day is the first one of the leave.
    plan_daily(occasion, leave, working.at(first - timedelta(days=1), time(12, 0)))
    watch_unattended(occasion, leave)


def watch_unattended(occasion: Occasion, leave: Leave) -> None:
    """From now on, or from the first day: some working days without a stand-in and without any step."""
    patience = occasion.mechanism.leaves.unattended_workdays
    begins = max(occasion.working_time.at(leave.from_day, time(0, 0)), occasion.now)
    try:
        silent = occasion.working_time.deadline(begins, patience)
    except CalendarMissing:
        silent = begins + timedelta(days=patience)
    _plan(occasion, leave, UNATTENDED, silent, occasion.now.isoformat())


def _plan(
    occasion: Occasion, leave: Leave, kind: str, at: datetime, mark: str, *, urgent: bool = False
) -> None:
    leave_id = require_id(leave.id)
    key = f"{kind}:{leave_id}:{mark}"
    schedule(occasion.session, Due(key=key, kind=kind, subject_id=leave_id, due_at=at, urgent=urgent))


def _only_leads(hats: Hats) -> bool:
    aside = {*LEADING_ROLES, Role.ADMINISTRATOR}
    return all(hat.role in aside or hat.body.kind in ASIDE for hat in hats.hats if not hat.is_unit)
