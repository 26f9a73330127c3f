"""The form behind the buttons of a request: an answer with words, files, a policy; or material."""

from telegram import Update

from handlers import forms
from handlers.attaching import take_files
from handlers.helps.announcing import announce_help, tell_owner
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, move_attachments
from services.helps import (
    HELP,
    Helping,
    HelpMoved,
    HelpNotFound,
    HelpNotYours,
    Reply,
    answer_help,
    bring_material,
    check_answer,
    check_bringing,
    view_help,
)
from services.issues import SUBJECT, matter_of
from services.outcomes import Stale
from services.policies import look_up_policies, show_policy
from storage.base import require_id
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import list_attachments
from storage.people import Person

routes = Routes()

FORM = "help_answer"
BRING = "bring"
OFFERED = 5


@routes.tap("help.answer")
def begin(update: Update, turn: Turn) -> None:
    """Tap an answer, or “bring material”: the form for its words. Arguments: what, phase."""
    what, phase = turn.press.argument(0), turn.press.number(1)
    helping = view_help(occasion_of(turn), turn.press.subject, turn.hats)
    _check(turn, helping, what, phase)
    form = forms.open_form(turn, FORM, subject_id=helping.help.id, asked="words", what=what, phase=phase)
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("help.cite")
def cite(update: Update, turn: Turn) -> None:
    """Tap “cite a policy”: the next words are looked up in the policy list; tapped again, they are words."""
    form = forms.my_form(turn, FORM)
    asked = "words" if form.asked == "policy" else "policy"
    forms.answer_form(turn, form, asked=asked, query=None)
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.tap("help.policy")
def choose_policy(update: Update, turn: Turn) -> None:
    """Tap a policy that was found: it is the ground. Raises NoSuchPolicy."""
    form = forms.my_form(turn, FORM)
    show_policy(turn.session, turn.press.number(), now=turn.now, zone=turn.house.zone)
    forms.answer_form(turn, form, asked="words", query=None, policy=turn.press.number())
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.form(FORM)
def hear(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Files gather; words look a policy up, or give the answer at once."""
    take_files(turn, _matter(conversation), intake)
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
    elif intake.text and conversation.asked == "policy":
        forms.answer_form(turn, conversation, asked="policy", query=intake.text[:60])
        turn.repost_card(FORM, forms.form_id(conversation))
    elif intake.text:
        _carry_out(turn, conversation, intake.text)
    else:
        turn.repost_card(FORM, forms.form_id(conversation))


@routes.tap("help.send")
def send(update: Update, turn: Turn) -> None:
    """Tap “submit” where words are not wanted: an agreement, a policy as ground, files as material."""
    _carry_out(turn, forms.my_form(turn, FORM), "")


@routes.tap("help.stop")
def give_up(update: Update, turn: Turn) -> None:
    """Tap “cancel”."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


@routes.card(FORM)
def show_form(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for, what has come so far, or how it ended."""
    form = find_conversation(turn.session, conversation_id)
    if form is None:
        return None
    helping = view_help(occasion_of(turn), form.subject_id or 0, None)
    what, policy_id = str(form.answers["what"]), form.answers.get("policy")
    zone, query = turn.house.zone, form.answers.get("query")
    found = look_up_policies(turn.session, str(query), now=turn.now, zone=zone) if query else None
    policy = show_policy(turn.session, int(policy_id), now=turn.now, zone=zone) if policy_id else None
    files = list_attachments(turn.session, FORM, conversation_id)
    return "helps/answer_form", {
        "form": conversation_id,
        "help": helping.help,
        "issue": helping.issue,
        "body": helping.body,
        "what": what,
        "state": form.state,
        "files": files,
        "policy": policy.line if policy is not None else None,
        "looking": form.asked == "policy",
        "query": query,
        "found": found.lines[:OFFERED] if found is not None else [],
        "can_send": what == Reply.AGREE
        or (what == Reply.UNABLE and policy is not None)
        or (what == BRING and bool(files)),
    }


def _carry_out(turn: Turn, conversation: Conversation, text: str) -> None:
    files = len(list_attachments(turn.session, FORM, forms.form_id(conversation)))
    try:
        helping = _answer(turn, conversation, text, files)
    except (HelpMoved, HelpNotYours, HelpNotFound) as refusal:
        # The question is void: the form ends, and the person hears why.
        forms.end_form(turn, conversation, ConversationState.CANCELLED)
        turn.say(refusal.template, refusal.facts)
        return
    move_attachments(turn.session, _matter(conversation), matter_of(helping.issue))
    forms.end_form(turn, conversation)
    _follow(turn, helping, str(conversation.answers["what"]))


def _answer(turn: Turn, conversation: Conversation, text: str, files: int) -> Helping:
    what, phase = str(conversation.answers["what"]), int(conversation.answers["phase"])
    occasion, help_id = occasion_of(turn), conversation.subject_id or 0
    if what == BRING:
        return bring_material(occasion, help_id, phase=phase, text=text, files=files)
    policy = conversation.answers.get("policy")
    return answer_help(
        occasion,
        help_id,
        Reply(what),
        phase=phase,
        text=text,
        policy_id=int(policy) if policy else None,
        files=files,
    )


def _follow(turn: Turn, helping: Helping, what: str) -> None:
    row, issue = helping.help, helping.issue
    turn.refresh_cards(HELP, require_id(row.id))
    turn.refresh_cards(SUBJECT, require_id(issue.id))
    if what == BRING:
        announce_help(turn, row, groups=False)
    tell_owner(turn, row, issue)


def _check(turn: Turn, helping: Helping, what: str, phase: int) -> None:
    if what == BRING:
        check_bringing(occasion_of(turn), helping, phase)
        return
    try:
        Reply(what)
    except ValueError:
        raise Stale from None
    check_answer(occasion_of(turn), helping, phase)


def _matter(conversation: Conversation) -> Matter:
    return Matter(FORM, forms.form_id(conversation))
