"""What a stranger says about having another number or account (scenario 37): it proves nothing, it helps."""

import re
import unicodedata
from datetime import datetime
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.bodies import load_body_index, name_key
from services.identity.binding import ask, digits_of
from storage import accounts
from storage.accounts import BindingRequest, BindingRequestKind
from storage.base import require_id
from storage.database import Session
from storage.packaged import packaged_toml
from storage.people import Person, find_person_by_phone, list_people

_NUMBER = re.compile(r"(?:\+|00)?[\d][\d\s\-()]{8,20}\d")
LONGEST_CLAIM = 200
SHORTEST_NAME = 2


class ClaimWords(BaseModel):
    """storage/data/identity.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number_changed: tuple[str, ...]
    fillers: tuple[str, ...]


@cache
def claim_words() -> ClaimWords:
    """The packaged vocabulary."""
    return ClaimWords.model_validate(packaged_toml("identity.toml"))


def speaks_of_change(text: str) -> bool:
    """Whether somebody says that they have another number, phone or account."""
    said = _plain(text)
    return any(word in said for word in claim_words().number_changed)


def note_claim(
    session: Session, user_id: int, display_name: str, text: str, *, now: datetime
) -> BindingRequest:
    """Keep what an account says it is; a person that it names is looked up, and never confirmed to it.

    The first person named stays: a request does not wander from one to the next.
    """
    said = text.strip()[:LONGEST_CLAIM]
    request = accounts.find_open_request(session, user_id)
    if request is not None and request.person_id is not None:
        return request
    person = _person_meant(session, said)
    tells = request is not None or not _only_says_so(said)
    kind = _kind_for(session, person)
    return ask(
        session,
        user_id,
        display_name,
        kind,
        now=now,
        claim=said if tells else None,
        person_id=person.id if person else None,
    )


def _only_says_so(said: str) -> bool:
    """Whether nothing is left of a sentence when the words that speak of the change are taken away."""
    rest, words = _plain(said), claim_words()
    for word in sorted((*words.number_changed, *words.fillers), key=len, reverse=True):
        rest = rest.replace(word, "")
    return sum(character.isalnum() for character in rest) < SHORTEST_NAME


def _kind_for(session: Session, person: Person | None) -> BindingRequestKind:
    if person is not None and accounts.find_bound_account(session, require_id(person.id)):
        return BindingRequestKind.SECOND_ACCOUNT
    return BindingRequestKind.UNKNOWN_NUMBER


def _person_meant(session: Session, said: str) -> Person | None:
    """The one person whom an old number, or a name (with the unit, if names are shared), can mean."""
    by_number = [_holder(session, found) for found in _NUMBER.findall(unicodedata.normalize("NFKC", said))]
    known = [person for person in by_number if person is not None]
    if known:
        return known[0]
    plain = name_key(said)
    named = [person for person in list_people(session) if name_key(person.name) in plain]
    if len(named) > 1:
        longest = max(len(person.name) for person in named)
        named = [person for person in named if len(person.name) == longest]
    if len(named) > 1:
        named = [person for person in named if _unit_in(session, person, plain)]
    return named[0] if len(named) == 1 else None


def _holder(session: Session, number: str) -> Person | None:
    person = find_person_by_phone(session, digits_of(number))
    return person if person is not None and person.active else None


def _unit_in(session: Session, person: Person, plain: str) -> bool:
    unit = load_body_index(session).by_id(person.unit_id)
    return unit is not None and any(name_key(name) in plain for name in (unit.name, unit.short_name))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
