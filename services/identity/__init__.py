"""Who is who in chat (M1, scenarios 35, 37): an account is bound by number, invitation or confirmation."""

from services.identity.binding import (
    Proof,
    RequestsExhausted,
    bind_account,
    prove_number,
)
from services.identity.claims import ClaimWords, claim_words, note_claim, speaks_of_change
from services.identity.invitations import (
    PAYLOAD,
    InvitationInvalid,
    InvitationTaken,
    create_invitation,
    use_invitation,
)
from services.identity.requests import (
    Decision,
    NumberTaken,
    RequestDecided,
    choose_person,
    confirm_request,
    deciders_of,
    expire_request,
    get_request,
    may_decide,
    refuse_request,
)
from services.identity.standing import Standing, standing_of

__all__ = [
    "PAYLOAD",
    "ClaimWords",
    "Decision",
    "InvitationInvalid",
    "InvitationTaken",
    "NumberTaken",
    "Proof",
    "RequestDecided",
    "RequestsExhausted",
    "Standing",
    "bind_account",
    "choose_person",
    "claim_words",
    "confirm_request",
    "create_invitation",
    "deciders_of",
    "expire_request",
    "get_request",
    "may_decide",
    "note_claim",
    "prove_number",
    "refuse_request",
    "speaks_of_change",
    "standing_of",
    "use_invitation",
]
