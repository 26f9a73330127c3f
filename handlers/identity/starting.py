"""/start: welcome, how to bind, an invitation, or a number as a deep link."""

from telegram import Update

from handlers.identity.accounts import put_to_deciders, welcome
from handlers.numbers import open_number
from handlers.routes import Routes
from handlers.turn import Turn
from services.identity import PAYLOAD, Proof, use_invitation
from services.outcomes import NotBound
from storage.accounts import find_account
from storage.people import Person

routes = Routes()


@routes.command("start", strangers=True)
def start(update: Update, turn: Turn) -> None:
    """`/start`, `/start inv_CODE`, `/start WT-2026-0007`.

    Raises NotBound, InvitationInvalid, InvitationTaken.
    """
    payload = payload_of(update)
    if payload.startswith(PAYLOAD):
        _accept_invitation(turn, payload)
        return
    if turn.person is None or turn.account is None:
        raise NotBound
    if payload and (_is_heard(turn, payload) or open_number(turn, payload)):
        return
    welcome(turn, turn.account, turn.person, news=False)


def _is_heard(turn: Turn, payload: str) -> bool:
    return any(hear(turn, payload) for hear in turn.routes.hearers.values())


def payload_of(update: Update) -> str:
    """What follows a command."""
    message = update.message
    words = (message.text or message.caption or "").split(maxsplit=1) if message else []
    return words[1].strip() if len(words) > 1 else ""


def _accept_invitation(turn: Turn, payload: str) -> None:
    sender = turn.sender
    proof, inviter = use_invitation(
        turn.session, payload, turn.account, sender.user_id, sender.display_name, now=turn.now
    )
    if proof.person is not None:
        turn.tell(inviter, "identity/invitation_used", person=proof.person)
    show_proof(turn, proof)


def show_proof(turn: Turn, proof: Proof) -> None:
    """What came of a shared number or an invitation."""
    account = find_account(turn.session, turn.sender.user_id)
    if proof.request is not None:
        turn.reply("identity/request_sent")
        put_to_deciders(turn, proof.request)
        return
    person = proof.person or turn.person
    if account is not None and isinstance(person, Person):
        welcome(turn, account, person, news=proof.person is not None)
