"""Whom to tell and whom to ask: people of a body, the office, leaders in charge."""

from datetime import date

from sqlmodel import col, select

from services.people.hats import LEADING_ROLES, Hats, unit_on
from storage.base import require_id
from storage.bodies import Body, BodyKind, find_body, list_lead_leaders
from storage.database import Session
from storage.people import Membership, Person, Role, holds, list_people_of

FRONT_ROLES = (Role.LIAISON_OFFICER, Role.SECTION_CHIEF)
"""Those who take a matter on; the others of a body are asked only when it has none of these."""


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


def list_stand_ins(session: Session, person: Person, on: date) -> list[Person]:
    """Who hears of important matters in a person's place: liaison officers and deputies in charge of the
    unit, or whoever the unit has that can be asked (scenario 39).
    """
    unit = unit_on(session, person, on)
    chosen = list_people_of(session, unit, Role.LIAISON_OFFICER, Role.DEPUTY_IN_CHARGE, on=on)
    others = [other for other in chosen if other.id != person.id]
    if others:
        return others
    left = list_people_of(session, unit, Role.PRINCIPAL, Role.SECTION_CHIEF, on=on)
    return [other for other in left if other.id != person.id]


def list_chiefs(session: Session, body: Body, on: date) -> list[Person]:
    """Who answers for a body's people: its deputies in charge; where it has none, its head."""
    for role in (Role.DEPUTY_IN_CHARGE, Role.PRINCIPAL):
        if people := list_people_of(session, body, role, on=on):
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


def list_administrators(session: Session, on: date) -> list[Person]:
    """Active people who look after roster and settings on a day, by rank."""
    return _with_role(session, on, Role.ADMINISTRATOR)


def list_leaders(session: Session, on: date) -> list[Person]:
    """Everybody who decides on a day: heads of the leading group and leaders in charge, by rank."""
    return _with_role(session, on, *LEADING_ROLES)


def list_office_people(session: Session, on: date) -> list[Person]:
    """Everybody who works in the office of the leading group on a day, administrators included, by rank."""
    office = find_body(session, BodyKind.OFFICE)
    return list_people_of(session, office, on=on) if office is not None else []


def _with_role(session: Session, on: date, *roles: Role) -> list[Person]:
    hats = select(Membership.person_id).where(col(Membership.role).in_(roles), holds(on))
    query = select(Person).where(col(Person.id).in_(hats), col(Person.active))
    return list(session.exec(query.order_by(col(Person.rank), col(Person.id))))
