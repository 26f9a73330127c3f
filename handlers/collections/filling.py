"""Filling in a return: one figure after the other with last month's beside it, doubtful ones asked about."""

from dataclasses import asdict
from decimal import Decimal

from telegram import Update

from handlers import forms
from handlers.collections.drafts import DRAFT, FORM, attach, ids_of, indicator_of, return_of
from handlers.collections.facts import CARD, RETURN_CARD
from handlers.collections.packing import plan_renewal
from handlers.intake import Intake
from handlers.routes import Routes
from handlers.turn import Turn
from services.collections.doubts import find_doubt
from services.collections.reading import plain, read_figure
from services.collections.returning import (
    RETURN,
    Entry,
    check_may_hand_in,
    hand_in,
    last_figures_of,
)
from services.files import Matter, move_attachments
from services.outcomes import Stale
from storage import collections as rows
from storage.base import require_id, type_json
from storage.collections import Indicator
from storage.conversations import Conversation
from storage.files import list_attachments

routes = Routes()

LONGEST_NOTE = 200


@routes.tap("collection.fill")
def fill(_update: Update, turn: Turn) -> None:
    """Tap: handing in begins, with what was handed in before."""
    handed = check_may_hand_in(turn.session, turn.press.subject, by=turn.hats, now=turn.now)
    known = rows.list_figures(turn.session, handed)
    values = {str(key): {"value": figure.value, "note": figure.note} for key, figure in known.items()}
    absent = [key for key in ids_of(turn, handed) if handed.returned_at and str(key) not in values]
    form = forms.open_form(
        turn,
        FORM,
        subject_id=require_id(handed.id),
        values=values,
        absent=absent,
        doubts=[],
        at=None,
        text=handed.text or "",
    )
    _go_on(turn, form)
    turn.show_card(FORM, forms.form_id(form))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """A figure, a reason for a doubtful one, a remark, a file, or the returned spreadsheet."""
    for refused, problem in attach(turn, conversation, intake):
        turn.reply("collections/refused/file", name=refused, problem=problem)
    if intake.text and not intake.files:
        _take_text(turn, conversation, intake.text)
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.tap("collection.absent")
def absent(_update: Update, turn: Turn) -> None:
    """Tap: there is no such figure; it stays missing."""
    form = forms.my_form(turn, FORM)
    indicator_id = turn.press.number()
    values = {key: value for key, value in form.answers["values"].items() if key != str(indicator_id)}
    missing = [*(one for one in form.answers["absent"] if one != indicator_id), indicator_id]
    _write(turn, form, values=values, absent=missing, at=None, doubts=_others(form, indicator_id))


@routes.tap("collection.change")
def change(_update: Update, turn: Turn) -> None:
    """Tap: a figure is typed anew."""
    form = forms.my_form(turn, FORM)
    _write(turn, form, at=turn.press.number(), doubts=_others(form, turn.press.number()))


@routes.tap("collection.sure")
def sure(_update: Update, turn: Turn) -> None:
    """Tap on a doubtful figure: it is right, or (with an argument) the proposed one is."""
    form = forms.my_form(turn, FORM)
    doubts = form.answers["doubts"]
    if not doubts:
        raise Stale
    wanted = turn.press.argument(0)
    if str(doubts[0]["id"]) != wanted:
        raise Stale
    value = doubts[0]["instead"] if turn.press.arguments[1:] else doubts[0]["value"]
    _settle(turn, form, value, doubts[0]["note"])


@routes.tap("collection.hand_in")
def hand_in_now(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: the figures are handed in; what was handed in before is kept as an earlier version."""
    form = forms.my_form(turn, FORM)
    if form.answers["doubts"]:
        raise Stale
    source, target = Matter(DRAFT, forms.form_id(form)), Matter(RETURN, form.subject_id or 0)
    count = len(list_attachments(turn.session, source.kind, source.id))
    entries = {
        int(key): Entry(Decimal(one["value"]), one["note"]) for key, one in form.answers["values"].items()
    }
    text = form.answers["text"]
    handed = hand_in(turn.session, target.id, entries, text, count, by=turn.hats, now=turn.now)
    move_attachments(turn.session, source, target)
    forms.end_form(turn, form)
    turn.refresh_cards(RETURN_CARD, target.id)
    turn.refresh_cards(CARD, handed.collection_id)
    plan_renewal(turn, handed.collection_id)


def take_values(turn: Turn, form: Conversation, values: dict[int, tuple[Decimal, str | None]]) -> None:
    """Figures that came together: the doubtful ones are asked about one after the other."""
    kept: type_json = dict(form.answers["values"])
    doubts: list[type_json] = []
    for indicator_id, (value, note) in values.items():
        doubt = _doubt(turn, form, indicator_id, value, note)
        if doubt is None or note:
            kept[str(indicator_id)] = {"value": plain(value), "note": note}
        else:
            doubts.append(doubt)
            kept.pop(str(indicator_id), None)
    missing = [
        one for one in ids_of(turn, return_of(turn, form)) if one not in values and str(one) not in kept
    ]
    forms.answer_form(turn, form, values=kept, absent=missing, doubts=doubts)
    _go_on(turn, form)


def _take_text(turn: Turn, form: Conversation, text: str) -> None:
    doubts, at = form.answers["doubts"], form.answers["at"]
    indicator = indicator_of(turn, form, doubts[0]["id"] if doubts else at)
    if indicator is None:
        lines = [form.answers["text"], text]
        forms.answer_form(turn, form, text="\n".join(line for line in lines if line))
    elif doubts and not any(sign.isdigit() for sign in text):
        _settle(turn, form, doubts[0]["value"], text[:LONGEST_NOTE])
    else:
        _take_figure(turn, form, indicator, text)


def _take_figure(turn: Turn, form: Conversation, indicator: Indicator, text: str) -> None:
    value, indicator_id = read_figure(text, indicator), require_id(indicator.id)
    values, missing = dict(form.answers["values"]), [*form.answers["absent"]]
    values.pop(str(indicator_id), None)
    missing = [one for one in missing if one != indicator_id]
    doubt = _doubt(turn, form, indicator_id, value, None) if value is not None else None
    if value is None:
        missing.append(indicator_id)
    elif doubt is None:
        values[str(indicator_id)] = {"value": plain(value), "note": None}
    rest = _others(form, indicator_id)
    forms.answer_form(
        turn, form, values=values, absent=missing, at=None, doubts=[doubt, *rest] if doubt else rest
    )
    _go_on(turn, form)


def _settle(turn: Turn, form: Conversation, value: str, note: str | None) -> None:
    """The first doubt is over: this value counts."""
    first, *rest = form.answers["doubts"]
    values = {**form.answers["values"], str(first["id"]): {"value": value, "note": note}}
    _write(turn, form, values=values, doubts=rest, at=None)


def _doubt(
    turn: Turn, form: Conversation, indicator_id: int, value: Decimal, note: str | None
) -> type_json | None:
    handed, indicator = return_of(turn, form), indicator_of(turn, form, indicator_id)
    if indicator is None:
        return None
    month = rows.get_collection(turn.session, handed.collection_id).month
    last = last_figures_of(turn.session, handed).get(indicator_id)
    doubt = find_doubt(value, last, indicator, month, turn.house.mechanism.dispatch)
    if doubt is None:
        return None
    shown: type_json = {
        key: str(one) if isinstance(one, Decimal) else one for key, one in asdict(doubt).items()
    }
    return {**shown, "id": indicator_id, "value": plain(value), "note": note}


def _write(turn: Turn, form: Conversation, **answers: object) -> None:
    forms.answer_form(turn, form, asked="figures", **answers)
    _go_on(turn, form)
    turn.refresh_cards(FORM, forms.form_id(form))


def _go_on(turn: Turn, form: Conversation) -> None:
    """What is asked next: a doubt, the figure chosen by a tap, the first that is missing, nothing."""
    answers = form.answers
    done = {int(key) for key in answers["values"]} | set(answers["absent"])
    done |= {doubt["id"] for doubt in answers["doubts"]}
    open_ones = [one for one in ids_of(turn, return_of(turn, form)) if one not in done]
    at = answers["at"] or (open_ones[0] if open_ones else None)
    forms.answer_form(turn, form, asked="figures", at=at)


def _others(form: Conversation, indicator_id: int) -> list[type_json]:
    return [doubt for doubt in form.answers["doubts"] if doubt["id"] != indicator_id]
