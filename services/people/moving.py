"""What changes about people: numbers, units, hats; the old ones are kept (M1, scenarios 36, 37)."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import col, select

from services.people.hats import Hat
from services.phones import normalise_phone
from storage.base import require_id
from storage.database import Session
from storage.people import Membership, Person, PhoneHistory, find_person_by_phone


class PhoneTaken(ValueError):
    """Somebody else has this number."""

    def __init__(self, phone: str, holder: Person) -> None:
        super().__init__(f"{phone} belongs to person {holder.id}")
        self.phone = phone
        self.holder = holder


def change_phone(session: Session, person: Person, phone: str, *, now: datetime) -> None:
    """Give a person a new number and keep the old one (scenario 37). Raises PhoneInvalid, PhoneTaken."""
    digits = normalise_phone(phone)
    if digits == person.phone:
        return
    holder = find_person_by_phone(session, digits)
    if holder is not None:
        raise PhoneTaken(digits, holder)
    session.add(PhoneHistory(person_id=require_id(person.id), phone=person.phone, replaced_at=now))
    person.phone = digits
    session.flush()


def move_person(
    session: Session, person: Person, hats: Iterable[Hat], *, from_day: date, today: date
) -> None:
    """Give a person new hats from a day on, which may lie ahead; history keeps the old ones (scenario 36).

    Exactly one of `hats` is in the new unit. A move that lies ahead takes effect with `settle_moves`.
    """
    wanted = list(hats)
    units = {hat.body.id for hat in wanted if hat.is_unit}
    if len(units) != 1:
        raise ValueError("a person has exactly one unit")
    close_hats(session, _hats_from(session, person, from_day), on=from_day)
    for hat in wanted:
        session.add(hat_row(person, hat, from_day))
    session.flush()
    settle_moves(session, today)


def settle_moves(session: Session, today: date) -> int:
    """Bring everybody's current unit up to date with moves that have taken effect; returns how many moved."""
    query = select(Person, Membership).join(Membership, col(Membership.person_id) == col(Person.id))
    query = query.where(
        col(Membership.is_unit),
        col(Membership.from_date) <= today,
        (col(Membership.until).is_(None)) | (col(Membership.until) > today),
        col(Membership.body_id) != col(Person.unit_id),
    )
    moved = session.exec(query).all()
    for person, membership in moved:
        person.unit_id = membership.body_id
    session.flush()
    return len({person.id for person, _ in moved})


def close_hats(session: Session, rows: Iterable[Membership], *, on: date) -> None:
    """End hats on a day. A hat that would never have been worn is no history, and goes."""
    for row in rows:
        if row.from_date >= on:
            session.delete(row)
        else:
            row.until = on
    session.flush()


def _hats_from(session: Session, person: Person, day: date) -> list[Membership]:
    query = select(Membership).where(Membership.person_id == require_id(person.id))
    return list(session.exec(query.where((col(Membership.until).is_(None)) | (col(Membership.until) > day))))


def hat_row(person: Person, hat: Hat, from_day: date) -> Membership:
    """The row of a new hat."""
    return Membership(
        person_id=require_id(person.id),
        body_id=require_id(hat.body.id),
        role=hat.role,
        is_unit=hat.is_unit,
        work_group=hat.work_group,
        heads_work_group=hat.heads_work_group,
        from_date=from_day,
    )
