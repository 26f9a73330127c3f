"""Who hears of a matter while somebody is on leave: the one who stands in (scenario 12)."""

from collections.abc import Iterable
from datetime import date

from services.people.hats import Hats, hats_of
from storage.base import require_id
from storage.database import Session
from storage.leaves import LeaveState, list_away, list_stand_in_duties
from storage.people import Person, get_person


def in_their_place(session: Session, people: Iterable[Person], on: date) -> list[Person]:
    """The same people with those on leave stood in for, each once; nobody is lost."""
    wanted = {require_id(person.id): person for person in people}
    for leave in list_away(session, wanted, on):
        if leave.state == LeaveState.ACCEPTED and leave.stand_in_id is not None:
            wanted[leave.person_id] = get_person(session, leave.stand_in_id)
    return list({person.id: person for person in wanted.values()}.values())


def list_stood_in_for(session: Session, person_id: int, on: date) -> list[int]:
    """For whom somebody has accepted to act on a day, by id."""
    duties = list_stand_in_duties(session, person_id, LeaveState.ACCEPTED)
    return [duty.person_id for duty in duties if duty.covers(on)]


def acting_hats(session: Session, hats: Hats, on: date) -> tuple[Hats, ...]:
    """Somebody's own hats first, then those of everybody for whom they stand in that day."""
    ids = list_stood_in_for(session, require_id(hats.person.id), on)
    return (hats, *(hats_of(session, get_person(session, person_id), on) for person_id in ids))
