"""The stages of the form, and what a form that is open has been told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers import forms
from handlers.routes import Facts
from handlers.turn import Turn
from services.outcomes import Stale
from storage.base import type_json
from storage.conversations import Conversation
from storage.policies import Policy, get_policy

FORM = "policy_form"
SKIPPED = "-"
Submit = Callable[[Turn, Conversation], None]
Extra = Callable[[Turn, Conversation], Facts]


@dataclass(frozen=True)
class Stage:
    """What is asked in which order, and what is done with it."""

    fields: tuple[str, ...]
    submit: Submit
    extra: Extra | None = None
    takes_files: bool = False


STAGES: dict[str, Stage] = {}


def open_stage(
    turn: Turn,
    name: str,
    *,
    subject_id: int | None = None,
    values: type_json | None = None,
    fields: tuple[str, ...] | None = None,
) -> None:
    """Begin the form of a stage; `fields` asks for fewer than all of its fields."""
    asked = list(fields or STAGES[name].fields)
    form = forms.open_form(
        turn, FORM, subject_id=subject_id, stage=name, fields=asked, values=values or {}, ask=None, found=[]
    )
    form.asked = missing(form)
    turn.show_card(FORM, forms.form_id(form))


def stage_of(form: Conversation) -> Stage:
    """The stage that a form is of."""
    return STAGES[str(form.answers["stage"])]


def missing(form: Conversation) -> str | None:
    """The field that is asked now; None when everything has been answered."""
    wanted = form.answers.get("ask")
    if isinstance(wanted, str):
        return wanted
    given = form.answers["values"]
    return next((key for key in form.answers["fields"] if key not in given), None)


def put_answers(turn: Turn, form: Conversation, values: Mapping[str, object], **others: object) -> None:
    """Write down everything that has been answered; the next question follows from it."""
    forms.answer_form(turn, form, asked=None, values=dict(values), ask=None, **others)
    form.asked = missing(form)
    turn.session.flush()
    if turn.sender.callback_query_id:
        turn.refresh_cards(form.form, forms.form_id(form))


def put_answer(turn: Turn, form: Conversation, key: str, value: str | int) -> None:
    """Write down one answer; what was offered for its field is put away."""
    put_answers(turn, form, {**form.answers["values"], key: value}, ticked="", found=[])


def values_of(form: Conversation) -> type_json:
    """What has been answered; what was skipped is None."""
    given: type_json = form.answers["values"]
    return {key: None if value == SKIPPED else value for key, value in given.items()}


def text_of(form: Conversation, key: str) -> str:
    """One answer in words. Raises Stale when it is missing."""
    value = values_of(form).get(key)
    if not isinstance(value, str):
        raise Stale
    return value


def day_of(form: Conversation, key: str) -> date | None:
    """One answer that is a day."""
    value = values_of(form).get(key)
    return date.fromisoformat(value) if isinstance(value, str) else None


def policy_of(turn: Turn, form: Conversation) -> Policy | None:
    """The policy that the form is about."""
    return get_policy(turn.session, form.subject_id) if form.subject_id is not None else None
