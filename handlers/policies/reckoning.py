"""The policy calculator: six taps about an enterprise, then what it can claim, as a message and as a page."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.policies.filling import missing, put_answers, values_of
from handlers.posting import Manner, post_file
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import ANSWERS, QUESTIONS, Claim, Reckoning, reckon
from storage.base import type_json
from storage.conversations import Conversation, find_conversation
from storage.people import Person
from templates import word
from templates.filters import iso_day

routes = Routes()

FORM = "policy_reckoning"
CLAIMS, NEARLY = 5, 3
"""How many of each kind are shown at a time."""


@routes.tap("policy.reckon")
def begin(_update: Update, turn: Turn) -> None:
    """Tap on the first page: the first of six questions."""
    form = forms.open_form(turn, FORM, asked=QUESTIONS[0], fields=list(QUESTIONS), values={})
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("policy.reckoned")
def answer(_update: Update, turn: Turn) -> None:
    """Tap: one answer, by its place. Raises Stale."""
    form = forms.my_form(turn, FORM)
    question, place = turn.press.argument(0), turn.press.number(1)
    if question not in QUESTIONS or not 0 <= place < len(ANSWERS[question]):
        raise Stale
    put_answers(turn, form, {**values_of(form), question: str(ANSWERS[question][place])})


@routes.tap("policy.reckon_back")
def back(_update: Update, turn: Turn) -> None:
    """Tap: the last answer is taken back. Raises Stale."""
    form = forms.my_form(turn, FORM)
    given = values_of(form)
    if given:
        given.pop([one for one in QUESTIONS if one in given][-1])
    put_answers(turn, form, given)


@routes.tap("policy.reckon_turn")
def turn_page(_update: Update, turn: Turn) -> None:
    """Tap: more of what was found, in place. Raises Stale."""
    form = forms.my_form(turn, FORM)
    if missing(form) is not None:
        raise Stale
    turn.edit("policies/reckoned", **_result(turn, form, turn.press.number()))


@routes.tap("policy.reckon_page")
def send_page(_update: Update, turn: Turn) -> None:
    """Tap: the same as a page to hand over. Raises Stale."""
    form = forms.my_form(turn, FORM)
    if missing(form) is not None:
        raise Stale
    facts = _page_facts(turn, _reckon(turn, form))
    name = word("file", "reckoning_page")
    file: type_json = {"made": "policy_reckoning", "name": name, "facts": facts}
    post_file(
        turn.session, "sendDocument", "document", file, None, turn.here, Manner(turn.priority), now=turn.now
    )


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, _intake: Intake) -> None:
    """Words where taps are wanted: the question again, below; a reckoning that is finished is left."""
    if missing(conversation) is None:
        forms.close_form(turn, conversation)
        turn.reply("policies/reckoned_over")
        return
    turn.reply("policies/refused/choose")
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.card(FORM)
def show(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The question that comes next, or the answer."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    asked = missing(form)
    if asked is None:
        return "policies/reckoned", _result(turn, form, 0)
    return "policies/reckon", {
        "form": form_id,
        "given": values_of(form),
        "missing": asked,
        "step": QUESTIONS.index(asked) + 1,
        "steps": len(QUESTIONS),
        "choices": [str(one) for one in ANSWERS[asked]],
    }


def _result(turn: Turn, form: Conversation, page: int) -> Facts:
    """So many of both kinds at a time; `pages` is how often it takes to see all."""
    found = _reckon(turn, form)
    pages = max(1, -(-len(found.claims) // CLAIMS), -(-len(found.nearly) // NEARLY))
    page = min(max(0, page), pages - 1)
    return {
        "form": forms.form_id(form),
        "found": found,
        "page": page,
        "pages": pages,
        "claims": found.claims[page * CLAIMS :][:CLAIMS],
        "first_claim": page * CLAIMS,
        "nearly": found.nearly[page * NEARLY :][:NEARLY],
        "first_nearly": page * NEARLY,
    }


def _reckon(turn: Turn, form: Conversation) -> Reckoning:
    return reckon(turn.session, values_of(form), today=turn.today)


def _page_facts(turn: Turn, found: Reckoning) -> type_json:
    """The reckoning in what JSON can hold: public fields only."""
    return {
        "day": iso_day(turn.today),
        "answers": dict(found.answers),
        "claims": [_plain(claim) for claim in found.claims],
        "nearly": [_plain(claim) for claim in found.nearly],
    }


def _plain(claim: Claim) -> type_json:
    line = claim.line
    return {
        "title": line.title,
        "number": line.document_number or line.code,
        "level": str(line.level),
        "expires_on": iso_day(line.expires_on) if line.expires_on else None,
        "gives": claim.gives,
        "audience": claim.audience,
        "contact": line.contact,
        "is_example": line.is_example,
        "is_tilted": claim.is_tilted,
        "unclear": list(claim.unclear),
        "is_silent": claim.is_silent,
        "missing": [
            {"dimension": one.dimension, "fits": list(one.fits), "clause": one.clause}
            for one in claim.missing
        ],
    }
