"""What the office and the bodies see of a collection (M6)."""

from datetime import date

from handlers.collections.returning import RETURN_CARD
from handlers.turn import Turn
from services.collections.planning import (
    numbering_of,
)
from services.people import contact_of
from storage import collections as rows
from storage.base import require_id
from storage.bodies import Body, BodyKind
from storage.collections import Collection, Return
from templates import words

CARD = "collection"
ASKABLE = (BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE, BodyKind.TOWNSHIP, BodyKind.DEVELOPMENT_ZONE)


def collection_facts(turn: Turn, collection: Collection) -> dict[str, object]:
    """What every message about a collection shows."""
    missing = rows.count_missing(turn.session, require_id(collection.id))
    return {
        "collection": collection,
        "numbering": numbering_of(collection),
        "missing": missing,
        "asked": len(collection.body_ids),
    }


def title_of(month: date) -> str:
    """What a month's collection is called unless somebody says otherwise."""
    return words("collection")["title"].format(year=month.year, month=month.month)


def send_returns(turn: Turn, collection: Collection, returns: list[tuple[Return, Body]]) -> None:
    """Every body's return goes to its liaison officer as a card."""
    for handed, body in returns:
        contact = contact_of(turn.session, body, turn.today)
        if contact is not None:
            turn.send_card(contact, RETURN_CARD, require_id(handed.id))
