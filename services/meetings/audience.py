"""Who is invited: kinds of bodies and single bodies, and the people who come for them (M13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.meetings.kinds import ChairRule, presets
from services.people import unit_on
from storage.base import require_id
from storage.bodies import Body, BodyKind, list_bodies
from storage.database import Session
from storage.meetings import list_hats_of_bodies
from storage.people import Person, Role, list_people_of

KIND, BODY = "kind:", "body:"
INVITABLE = (
    BodyKind.LEADING_GROUP,
    BodyKind.OFFICE,
    BodyKind.TASK_FORCE,
    BodyKind.SERVICE_LINE,
    BodyKind.TOWNSHIP,
    BodyKind.MEMBER_UNIT,
)
"""What can be invited as a whole; the zone comes with the townships."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes, and the bodies through which they are called."""

    person: Person
    body_ids: tuple[int, ...]


def bodies_invited(session: Session, audience: Iterable[str]) -> list[Body]:
    """The active bodies of an audience, each once, in their official order."""
    wanted = set(audience)
    kinds = {kind for kind in INVITABLE if KIND + kind in wanted}
    whole = {one for kind in kinds for one in presets().together.get(kind, (kind,))}
    return [
        body
        for body in list_bodies(session)
        if body.kind in whole or BODY + str(require_id(body.id)) in wanted
    ]


def list_guests(session: Session, audience: Iterable[str], attendance: str, on: date) -> list[Guest]:
    """The people who come on a day, each once, by rank."""
    bodies = bodies_invited(session, audience)
    people: dict[int, Person] = {}
    through: dict[int, list[int]] = {}
    hats = list_hats_of_bodies(session, bodies, on)
    for body in bodies:
        body_id = require_id(body.id)
        own = [(person, role) for person, of, role in hats if of == body_id]
        for person in _who_comes(body, own, attendance):
            people[require_id(person.id)] = person
            through.setdefault(require_id(person.id), []).append(body_id)
    ordered = sorted(people.values(), key=lambda person: (person.rank, require_id(person.id)))
    return [Guest(person, tuple(through[require_id(person.id)])) for person in ordered]


def usual_chair(session: Session, rule: ChairRule | None, on: date) -> Person | None:
    """Who usually chairs a kind of meeting; None where nobody is named or nobody is there."""
    if rule is None:
        return None
    for body in list_bodies(session, rule.body):
        for person in list_people_of(session, body, rule.role, on=on):
            if not rule.unit or unit_on(session, person, on).name == rule.unit:
                return person
    return None


def _who_comes(body: Body, hats: Sequence[tuple[Person, Role]], attendance: str) -> list[Person]:
    rule, found = presets().attendance[attendance], {}
    heads = _heads(body, hats)
    further = [person for person, role in hats if role in rule.roles]
    for person in [*(heads if rule.with_heads or not further else []), *further]:
        found[person.id] = person
    return list(found.values())


def _heads(body: Body, hats: Sequence[tuple[Person, Role]]) -> list[Person]:
    for roles in presets().heads[BodyKind(body.kind)]:
        people = [person for person, role in hats if role in roles]
        if people:
            return people
    return []
