"""A body's side of the monthly collection: its card, what waits (M6)."""

from telegram import Update

from handlers.collections.facts import RETURN_CARD, return_facts
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.collections.returning import RETURN, is_open_for, may_hand_in
from services.outcomes import NotAllowed, Stale
from services.people import FRONT_ROLES, hats_of
from services.rights import Right
from storage import collections as rows
from storage.base import require_id
from storage.files import AttachmentKind, list_attachments
from storage.people import Person

routes = Routes()

METHODS = {AttachmentKind.PHOTO: ("sendPhoto", "photo")}
AS_DOCUMENT = ("sendDocument", "document")


@routes.card(RETURN_CARD)
def card(turn: Turn, return_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What a body is asked for, and what it has handed in."""
    handed = rows.find_return(turn.session, return_id)
    if handed is None or reader is None:
        return None
    mine = may_hand_in(handed, hats_of(turn.session, reader, turn.today))
    collection = rows.get_collection(turn.session, handed.collection_id)
    open_now = is_open_for(handed, collection, turn.now)
    return "collections/return", {
        **return_facts(turn, handed),
        "may_hand_in": mine and open_now,
        "may_correct": mine and not open_now and handed.returned_at is not None,
    }


@routes.tap("collection.see")
def see(_update: Update, turn: Turn) -> None:
    """Tap: one return in full, with its files."""
    handed = rows.find_return(turn.session, turn.press.subject)
    if handed is None:
        raise Stale
    if not may_hand_in(handed, turn.hats) and not turn.may(Right.COLLECT_FIGURES):
        raise NotAllowed
    turn.say("collections/figures", return_facts(turn, handed))
    for attached in list_attachments(turn.session, RETURN, turn.press.subject):
        if attached.file_id is not None:
            method, field = METHODS.get(AttachmentKind(attached.kind), AS_DOCUMENT)
            turn.reply_file(method, field, {"stored": attached.file_id}, None)


@routes.todo("collections")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Returns that are missing, for those of a body who take its matters on."""
    hats = turn.hats
    mine = [require_id(body.id) for body in hats.bodies() if hats.has_role(body, *FRONT_ROLES)]
    found = rows.list_missing_of_bodies(turn.session, mine)
    return [
        WaitingItem("collections/todo", Light.YELLOW, collection.due_at, return_facts(turn, handed))
        for handed, collection, _ in found
        if is_open_for(handed, collection, turn.now)
    ]
