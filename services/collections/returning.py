"""What bodies return: handed in before the due time, late while the office allows it, never a nought (M6)."""

from datetime import datetime

from services.collections.outcomes import CollectionClosed, ReturnEmpty, TextTooLong
from services.outcomes import NotAllowed, Stale
from services.people import Hats
from services.rights import Right, may
from storage import collections as rows
from storage.base import require_id
from storage.collections import Collection, CollectionState, Return
from storage.database import Session
from storage.people import Person
from storage.timeline import TimelineEntry, add_entry

RETURN = "collection.return"
LONGEST = 2000
"""Characters of a return."""


def hand_in(
    session: Session, return_id: int, text: str, file_count: int, *, by: Hats, now: datetime
) -> Return:
    """A body's figures. Before the due time they may be replaced; afterwards only what is missing may still
    come, marked late, while the office takes late figures.

    Raises Stale, NotAllowed, ReturnEmpty, TextTooLong, CollectionClosed.
    """
    if not text.strip() and not file_count:
        raise ReturnEmpty
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    handed = check_may_hand_in(session, return_id, by=by, now=now)
    collection = rows.get_collection(session, handed.collection_id)
    before = handed.text
    handed.text, handed.file_count = text.strip() or None, file_count
    handed.returned_at, handed.returned_by = now, by.person.id
    handed.is_late = now >= collection.due_at
    _note(session, handed, "returned", by=by.person, now=now, before=before)
    session.flush()
    return handed


def check_may_hand_in(session: Session, return_id: int, *, by: Hats, now: datetime) -> Return:
    """The return, locked, if this person may hand it in now. Raises Stale, NotAllowed, CollectionClosed."""
    known = rows.find_return(session, return_id)
    if known is None:
        raise Stale
    collection = rows.lock_collection(session, known.collection_id)
    handed = rows.lock_return(session, return_id)
    if not may_hand_in(handed, by):
        raise NotAllowed
    if not is_open_for(handed, collection, now):
        raise CollectionClosed(due_at=collection.due_at)
    return handed


def is_open_for(handed: Return, collection: Collection, now: datetime) -> bool:
    """Whether a body can hand in now."""
    if collection.state != CollectionState.CALLED:
        return False
    if now < collection.due_at:
        return True
    return handed.returned_at is None and collection.late_open and now <= collection.late_until


def may_hand_in(handed: Return, hats: Hats) -> bool:
    """The body's own people."""
    return any(body.id == handed.body_id for body in hats.bodies())


def open_late_window(session: Session, collection_id: int, *, now: datetime) -> Collection:
    """The office takes late figures until the configured day. Raises Stale, CollectionClosed."""
    collection = rows.find_collection(session, collection_id)
    if collection is None or collection.state != CollectionState.CALLED:
        raise Stale
    if not collection.due_at <= now <= collection.late_until:
        raise CollectionClosed(due_at=collection.due_at)
    collection.late_open = True
    session.flush()
    return collection


def may_see_collection(collection: Collection, hats: Hats) -> bool:
    """The office, and the people of the bodies that are asked."""
    own = any(body.id in collection.body_ids for body in hats.bodies())
    return own or may(Right.SEE_EVERYTHING, hats)


def _note(
    session: Session, handed: Return, action: str, *, by: Person, now: datetime, before: str | None
) -> None:
    entry = TimelineEntry(
        subject_kind=RETURN,
        subject_id=require_id(handed.id),
        at=now,
        action=action,
        person_id=by.id,
        person_name=by.name,
        body_id=handed.body_id,
        text=handed.text,
        facts={"before": before, "late": handed.is_late, "files": handed.file_count},
    )
    add_entry(session, entry)
