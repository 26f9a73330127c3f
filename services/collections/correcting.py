"""Corrections of locked figures: asked for by the body, agreed to by two (scenario 27)."""

from datetime import date, datetime
from decimal import Decimal

from services.collections.outcomes import CorrectionRefused
from services.collections.reading import plain
from services.collections.returning import (
    Entry,
    indicators_of,
    is_open_for,
    may_hand_in,
    note_return,
    write_version,
)
from services.outcomes import NotAllowed, Stale
from services.people import Hats
from services.rights import Right, may
from storage import collections as rows
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.collections import Correction, CorrectionState, Return
from storage.database import Session
from storage.people import Person, Role, list_people_of

UNIT_ROLES = (Role.DEPUTY_IN_CHARGE, Role.PRINCIPAL)
LONGEST_REASON = 200


def check_may_ask(session: Session, return_id: int, *, by: Hats, now: datetime) -> Return:
    """The return, if this person may ask for a correction of it now. Raises Stale, NotAllowed,
    CorrectionRefused while figures can still be handed in, or when none have been.
    """
    handed = rows.find_return(session, return_id)
    if handed is None:
        raise Stale
    if not may_hand_in(handed, by):
        raise NotAllowed
    if is_open_for(handed, rows.get_collection(session, handed.collection_id), now):
        raise CorrectionRefused(problem="open")
    if handed.returned_at is None:
        raise CorrectionRefused(problem="missing")
    return handed


def ask_correction(
    session: Session, return_id: int, indicator_id: int, after: Decimal, reason: str, *,
    by: Hats, on: date, now: datetime,
) -> Correction:  # fmt: skip
    """Ask for another figure; whoever is the body's deputy has agreed by asking.

    Raises Stale, NotAllowed, CorrectionRefused.
    """
    handed = rows.lock_return(session, require_id(check_may_ask(session, return_id, by=by, now=now).id))
    known = {require_id(one.id) for one in indicators_of(session, handed)}
    if indicator_id not in known:
        raise Stale
    figure = rows.list_figures(session, handed).get(indicator_id)
    before = figure.value if figure else None
    problem = _problem(session, handed, indicator_id, before, after, reason)
    if problem:
        raise CorrectionRefused(problem=problem)
    correction = Correction(
        return_id=return_id,
        indicator_id=indicator_id,
        before=before,
        after=plain(after),
        reason=reason.strip(),
        asked_by=require_id(by.person.id),
        asked_at=now,
    )
    _begin(session, correction, handed, by, on, now)
    rows.add_correction(session, correction)
    _note(session, handed, correction, "correction_asked", by=by.person, now=now)
    return correction


def list_unit_deciders(session: Session, handed: Return, on: date) -> list[Person]:
    """Who agrees for a body: its deputy in charge, else its principal."""
    body = get_body(session, handed.body_id)
    for role in UNIT_ROLES:
        if people := list_people_of(session, body, role, on=on):
            return people
    return []


def may_decide(session: Session, correction: Correction, by: Hats) -> bool:
    """Whether it is this person's turn; nobody decides twice, or about what they asked for themselves."""
    if correction.state == CorrectionState.UNIT:
        body = get_body(session, rows.get_return(session, correction.return_id).body_id)
        return by.has_role(body, *UNIT_ROLES) and by.person.id != correction.asked_by
    if correction.state != CorrectionState.OFFICE or not may(Right.COLLECT_FIGURES, by):
        return False
    return by.person.id not in (correction.asked_by, correction.unit_by)


def decide_correction(
    session: Session, correction_id: int, *, agree: bool, by: Hats, now: datetime
) -> Correction:
    """The body's deputy and then the office agree, or refuse. With both the figure is another one.

    Raises Stale, CorrectionRefused (decided already), NotAllowed.
    """
    correction = rows.lock_correction(session, correction_id)
    if correction is None:
        raise Stale
    if correction.state not in rows.WAITING:
        raise CorrectionRefused(problem="decided")
    if not may_decide(session, correction, by):
        raise NotAllowed
    handed = rows.lock_return(session, correction.return_id)
    if correction.state == CorrectionState.UNIT and agree:
        correction.state = CorrectionState.OFFICE
        correction.unit_by, correction.unit_at = by.person.id, now
    else:
        correction.state = CorrectionState.AGREED if agree else CorrectionState.REFUSED
        correction.decided_by, correction.decided_at = by.person.id, now
    if correction.state == CorrectionState.AGREED:
        _apply(session, handed, correction)
    action = "correction_agreed" if agree else "correction_refused"
    _note(session, handed, correction, action, by=by.person, now=now)
    session.flush()
    return correction


def _problem(
    session: Session, handed: Return, indicator_id: int, before: str | None, after: Decimal, reason: str
) -> str | None:
    if before is not None and Decimal(before) == after:
        return "same"
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return "reason"
    if rows.find_waiting_correction(session, require_id(handed.id), indicator_id) is not None:
        return "waiting"
    return None


def _begin(
    session: Session, correction: Correction, handed: Return, by: Hats, on: date, now: datetime
) -> None:
    deciders = list_unit_deciders(session, handed, on)
    if by.has_role(get_body(session, handed.body_id), *UNIT_ROLES):
        correction.unit_by, correction.unit_at = by.person.id, now
    if correction.unit_by is not None or not deciders:
        correction.state = CorrectionState.OFFICE


def _apply(session: Session, handed: Return, correction: Correction) -> None:
    figures = rows.list_figures(session, handed)
    entries = {known: Entry(figure.number, figure.note) for known, figure in figures.items()}
    entries[correction.indicator_id] = Entry(Decimal(correction.after))
    write_version(session, handed, entries)


def _note(
    session: Session, handed: Return, correction: Correction, action: str, *, by: Person, now: datetime
) -> None:
    facts: type_json = {
        "indicator": correction.indicator_id,
        "before": correction.before,
        "after": correction.after,
        "reason": correction.reason,
    }
    note_return(session, handed, action, by=by, now=now, facts=facts)
