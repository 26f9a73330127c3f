"""Who somebody is: the hats of a person, their unit on any day, whom to ask in a body (M1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from services.phones import normalise_phone
from storage.base import require_id
from storage.bodies import Body, BodyKind, get_body, list_lead_leaders
from storage.people import (
    Membership,
    Person,
    PhoneHistory,
    Role,
    find_person_by_phone,
    holds,
    list_hats,
    list_people_of,
)

LEADING_ROLES = (Role.GROUP_HEAD, Role.DEPUTY_GROUP_HEAD, Role.LEAD_LEADER)
FRONT_ROLES = (Role.LIAISON_OFFICER, Role.SECTION_CHIEF)
"""Those who take a matter on; the others of a body are asked only when it has none of these."""


@dataclass(frozen=True)
class Hat:
    """One role in one body."""

    body: Body
    role: Role
    is_unit: bool = False
    work_group: str | None = None
    heads_work_group: bool = False


@dataclass(frozen=True)
class Hats:
    """All that a person is on one day. Read once per update; everything else is asked of it."""

    person: Person
    hats: tuple[Hat, ...]

    @property
    def is_office(self) -> bool:
        """Works in the office of the leading group; an administrator alone does not."""
        return any(hat.body.kind == BodyKind.OFFICE and hat.role != Role.ADMINISTRATOR for hat in self.hats)

    @property
    def is_administrator(self) -> bool:
        """Looks after roster and settings."""
        return any(hat.role == Role.ADMINISTRATOR for hat in self.hats)

    @property
    def is_leader(self) -> bool:
        """Belongs to those who decide: heads of the leading group and leaders in charge."""
        return any(hat.role in LEADING_ROLES for hat in self.hats)

    @property
    def unit(self) -> Body | None:
        """The person's own unit on that day."""
        return next((hat.body for hat in self.hats if hat.is_unit), None)

    def bodies(self, *kinds: BodyKind) -> list[Body]:
        """The bodies that the person belongs to (of these kinds), each once, in their official order."""
        found = {hat.body.id: hat.body for hat in self.hats if not kinds or hat.body.kind in kinds}
        return list(found.values())

    def belongs_to(self, body: Body) -> bool:
        """Whether the person wears any hat in this body."""
        return any(hat.body.id == body.id for hat in self.hats)

    def roles_in(self, body: Body) -> frozenset[Role]:
        """The roles that the person has in this body."""
        return frozenset(hat.role for hat in self.hats if hat.body.id == body.id)

    def has_role(self, body: Body, *roles: Role) -> bool:
        """Whether the person has one of these roles in this body."""
        return not self.roles_in(body).isdisjoint(roles)

    def acting_body(self, *bodies: Body) -> Body | None:
        """As which of a matter's bodies the person acts: the first one they belong to."""
        return next((body for body in bodies if self.belongs_to(body)), None)


def hats_of(session: Session, person: Person, on: date) -> Hats:
    """The hats of a person on a local day."""
    return Hats(person, tuple(_hat(row, body) for row, body in list_hats(session, person, on)))


def _hat(row: Membership, body: Body) -> Hat:
    return Hat(body, Role(row.role), row.is_unit, row.work_group, row.heads_work_group)


def is_office(session: Session, person: Person, on: date) -> bool:
    """Whether a person works in the office on a day."""
    return hats_of(session, person, on).is_office


def bodies_of(session: Session, person: Person, on: date, *kinds: BodyKind) -> list[Body]:
    """The bodies that a person belongs to on a day."""
    return hats_of(session, person, on).bodies(*kinds)


def unit_on(session: Session, person: Person, day: date) -> Body:
    """The unit that a person belonged to on a day: what a card of that day shows (M1)."""
    unit = hats_of(session, person, day).unit
    return unit if unit is not None else get_body(session, person.unit_id)


def front_people(session: Session, body: Body, on: date, *, work_group: str | None = None) -> list[Person]:
    """Who is told of a body's matter: liaison officers, section chiefs, and the named work group.

    Without any of those the nearest rank that there is answers: deputy, principal, anybody. Leaders in
    charge are never among them: they see summaries.
    """
    found = list_people_of(session, body, *FRONT_ROLES, on=on)
    if work_group is not None:
        found += list_people_of(session, body, on=on, work_group=work_group)
    chosen = {person.id: person for person in found}
    if chosen:
        return sorted(chosen.values(), key=lambda person: (person.rank, require_id(person.id)))
    for roles in ((Role.DEPUTY_IN_CHARGE,), (Role.PRINCIPAL,), (Role.STAFF, Role.MEMBER)):
        if people := list_people_of(session, body, *roles, on=on):
            return people
    return []


def contact_of(session: Session, body: Body, on: date) -> Person | None:
    """Whom to ask in a body: its liaison officer, or the nearest rank that there is."""
    for role in (Role.LIAISON_OFFICER, Role.SECTION_CHIEF, Role.DEPUTY_IN_CHARGE, Role.STAFF, Role.PRINCIPAL):
        if people := list_people_of(session, body, role, on=on):
            return people[0]
    return None


def lead_leader_names(session: Session, body: Body, on: date) -> list[str]:
    """The leaders in charge of a task force: by the roster, in the founding document's order; its own names
    as long as the roster has none.
    """
    named = [leader.name for leader in list_lead_leaders(session, body)]
    people = [person.name for person in list_people_of(session, body, Role.LEAD_LEADER, on=on)]
    return sorted(people, key=lambda name: named.index(name) if name in named else len(named)) or named


def may_see_phone(viewer: Hats, person: Hats) -> bool:
    """Leaders' numbers are for the office and the heads of their task forces (scenario 35)."""
    if not person.is_leader or viewer.is_office or viewer.is_administrator:
        return True
    if viewer.person.id == person.person.id:
        return True
    heads = (Role.PRINCIPAL, Role.LEAD_LEADER)
    return any(viewer.has_role(body, *heads) for body in person.bodies(BodyKind.TASK_FORCE))


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


def list_administrators(session: Session, on: date) -> list[Person]:
    """Active people who look after roster and settings on a day, by rank."""
    return _with_role(session, on, Role.ADMINISTRATOR)


def _with_role(session: Session, on: date, *roles: Role) -> list[Person]:
    hats = select(Membership.person_id).where(col(Membership.role).in_(roles), holds(on))
    query = select(Person).where(col(Person.id).in_(hats), col(Person.active))
    return list(session.exec(query.order_by(col(Person.rank), col(Person.id))))
