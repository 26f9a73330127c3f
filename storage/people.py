"""The people of the roster and their hats: in which bodies, as what, since when (M1)."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, and_, or_
from sqlmodel import Field, Session, SQLModel, col, select

from storage.base import choice, require_id
from storage.bodies import Body


class Role(StrEnum):
    """What a person is within one body."""

    GROUP_HEAD = "group_head"
    DEPUTY_GROUP_HEAD = "deputy_group_head"
    MEMBER = "member"
    """Of the leading group, or of the district's leadership as a unit."""
    LEAD_LEADER = "lead_leader"
    PRINCIPAL = "principal"
    """Heads the unit, the office, or a task force's daily work."""
    DEPUTY_IN_CHARGE = "deputy_in_charge"
    SECTION_CHIEF = "section_chief"
    LIAISON_OFFICER = "liaison_officer"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class Person(SQLModel, table=True):
    """Somebody of the roster. People are never deleted: who has left is not `active`."""

    __table_args__ = (CheckConstraint("length(phone) = 11", name="phone"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    """Without inner spaces; two people may share one name."""
    phone: str = Field(unique=True)
    """Eleven digits."""
    unit_id: int = Field(foreign_key="body.id", index=True)
    """The unit that pays them, as of now; `Membership` knows the unit of any day."""
    post: str = ""
    """As the roster words it."""
    rank: int = 0
    """Place in lists, ascending: by post, never by pinyin."""
    active: bool = True


class Membership(SQLModel, table=True):
    """A hat: person, body, role. Rows are closed, never deleted, so that history keeps its units."""

    __table_args__ = (
        UniqueConstraint("person_id", "body_id", "role", "work_group", "from_date"),
        choice("role", Role),
        CheckConstraint("until IS NULL OR until > from_date", name="period"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    role: str
    is_unit: bool = False
    """The body is the person's own unit."""
    work_group: str | None = None
    """Code of the work group inside a task force."""
    heads_work_group: bool = False
    from_date: date
    """First day on which it holds."""
    until: date | None = None
    """First day on which it no longer holds; None while it lasts."""


class PhoneHistory(SQLModel, table=True):
    """A number that a person no longer has (scenario 37)."""

    __tablename__ = "phone_history"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    phone: str = Field(index=True)
    replaced_at: datetime


class PersonNotFound(LookupError):
    """No person has this id."""

    def __init__(self, person_id: int) -> None:
        super().__init__(f"no person {person_id}")
        self.person_id = person_id


def get_person(session: Session, person_id: int) -> Person:
    """The person with this id. Raises PersonNotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonNotFound(person_id)
    return person


def find_person(session: Session, person_id: int | None) -> Person | None:
    """The person with this id, if there is one."""
    return session.get(Person, person_id) if person_id is not None else None


def find_person_by_phone(session: Session, phone: str) -> Person | None:
    """The person who has this number now (eleven digits)."""
    return session.exec(select(Person).where(Person.phone == phone)).one_or_none()


def list_people(session: Session, *, also_inactive: bool = False) -> list[Person]:
    """Everybody, by rank."""
    query = select(Person).order_by(col(Person.rank), col(Person.id))
    return list(session.exec(query if also_inactive else query.where(col(Person.active))))


def list_people_named(session: Session, name: str) -> list[Person]:
    """Active people with exactly this name: there may be several."""
    query = select(Person).where(Person.name == name, col(Person.active))
    return list(session.exec(query.order_by(col(Person.rank), col(Person.id))))


def list_people_called(session: Session, names: Iterable[str]) -> list[Person]:
    """Active people with one of these names."""
    query = select(Person).where(col(Person.name).in_(list(names)), col(Person.active))
    return list(session.exec(query.order_by(col(Person.rank), col(Person.id))))


def list_people_like(session: Session, part: str) -> list[Person]:
    """Active people whose name contains this, by rank."""
    query = select(Person).where(col(Person.name).contains(part, autoescape=True), col(Person.active))
    return list(session.exec(query.order_by(col(Person.rank), col(Person.id))))


def list_hats(session: Session, person: Person, on: date) -> list[tuple[Membership, Body]]:
    """The hats that a person wears on a day, each with its body, in the bodies' official order."""
    query = select(Membership, Body).join(Body, col(Body.id) == col(Membership.body_id))
    query = query.where(Membership.person_id == require_id(person.id), holds(on))
    return list(session.exec(query.order_by(col(Body.rank), col(Membership.id))))


def list_people_of(
    session: Session, body: Body, *roles: Role, on: date, work_group: str | None = None
) -> list[Person]:
    """Active people of a body on a day, by rank; of these roles and of this work group, if any is named."""
    hats = select(Membership.person_id).where(Membership.body_id == require_id(body.id), holds(on))
    if roles:
        hats = hats.where(col(Membership.role).in_(roles))
    if work_group is not None:
        hats = hats.where(Membership.work_group == work_group)
    query = select(Person).where(col(Person.id).in_(hats), col(Person.active))
    return list(session.exec(query.order_by(col(Person.rank), col(Person.id))))


def list_memberships(session: Session) -> list[Membership]:
    """Every membership that has not been closed."""
    return list(session.exec(select(Membership).where(col(Membership.until).is_(None))))


def holds(on: date) -> ColumnElement[bool]:
    """The condition that a membership holds on a day."""
    open_ended = or_(col(Membership.until).is_(None), col(Membership.until) > on)
    return and_(col(Membership.from_date) <= on, open_ended)
