"""What the office and the bodies see of a collection (M6)."""

from datetime import date
from decimal import Decimal

from handlers.turn import Turn
from services.collections.planning import numbering_of
from services.collections.returning import RETURN, indicators_of, last_figures_of
from services.people import contact_of
from storage import collections as rows
from storage.base import require_id
from storage.bodies import Body, BodyKind, get_body
from storage.collections import Collection, Figure, Indicator, Return
from templates import words

CARD, RETURN_CARD = "collection", RETURN
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


def return_facts(turn: Turn, handed: Return) -> dict[str, object]:
    """What every message about one body's return shows."""
    collection = rows.get_collection(turn.session, handed.collection_id)
    return {
        "handed": handed,
        "collection": collection,
        "numbering": numbering_of(collection),
        "body": get_body(turn.session, handed.body_id),
        "figures": figures_of(turn, handed),
    }


def figures_of(turn: Turn, handed: Return) -> list[tuple[Indicator, Figure | None, Decimal | None]]:
    """(indicator, figure, last month's figure) of everything that a body is asked for."""
    found = rows.list_figures(turn.session, handed)
    last = last_figures_of(turn.session, handed)
    return [
        (one, found.get(require_id(one.id)), last.get(require_id(one.id)))
        for one in indicators_of(turn.session, handed)
    ]


def title_of(month: date) -> str:
    """What a month's collection is called unless somebody says otherwise."""
    return words("collection")["title"].format(year=month.year, month=month.month)


def send_returns(turn: Turn, collection: Collection, returns: list[tuple[Return, Body]]) -> None:
    """Every body's return goes to its liaison officer as a card."""
    for handed, body in returns:
        contact = contact_of(turn.session, body, turn.today)
        if contact is not None:
            turn.send_card(contact, RETURN_CARD, require_id(handed.id))
