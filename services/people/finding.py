"""Finding somebody by name, and what of them a viewer may see (scenario 35)."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.people.asking import contact_of, may_see_phone
from services.people.hats import Hats, hats_of, unit_on
from storage.bodies import Body, BodyKind
from storage.database import Session
from storage.packaged import packaged_toml
from storage.people import Person, list_people_called, list_people_like
from storage.timeline import add_step

LONGEST_NAME = 12
LONGEST_QUESTION = 24
MOST_FOUND = 5


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: tuple[str, ...]
    middle_dots: str
    middle_dot: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as one viewer may see them: `contact` to go through, `phone` None if it is hidden."""

    person: Person
    unit: Body
    bodies: tuple[Body, ...]
    contact: Person | None
    phone: str | None


def people_asked_about(session: Session, text: str) -> list[Person]:
    """The people whom a short question names, and nothing else; namesakes together."""
    plain = _plain(text)
    if not 2 <= len(plain) <= LONGEST_QUESTION:
        return []
    asked = [
        person
        for person in list_people_called(session, _possible_names(plain))
        if _is_only_asking(plain.replace(person.name, "", 1))
    ]
    longest = max((len(person.name) for person in asked), default=0)
    return [person for person in asked if len(person.name) == longest][:MOST_FOUND]


def people_named_like(session: Session, part: str) -> list[Person]:
    """Active people whose name contains what was typed, exact names first."""
    plain = _plain(part)
    if not plain:
        return []
    return sorted(list_people_like(session, plain), key=lambda person: person.name != plain)


def show_person(session: Session, person: Person, *, viewer: Hats, on: date, now: datetime) -> Profile:
    """What this viewer may see of a person. That a number was shown is written down in the timeline."""
    hats = hats_of(session, person, on)
    visible = may_see_phone(viewer, hats)
    if visible and viewer.person.id != person.id:
        add_step(session, "person", person.id, "phone_viewed", by=viewer.person, at=now, body=viewer.unit)
    bodies = hats.bodies(BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE, BodyKind.LEADING_GROUP, BodyKind.OFFICE)
    unit = unit_on(session, person, on)
    return Profile(
        person=person,
        unit=unit,
        bodies=tuple(bodies),
        contact=_contact(session, person, hats, unit, on),
        phone=person.phone if visible else None,
    )


def _contact(session: Session, person: Person, hats: Hats, unit: Body, on: date) -> Person | None:
    for body in (*hats.bodies(BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE), unit):
        contact = contact_of(session, body, on)
        if contact is not None and contact.id != person.id:
            return contact
    return None


def _possible_names(plain: str) -> set[str]:
    ends = range(2, LONGEST_NAME + 1)
    return {plain[start : start + length] for start in range(len(plain) - 1) for length in ends}


def _is_only_asking(rest: str) -> bool:
    for word in sorted(_words().asks, key=len, reverse=True):
        rest = rest.replace(word, "")
    return not rest


def _plain(text: str) -> str:
    words = _words()
    same_dot = str.maketrans(dict.fromkeys(words.middle_dots, words.middle_dot))
    return "".join(unicodedata.normalize("NFKC", text).translate(same_dot).split())


@cache
def _words() -> _Words:
    return _Words.model_validate(packaged_toml("people.toml"))
