"""Who hears of a matter while somebody is on leave: the one who stands in (scenario 12)."""

from collections.abc import Iterable
from datetime import date

from storage.base import require_id
from storage.database import Session
from storage.leaves import LeaveState, list_away
from storage.people import Person, get_person


def in_their_place(session: Session, people: Iterable[Person], on: date) -> list[Person]:
    """The same people with those on leave stood in for, each once; nobody is lost."""
    wanted = {require_id(person.id): person for person in people}
    for leave in list_away(session, wanted, on):
        if leave.state == LeaveState.ACCEPTED and leave.stand_in_id is not None:
            wanted[leave.person_id] = get_person(session, leave.stand_in_id)
    return list({person.id: person for person in wanted.values()}.values())
