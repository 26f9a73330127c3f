"""The form that asks for what an action needs: words, answers, days; the last of them carries it out."""

import re

from telegram import Update

from handlers import forms
from handlers.attaching import attach_all, take_files
from handlers.intake import Intake
from handlers.issues.deciding import bring_before_decider, carry_decision_out
from handlers.issues.following import follow_up
from handlers.issues.occasions import find_question, occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, move_attachments
from services.issues import (
    ANSWERS,
    Acted,
    ActionNotNow,
    ActionNotYours,
    Asked,
    DaysWrong,
    Given,
    IssueMoved,
    IssueNotFound,
    Need,
    RequestDecided,
    RequestNotYours,
    longest_extension,
    matter_of,
    take_action,
)
from services.outcomes import Stale
from storage.bodies import find_body_by_id
from storage.conversations import Conversation, ConversationState, find_last
from storage.files import list_attachments
from storage.issues import Issue, IssueAction, find_issue
from storage.people import Person

routes = Routes()

FORM = "issue_act"
NUMBER = re.compile(r"\d{1,3}")
STEPS = {Need.ANSWERS: ANSWERS, Need.EXTENSION: ("days", "text")}
"""What is asked for one after the other; of all other needs, the words."""
REFUSALS = (
    IssueMoved, IssueNotFound, ActionNotYours, ActionNotNow, DaysWrong, RequestDecided, RequestNotYours
)  # fmt: skip


def ask_for_words(turn: Turn, issue: Issue, action: IssueAction, need: Need, **known: object) -> None:
    """Open the form that asks for words; what was open here is left, its draft kept."""
    conversation = forms.open_form(
        turn,
        FORM,
        subject_id=issue.id,
        asked=STEPS.get(need, ("text",))[0],
        action=action.value,
        need=need.value,
        phase=issue.phase,
        **known,
    )
    turn.show_card(FORM, forms.form_id(conversation))


@routes.form(FORM)
def answer(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Files gather; the words answer what is asked, the last of them carries the action out."""
    take_files(turn, _matter(conversation), intake)
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
    elif not intake.text:
        turn.repost_card(FORM, forms.form_id(conversation))
    else:
        forms.answer_form(turn, conversation, asked=conversation.asked, album=intake.album)
        _take_answer(turn, conversation, intake.text)


@routes.tap("issue.days")
def pick_days(update: Update, turn: Turn) -> None:
    """Tap a number of days in the form."""
    conversation = forms.my_form(turn, FORM)
    if "days" not in STEPS.get(Need(str(conversation.answers["need"])), ()):
        raise Stale
    _take_answer(turn, conversation, turn.press.argument(0), asked="days")


def _take_answer(turn: Turn, conversation: Conversation, text: str, asked: str | None = None) -> None:
    """Write one answer down; ask for the next, or carry the action out."""
    field = asked or conversation.asked or "text"
    value: object = text
    if field == "days":
        value = _days(turn, conversation, text)
        if value is None:
            return
    steps = STEPS.get(Need(str(conversation.answers["need"])), ("text",))
    missing = [step for step in steps if step != field and not conversation.answers.get(step)]
    forms.answer_form(turn, conversation, asked=missing[0] if missing else None, **{field: value})
    if missing:
        turn.repost_card(FORM, forms.form_id(conversation))
    else:
        _carry_out(turn, conversation)


def _days(turn: Turn, conversation: Conversation, text: str) -> int | None:
    """The number in what was typed, if it is one that may be asked for; else the person hears which may."""
    issue = find_issue(turn.session, conversation.subject_id or 0)
    longest = longest_extension(occasion_of(turn), issue) if issue is not None else 0
    typed = NUMBER.search(text)
    days = int(typed.group()) if typed else 0
    if not 1 <= days <= longest:
        turn.reply(DaysWrong.template, longest=longest)
        return None
    return days


def _carry_out(turn: Turn, conversation: Conversation) -> None:
    try:
        if "request" in conversation.answers:
            carry_decision_out(turn, conversation)
            return
        done = _take(turn, conversation)
    except REFUSALS as refusal:
        # The question is void, so the form must not keep asking it: it ends, and the person hears why.
        forms.end_form(turn, conversation, ConversationState.CANCELLED)
        turn.say(refusal.template, refusal.facts)
        return
    move_attachments(turn.session, _matter(conversation), matter_of(done.issue))
    if isinstance(done, Asked):
        forms.answer_form(turn, conversation, decider=done.request.decider)
        forms.end_form(turn, conversation)
        bring_before_decider(turn, done.issue, done.request)
    else:
        forms.end_form(turn, conversation)
        follow_up(turn, done)


def _take(turn: Turn, conversation: Conversation) -> Acted | Asked:
    answers = conversation.answers
    given = Given(
        text=answers.get("text"),
        answers={name: str(answers[name]) for name in ANSWERS if answers.get(name)},
        body=find_body_by_id(turn.session, answers.get("body")),
        days=answers.get("days"),
        files=len(list_attachments(turn.session, FORM, forms.form_id(conversation))),
    )
    action, phase = IssueAction(str(answers["action"])), int(answers["phase"])
    return take_action(occasion_of(turn), conversation.subject_id or 0, action, given, phase=phase)


@routes.card(FORM)
def show_question(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for, or how it ended."""
    found = find_question(turn, conversation_id)
    if found is None:
        return None
    conversation, issue = found
    answers = conversation.answers
    return "issues/act_form", {
        "form": conversation_id,
        "issue": issue,
        "action": answers["action"],
        "state": conversation.state,
        "asked": conversation.asked,
        "decider": answers.get("decider"),
        "body": find_body_by_id(turn.session, answers.get("body")),
        "days": answers.get("days"),
        "longest": longest_extension(occasion_of(turn), issue),
        "given": {name: str(answers[name]) for name in ANSWERS if answers.get(name)},
        "files": list_attachments(turn.session, FORM, conversation_id),
    }


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
