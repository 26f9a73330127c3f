"""What happens by itself: calls, reminders, the list of those missing, the month after (M6, M13)."""

from datetime import datetime

from handlers.collections.facts import ASKABLE, CARD, RETURN_CARD, collection_facts, send_returns, title_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.collections import planning
from services.collections.outcomes import MonthOver
from services.collections.planning import (
    create_collection,
    dates_of,
    next_month,
    open_collection,
    plan_next,
    plan_next_later,
)
from services.collections.presets import presets_of
from services.meetings.reading import list_convenors
from services.outcomes import CalendarUnknown
from services.people import contact_of, is_office, list_office_people
from storage import collections as rows
from storage.base import require_id
from storage.bodies import list_bodies
from storage.collections import Collection, CollectionState
from storage.due import Due, DueState

routes = Routes()


@routes.due(planning.CALL)
def call(row: Due, turn: Turn) -> None:
    """The forms go out: every body's liaison officer gets its own; the next month is planned."""
    collection = open_collection(turn.session, row.subject_id or 0, now=turn.now)
    if collection is None:
        row.state = DueState.MISSED
        return
    send_returns(turn, collection, rows.list_returns(turn.session, require_id(collection.id)))
    turn.refresh_cards(CARD, require_id(collection.id))
    if collection.repeats:
        _plan_next(turn, collection)


@routes.due(planning.NEXT)
def make_next(row: Due, turn: Turn) -> None:
    """The next month's collection is made and called; while its year's holidays are unknown it waits."""
    last = rows.get_collection(turn.session, row.subject_id or 0)
    if not last.repeats:
        row.state = DueState.CANCELLED
        return
    month = next_month(last.month)
    bodies = [body for body in list_bodies(turn.session, *ASKABLE) if body.id in set(last.body_ids)]
    rules, time = turn.house.mechanism.dispatch, turn.working_time
    if rows.find_collection_of_month(turn.session, month) is not None or not bodies:
        row.state = DueState.MISSED
        return
    try:
        if dates_of(month, rules, time).call_at > turn.now:
            _plan_next(turn, last)
            return
        indicators = presets_of(rows.list_indicators(turn.session, require_id(last.id)))
        create_collection(
            turn.session,
            month,
            title_of(month),
            bodies,
            indicators=indicators,
            repeats=True,
            by_id=last.created_by,
            rules=rules,
            time=time,
            now=turn.now,
        )
    except CalendarUnknown:
        _plan_next(turn, last)
    except MonthOver:
        row.state = DueState.MISSED


@routes.due(planning.REMINDER)
def remind(row: Due, turn: Turn) -> None:
    """Whoever is missing is reminded in private; a reminder that a later one has overtaken is missed."""
    collection = rows.get_collection(turn.session, row.subject_id or 0)
    superseded = datetime.fromisoformat(str(row.payload["superseded_at"]))
    if collection.state != CollectionState.CALLED or turn.now >= superseded:
        row.state = DueState.MISSED
        return
    for handed, body in rows.list_returns(turn.session, require_id(collection.id), missing=True):
        contact = contact_of(turn.session, body, turn.today)
        if contact is not None:
            turn.tell(
                contact,
                "collections/reminder",
                view=collection_facts(turn, collection),
                body=body,
                handed=handed,
            )


@routes.due(planning.CLOSE)
def close(row: Due, turn: Turn) -> None:
    """The due time is over: the office gets the list of those missing, with whom to ring up."""
    collection = rows.get_collection(turn.session, row.subject_id or 0)
    if collection.state != CollectionState.CALLED:
        row.state = DueState.MISSED
        return
    missing = [
        (body, contact_of(turn.session, body, turn.today))
        for _, body in rows.list_returns(turn.session, require_id(collection.id), missing=True)
    ]
    office = [
        one
        for one in list_office_people(turn.session, turn.today)
        if is_office(turn.session, one, turn.today)
    ]
    turn.tell(office, "collections/missing", view=collection_facts(turn, collection), missing=missing)
    turn.refresh_cards(CARD, require_id(collection.id))
    for handed, _ in rows.list_returns(turn.session, require_id(collection.id)):
        turn.refresh_cards(RETURN_CARD, require_id(handed.id))


def _plan_next(turn: Turn, collection: Collection) -> None:
    time = turn.working_time
    try:
        plan_next(turn.session, collection, rules=turn.house.mechanism.dispatch, time=time, now=turn.now)
    except CalendarUnknown as unknown:
        plan_next_later(turn.session, collection, time=time, now=turn.now)
        if turn.today.isoweekday() == 1:
            office = list_convenors(turn.session, turn.today)
            turn.tell(office, CalendarUnknown.template, year=unknown.facts["year"])
