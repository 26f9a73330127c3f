"""Changing a field of the draft: pickers that edit the draft's card, and the card itself."""

from dataclasses import dataclass

from telegram import Update

from handlers import forms
from handlers.issues.drafts import FORM, attachments_of, choose, draft_matter, draft_of, find_other
from handlers.issues.similar import VIEW as SIMILAR
from handlers.issues.similar import similar_facts
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import remove_attachment
from services.issues import FIELDS, Draft
from services.outcomes import Stale
from storage.base import require_id
from storage.bodies import GROUND_KINDS, list_bodies
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.issues import find_issue, list_enterprises
from storage.people import Person
from templates import words

routes = Routes()

PAGE = 10
NONE = "-"
ASKED = ("title", "enterprise")
"""Fields that may be typed."""
OPTIONAL = ("industry", "place", "enterprise", "factor")
"""Fields that may be settled as “none”."""
GROUPS = {"industry": "industry", "module": "module", "tier": "issue_tier", "factor": "issue_factor"}
"""Fields that are chosen from words."""
TITLE_LENGTH = 60
ENTERPRISE_LENGTH = 60
RECENT_ENTERPRISES = 12


@dataclass(frozen=True)
class Option:
    """One choice: what the button carries, what it says, whether it is the present one."""

    value: str
    label: str
    is_current: bool = False


@routes.card(FORM)
def show_draft(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The draft's card: the draft, a picker of one field, or how it ended."""
    conversation = find_conversation(turn.session, conversation_id)
    if conversation is None:
        return None
    if conversation.state in (ConversationState.CANCELLED, ConversationState.EXPIRED):
        return "issues/draft_over", {"state": conversation.state}
    if conversation.state == ConversationState.DONE:
        issue = find_issue(turn.session, conversation.subject_id or 0)
        return ("issues/draft_submitted", {"issue": issue}) if issue else None
    if reader is None:
        return None  # what was shared by inline mode changes only when the draft has come to its end
    return _view(turn, conversation)


def _view(turn: Turn, conversation: Conversation) -> tuple[str, Facts]:
    draft, view = draft_of(turn, conversation), conversation.answers.get("view")
    facts: Facts = {"form": forms.form_id(conversation), "draft": draft}
    if conversation.asked in ASKED:
        return "issues/draft_ask", {**facts, "field": conversation.asked}
    if view == SIMILAR:
        return "issues/draft_similar", {**facts, **similar_facts(turn, conversation)}
    if view == "attachments":
        return "issues/draft_attachments", {**facts, "attachments": attachments_of(turn, conversation)}
    if view in FIELDS:
        options = list_options(turn, draft, str(view))
        page = int(conversation.answers.get("page", 0))
        shown = options[page * PAGE : (page + 1) * PAGE]
        pages = -(-len(options) // PAGE) or 1
        more: Facts = {"field": view, "options": shown, "page": page, "pages": pages}
        return "issues/draft_pick", {**facts, **more, "optional": view in OPTIONAL, "typed": view in ASKED}
    other = find_other(turn, conversation)
    facts["other"] = draft_of(turn, other) if other is not None else None
    return "issues/draft", {**facts, "attachments": attachments_of(turn, conversation)}


def list_options(turn: Turn, draft: Draft, field: str) -> list[Option]:
    """What a field may be."""
    current = getattr(draft, field)
    if field in GROUPS:
        return [Option(key, label, key == current) for key, label in words(GROUPS[field]).items()]
    if field == "place":
        grounds = list_bodies(turn.session, *GROUND_KINDS)
        return [Option(body.code, body.short_name, body == draft.place) for body in grounds]
    return [Option(str(at), name, name == current) for at, name in enumerate(_enterprises(turn, draft))]


def _enterprises(turn: Turn, draft: Draft) -> list[str]:
    unit = turn.hats.unit
    recent = list_enterprises(turn.session, [require_id(unit.id)] if unit else [], RECENT_ENTERPRISES)
    return list(dict.fromkeys([*draft.enterprises, *recent]))


@routes.tap("report.pick")
def open_picker(update: Update, turn: Turn) -> None:
    """Tap a field: the card becomes a picker. The title is asked for at once."""
    field = turn.press.argument()
    conversation = forms.my_form(turn, FORM)
    if field not in (*FIELDS, "attachments"):
        raise Stale
    page = turn.press.number(1) if len(turn.press.arguments) > 1 else 0
    asked = "title" if field == "title" else None
    forms.answer_form(turn, conversation, asked=asked, view=field, page=max(0, page))
    _refresh(turn, conversation)


@routes.tap("report.ask")
def ask(update: Update, turn: Turn) -> None:
    """Tap “type it”: the next text is the field's value."""
    field = turn.press.argument()
    conversation = forms.my_form(turn, FORM)
    if field not in ASKED:
        raise Stale
    forms.answer_form(turn, conversation, asked=field)
    _refresh(turn, conversation)


@routes.tap("report.set")
def pick(update: Update, turn: Turn) -> None:
    """Tap one of the options."""
    field, value = turn.press.argument(0), turn.press.argument(1)
    conversation = forms.my_form(turn, FORM)
    if field not in FIELDS:
        raise Stale
    choose(turn, conversation, field, _value(turn, conversation, field, value))
    _refresh(turn, conversation)


def _value(turn: Turn, conversation: Conversation, field: str, value: str) -> str | None:
    if value == NONE and field in OPTIONAL:
        return None
    options = list_options(turn, draft_of(turn, conversation), field)
    chosen = next((option for option in options if option.value == value), None)
    if chosen is None:
        raise Stale
    return chosen.label if field == "enterprise" else chosen.value


@routes.tap("report.right")
def confirm_industry(update: Update, turn: Turn) -> None:
    """Tap “the guess is right”."""
    conversation = forms.my_form(turn, FORM)
    choose(turn, conversation, "industry", draft_of(turn, conversation).industry)
    _refresh(turn, conversation)


@routes.tap("report.drop")
def drop_attachment(update: Update, turn: Turn) -> None:
    """Tap one of the attachments in the picker: it is taken out."""
    conversation = forms.my_form(turn, FORM)
    if not remove_attachment(turn.session, draft_matter(conversation), turn.press.number()):
        raise Stale
    _refresh(turn, conversation)


@routes.tap("report.back")
def back(update: Update, turn: Turn) -> None:
    """Tap “back”: the card shows the draft again."""
    conversation = forms.my_form(turn, FORM)
    forms.answer_form(turn, conversation, view=None)
    _refresh(turn, conversation)


def answer_asked(turn: Turn, conversation: Conversation, text: str) -> None:
    """Something was typed for the field that is asked for."""
    field = conversation.asked or ""
    limit = TITLE_LENGTH if field == "title" else ENTERPRISE_LENGTH
    choose(turn, conversation, field, " ".join(text.split())[:limit])


def _refresh(turn: Turn, conversation: Conversation) -> None:
    turn.refresh_cards(FORM, forms.form_id(conversation))
