"""The form that asks for help: which lines, and what is needed of each, in its own words."""

from telegram import Update

from handlers import forms
from handlers.helps.announcing import announce_help
from handlers.intake import Intake
from handlers.issues.occasions import find_question, occasion_of
from handlers.issues.showing import find_mine
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.helps import MOST_NEED, HelpMoved, NeedMissing, Wish, ask_for_help, check_asking, list_askable
from services.issues import SUBJECT, ActionNotYours, IssueMoved, IssueNotFound, view_issue
from services.outcomes import Stale
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.conversations import Conversation, ConversationState
from storage.issues import Issue
from storage.people import Person

routes = Routes()

FORM = "help_ask"


def open_asking(turn: Turn, issue: Issue) -> None:
    """Begin the form, with the line that was proposed at the report already chosen."""
    occasion = occasion_of(turn)
    check_asking(occasion, issue)
    free = {require_id(body.id) for body in list_askable(occasion, issue)}
    chosen = [issue.helper_id] if issue.helper_id in free else []
    form = forms.open_form(turn, FORM, subject_id=issue.id, lines=chosen, needs={})
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("help.ask")
def ask(update: Update, turn: Turn) -> None:
    """Tap “ask for help”."""
    open_asking(turn, find_mine(turn))


@routes.tap("help.line")
def toggle(update: Update, turn: Turn) -> None:
    """Tap a line: chosen, or not any more."""
    form, line = forms.my_form(turn, FORM), turn.press.number()
    free = [require_id(body.id) for body in list_askable(occasion_of(turn), _issue(turn, form))]
    if line not in free:
        raise Stale
    changed = set(_lines(form)) ^ {line}
    _write(turn, form, asked=None, lines=[one for one in free if one in changed])


@routes.tap("help.write")
def write(update: Update, turn: Turn) -> None:
    """Tap “next”, or a line whose words are to be changed."""
    form = forms.my_form(turn, FORM)
    if turn.press.arguments:
        line = turn.press.number()
        if line not in _lines(form):
            raise Stale
    elif not _lines(form):
        raise NeedMissing
    else:
        line = _first_without_words(form) or _lines(form)[0]
    _write(turn, form, asked=str(line))


@routes.tap("help.same")
def take_same(update: Update, turn: Turn) -> None:
    """Tap “the same for this one”: what was written last holds for this line too."""
    form = forms.my_form(turn, FORM)
    said = list(_needs(form).values())
    if form.asked is None or not said:
        raise Stale
    _take(turn, form, str(said[-1]))


@routes.tap("help.lines")
def back(update: Update, turn: Turn) -> None:
    """Tap “back”: the lines again; what was written is kept."""
    form = forms.my_form(turn, FORM)
    _write(turn, form, asked=None, choosing=True)


@routes.form(FORM)
def hear(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Words are for the line that is asked about; the next line follows."""
    if not intake.text:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
    elif conversation.asked is None:
        line = _first_without_words(conversation)
        if line is None:
            turn.reply("helps/choose_first", reply_to=intake.message_id, chosen=bool(_lines(conversation)))
            return
        forms.answer_form(turn, conversation, asked=str(line))
        _take(turn, conversation, intake.text, anew=True)
    else:
        _take(turn, conversation, intake.text, anew=True)


@routes.tap("help.submit")
def submit(update: Update, turn: Turn) -> None:
    """Tap “submit”: every line is asked, each with a clock of its own."""
    form = forms.my_form(turn, FORM)
    needs = _needs(form)
    wishes = [Wish(get_body(turn.session, line), str(needs.get(str(line), ""))) for line in _lines(form)]
    try:
        asked = ask_for_help(occasion_of(turn), form.subject_id or 0, wishes)
    except (IssueMoved, ActionNotYours, IssueNotFound, HelpMoved) as refusal:
        # The question is void: the form ends, and the person hears why.
        forms.end_form(turn, form, ConversationState.CANCELLED)
        turn.say(refusal.template, refusal.facts)
        return
    forms.end_form(turn, form)
    turn.answer("helps/asked_toast", count=len(asked))
    for row in asked:
        announce_help(turn, row)
    turn.refresh_cards(SUBJECT, form.subject_id or 0)


@routes.card(FORM)
def show_form(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The form as far as it is filled in."""
    found = find_question(turn, conversation_id)
    if found is None:
        return None
    form, issue = found
    needs = _needs(form)
    chosen = [get_body(turn.session, line) for line in _lines(form)]
    ready = bool(chosen) and _first_without_words(form) is None and not form.answers.get("choosing")
    return "helps/ask_form", {
        "form": conversation_id,
        "issue": issue,
        "state": form.state,
        "lines": list_askable(occasion_of(turn), issue) if form.state == ConversationState.OPEN else [],
        "chosen": chosen,
        "needs": {body.id: needs.get(str(body.id)) for body in chosen},
        "writing": get_body(turn.session, int(form.asked)) if form.asked else None,
        "last": list(needs.values())[-1] if needs else None,
        "ready": ready,
    }


def _take(turn: Turn, form: Conversation, words: str, *, anew: bool = False) -> None:
    line = str(form.asked)
    needs = {key: said for key, said in _needs(form).items() if key != line}
    needs[line] = words[:MOST_NEED]
    forms.answer_form(turn, form, needs=needs)
    following = _first_without_words(form)
    _write(turn, form, asked=str(following) if following is not None else None, anew=anew)


def _write(
    turn: Turn, form: Conversation, *, asked: str | None, anew: bool = False, **answers: object
) -> None:
    forms.answer_form(turn, form, asked=asked, **{"choosing": False, **answers})
    if anew:
        turn.repost_card(FORM, forms.form_id(form))
    else:
        turn.refresh_cards(FORM, forms.form_id(form))


def _first_without_words(form: Conversation) -> int | None:
    needs = _needs(form)
    return next((line for line in _lines(form) if not needs.get(str(line))), None)


def _lines(form: Conversation) -> list[int]:
    return [int(line) for line in form.answers.get("lines", [])]


def _needs(form: Conversation) -> type_json:
    found: type_json = form.answers.get("needs", {})
    return found


def _issue(turn: Turn, form: Conversation) -> Issue:
    return view_issue(turn.session, form.subject_id or 0, turn.hats)
