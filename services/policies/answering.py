"""Which body answers for a policy, and who in it (M18)."""

from datetime import date

from sqlmodel import Session

from services.bodies import load_body_index
from services.people import Hats, front_people, list_administrators, list_office_people
from services.policies.reading import sheet_words
from storage.base import require_id
from storage.bodies import Body, BodyKind, BodyNotFound, find_body, find_body_by_id
from storage.people import Person, Role, find_person, list_people_of
from storage.policies import Policy


def answering_body(session: Session, policy: Policy) -> Body:
    """The department that a policy names for questions, or its lead department; else the office.

    Renamed departments are found by their old names. Raises BodyNotFound when there is not even an office.
    """
    return _first_of(session, policy, (policy.contact, policy.lead_department))


def lead_body(session: Session, policy: Policy) -> Body:
    """The department that a policy is of: it explains it and says what becomes of it; else the office.

    Raises BodyNotFound when there is not even an office.
    """
    return _first_of(session, policy, (policy.lead_department, policy.contact))


def _first_of(session: Session, policy: Policy, names: tuple[str, ...]) -> Body:
    for name in names:
        body = find_named(session, name)
        if body is not None:
            return body
    known = find_body_by_id(session, policy.lead_body_id)
    return known if known is not None and known.active else office_body(session)


def find_named(session: Session, name: str) -> Body | None:
    """The body of this name or alias, whatever stands behind it in brackets."""
    plain = name
    for bracket in sheet_words().separators.brackets:
        plain = plain.partition(bracket)[0]
    if not plain.strip():
        return None
    index = load_body_index(session)
    exact = index.by_name(plain)
    if exact is not None:
        return exact
    known = index.by_alias(plain)
    return known[0] if known else None


def office_body(session: Session) -> Body:
    """The office of the leading group. Raises BodyNotFound."""
    office = find_body(session, BodyKind.OFFICE)
    if office is None:
        raise BodyNotFound(BodyKind.OFFICE)
    return office


def list_keepers(session: Session, on: date) -> list[Person]:
    """The office people who keep the list: everybody of the office who is no mere administrator."""
    administrators = {person.id for person in list_administrators(session, on)}
    everybody = list_office_people(session, on)
    return [person for person in everybody if person.id not in administrators] or everybody


def list_answerers(session: Session, policy: Policy | None, body: Body, on: date) -> list[Person]:
    """Who is asked: the policy's own contact, else those who take the body's matters on."""
    contact = find_person(session, policy.contact_person_id) if policy is not None else None
    if contact is not None and contact.active:
        return [contact]
    if body.kind == BodyKind.OFFICE:
        return list_keepers(session, on)
    return front_people(session, body, on) or list_keepers(session, on)


def list_superiors(session: Session, body: Body, on: date) -> list[Person]:
    """Who hears of what a body leaves undone: its deputy in charge or head, and the office."""
    chiefs = list_people_of(session, body, Role.DEPUTY_IN_CHARGE, on=on) or list_people_of(
        session, body, Role.PRINCIPAL, on=on
    )
    found = {person.id: person for person in [*chiefs, *list_keepers(session, on)]}
    return list(found.values())


def is_asked(
    session: Session, policy: Policy | None, body: Body, hats: Hats, on: date, *, is_late: bool = False
) -> bool:
    """Whether somebody is among those who are asked or, when it is late, whom it went up to."""
    people = list_answerers(session, policy, body, on)
    if is_late:
        people = [*people, *list_superiors(session, body, on)]
    return hats.person.id in {person.id for person in people}


def answers_for(hats: Hats, policy: Policy | None, body: Body) -> bool:
    """Whether somebody may answer in a policy's matters: its contact, its body's people, the office."""
    is_contact = policy is not None and policy.contact_person_id == require_id(hats.person.id)
    return is_contact or hats.is_office or hats.belongs_to(body)
