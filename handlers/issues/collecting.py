"""Reporting: /report, the home button, a photo, a plain sentence: everything goes into one draft."""

from dataclasses import replace

from telegram import Message, Update

from handlers import cards, forms
from handlers.attaching import say_refused
from handlers.intake import Intake, intake_of
from handlers.issues.asking import add_to_last_act
from handlers.issues.drafts import (
    FORM,
    REPOST_AFTER,
    Added,
    add_to_draft,
    attachments_of,
    begin_draft,
    change_fragment,
    draft_matter,
    find_draft,
    find_other,
    forget_reminders,
    fragments_of,
    is_blank,
    plan_reminders,
    take_draft,
)
from handlers.issues.occasions import in_private
from handlers.issues.pickers import ASKED, answer_asked
from handlers.issues.relaying import is_relaying, take_from_group
from handlers.routes import Routes
from handlers.spelling import find_spelled
from handlers.turn import Turn
from services.files import move_attachments
from services.outcomes import Stale
from storage.cards import list_cards
from storage.conversations import Conversation, ConversationState
from templates import words

routes = Routes()
COMMAND = "/report"


@routes.command("report", group=True)
def report(update: Update, turn: Turn) -> None:
    """/report with or without text; in a group the draft is made in the person's own chat."""
    message = update.message
    if message is None:
        return
    text = _without_command(message.text or "")
    if not turn.sender.is_private and is_relaying(message, text):
        take_from_group(turn, message, text)
        return
    own = in_private(turn)
    draft = begin_draft(own) if text else take_draft(own)
    intake = replace(intake_of(message), text=text)
    if own is not turn:
        turn.reply("issues/draft_in_private", reply_to=message.message_id)
        intake = replace(intake, message_id=0)
    if intake.text:
        _take(own, draft, intake)
    elif fragments_of(draft) or attachments_of(own, draft):
        _show(own, draft, again=True)
    else:
        own.reply("issues/report_prompt")


@routes.event("report")
def report_anything(update: Update, turn: Turn) -> None:
    """Something was said or sent that no command and no form asked for."""
    message = update.message
    if message is None:
        return
    intake = _intake(message)
    if not add_to_last_act(turn, intake):
        _take(turn, take_draft(turn), intake)


@routes.form(FORM)
def add(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The draft is open and more comes in."""
    intake = replace(intake, text=_without_command(intake.text))
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
        return
    if conversation.asked in ASKED and intake.text and not intake.files:
        answer_asked(turn, conversation, intake.text)
        _show(turn, conversation, again=True)
        return
    _take(turn, conversation, intake)


@routes.event("edited")
def edit(update: Update, turn: Turn) -> None:
    """A message was edited: what it contributed to the draft follows."""
    message = update.edited_message
    if message is None or not turn.is_bound or not turn.sender.is_private:
        return
    draft = find_draft(turn)
    text = _without_command((message.text or message.caption or "").strip())
    if draft is not None and change_fragment(turn, draft, message.message_id, text):
        turn.refresh_cards(FORM, forms.form_id(draft))


@routes.tap("report.text")
def report_text(update: Update, turn: Turn) -> None:
    """The offer under search results: the words that were searched for are reported."""
    query = update.callback_query
    shown = query.message if query else None
    asked = shown.reply_to_message if isinstance(shown, Message) else None
    if asked is None:
        raise Stale
    intake = _intake(asked)
    draft = take_draft(turn)
    known = {piece["message"] for piece in fragments_of(draft)}
    if intake.message_id not in known:
        _take(turn, draft, intake)


@routes.tap("report.join")
def join(update: Update, turn: Turn) -> None:
    """Tap “put it into the other draft”: what was told here belongs to the draft that had been left."""
    conversation = forms.my_form(turn, FORM)
    other = find_other(turn, conversation)
    if other is None:
        raise Stale
    forms.close_form(turn, conversation, ConversationState.CANCELLED)
    forget_reminders(turn, conversation)
    forms.resume_form(turn, other)
    move_attachments(turn.session, draft_matter(conversation), draft_matter(other))
    forms.answer_form(turn, other, fragments=[*fragments_of(other), *fragments_of(conversation)], view=None)
    plan_reminders(turn, other)
    cards.become(turn, FORM, forms.form_id(conversation), (FORM, forms.form_id(other)))


def _take(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    added = add_to_draft(turn, conversation, intake)
    _explain(turn, intake, added)
    _show(turn, conversation)


def _explain(turn: Turn, intake: Intake, added: Added) -> None:
    say_refused(turn, added.refused, intake)
    if added.is_mute_voice:
        turn.reply("issues/voice_attached", reply_to=intake.message_id)


def _show(turn: Turn, conversation: Conversation, *, again: bool = False) -> None:
    """Send the card, edit it in place, or bring it to the end when it has scrolled away."""
    number, since = forms.form_id(conversation), int(conversation.answers.get("since", 0))
    if not list_cards(turn.session, FORM, number):
        if is_blank(conversation) and not attachments_of(turn, conversation):
            turn.reply("issues/report_prompt")  # a greeting is no matter yet
            return
        turn.show_card(FORM, number)
    elif since > REPOST_AFTER or again:
        turn.repost_card(FORM, number)
    else:
        turn.refresh_cards(FORM, number)
        return
    forms.answer_form(turn, conversation, asked=conversation.asked, since=0)


def _intake(message: Message) -> Intake:
    intake = intake_of(message)
    return replace(intake, text=_without_command(intake.text))


def _without_command(text: str) -> str:
    """What stands after /report (a caption may begin with it too)."""
    first, *rest = text.split(maxsplit=1) or [""]
    if first.partition("@")[0] == COMMAND:
        return "".join(rest)
    spelled = find_spelled(text)
    return spelled[1] if spelled else _unless_home(text)


def _unless_home(text: str) -> str:
    return "" if text == words("home")["report"] else text
