"""Receipts: signatures asked for, given, and telephoned about when they do not come (scenario 10)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from services.calendar import CalendarMissing
from services.issues.occasion import Occasion
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import list_stood_in_for
from services.rights import Right, require
from storage import receipts as rows
from storage.base import require_id
from storage.database import Session
from storage.due import Due, schedule
from storage.people import Person, get_person
from storage.receipts import Receipt

LATE = "receipt.late"
LONGEST_NOTE = 300


class NothingToSign(Outcome):
    """This person was not asked to sign."""

    template = "receipts/refused/nothing_to_sign"


def ask_receipts(
    occasion: Occasion, kind: str, subject_id: int, people: Mapping[int, Iterable[Person]]
) -> list[Person]:
    """Ask people to sign for a matter, by the body for which they sign; returns those newly asked.

    Somebody who was asked before is asked again only if the signature was not wanted any more in between.
    When the time is over, `receipt.late` falls due once.
    """
    due_at = receipt_deadline(occasion)
    asked: list[Person] = []
    for body_id, signers in people.items():
        for person in signers:
            if _ask(occasion, (kind, subject_id, body_id), person, due_at):
                asked.append(person)
    if asked and due_at is not None:
        key = f"{LATE}:{kind}:{subject_id}:{due_at.isoformat()}"
        row = Due(
            key=key, kind=LATE, subject_id=subject_id, due_at=due_at, payload={"kind": kind}, urgent=True
        )
        schedule(occasion.session, row)
    return asked


def receipt_deadline(occasion: Occasion) -> datetime | None:
    """By when a receipt that is asked for now is to be signed; None without a calendar."""
    try:
        return occasion.working_time.deadline(occasion.now, occasion.mechanism.deadlines.receipt)
    except CalendarMissing:
        return None


def sign_receipt(occasion: Occasion, kind: str, subject_id: int, *, for_body: bool = False) -> bool:
    """The acting person signs, or who stands in for somebody on leave; False when it was signed before.

    `for_body`: one signature does for a body. Raises NothingToSign.
    """
    receipt = find_receipt_for(occasion, kind, subject_id, occasion.person_id)
    if receipt is None:
        raise NothingToSign
    if not receipt.is_owed:
        return False
    receipt.signed_at = occasion.now
    receipt.signed_by = occasion.person_id if occasion.person_id != receipt.person_id else None
    if for_body:
        for other in rows.list_receipts(occasion.session, kind, subject_id):
            if other.is_owed and other.body_id == receipt.body_id:
                other.waived_at = occasion.now
    occasion.session.flush()
    return True


def find_receipt_for(occasion: Occasion, kind: str, subject_id: int, person_id: int | None) -> Receipt | None:
    """What somebody has to sign, or has signed: their own, or that of a person for whom they stand in."""
    if person_id is None:
        return None
    own = rows.find_receipt_of(occasion.session, kind, subject_id, person_id)
    if own is not None and own.is_owed:
        return own
    for absent_id in list_stood_in_for(occasion.session, person_id, occasion.today):
        theirs = rows.find_receipt_of(occasion.session, kind, subject_id, absent_id)
        if theirs is not None and theirs.is_owed:
            return theirs
    return own


def list_owed(occasion: Occasion, kind: str) -> list[Receipt]:
    """What the acting person has to sign, for themselves or for whom they stand in; each matter once."""
    person_id = occasion.person_id
    if person_id is None:
        return []
    people = [person_id, *list_stood_in_for(occasion.session, person_id, occasion.today)]
    owed = rows.list_owed_by(occasion.session, people, kind)
    return list({receipt.subject_id: receipt for receipt in reversed(owed)}.values())[::-1]


def waive_receipts(occasion: Occasion, kind: str, subject_id: int, *, person_id: int | None = None) -> None:
    """The matter is over (or this person no longer answers for it): nobody has to sign any more."""
    for receipt in rows.list_receipts(occasion.session, kind, subject_id):
        if receipt.is_owed and person_id in (None, receipt.person_id):
            receipt.waived_at = occasion.now
    occasion.session.flush()


def note_call(occasion: Occasion, receipt_id: int, note: str | None = None) -> Receipt:
    """The office has telephoned somebody who did not sign. Raises NotAllowed, Stale."""
    if occasion.hats is None:
        raise NotAllowed
    require(Right.SUPERVISE, occasion.hats)
    receipt = rows.find_receipt(occasion.session, receipt_id)
    if receipt is None or not receipt.is_owed:
        raise Stale
    receipt.called_at, receipt.called_by = occasion.now, occasion.person_id
    receipt.call_note = (note or "").strip()[:LONGEST_NOTE] or None
    occasion.session.flush()
    return receipt


def list_unsigned(session: Session, kind: str, subject_id: int) -> list[tuple[Receipt, Person]]:
    """Who still has to sign."""
    return [pair for pair in list_signers(session, kind, subject_id) if pair[0].is_owed]


def list_signers(session: Session, kind: str, subject_id: int) -> list[tuple[Receipt, Person]]:
    """Everybody who was asked to sign and still has to, or has."""
    return [
        (receipt, get_person(session, receipt.person_id))
        for receipt in rows.list_receipts(session, kind, subject_id)
        if receipt.waived_at is None
    ]


def _ask(occasion: Occasion, matter: tuple[str, int, int], person: Person, due_at: datetime | None) -> bool:
    """Whether somebody is newly asked."""
    kind, subject_id, body_id = matter
    known = rows.find_receipt_of(occasion.session, kind, subject_id, person.id)
    if known is not None:
        if known.waived_at is None or known.signed_at is not None:
            return False
        known.waived_at = known.called_at = None
        known.body_id, known.asked_at, known.due_at = body_id, occasion.now, due_at
        return True
    receipt = Receipt(
        subject_kind=kind,
        subject_id=subject_id,
        person_id=require_id(person.id),
        body_id=body_id,
        asked_at=occasion.now,
        due_at=due_at,
    )
    rows.add_receipt(occasion.session, receipt)
    return True
