"""The summary for the meeting: a spreadsheet and a one-page picture, version by version (scenario 27)."""

from datetime import timedelta

from telegram import Update

from handlers.collections.facts import CARD
from handlers.posting import Manner, post_file
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.collections.packing import list_readers, make_pack
from services.outcomes import Stale
from services.rights import Right
from storage import collections as rows
from storage.base import require_id, type_json
from storage.collections import Collection, Pack
from storage.due import Due, schedule
from storage.people import Person
from templates import words

routes = Routes()

RENEW = "collection.renew"


@routes.tap("collection.pack")
def pack(_update: Update, turn: Turn) -> None:
    """Tap of the office: the summary as it stands, here."""
    turn.require(Right.COLLECT_FIGURES)
    made, _ = _make(turn, turn.press.subject)
    _send(turn, made, [turn.me], "collections/pack")
    turn.refresh_cards(CARD, made.collection_id)


@routes.tap("collection.send_pack")
def ask_sending(_update: Update, turn: Turn) -> None:
    """Tap of the office: who would get it is shown first."""
    turn.require(Right.COLLECT_FIGURES)
    collection = _collection(turn)
    readers = list_readers(turn.session, collection, turn.today)
    turn.reply("collections/pack_confirm", collection=collection, readers=[one.name for one in readers])


@routes.tap("collection.send_pack_now")
def send_now(_update: Update, turn: Turn) -> None:
    """Tap of the office (the second one): the leaders get it."""
    turn.require(Right.COLLECT_FIGURES)
    collection = _collection(turn)
    made, _ = _make(turn, require_id(collection.id))
    readers = list_readers(turn.session, collection, turn.today)
    _send(turn, made, readers, "collections/pack")
    turn.edit("collections/pack_sent", facts=made.facts, count=len(readers))
    turn.refresh_cards(CARD, require_id(collection.id))


def plan_renewal(turn: Turn, collection_id: int) -> None:
    """Figures came after the summary was made: a new version follows, those of a while together in one."""
    last = rows.find_last_pack(turn.session, collection_id)
    if last is None:
        return
    at = turn.now + timedelta(minutes=turn.house.mechanism.dispatch.renew_after_minutes)
    key = f"{RENEW}:{collection_id}:{last.version}"
    schedule(turn.session, Due(key=key, kind=RENEW, subject_id=collection_id, due_at=at, urgent=True))


@routes.due(RENEW)
def renew_by_clock(row: Due, turn: Turn) -> None:
    """The while is over: whoever has the summary gets the new version."""
    renew_pack(turn, row.subject_id or 0)


def renew_pack(turn: Turn, collection_id: int) -> None:
    """A figure was corrected: whoever was sent the summary gets a corrected version, marked as such."""
    if rows.find_last_pack(turn.session, collection_id) is None:
        return
    readers = rows.list_who_saw(turn.session, collection_id)
    made, is_new = _make(turn, collection_id)
    if is_new:
        _send(turn, made, readers, "collections/pack")
        turn.refresh_cards(CARD, collection_id)


def _make(turn: Turn, collection_id: int) -> tuple[Pack, bool]:
    rules = turn.house.mechanism.dispatch
    by_id = turn.my_id if turn.person is not None else None
    return make_pack(turn.session, collection_id, rules=rules, by_id=by_id, now=turn.now)


def _send(turn: Turn, made: Pack, people: list[Person], template: str) -> None:
    """Picture and spreadsheet to each, once; who was sent it is written down."""
    facts: Facts = {"facts": made.facts, "made_at": made.made_at}
    picture: type_json = {"picture": "collection", "facts": {**made.facts, "at": made.made_at.isoformat()}}
    name = words("collection_sheet")["summary_file"].format(code=made.facts["code"], version=made.version)
    sheet: type_json = {"made": "collection_summary", "name": name, "facts": made.facts}
    for person in people:
        manner = (
            Manner(turn.priority)
            if turn.person is not None and person.id == turn.my_id
            else turn.manner_for(important=True)
        )
        to, how = turn.reach(person, manner)
        caption = turn.render(template, facts)
        post_file(turn.session, "sendPhoto", "photo", picture, caption, to, how, now=turn.now)
        post_file(turn.session, "sendDocument", "document", sheet, None, to, how, now=turn.now)
        rows.note_sight(turn.session, require_id(made.id), require_id(person.id), now=turn.now)


def _collection(turn: Turn) -> Collection:
    found = rows.find_collection(turn.session, turn.press.subject)
    if found is None:
        raise Stale
    return found
