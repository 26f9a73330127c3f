"""One-time invitation links from the office (M1): valid once, for a while, and only the newest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from services.identity.binding import Proof, ask, bind_account, close_open_request
from services.outcomes import Outcome
from storage import accounts
from storage.accounts import Account, AccountState, BindingRequestKind, Invitation
from storage.base import require_id
from storage.database import Session
from storage.people import Person, get_person

PAYLOAD = "inv_"
"""What the payload of an invitation's deep link begins with."""

CODE_BYTES = 18


class InvitationInvalid(Outcome):
    """Used, expired, replaced by a newer one, or never given out: the answer is the same for all."""

    template = "identity/invitation_invalid"


class InvitationTaken(Outcome):
    """The account that opened the link is bound to somebody already."""

    template = "identity/invitation_for_another"


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation. `payload` is known only now; the database keeps its hash."""

    payload: str
    expires_at: datetime


def create_invitation(session: Session, person: Person, *, by: Person, hours: int, now: datetime) -> Invited:
    """A link that binds whoever opens it first to `person`; older links of the person end."""
    person_id = require_id(person.id)
    accounts.revoke_invitations(session, person_id, now=now)
    code = token_urlsafe(CODE_BYTES)
    invitation = Invitation(
        code_hash=_hash(code),
        person_id=person_id,
        created_by=require_id(by.id),
        created_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    accounts.add_invitation(session, invitation)
    return Invited(PAYLOAD + code, invitation.expires_at)


def use_invitation(
    session: Session,
    payload: str,
    account: Account | None,
    user_id: int,
    display_name: str,
    *,
    now: datetime,
) -> tuple[Proof, Person]:
    """Somebody has opened an invitation: what came of it, and who had invited.

    A person who has another account is not rebound by a link alone: that becomes a request (scenario 37).
    Raises InvitationInvalid, InvitationTaken.
    """
    invitation = accounts.find_invitation_for_update(session, _hash(payload.removeprefix(PAYLOAD)))
    if invitation is None or invitation.used_at or invitation.revoked_at or invitation.expires_at <= now:
        raise InvitationInvalid
    person = get_person(session, invitation.person_id)
    if not person.active:
        raise InvitationInvalid
    if account is not None and account.state == AccountState.BOUND:
        if account.person_id != person.id:
            raise InvitationTaken
        return Proof(), get_person(session, invitation.created_by)
    invitation.used_at, invitation.used_by = now, user_id
    return _admit(session, person, user_id, display_name, now), get_person(session, invitation.created_by)


def _admit(session: Session, person: Person, user_id: int, display_name: str, now: datetime) -> Proof:
    if accounts.find_bound_account(session, require_id(person.id)) is not None:
        kind = BindingRequestKind.SECOND_ACCOUNT
        return Proof(request=ask(session, user_id, display_name, kind, now=now, person_id=person.id))
    bind_account(session, person, user_id, display_name, now=now)
    close_open_request(session, user_id, person, now=now)
    return Proof(person=person)


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
