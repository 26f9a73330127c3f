"""Corrections of locked figures in chat: asked for by the body, agreed to by two (scenario 27)."""

from telegram import Update

from handlers import forms
from handlers.collections.facts import CARD, RETURN_CARD, figures_of, return_facts
from handlers.collections.packing import renew_pack
from handlers.intake import Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.collections.correcting import (
    LONGEST_REASON,
    ask_correction,
    check_may_ask,
    decide_correction,
    list_unit_deciders,
    may_decide,
)
from services.collections.doubts import find_doubt
from services.collections.outcomes import CorrectionRefused
from services.collections.reading import plain, read_figure
from services.collections.returning import indicators_of, last_figures_of, may_hand_in
from services.meetings.reading import list_convenors
from services.outcomes import Stale
from services.people import hats_of
from services.rights import Right, may
from storage import collections as rows
from storage.base import require_id
from storage.collections import Correction, CorrectionState, Indicator, Return
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.people import Person, get_person

routes = Routes()

CORRECTION, FORM = "collection.correction", "collection_correction_form"


@routes.tap("collection.correct")
def correct(_update: Update, turn: Turn) -> None:
    """Tap: a correction of what is locked begins."""
    handed = check_may_ask(turn.session, turn.press.subject, by=turn.hats, now=turn.now)
    form = forms.open_form(turn, FORM, subject_id=require_id(handed.id), at=None, after=None, reason="")
    known = indicators_of(turn.session, handed)
    if len(known) == 1:
        forms.answer_form(turn, form, asked="after", at=known[0].id)
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("collection.correct_which")
def choose(_update: Update, turn: Turn) -> None:
    """Tap: which figure."""
    form = forms.my_form(turn, FORM)
    forms.answer_form(turn, form, asked="after", at=turn.press.number(), after=None)
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The new figure, then the reason."""
    indicator = _indicator(turn, conversation)
    if indicator is not None and conversation.answers["after"] is None:
        value = read_figure(intake.text, indicator)
        if value is None:
            raise CorrectionRefused(problem="missing")
        forms.answer_form(turn, conversation, asked="reason", after=plain(value))
    elif indicator is not None:
        reason = " ".join(intake.text.split())[:LONGEST_REASON]
        forms.answer_form(turn, conversation, asked="reason", reason=reason)
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.tap("collection.correct_send")
def send(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: the request goes to the body's deputy in charge."""
    form = forms.my_form(turn, FORM)
    answers = form.answers
    indicator = _indicator(turn, form)
    if indicator is None or answers["after"] is None:
        raise Stale
    value = read_figure(answers["after"], indicator)
    if value is None:
        raise Stale
    correction = ask_correction(
        turn.session, form.subject_id or 0, require_id(indicator.id), value, answers["reason"],
        by=turn.hats, on=turn.today, now=turn.now,
    )  # fmt: skip
    forms.answer_form(turn, form, made=correction.id)
    forms.end_form(turn, form)
    turn.show_card(CORRECTION, require_id(correction.id))
    _ask_deciders(turn, correction)


@routes.tap("collection.correct_drop")
def drop(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """Which figure, its new value, the reason."""
    form = find_conversation(turn.session, form_id)
    handed = rows.find_return(turn.session, form.subject_id or 0) if form else None
    if form is None or handed is None:
        return None
    if not form.goes_on:
        sent = form.state == ConversationState.DONE
        return "collections/correction_sent" if sent else "collections/correction_dropped", {}
    at = form.answers["at"]
    chosen = next((one for one in figures_of(turn, handed) if one[0].id == at), None)
    return "collections/correction_form", {
        **return_facts(turn, handed),
        "form": form_id,
        "chosen": chosen,
        "after": form.answers["after"],
        "doubt": _doubt(turn, handed, chosen[0], form.answers["after"]) if chosen else None,
        "reason": form.answers["reason"],
    }


@routes.card(CORRECTION)
def card(turn: Turn, correction_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A request: old value, new value, reason, how far it is; buttons for whoever's turn it is."""
    correction = rows.find_correction(turn.session, correction_id)
    if correction is None or reader is None:
        return None
    handed = rows.get_return(turn.session, correction.return_id)
    hats = hats_of(turn.session, reader, turn.today)
    if not may_hand_in(handed, hats) and not may(Right.COLLECT_FIGURES, hats):
        return None
    known = {one.id: one for one in indicators_of(turn.session, handed)}
    return "collections/correction", {
        **return_facts(turn, handed),
        "correction": correction,
        "indicator": known[correction.indicator_id],
        "asker": get_person(turn.session, correction.asked_by),
        "unit": get_person(turn.session, correction.unit_by) if correction.unit_by else None,
        "decider": get_person(turn.session, correction.decided_by) if correction.decided_by else None,
        "may_decide": may_decide(turn.session, correction, hats),
    }


@routes.tap("collection.correct_agree")
def agree(_update: Update, turn: Turn) -> None:
    """Tap: agreed. After the second one the figure is another one, and whoever saw the old one is told."""
    _decide(turn, agreed=True)


@routes.tap("collection.correct_refuse")
def refuse(_update: Update, turn: Turn) -> None:
    """Tap: not agreed; the figure stays."""
    _decide(turn, agreed=False)


@routes.tap("collection.correct_open")
def open_it(_update: Update, turn: Turn) -> None:
    """Tap in /todo: the request."""
    if turn.show_card(CORRECTION, turn.press.subject) is None:
        raise Stale


@routes.todo("corrections")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Requests whose turn it is with the acting person."""
    found = [one for state in rows.WAITING for one in rows.list_waiting_corrections(turn.session, state)]
    return [
        WaitingItem("collections/todo_correction", Light.YELLOW, None, _todo_facts(turn, one))
        for one in found
        if may_decide(turn.session, one, turn.hats)
    ]


def _decide(turn: Turn, *, agreed: bool) -> None:
    decided = decide_correction(turn.session, turn.press.subject, agree=agreed, by=turn.hats, now=turn.now)
    correction_id = require_id(decided.id)
    turn.refresh_cards(CORRECTION, correction_id)
    if decided.state == CorrectionState.OFFICE:
        _ask_deciders(turn, decided)
        return
    handed = rows.get_return(turn.session, decided.return_id)
    asker = get_person(turn.session, decided.asked_by)
    turn.tell(asker, "collections/correction_decided", about=_todo_facts(turn, decided))
    if decided.state == CorrectionState.AGREED:
        turn.refresh_cards(RETURN_CARD, decided.return_id)
        turn.refresh_cards(CARD, handed.collection_id)
        renew_pack(turn, handed.collection_id)


def _ask_deciders(turn: Turn, correction: Correction) -> None:
    handed = rows.get_return(turn.session, correction.return_id)
    if correction.state == CorrectionState.UNIT:
        people = list_unit_deciders(turn.session, handed, turn.today)
    else:
        people = [one for one in list_convenors(turn.session, turn.today)
                  if one.id not in (correction.asked_by, correction.unit_by)]  # fmt: skip
    turn.send_card(people, CORRECTION, require_id(correction.id))


def _todo_facts(turn: Turn, correction: Correction) -> Facts:
    handed = rows.get_return(turn.session, correction.return_id)
    known = {one.id: one for one in indicators_of(turn.session, handed)}
    return {
        **return_facts(turn, handed), "correction": correction, "indicator": known[correction.indicator_id]
    }  # fmt: skip


def _doubt(turn: Turn, handed: Return, indicator: Indicator, after: str | None) -> object:
    value = read_figure(after, indicator) if after else None
    if value is None:
        return None
    month = rows.get_collection(turn.session, handed.collection_id).month
    last = last_figures_of(turn.session, handed).get(require_id(indicator.id))
    return find_doubt(value, last, indicator, month, turn.house.mechanism.dispatch)


def _indicator(turn: Turn, form: Conversation) -> Indicator | None:
    known = indicators_of(turn.session, rows.get_return(turn.session, form.subject_id or 0))
    return next((one for one in known if one.id == form.answers["at"]), None)
