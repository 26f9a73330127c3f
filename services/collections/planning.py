"""A month's collection: when it is called and due, its call and reminders, the month after (M6, M13)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.calendar import CalendarMissing, WorkingTime
from services.collections.outcomes import MonthOver, MonthTaken, NobodyAsked
from services.collections.presets import IndicatorPreset, indicator_rows
from services.mechanism import Dispatch
from services.outcomes import CalendarUnknown, Stale
from storage import collections as rows
from storage.base import require_id
from storage.bodies import Body, BodyKind, list_bodies
from storage.collections import Collection, CollectionState, Return
from storage.database import Session
from storage.due import Due, cancel_due, schedule
from storage.numbers import NumberKind, format_code, next_number

CALL, REMINDER, CLOSE, NEXT = "collection.call", "collection.reminder", "collection.close", "collection.next"


@dataclass(frozen=True, slots=True)
class Numbering:
    """Both numbers: (kind, year, number) for the formal one, and the plain code."""

    formal: tuple[str, int, int]
    code: str


@dataclass(frozen=True, slots=True)
class Dates:
    """The moments of one month's collection, on working days."""

    call_at: datetime
    due_at: datetime
    late_until: datetime


def numbering_of(collection: Collection) -> Numbering:
    """The numbers of a collection."""
    kind, year, number = NumberKind.COLLECTION.value, collection.year, collection.number
    return Numbering((kind, year, number), format_code(kind, year, number))


def dates_of(month: date, rules: Dispatch, time: WorkingTime) -> Dates:
    """When a month's collection is called and due: on a day off, the working day before (scenario 26).

    Raises CalendarUnknown.
    """
    try:
        call_day = time.calendar.earlier_workday(month.replace(day=rules.call_day))
        due_day = time.calendar.earlier_workday(month.replace(day=rules.due_day))
        late_day = time.calendar.later_workday(month.replace(day=rules.late_until_day))
    except CalendarMissing as missing:
        raise CalendarUnknown(year=missing.year) from None
    return Dates(time.at(call_day, rules.call_at), time.at(due_day, rules.due_at), time.closing(late_day))


def default_bodies(session: Session) -> list[Body]:
    """Who is asked if nobody says otherwise: every task force."""
    return list_bodies(session, BodyKind.TASK_FORCE)


def create_collection(
    session: Session, month: date, title: str, bodies: list[Body], *,
    indicators: list[IndicatorPreset], repeats: bool, by_id: int, rules: Dispatch, time: WorkingTime,
    now: datetime,
) -> Collection:  # fmt: skip
    """A month's collection with its call and reminders; a call whose day is over goes out at once.

    Raises MonthOver, MonthTaken, NobodyAsked, CalendarUnknown.
    """
    if not bodies:
        raise NobodyAsked
    dates = dates_of(month, rules, time)
    if dates.due_at <= now:
        raise MonthOver(month=month)
    known = rows.find_collection_of_month(session, month)
    if known is not None:
        raise MonthTaken(code=numbering_of(known).code)
    year = time.day_of(now).year
    collection = Collection(
        year=year,
        number=next_number(session, NumberKind.COLLECTION, year),
        month=month,
        title=title,
        body_ids=[require_id(body.id) for body in bodies],
        call_at=max(now, dates.call_at),
        due_at=dates.due_at,
        late_until=dates.late_until,
        repeats=repeats,
        created_by=by_id,
        created_at=now,
    )
    rows.add_collection(session, collection)
    rows.add_indicators(session, indicator_rows(require_id(collection.id), indicators))
    _schedule(session, collection, rules=rules, time=time, now=now)
    return collection


def open_collection(session: Session, collection_id: int, *, now: datetime) -> Collection | None:
    """The time of the call has come: every body gets its return to fill in. None when it makes no sense."""
    collection = rows.find_collection(session, collection_id)
    if collection is None or collection.state != CollectionState.PLANNED or collection.due_at <= now:
        return None
    collection.state, collection.called_at = CollectionState.CALLED, now
    for body_id in collection.body_ids:
        session.add(Return(collection_id=collection_id, body_id=body_id))
    session.flush()
    return collection


def plan_next(
    session: Session, collection: Collection, *, rules: Dispatch, time: WorkingTime, now: datetime
) -> None:
    """Plan the collection of the month after, to be made when it is called. Raises CalendarUnknown."""
    month = next_month(collection.month)
    at = dates_of(month, rules, time).call_at
    key = f"collection:next:{month}"
    schedule(session, Due(key=key, kind=NEXT, subject_id=collection.id, due_at=max(at, now), urgent=True))


def plan_next_later(session: Session, collection: Collection, *, time: WorkingTime, now: datetime) -> None:
    """The holidays of the next month's year are not known: look again tomorrow."""
    tomorrow = time.day_of(now) + timedelta(days=1)
    key = f"collection:wait:{tomorrow}"
    at = time.at(tomorrow, time.hours.opens)
    schedule(session, Due(key=key, kind=NEXT, subject_id=collection.id, due_at=at, urgent=True))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def stop_repeating(session: Session, collection_id: int) -> Collection:
    """No further months are collected by themselves. Raises Stale."""
    collection = rows.find_collection(session, collection_id)
    if collection is None:
        raise Stale
    collection.repeats = False
    cancel_due(session, NEXT, collection_id)
    session.flush()
    return collection


def _schedule(
    session: Session, collection: Collection, *, rules: Dispatch, time: WorkingTime, now: datetime
) -> None:
    number, called = collection.id, collection.call_at
    schedule(session, Due(key=f"collection:{number}:call", kind=CALL, subject_id=number, due_at=called))
    close = Due(key=f"collection:{number}:close", kind=CLOSE, subject_id=number, due_at=collection.due_at)
    schedule(session, close)
    moments = sorted(
        time.workdays_before(time.day_of(collection.due_at), days, clock)
        for days in rules.reminder_workdays_before
        for clock in rules.reminders_at
    )
    wanted = [at for at in moments if called < at < collection.due_at]
    for place, at in enumerate(wanted):
        later = wanted[place + 1] if place + 1 < len(wanted) else collection.due_at
        due = Due(
            key=f"collection:{number}:remind:{place}",
            kind=REMINDER,
            subject_id=number,
            due_at=at,
            payload={"superseded_at": later.isoformat()},
        )
        schedule(session, due)
