"""Verification by the office: on site or by documents, passed or not, in its own words (scenario 10)."""

from telegram import Update

from handlers import cards, forms
from handlers.attaching import take_files
from handlers.intake import Intake
from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.supervisions.facts import full_facts, issue_of, line_facts
from handlers.turn import Turn
from services.files import Matter, move_attachments
from services.issues import SUBJECT as ISSUE
from services.issues import Transition
from services.outcomes import Stale
from services.rights import Right
from services.supervisions import (
    SUBJECT,
    SupervisionMoved,
    extended_until,
    extension_left,
    fail_verification,
    list_answering,
    pass_verification,
    view_supervision,
)
from storage import supervisions as rows
from storage.base import require_id
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import list_attachments
from storage.issues import Issue, IssueAction, IssueState
from storage.people import Person, find_person, get_person
from storage.supervisions import Supervision, SupervisionState, VerificationWay

routes = Routes()

FORM = "supervision_verify"
FAIL = "fail"


@routes.begins(IssueAction.DELIST)
def begin_at_issue(turn: Turn, issue: Issue, _row: Transition) -> None:
    """Tap on the problem's card."""
    supervision = rows.find_current_of(turn.session, require_id(issue.id))
    if supervision is None:
        raise Stale
    _begin(turn, supervision)


@routes.tap("supervision.verify")
def begin(_update: Update, turn: Turn) -> None:
    """Tap on the supervision's card, or in /todo."""
    turn.require(Right.SUPERVISE)
    supervision = view_supervision(occasion_of(turn), turn.press.subject)
    if not supervision.is_current:
        raise SupervisionMoved(state=supervision.state)
    _begin(turn, supervision)


def _begin(turn: Turn, supervision: Supervision) -> None:
    form = forms.open_form(
        turn, FORM, subject_id=supervision.id, phase=supervision.phase, outcome=None, days=None
    )
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("supervision.outcome")
def choose(_update: Update, turn: Turn) -> None:
    """Tap how it turned out; words are asked for next."""
    form, outcome = forms.my_form(turn, FORM), turn.press.argument(0)
    if outcome not in (FAIL, *VerificationWay):
        raise Stale
    days = turn.press.number(1) if outcome == FAIL else None
    if days:
        extended_until(occasion_of(turn), view_supervision(occasion_of(turn), form.subject_id or 0), days)
    forms.answer_form(turn, form, asked="finding", outcome=outcome, days=days)
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.tap("supervision.undo")
def drop(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Photos gather; the first words, once the outcome is chosen, settle it."""
    take_files(turn, Matter(FORM, forms.form_id(conversation)), intake)
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
    elif not intake.text or conversation.asked != "finding":
        turn.repost_card(FORM, forms.form_id(conversation))
    elif conversation.answers["outcome"] == FAIL:
        _fail(turn, conversation, intake.text)
    else:
        _pass(turn, conversation, intake.text)


def _pass(turn: Turn, form: Conversation, text: str) -> None:
    way, phase = VerificationWay(form.answers["outcome"]), int(form.answers["phase"])
    try:
        done = pass_verification(occasion_of(turn), form.subject_id or 0, way, text, phase=phase)
    except SupervisionMoved as refusal:
        _void(turn, form, refusal)
        return
    supervision, acted = done
    move_attachments(turn.session, Matter(FORM, forms.form_id(form)), Matter(ISSUE, supervision.issue_id))
    forms.end_form(turn, form)
    follow_up(turn, acted)
    _tell_all(turn, supervision, acted.issue, "supervisions/told_passed")
    if acted.issue.state == IssueState.CONFIRMING:
        turn.send_card(get_person(turn.session, acted.issue.reporter_id), ISSUE, supervision.issue_id)
    finish(turn, supervision)


def _fail(turn: Turn, form: Conversation, text: str) -> None:
    phase, days = int(form.answers["phase"]), int(form.answers["days"] or 0)
    try:
        supervision = fail_verification(occasion_of(turn), form.subject_id or 0, text, days=days, phase=phase)
    except SupervisionMoved as refusal:
        _void(turn, form, refusal)
        return
    move_attachments(turn.session, Matter(FORM, forms.form_id(form)), Matter(ISSUE, supervision.issue_id))
    forms.end_form(turn, form)
    _tell_all(turn, supervision, issue_of(turn, supervision), "supervisions/told_failed")
    turn.refresh_cards(SUBJECT, require_id(supervision.id))
    turn.refresh_cards(ISSUE, supervision.issue_id)


def finish(turn: Turn, supervision: Supervision) -> None:
    """It is off the list: cards say so and are no longer pinned."""
    supervision_id = require_id(supervision.id)
    turn.refresh_cards(SUBJECT, supervision_id)
    turn.refresh_cards(ISSUE, supervision.issue_id)
    cards.unpin(turn, SUBJECT, supervision_id)


def _tell_all(turn: Turn, supervision: Supervision, issue: Issue, template: str) -> None:
    people = list_answering(occasion_of(turn), issue)
    leader = find_person(turn.session, supervision.leader_id)
    people += [leader] if leader is not None else []
    turn.tell(
        [person for person in people if person.id != turn.my_id],
        template,
        urgent=True,
        important=True,
        about=line_facts(turn, supervision),
    )


def _void(turn: Turn, form: Conversation, refusal: SupervisionMoved) -> None:
    """The question is void, so the form must not keep asking it: it ends, and the person hears why."""
    forms.end_form(turn, form, ConversationState.CANCELLED)
    turn.say(refusal.template, refusal.facts)


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What the holder says, and how the verification may turn out."""
    form = find_conversation(turn.session, form_id)
    supervision = rows.find_supervision(turn.session, form.subject_id or 0) if form is not None else None
    if form is None or supervision is None:
        return None
    extension = extension_left(occasion_of(turn), supervision)
    return "supervisions/verify_form", {
        **full_facts(turn, supervision),
        "form": form_id,
        "form_state": form.state,
        "outcome": form.answers["outcome"],
        "days": form.answers["days"],
        "extension": extension,
        "may_fail": supervision.state == SupervisionState.VERIFYING,
        "files": list_attachments(turn.session, FORM, form_id),
    }
