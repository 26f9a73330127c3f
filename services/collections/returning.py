"""What bodies return: handed in before the due time, late while the office allows it, never a nought (M6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.collections.outcomes import CollectionClosed, ReturnEmpty, TextTooLong
from services.collections.reading import plain
from services.outcomes import NotAllowed, Stale
from services.people import Hats
from services.rights import Right, may
from storage import collections as rows
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.collections import Collection, CollectionState, Figure, Indicator, Return
from storage.database import Session
from storage.people import Person
from storage.timeline import add_step

RETURN = "collection.return"
LONGEST = 2000
"""Characters of a return."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure in its indicator's unit; `note` says why it is right although it looked doubtful."""

    value: Decimal
    note: str | None = None


def hand_in(
    session: Session, return_id: int, entries: Mapping[int, Entry], text: str, file_count: int, *,
    by: Hats, now: datetime,
) -> Return:  # fmt: skip
    """A body's figures, by indicator. Before the due time they may be replaced; afterwards only what is
    missing may still come, marked late, while the office takes late figures.

    Raises Stale, NotAllowed, ReturnEmpty, TextTooLong, CollectionClosed.
    """
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    handed = check_may_hand_in(session, return_id, by=by, now=now)
    collection = rows.get_collection(session, handed.collection_id)
    known = {require_id(one.id) for one in indicators_of(session, handed)}
    kept = {indicator_id: entry for indicator_id, entry in entries.items() if indicator_id in known}
    if not kept and (known or not (text.strip() or file_count)):
        raise ReturnEmpty
    write_version(session, handed, kept)
    handed.text, handed.file_count = text.strip() or None, file_count
    handed.returned_at, handed.returned_by = now, by.person.id
    handed.is_late = now >= collection.due_at
    facts: type_json = {"late": handed.is_late, "files": file_count, "version": handed.version}
    note_return(session, handed, "returned", by=by.person, now=now, facts=facts)
    session.flush()
    return handed


def write_version(session: Session, handed: Return, entries: Mapping[int, Entry]) -> None:
    """These figures count from now on; what was returned before stays as it was."""
    handed.version += 1
    figures = [
        Figure(
            return_id=require_id(handed.id),
            version=handed.version,
            indicator_id=indicator_id,
            value=plain(entry.value),
            note=entry.note,
        )
        for indicator_id, entry in entries.items()
    ]
    rows.add_figures(session, figures)


def indicators_of(session: Session, handed: Return) -> list[Indicator]:
    """What a body is asked for."""
    return rows.list_indicators(session, handed.collection_id, get_body(session, handed.body_id).kind)


def last_figures_of(session: Session, handed: Return) -> dict[int, Decimal]:
    """Last month's figures of a body, by indicator of this month."""
    collection = rows.get_collection(session, handed.collection_id)
    last = rows.list_last_figures(session, collection)
    found = {
        require_id(one.id): last.get((handed.body_id, one.key)) for one in indicators_of(session, handed)
    }
    return {indicator_id: value for indicator_id, value in found.items() if value is not None}


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


def note_return(
    session: Session, handed: Return, action: str, *, by: Person, now: datetime, facts: type_json
) -> None:
    """One step in the history of a return."""
    body = get_body(session, handed.body_id)
    add_step(session, RETURN, handed.id, action, by=by, at=now, body=body, text=handed.text, facts=facts)
