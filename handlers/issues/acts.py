"""The buttons of a problem's card: one way for every action, and the form for those that need words."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.issues.drafts import attach_all
from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.issues.showing import find_mine
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, move_attachments
from services.issues import (
    ActionNotYours,
    IssueMoved,
    IssueNotFound,
    Need,
    act_on_issue,
    check_action,
    matter_of,
)
from services.outcomes import Stale
from storage.base import require_id
from storage.bodies import Body, BodyKind, find_body_by_id, list_bodies
from storage.conversations import Conversation, ConversationState, find_conversation, find_last
from storage.files import list_attachments
from storage.issues import Issue, IssueAction, find_issue
from storage.people import Person

routes = Routes()

FORM = "issue_act"
BODY_PAGE = 8
OWNING_KINDS = (
    BodyKind.TASK_FORCE,
    BodyKind.TOWNSHIP,
    BodyKind.DEVELOPMENT_ZONE,
    BodyKind.SERVICE_LINE,
    BodyKind.OFFICE,
)


@routes.tap("issue.do")
def do(update: Update, turn: Turn) -> None:
    """Tap an action: it is done at once, or asks for what it needs."""
    action, phase = _action(turn.press.argument(0)), turn.press.number(1)
    issue, occasion = find_mine(turn), occasion_of(turn)
    if issue.phase == phase and (row := check_action(occasion, issue, action)).need is not Need.NOTHING:
        if row.need is Need.OWN:
            turn.routes.beginners[action](turn, issue, row)
        elif row.need is Need.BODY:
            _choose_body(turn, issue, action)
        else:
            _ask(turn, issue, action)
        return
    acted = act_on_issue(occasion, require_id(issue.id), action, phase=phase)
    turn.answer("issues/done_toast", action=action.value, issue=acted.issue)
    if not acted.repeated:
        follow_up(turn, acted)


@routes.tap("issue.to")
def give_to(update: Update, turn: Turn) -> None:
    """Tap a body in the picker of a transfer."""
    action, phase = _action(turn.press.argument(0)), turn.press.number(1)
    body = find_body_by_id(turn.session, turn.press.number(2))
    if body is None or body.kind not in OWNING_KINDS:
        raise Stale
    issue = find_mine(turn)
    acted = act_on_issue(occasion_of(turn), require_id(issue.id), action, phase=phase, body=body)
    turn.answer("issues/done_toast", action=action.value, issue=acted.issue)
    if not acted.repeated:
        follow_up(turn, acted)


@routes.tap("issue.bodies")
def turn_bodies(update: Update, turn: Turn) -> None:
    """Leaf through the bodies."""
    _choose_body(turn, find_mine(turn), _action(turn.press.argument(0)), turn.press.number(1))


def _choose_body(turn: Turn, issue: Issue, action: IssueAction, page: int = 0) -> None:
    bodies: list[Body] = [
        body for body in list_bodies(turn.session, *OWNING_KINDS) if body.id != issue.owner_id
    ]
    pages = max(1, -(-len(bodies) // BODY_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = bodies[page * BODY_PAGE : (page + 1) * BODY_PAGE]
    turn.edit("issues/choose_body", issue=issue, action=action.value, bodies=shown, page=page, pages=pages)


def _ask(turn: Turn, issue: Issue, action: IssueAction) -> None:
    """Open the form that asks for words; what was open here is left, its draft kept."""
    conversation = forms.open_form(
        turn, FORM, subject_id=issue.id, asked="text", action=action.value, phase=issue.phase
    )
    turn.show_card(FORM, forms.form_id(conversation))


@routes.form(FORM)
def answer(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Files gather; the first words carry the action out."""
    refused = attach_all(turn, _matter(conversation), intake)
    if refused:
        limits = turn.house.mechanism.files
        facts: Facts = {"refused": refused, "limits": limits, "has_text": bool(intake.text)}
        turn.say("issues/files_refused", facts, reply_to=intake.message_id)
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
    elif not intake.text:
        turn.repost_card(FORM, forms.form_id(conversation))
    else:
        forms.answer_form(turn, conversation, album=intake.album)
        _carry_out(turn, conversation, intake.text)


def _carry_out(turn: Turn, conversation: Conversation, text: str) -> None:
    action, phase = _action(str(conversation.answers["action"])), int(conversation.answers["phase"])
    issue_id = conversation.subject_id or 0
    files = len(list_attachments(turn.session, FORM, forms.form_id(conversation)))
    try:
        acted = act_on_issue(occasion_of(turn), issue_id, action, phase=phase, text=text, files=files)
    except (IssueMoved, ActionNotYours, IssueNotFound) as refusal:
        # The question is void, so the form must not keep asking it: it ends, and the person hears why.
        forms.end_form(turn, conversation, ConversationState.CANCELLED)
        turn.say(refusal.template, refusal.facts)
        return
    move_attachments(turn.session, _matter(conversation), matter_of(acted.issue))
    forms.end_form(turn, conversation)
    follow_up(turn, acted)


@routes.card(FORM)
def show_question(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for, or how it ended."""
    conversation = find_conversation(turn.session, conversation_id)
    issue = find_issue(turn.session, conversation.subject_id or 0) if conversation else None
    if conversation is None or issue is None:
        return None
    files = list_attachments(turn.session, FORM, conversation_id)
    return "issues/act_form", {
        "form": conversation_id,
        "issue": issue,
        "action": conversation.answers["action"],
        "state": conversation.state,
        "files": files,
    }


@routes.tap("issue.drop")
def give_up(update: Update, turn: Turn) -> None:
    """Tap “cancel” under the question."""
    conversation = forms.my_form(turn, FORM)
    forms.end_form(turn, conversation, ConversationState.CANCELLED)


def add_to_last_act(turn: Turn, intake: Intake) -> bool:
    """The rest of an album whose caption has carried an action out belongs to it, not to a new report."""
    last = find_last(turn.session, turn.sender.chat_id, turn.my_id, FORM)
    if intake.album is None or last is None or last.answers.get("album") != intake.album:
        return False
    issue = find_issue(turn.session, last.subject_id or 0)
    if last.state != ConversationState.DONE or issue is None:
        return False
    attach_all(turn, matter_of(issue), intake)
    turn.refresh_cards(matter_of(issue).kind, matter_of(issue).id)
    return True


def _matter(conversation: Conversation) -> Matter:
    return Matter(FORM, forms.form_id(conversation))


def _action(name: str) -> IssueAction:
    try:
        return IssueAction(name)
    except ValueError:
        raise Stale from None
