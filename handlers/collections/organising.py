"""The office's side of the monthly collection: list, card, late figures (M6, M13)."""

from telegram import Update

from handlers.collections.facts import CARD, RETURN_CARD, collection_facts, send_returns
from handlers.numbers import Number
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.collections.planning import (
    stop_repeating,
)
from services.collections.returning import may_see_collection, open_late_window
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.rights import Right, may
from storage import collections as rows
from storage.base import require_id
from storage.collections import Collection
from storage.people import Person

routes = Routes()

PAGE = 5


@routes.tap("collection.list")
def collections(_update: Update, turn: Turn) -> None:
    """Tap on the office's /meetings: the collections, the latest first."""
    turn.require(Right.COLLECT_FIGURES)
    number = max(0, turn.press.number()) if turn.press.arguments else 0
    found = rows.list_collections(turn.session, limit=PAGE + 1, offset=number * PAGE)
    listed = [collection_facts(turn, collection) for collection in found[:PAGE]]
    turn.edit("collections/list", listed=listed, page=number, more=len(found) > PAGE)


@routes.card(CARD)
def card(turn: Turn, collection_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A collection as the office sees it: who has returned what; missing is shown as missing."""
    collection = rows.find_collection(turn.session, collection_id)
    if collection is None or reader is None:
        return None
    if not may(Right.COLLECT_FIGURES, hats_of(turn.session, reader, turn.today)):
        return None
    returns = rows.list_returns(turn.session, collection_id)
    over = collection.due_at <= turn.now
    pack = rows.find_last_pack(turn.session, collection_id)
    return "collections/card", {
        **collection_facts(turn, collection),
        "returns": returns,
        "indicators": rows.list_indicators(turn.session, collection_id),
        "cells": rows.list_figures_of(turn.session, collection_id),
        "over": over,
        "pack": pack,
        "sent_to": rows.count_sights(turn.session, require_id(pack.id)) if pack else 0,
        "may_open_late": over and not collection.late_open and turn.now <= collection.late_until,
    }


@routes.tap("collection.open")
def open_from_list(_update: Update, turn: Turn) -> None:
    """Tap on a collection in a list."""
    collection = rows.find_collection(turn.session, turn.press.subject)
    if collection is None:
        raise Stale
    _show(turn, collection)


@routes.number("DD")
def open_number(turn: Turn, number: Number) -> None:
    """DD-2026-0001: the collection for the office, one's own return for the bodies that are asked."""
    year = number.year or turn.today.year
    collection = rows.find_collection_numbered(turn.session, year, number.number)
    if collection is None:
        turn.reply("collections/refused/unknown_number")
        return
    _show(turn, collection)


@routes.tap("collection.returns")
def list_returned(_update: Update, turn: Turn) -> None:
    """Tap of the office: whose return is to be seen in full."""
    turn.require(Right.COLLECT_FIGURES)
    collection = rows.find_collection(turn.session, turn.press.subject)
    if collection is None:
        raise Stale
    returns = rows.list_returns(turn.session, require_id(collection.id))
    turn.edit("collections/returns", **collection_facts(turn, collection), returns=returns)


@routes.tap("collection.back")
def back(_update: Update, turn: Turn) -> None:
    """Tap on `back`: the collection's card in place of what is shown."""
    turn.require(Right.COLLECT_FIGURES)
    if rows.find_collection(turn.session, turn.press.subject) is None:
        raise Stale
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("collection.late")
def open_late(_update: Update, turn: Turn) -> None:
    """Tap of the office: late figures are taken; whoever is missing hears of it."""
    turn.require(Right.COLLECT_FIGURES)
    collection = open_late_window(turn.session, turn.press.subject, now=turn.now)
    turn.refresh_cards(CARD, require_id(collection.id))
    send_returns(turn, collection, rows.list_returns(turn.session, require_id(collection.id), missing=True))


@routes.tap("collection.stop")
def stop(_update: Update, turn: Turn) -> None:
    """Tap of the office: no further months by themselves."""
    turn.require(Right.COLLECT_FIGURES)
    collection = stop_repeating(turn.session, turn.press.subject)
    turn.refresh_cards(CARD, require_id(collection.id))


def _show(turn: Turn, collection: Collection) -> None:
    if not may_see_collection(collection, turn.hats):
        raise NotAllowed
    if turn.may(Right.COLLECT_FIGURES):
        turn.show_card(CARD, require_id(collection.id))
        return
    mine = {body.id for body in turn.hats.bodies()}
    for handed, body in rows.list_returns(turn.session, require_id(collection.id)):
        if body.id in mine:
            turn.show_card(RETURN_CARD, require_id(handed.id))
