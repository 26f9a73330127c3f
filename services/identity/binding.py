"""Binding an account to a person: by the number that the account itself has shared (M1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.outcomes import Outcome
from services.phones import PhoneInvalid, normalise_phone
from storage import accounts, cards, conversations, outbox
from storage.accounts import Account, AccountState, BindingRequest, BindingRequestKind, BindingRequestState
from storage.base import require_id
from storage.database import Session
from storage.people import Person, find_person_by_phone
from storage.timeline import add_step

PERSON = "person"
"""`subject_kind` of what is written down about a person in the timeline."""

LONGEST_NAME = 130
REQUESTS_A_DAY = 5
"""Of one account; a safety catch, no rule of the mechanism."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a shared number came to: a bound person, or a request that somebody has to decide.

    Both are None when it changed nothing: the account had proved the same before.
    """

    person: Person | None = None
    request: BindingRequest | None = None


class RequestsExhausted(Outcome):
    """More requests than somebody in earnest would make."""

    template = "identity/requests_exhausted"


def bind_account(
    session: Session, person: Person, user_id: int, display_name: str, *, now: datetime
) -> Account | None:
    """Make an account the person's only valid one (M1). Returns the account that it takes the place of.

    The old account is worth nothing from this moment on; messages that wait and forms that are open follow
    to the new one.
    """
    person_id = require_id(person.id)
    old = accounts.find_bound_account(session, person_id)
    if old is not None and old.user_id != user_id:
        _revoke(session, old, user_id)
    account = _account(session, user_id, display_name, now)
    account.person_id, account.state, account.bound_at = person_id, AccountState.BOUND, now
    account.unreachable_since, account.menu_role = None, None
    session.flush()
    replaced = old if old is not None and old.user_id != user_id else None
    step = "account_replaced" if replaced else "account_bound"
    add_step(session, PERSON, person.id, step, by=person, at=now)
    return replaced


def prove_number(
    session: Session, account: Account | None, user_id: int, display_name: str, phone: str, *, now: datetime
) -> Proof:
    """An account has shared its own number, however it is written.

    Binds at once when the roster knows the number and nobody else is bound to that person; asks for a
    decision otherwise (scenario 37).
    """
    digits = digits_of(phone)
    owner = _owner_of(session, digits)
    if account is not None and account.state == AccountState.BOUND and account.person_id:
        return _prove_again(session, account, owner, digits, now=now)
    if owner is None:
        kind = BindingRequestKind.UNKNOWN_NUMBER
        return Proof(request=ask(session, user_id, display_name, kind, now=now, phone=digits))
    if accounts.find_bound_account(session, require_id(owner.id)) is not None:
        kind = BindingRequestKind.SECOND_ACCOUNT
        return Proof(
            request=ask(session, user_id, display_name, kind, now=now, phone=digits, person_id=owner.id)
        )
    bind_account(session, owner, user_id, display_name, now=now)
    close_open_request(session, user_id, owner, now=now)
    return Proof(person=owner)


def ask(
    session: Session,
    user_id: int,
    display_name: str,
    kind: BindingRequestKind,
    *,
    now: datetime,
    phone: str | None = None,
    person_id: int | None = None,
    claim: str | None = None,
) -> BindingRequest:
    """Put a request before those who decide; an open one of the same account is made more exact instead.

    Raises RequestsExhausted.
    """
    request = accounts.find_open_request(session, user_id)
    if request is None:
        if accounts.count_requests_since(session, user_id, now - timedelta(days=1)) >= REQUESTS_A_DAY:
            raise RequestsExhausted
        request = BindingRequest(kind=kind, user_id=user_id, created_at=now)
        session.add(request)
    request.display_name = display_name[:LONGEST_NAME]
    request.phone = phone or request.phone
    request.claim = claim or request.claim
    if person_id is not None:
        request.person_id, request.kind = person_id, kind
    session.flush()
    return request


def close_open_request(session: Session, user_id: int, person: Person, *, now: datetime) -> None:
    """The account was bound by another way: what it had asked for is settled."""
    request = accounts.find_open_request(session, user_id)
    if request is not None:
        request.state, request.decided_at = BindingRequestState.CONFIRMED, now
        request.person_id = person.id
        session.flush()


def digits_of(phone: str) -> str:
    """Eleven digits, or, for a number that is not ours, what was given."""
    try:
        return normalise_phone(phone)
    except PhoneInvalid:
        return phone.strip()[:20]


def _prove_again(
    session: Session, account: Account, owner: Person | None, digits: str, *, now: datetime
) -> Proof:
    if owner is not None and owner.id == account.person_id:
        return Proof()
    kind = BindingRequestKind.NEW_NUMBER
    who = account.person_id
    return Proof(
        request=ask(
            session, account.user_id, account.display_name, kind, now=now, phone=digits, person_id=who
        )
    )


def _owner_of(session: Session, digits: str) -> Person | None:
    found = find_person_by_phone(session, digits)
    return found if found is not None and found.active else None


def _revoke(session: Session, old: Account, user_id: int) -> None:
    old.state, old.menu_role = AccountState.REVOKED, None
    asked = accounts.find_open_request(session, old.user_id)
    if asked is not None:  # what it asked for as this person is no longer its business
        asked.state = BindingRequestState.EXPIRED
    session.flush()
    cards.move_chat(session, old.user_id, user_id)
    conversations.move_chat(session, old.user_id, user_id)
    outbox.readdress_calls(session, old.user_id, user_id)


def _account(session: Session, user_id: int, display_name: str, now: datetime) -> Account:
    account = accounts.find_account(session, user_id)
    if account is None:
        account = accounts.add_account(session, Account(user_id=user_id, created_at=now))
    account.display_name = display_name[:LONGEST_NAME]
    return account
