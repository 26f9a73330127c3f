"""Deciding about accounts that could not be bound at once (scenario 37)."""

from dataclasses import dataclass
from datetime import date, datetime

from services.identity.binding import PERSON, bind_account
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import (
    Hats,
    PhoneTaken,
    change_phone,
    hats_of,
    list_administrators,
    list_office_people,
    unit_on,
)
from services.phones import PhoneInvalid
from services.rights import Right, may
from storage import accounts
from storage.accounts import Account, BindingRequest, BindingRequestKind, BindingRequestState
from storage.base import require_id
from storage.database import Session
from storage.people import Person, Role, find_person, get_person, list_people_of
from storage.timeline import add_step


class RequestDecided(Outcome):
    """Somebody was quicker, or the request has lapsed."""

    template = "identity/request_decided"


class NumberTaken(Outcome):
    """The number belongs to somebody else on the roster, which has to be put right first."""

    template = "identity/number_taken"


@dataclass(frozen=True, slots=True)
class Decision:
    """A request that was just confirmed: the person, and the account that is no longer valid."""

    request: BindingRequest
    person: Person
    replaced: Account | None = None


def get_request(session: Session, request_id: int) -> BindingRequest:
    """A request in whatever state. Raises Stale."""
    request = accounts.find_request(session, request_id)
    if request is None:
        raise Stale
    return request


def may_decide(session: Session, hats: Hats, request: BindingRequest, on: date) -> bool:
    """The office and administrators; about a known person also who is in charge of their unit.

    Nobody decides about themselves: knowing the old number, or having the old telephone, proves nothing.
    """
    if request.person_id is None:
        return may(Right.BIND_PEOPLE, hats)
    if hats.person.id == request.person_id:
        return False
    person = get_person(session, request.person_id)
    return may(Right.CONFIRM_ACCOUNT, hats, unit_on(session, person, on))


def deciders_of(session: Session, request: BindingRequest, on: date) -> list[Person]:
    """Who is asked (scenario 37): about a second account administrators and whoever is in charge of the unit,
    about anything else the office and administrators.
    """
    asked = list_administrators(session, on)
    if request.kind == BindingRequestKind.SECOND_ACCOUNT and request.person_id is not None:
        asked += _in_charge_of(session, get_person(session, request.person_id), on)
    else:
        asked += list_office_people(session, on)
    return [person for person in asked if person.id != request.person_id]


def choose_person(
    session: Session, request_id: int, person: Person, *, by: Person, on: date, now: datetime
) -> Decision | BindingRequest:
    """The office says who the account is. Binds it at once, unless the person has another account: then the
    request becomes one about that person and waits for confirmation.

    Raises NotAllowed, RequestDecided, NumberTaken.
    """
    request = _open_request(session, request_id)
    if not may(Right.BIND_PEOPLE, hats_of(session, by, on)) or by.id == person.id or not person.active:
        raise NotAllowed
    request.person_id = person.id
    if accounts.find_bound_account(session, require_id(person.id)) is not None:
        request.kind = BindingRequestKind.SECOND_ACCOUNT
        session.flush()
        return request
    return _carry_out(session, request, by=by, now=now)


def confirm_request(session: Session, request_id: int, *, by: Person, on: date, now: datetime) -> Decision:
    """The account becomes the person's only one. A number that it has proved becomes theirs, the old one is
    kept.

    Raises NotAllowed, RequestDecided, NumberTaken, Stale.
    """
    request = _open_request(session, request_id)
    if request.person_id is None:
        raise Stale
    if not may_decide(session, hats_of(session, by, on), request, on):
        raise NotAllowed
    return _carry_out(session, request, by=by, now=now)


def refuse_request(
    session: Session, request_id: int, *, by: Person, on: date, now: datetime
) -> BindingRequest:
    """The account gets nothing. Raises NotAllowed, RequestDecided."""
    request = _open_request(session, request_id)
    if not may_decide(session, hats_of(session, by, on), request, on):
        raise NotAllowed
    _close(request, BindingRequestState.REFUSED, by, now)
    session.flush()
    return request


def expire_request(session: Session, request_id: int, *, now: datetime) -> BindingRequest | None:
    """Nobody has decided in time; None when there is nothing to expire."""
    request = accounts.find_request_for_update(session, request_id)
    if request is None or not request.is_open:
        return None
    _close(request, BindingRequestState.EXPIRED, None, now)
    session.flush()
    return request


def _open_request(session: Session, request_id: int) -> BindingRequest:
    request = accounts.find_request_for_update(session, request_id)
    if request is None:
        raise Stale
    if not request.is_open:
        decider = find_person(session, request.decided_by)
        raise RequestDecided(state=request.state, by=decider.name if decider else None)
    return request


def _carry_out(session: Session, request: BindingRequest, *, by: Person, now: datetime) -> Decision:
    person = get_person(session, require_id(request.person_id))
    if not person.active:
        raise NotAllowed
    replaced = None
    if request.kind != BindingRequestKind.NEW_NUMBER:
        replaced = bind_account(session, person, request.user_id, request.display_name, now=now)
    if request.phone:
        _keep_number(session, person, request.phone, now)
    _close(request, BindingRequestState.CONFIRMED, by, now)
    facts = {"request": request.id, "kind": request.kind}
    add_step(session, PERSON, person.id, "request_confirmed", by=by, at=now, facts=facts)
    session.flush()
    return Decision(request, person, replaced)


def _keep_number(session: Session, person: Person, phone: str, now: datetime) -> None:
    try:
        change_phone(session, person, phone, now=now)
    except PhoneTaken as error:
        raise NumberTaken(holder=error.holder.name) from None
    except PhoneInvalid:
        return  # a number from abroad binds the account, but the roster keeps mobile numbers of ours only


def _close(request: BindingRequest, state: BindingRequestState, by: Person | None, now: datetime) -> None:
    request.state, request.decided_at = state, now
    request.decided_by = by.id if by else None


def _in_charge_of(session: Session, person: Person, on: date) -> list[Person]:
    unit = unit_on(session, person, on)
    for role in (Role.DEPUTY_IN_CHARGE, Role.PRINCIPAL):
        others = [other for other in list_people_of(session, unit, role, on=on) if other.id != person.id]
        if others:
            return others
    return []
