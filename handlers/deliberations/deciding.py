"""From a problem that went upward to a decision, word for word (M2, M16, scenario 9)."""

from telegram import Update

from handlers import forms
from handlers.deliberations.showing import CRITICAL, OPINION, line_facts, view_item
from handlers.instructions.giving import coordinators
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.deliberations import (
    SUBJECT,
    drop_item,
    give_opinion,
    is_group_head,
    list_heads,
    prepare_item,
    put_forward,
    record_decision,
)
from services.issues import Acted, view_issue
from services.outcomes import Stale
from services.rights import Right
from storage import deliberations as rows
from storage.base import require_id
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.deliberations import Deliberation, DeliberationState
from storage.issues import IssueAction, RequestKind, find_issue, list_requests
from storage.people import Person, find_person
from storage.timeline import list_entries
from templates import word

routes = Routes()

FORM = "deliberation_form"
DECISION = "decision"


@routes.follows(IssueAction.ESCALATION_AGREED, "deliberations")
def went_up(turn: Turn, acted: Acted) -> None:
    """A problem has become critical: the office has an item to put forward, in the asker's own words."""
    issue = acted.issue
    if issue.tier != CRITICAL:
        return
    asked = [
        one for one in list_requests(turn.session, require_id(issue.id)) if one.kind == RequestKind.ESCALATION
    ]
    last = asked[-1] if asked else None
    item = prepare_item(
        occasion_of(turn),
        issue,
        done_so_far=(last.done_so_far if last else None) or "",
        stuck_at=(last.stuck_at if last else None) or "",
        to_decide=(last.to_decide if last else None) or "",
        asked_for_id=last.asked_for_id if last else acted.former_owner_id,
    )
    told = [one for one in coordinators(turn) if one.id != occasion_of(turn).person_id]
    turn.send_card(told, SUBJECT, require_id(item.id))
    turn.refresh_cards("issue", require_id(issue.id))


def ended(turn: Turn, acted: Acted) -> None:
    """The problem has ended: there is nothing left to decide."""
    if not acted.issue.is_open:
        item = drop_item(occasion_of(turn), acted.issue)
        if item is not None:
            turn.refresh_cards(SUBJECT, require_id(item.id))


for _action in (
    IssueAction.SATISFIED, IssueAction.LAPSE, IssueAction.WITHDRAW, IssueAction.WITHDRAWAL_AGREED,
    IssueAction.EXPLAIN, IssueAction.STRIKE, IssueAction.MERGE,
):  # fmt: skip
    routes.follows(_action, "deliberations")(ended)


@routes.tap("deliberation.prepare")
def prepare(_update: Update, turn: Turn) -> None:
    """Tap of the office on a critical problem that came in as such."""
    turn.require(Right.HAND_DOWN)
    issue = view_issue(turn.session, turn.press.subject, turn.hats)
    if issue.tier != CRITICAL or not issue.is_open:
        raise Stale
    item = prepare_item(occasion_of(turn), issue, asked_for_id=issue.reporter_unit_id)
    turn.show_card(SUBJECT, require_id(item.id))
    turn.refresh_cards("issue", require_id(issue.id))


@routes.tap("deliberation.put")
def put(_update: Update, turn: Turn) -> None:
    """Tap of the office: the heads of the leading group get the three lines."""
    item = put_forward(occasion_of(turn), turn.press.subject)
    turn.answer("deliberations/put_toast")
    _refresh(turn, item)
    turn.send_card(list_heads(occasion_of(turn)), SUBJECT, require_id(item.id))


@routes.tap("deliberation.agree")
def agree(_update: Update, turn: Turn) -> None:
    """Tap of a head: agreed."""
    item = give_opinion(occasion_of(turn), turn.press.subject, word("agree", "deliberation"))
    turn.answer("deliberations/noted_toast")
    _heard(turn, item)


@routes.tap("deliberation.say")
def say(_update: Update, turn: Turn) -> None:
    """Tap of a head: an opinion in words."""
    item = view_item(turn)
    if not is_group_head(turn.hats) or item.state != DeliberationState.PUT:
        raise Stale
    _ask(turn, item, OPINION)


@routes.tap("deliberation.decide")
def decide(_update: Update, turn: Turn) -> None:
    """Tap of the office: what was decided is written down."""
    turn.require(Right.HAND_DOWN)
    item = view_item(turn)
    if item.state not in rows.CURRENT:
        raise Stale
    _ask(turn, item, DECISION)


def _ask(turn: Turn, item: Deliberation, asked: str) -> None:
    form = forms.open_form(turn, FORM, subject_id=item.id, asked=asked)
    turn.show_card(FORM, forms.form_id(form))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The words."""
    if not intake.text:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
        return
    item_id, occasion = conversation.subject_id or 0, occasion_of(turn)
    if conversation.asked == OPINION:
        item = give_opinion(occasion, item_id, intake.text)
        forms.end_form(turn, conversation)
        _heard(turn, item)
        return
    item = record_decision(occasion, item_id, intake.text)
    forms.end_form(turn, conversation)
    _refresh(turn, item)
    turn.show_card(SUBJECT, item_id)
    _tell_leads(turn, item)


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for."""
    form = find_conversation(turn.session, form_id)
    item = rows.find_deliberation(turn.session, form.subject_id) if form is not None else None
    if form is None or item is None:
        return None
    return "deliberations/form", {
        **line_facts(turn, item),
        "form": form_id,
        "state": form.state,
        "asked": form.asked,
    }


@routes.tap("deliberation.undo")
def drop(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


def _heard(turn: Turn, item: Deliberation) -> None:
    _refresh(turn, item)
    said = list_entries(turn.session, SUBJECT, require_id(item.id))[-1]
    putter = find_person(turn.session, item.put_by)
    if putter is not None and putter.id != turn.my_id:
        turn.tell(putter, "deliberations/told_opinion", line=line_facts(turn, item), said=said)


def _tell_leads(turn: Turn, item: Deliberation) -> None:
    """Who leads it, and who led it before, hear that it was decided (scenario 9)."""
    issue = find_issue(turn.session, item.issue_id)
    if issue is not None:
        found = (find_person(turn.session, one) for one in (issue.lead_id, issue.former_lead_id))
        people = [one for one in found if one is not None and one.id != turn.my_id]
        turn.tell(people, "deliberations/told_decided", line=line_facts(turn, item))


def _refresh(turn: Turn, item: Deliberation) -> None:
    turn.refresh_cards(SUBJECT, require_id(item.id))
    turn.refresh_cards("issue", item.issue_id)
