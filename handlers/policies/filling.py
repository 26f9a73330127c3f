"""One form for everything that is written about policies: field by field, then one look, then handed in.

A stage says which fields are asked and what happens in the end; stages are declared where they belong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.bodies import load_body_index
from services.files import Matter, NewFile, attach_file, find_problem
from services.moments import read_moment
from services.outcomes import Stale
from services.people import front_people
from services.policies import answering_body, check_free_number, check_text, read_date
from storage.base import require_id, type_json
from storage.bodies import find_body_by_id
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import list_attachments
from storage.people import Person, find_person
from storage.policies import Policy, PolicyFactor, PolicyIndustry, PolicyLevel, get_policy
from templates import words

routes = Routes()

FORM = "policy_form"
SKIPPED = "-"


class Kind(StrEnum):
    """How a field is answered."""

    TEXT = "text"
    NUMBER = "number"
    LEVEL = "level"
    FACTOR = "factor"
    INDUSTRIES = "industries"
    BODY = "body"
    PERSON = "person"
    DAY = "day"


KINDS = {
    "document_number": Kind.NUMBER,
    "level": Kind.LEVEL,
    "factor": Kind.FACTOR,
    "lead": Kind.BODY,
    "expires_on": Kind.DAY,
    "effective_on": Kind.DAY,
    "apply_by": Kind.DAY,
    "new_until": Kind.DAY,
    "industries": Kind.INDUSTRIES,
    "contact_person_id": Kind.PERSON,
}
"""Every other field is words."""
CHOICES: dict[Kind, tuple[str, ...]] = {
    Kind.LEVEL: tuple(PolicyLevel),
    Kind.FACTOR: tuple(PolicyFactor),
    Kind.INDUSTRIES: tuple(PolicyIndustry),
}
OPTIONAL = frozenset(
    {
        "document_number",
        "expires_on",
        "industries",
        "conditions",
        "how_to_apply",
        "where_to_apply",
        "apply_by",
        "contact_person_id",
    }
)
FINDERS: dict[Kind, Callable[[Turn, int], bool]] = {
    Kind.BODY: lambda turn, row_id: find_body_by_id(turn.session, row_id) is not None,
    Kind.PERSON: lambda turn, row_id: find_person(turn.session, row_id) is not None,
}
"""Whether somebody or something that is to be picked exists."""
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


def missing(form: Conversation) -> str | None:
    """The field that is asked now."""
    wanted = form.answers["ask"]
    if isinstance(wanted, str):
        return wanted
    given = form.answers["values"]
    return next((key for key in form.answers["fields"] if key not in given), None)


@routes.tap("policy.pick")
def pick(_update: Update, turn: Turn) -> None:
    """Tap: one of the offered values; industries are ticked one by one. Raises Stale."""
    form, key = _form_at_field(turn)
    kind = KINDS.get(key, Kind.TEXT)
    value = turn.press.argument(1)
    if kind is Kind.INDUSTRIES:
        _tick(turn, form, key, value)
        return
    if kind in CHOICES:
        place = turn.press.number(1)
        if not 0 <= place < len(CHOICES[kind]):
            raise Stale
        _write(turn, form, key, str(CHOICES[kind][place]))
    elif kind in FINDERS and FINDERS[kind](turn, turn.press.number(1)):
        _write(turn, form, key, turn.press.number(1))
    else:
        raise Stale


def _tick(turn: Turn, form: Conversation, key: str, value: str) -> None:
    chosen = str(form.answers.get("ticked") or "").split()
    if value == "ok":
        _write(turn, form, key, " ".join(sorted(chosen)) if chosen else SKIPPED)
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
    _write(turn, form, key, SKIPPED)


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
    STAGES[str(form.answers["stage"])].submit(turn, form)
    forms.end_form(turn, form)


@routes.tap("policy.drop")
def drop(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


@routes.form(FORM)
def typed(turn: Turn, form: Conversation, intake: Intake) -> None:
    """Words and files while the form is open."""
    if intake.files and STAGES[str(form.answers["stage"])].takes_files:
        _attach(turn, form, intake)
    key = missing(form)
    if key is not None and intake.text:
        _take_words(turn, form, key, intake.text)
    elif not intake.files:
        turn.reply("policies/refused/words_wanted")
    turn.repost_card(FORM, forms.form_id(form))


@routes.card(FORM)
def show_form(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands, with the question that comes next."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    stage = str(form.answers["stage"])
    if form.state not in (ConversationState.OPEN, ConversationState.KEPT):
        return "policies/form_over", {"stage": stage, "is_done": form.state == ConversationState.DONE}
    key = missing(form)
    extra = STAGES[stage].extra
    return "policies/form", {
        "form": form_id,
        "stage": stage,
        "missing": key,
        "kind": KINDS.get(key, Kind.TEXT).value if key else None,
        "is_optional": key in OPTIONAL,
        "lines": [
            (one, _shown(turn, one, value))
            for one, value in values_of(form).items()
            if one in form.answers["fields"] and one != key
        ],
        "choices": _list_choices(turn, form, key) if key else [],
        "policy": policy_of(turn, form),
        "files": len(list_attachments(turn.session, FORM, form_id)),
        "takes_files": STAGES[stage].takes_files,
        "extra": extra(turn, form) if extra is not None else {},
    }


def _form_at_field(turn: Turn) -> tuple[Conversation, str]:
    form = forms.my_form(turn, FORM)
    key = missing(form)
    if key is None or turn.press.argument(0) != key:
        raise Stale
    return form, key


def _write(turn: Turn, form: Conversation, key: str, value: str | int) -> None:
    given = {**form.answers["values"], key: value}
    forms.answer_form(turn, form, asked=None, values=given, ask=None, ticked="", found=[])
    form.asked = missing(form)
    turn.session.flush()
    if turn.sender.callback_query_id:
        turn.refresh_cards(FORM, forms.form_id(form))


def _take_words(turn: Turn, form: Conversation, key: str, text: str) -> None:
    kind = KINDS.get(key, Kind.TEXT)
    if kind is Kind.DAY:
        _take_day(turn, form, key, text)
    elif kind is Kind.BODY:
        _take_body(turn, form, key, text)
    elif kind in (Kind.TEXT, Kind.NUMBER):
        check_text(key, text)
        if kind is Kind.NUMBER:
            check_free_number(turn.session, text, but=form.subject_id)
        _write(turn, form, key, text)
    else:
        turn.reply("policies/refused/choose")


def _take_day(turn: Turn, form: Conversation, key: str, text: str) -> None:
    day = read_date("".join(text.split()))
    if day is None and (moment := read_moment(text, turn.today)) is not None:
        day = moment.day
    if day is None:
        turn.reply("policies/refused/day_unclear")
        return
    _write(turn, form, key, day.isoformat())


def _take_body(turn: Turn, form: Conversation, key: str, text: str) -> None:
    index = load_body_index(turn.session)
    exact = index.by_name(text)
    found = [exact] if exact else index.by_alias(text) or index.nearest(text)
    if not found:
        turn.reply("policies/refused/body_unknown", name=text)
    elif len(found) == 1:
        _write(turn, form, key, require_id(found[0].id))
    else:
        forms.answer_form(turn, form, asked=key, found=[require_id(body.id) for body in found[:8]])


def _attach(turn: Turn, form: Conversation, intake: Intake) -> None:
    matter, limits = Matter(FORM, forms.form_id(form)), turn.house.mechanism.files
    for file in intake.files:
        new = NewFile(file.kind, file.file_id, file.unique_id, file.size, file.name, file.mime)
        count = len(list_attachments(turn.session, matter.kind, matter.id))
        problem = find_problem(limits, new, count)
        if problem is not None:
            turn.reply("policies/refused/file", problem=problem.value, megabytes=limits.megabytes)
            continue
        attach_file(turn.session, matter, new, person_id=turn.my_id, now=turn.now)


def _list_choices(turn: Turn, form: Conversation, key: str) -> list[tuple[str, str, bool]]:
    """Value, label and whether it is ticked."""
    kind = KINDS.get(key, Kind.TEXT)
    if kind in CHOICES:
        group = "policy_industry" if kind is Kind.INDUSTRIES else f"policy_{kind}"
        ticked = str(form.answers.get("ticked") or "").split()
        return [
            (str(place), words(group)[str(value)], str(value) in ticked)
            for place, value in enumerate(CHOICES[kind])
        ]
    if kind is Kind.BODY:
        found = (find_body_by_id(turn.session, body_id) for body_id in form.answers["found"])
        return [(str(body.id), body.short_name, False) for body in found if body is not None]
    policy = policy_of(turn, form)
    if kind is Kind.PERSON and policy is not None:
        people = front_people(turn.session, answering_body(turn.session, policy), turn.today)
        return [(str(person.id), person.name, False) for person in people[:6]]
    return []


def _shown(turn: Turn, key: str, value: object) -> str | None:
    """An answer as people read it; None for what was skipped."""
    kind = KINDS.get(key, Kind.TEXT)
    if value is None:
        return None
    if kind in (Kind.LEVEL, Kind.FACTOR):
        return words(f"policy_{kind}")[str(value)]
    if kind is Kind.INDUSTRIES:
        separator = words("policy_form")["separator"]
        return separator.join(words("policy_industry")[one] for one in str(value).split())
    if kind is Kind.BODY and isinstance(value, int):
        body = find_body_by_id(turn.session, value)
        return body.name if body is not None else None
    if kind is Kind.PERSON and isinstance(value, int):
        person = find_person(turn.session, value)
        return person.name if person is not None else None
    return str(value)
