"""Taps in the form: an offered value, nothing to say, another answer, handed in, given up."""

from telegram import Update

from handlers import forms
from handlers.policies.filling.fields import CHOICES, FINDERS, OPTIONAL, Kind, kind_of
from handlers.policies.filling.stages import FORM, SKIPPED, missing, put_answer, stage_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import Stale
from storage.conversations import Conversation
from storage.policies import PolicyIndustry

routes = Routes()


@routes.tap("policy.pick")
def pick(_update: Update, turn: Turn) -> None:
    """Tap: one of the offered values; industries are ticked one by one. Raises Stale."""
    form, key = _form_at_field(turn)
    kind = kind_of(key)
    if kind is Kind.INDUSTRIES:
        _tick(turn, form, key, turn.press.argument(1))
        return
    if kind in CHOICES:
        place = turn.press.number(1)
        if not 0 <= place < len(CHOICES[kind]):
            raise Stale
        put_answer(turn, form, key, str(CHOICES[kind][place]))
    elif kind in FINDERS and FINDERS[kind](turn, turn.press.number(1)):
        put_answer(turn, form, key, turn.press.number(1))
    else:
        raise Stale


def _tick(turn: Turn, form: Conversation, key: str, value: str) -> None:
    chosen = str(form.answers.get("ticked") or "").split()
    if value == "ok":
        put_answer(turn, form, key, " ".join(sorted(chosen)) if chosen else SKIPPED)
        return
    place = turn.press.number(1)
    if not 0 <= place < len(PolicyIndustry):
        raise Stale
    one = str(tuple(PolicyIndustry)[place])
    ticked = [other for other in chosen if other != one] if one in chosen else [*chosen, one]
    forms.answer_form(turn, form, asked=key, ticked=" ".join(ticked))
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.tap("policy.skip")
def skip(_update: Update, turn: Turn) -> None:
    """Tap: nothing is said about this. Raises Stale."""
    form, key = _form_at_field(turn)
    if key not in OPTIONAL:
        raise Stale
    put_answer(turn, form, key, SKIPPED)


@routes.tap("policy.again")
def ask_again(_update: Update, turn: Turn) -> None:
    """Tap: one answer is to be changed. Raises Stale."""
    form = forms.my_form(turn, FORM)
    key = turn.press.argument()
    if key not in form.answers["fields"]:
        raise Stale
    forms.answer_form(turn, form, asked=key, ask=key)
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.tap("policy.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: what the stage does. Raises Stale while something is missing."""
    form = forms.my_form(turn, FORM)
    if missing(form) is not None:
        raise Stale
    stage_of(form).submit(turn, form)
    forms.end_form(turn, form)


def _form_at_field(turn: Turn) -> tuple[Conversation, str]:
    form = forms.my_form(turn, FORM)
    key = missing(form)
    if key is None or turn.press.argument(0) != key:
        raise Stale
    return form, key
