"""What an account shows or says of itself: a shared contact, or the words of somebody with another number."""

from telegram import Update

from handlers.identity.accounts import put_to_deciders
from handlers.identity.starting import show_proof
from handlers.intake import intake_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.identity import note_claim, prove_number, speaks_of_change
from services.outcomes import NotBound
from storage.accounts import find_open_request

routes = Routes()


@routes.event("contact")
def share_contact(update: Update, turn: Turn) -> None:
    """A contact was shared. Only the sender's own counts, and only when it is not passed on."""
    message = update.message
    contact = intake_of(message).contact if message else None
    if message is None or contact is None:
        return
    if contact.user_id != turn.sender.user_id or message.forward_origin is not None:
        turn.reply("identity/not_your_contact", bound=turn.is_bound)
        return
    sender = turn.sender
    proof = prove_number(
        turn.session,
        turn.account if turn.is_bound else None,
        sender.user_id,
        sender.display_name,
        contact.phone,
        now=turn.now,
    )
    show_proof(turn, proof)


@routes.event("stranger")
def hear_stranger(update: Update, turn: Turn) -> None:
    """Text of somebody who is not bound: only a change of number is listened to. Raises NotBound.

    The answer is the same whether the person named exists or not.
    """
    message = update.message
    intake = intake_of(message) if message else None
    if intake is None or intake.files or intake.place or not _is_about_change(turn, intake.text):
        raise NotBound
    sender = turn.sender
    request = note_claim(turn.session, sender.user_id, sender.display_name, intake.text, now=turn.now)
    turn.reply("identity/claim_noted", complete=request.says_something)
    put_to_deciders(turn, request)


@routes.finder("identity")
def explain_change(turn: Turn, words: str) -> dict[str, object] | None:
    """A bound person speaks of another number: how that goes."""
    return {"asked": words} if speaks_of_change(words) else None


def _is_about_change(turn: Turn, text: str) -> bool:
    waiting = find_open_request(turn.session, turn.sender.user_id) is not None
    return bool(text) and (waiting or speaks_of_change(text))
