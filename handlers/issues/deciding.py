"""What was asked for, before who decides it: a living card with one tap each way (M16, scenario 9)."""

from telegram import Update

from handlers import forms
from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes, Section
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.instructions import list_closed_requests
from services.issues import (
    DECIDE,
    SUBJECT,
    Acted,
    Decided,
    Need,
    agree_to,
    bring_higher,
    list_deciders,
    may_decide,
    may_see,
    pass_to_office,
    plan_decision,
    refuse_request,
    view_request,
)
from services.people import hats_of, in_their_place
from storage.base import require_id
from storage.bodies import find_body_by_id, get_body
from storage.conversations import Conversation
from storage.due import Due, DueState
from storage.issues import (
    Decider,
    Issue,
    IssueAction,
    IssueRequest,
    RequestKind,
    RequestState,
    find_issue,
    find_request,
    list_open_requests,
    list_requests,
)
from storage.people import Person, find_person, get_person

routes = Routes()

CARD = "issue_request"
FORM = "issue_act"


@routes.card(CARD)
def show_request(turn: Turn, request_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What was asked for, and how it stands; never in a group."""
    request = find_request(turn.session, request_id)
    issue = find_issue(turn.session, request.issue_id) if request is not None else None
    if request is None or issue is None or reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see(turn.session, issue, hats):
        return "issues/card_hidden", {"issue": issue}
    is_open = request.state == RequestState.OPEN
    decides = is_open and may_decide(turn.session, issue, request, hats, turn.today)
    closed = list_closed_requests(occasion_of(turn), require_id(issue.id), hats)
    facts = {**request_facts(turn, issue, request), "decides": decides, "reads": request_id not in closed}
    return "issues/request", facts


def request_facts(turn: Turn, issue: Issue, request: IssueRequest) -> Facts:
    """A request with the names that belong to it."""
    return {
        "issue": issue,
        "request": request,
        "asker": get_person(turn.session, request.asked_by),
        "asked_for": get_body(turn.session, request.asked_for_id),
        "receiver": find_body_by_id(turn.session, request.body_id),
        "decider": find_person(turn.session, request.decided_by),
        "disputer": find_person(turn.session, request.disputed_by),
    }


def bring_before_decider(turn: Turn, issue: Issue, request: IssueRequest) -> None:
    """The card goes to whoever decides now; the problem's cards tell that something waits."""
    people = list_deciders(turn.session, issue, request, turn.today)
    turn.send_card(people, CARD, require_id(request.id))
    turn.refresh_cards(SUBJECT, require_id(issue.id))


@routes.follows(IssueAction.LIST, CARD)
def listed(turn: Turn, acted: Acted) -> None:
    """Once it is listed the office decides what waited for a chief."""
    request = bring_higher(occasion_of(turn), acted.issue)
    if request is not None:
        turn.refresh_cards(CARD, require_id(request.id))
        bring_before_decider(turn, acted.issue, request)


@routes.tap("issue.request")
def open_request(update: Update, turn: Turn) -> None:
    """Tap “decide” on a problem's card or in /todo."""
    _, request = view_request(occasion_of(turn), turn.press.subject)
    turn.show_card(CARD, require_id(request.id))


@routes.tap("issue.agree")
def agree(update: Update, turn: Turn) -> None:
    """Tap “agree”: it happens at once."""
    decided = agree_to(occasion_of(turn), turn.press.subject)
    turn.answer("issues/decided_toast", request=decided.request)
    _tell_decision(turn, decided)


@routes.tap("issue.refuse")
def refuse(update: Update, turn: Turn) -> None:
    """Tap “refuse”: the reason is asked for."""
    issue, request = view_request(occasion_of(turn), turn.press.subject)
    conversation = forms.open_form(
        turn,
        FORM,
        subject_id=issue.id,
        asked="text",
        action=IssueAction.REFUSE.value,
        need=Need.TEXT.value,
        phase=issue.phase,
        request=request.id,
    )
    turn.show_card(FORM, forms.form_id(conversation))


def carry_decision_out(turn: Turn, conversation: Conversation) -> None:
    """The reason of a refusal has come. Raises what the services raise."""
    answers = conversation.answers
    decided = refuse_request(occasion_of(turn), int(answers["request"]), str(answers["text"]))
    forms.end_form(turn, conversation)
    _tell_decision(turn, decided)


def _tell_decision(turn: Turn, decided: Decided) -> None:
    """All cards change; who asked hears of it; a dispute goes before the office."""
    request_id = require_id(decided.request.id)
    if decided.acted is not None:
        follow_up(turn, decided.acted)
    turn.refresh_cards(CARD, request_id)
    turn.refresh_cards(SUBJECT, require_id(decided.issue.id))
    if decided.is_disputed:
        bring_before_decider(turn, decided.issue, decided.request)
    turn.tell(
        _askers(turn, decided.request),
        "issues/told_decided",
        told=request_facts(turn, decided.issue, decided.request),
    )


def tell_instruction(turn: Turn, decided: Decided, text: str) -> None:
    """Who asked reads what the leader has written on the request; it still waits for the decision."""
    askers = _askers(turn, decided.request)
    turn.tell(askers, "issues/told_instruction", issue=decided.issue, person=turn.me, said=text)
    turn.refresh_cards(SUBJECT, require_id(decided.issue.id))
    turn.repost_card(CARD, require_id(decided.request.id))
    turn.refresh_cards(CARD, require_id(decided.request.id))


def _askers(turn: Turn, request: IssueRequest) -> list[Person]:
    """Who asked, or who stands in for them; not who decides it for both."""
    people = in_their_place(turn.session, [get_person(turn.session, request.asked_by)], turn.today)
    return [one for one in people if one.id != turn.my_id or one.id == request.asked_by]


@routes.due(DECIDE)
def decide_late(due: Due, turn: Turn) -> None:
    """Nobody has decided in time: the office decides now; the office itself is reminded each working day."""
    request = find_request(turn.session, due.subject_id)
    issue = find_issue(turn.session, request.issue_id) if request is not None else None
    if request is None or issue is None or request.state != RequestState.OPEN:
        due.state = DueState.MISSED
        return
    if request.decider == Decider.OFFICE:
        plan_decision(occasion_of(turn), request)
    else:
        pass_to_office(occasion_of(turn), issue, request)
        turn.refresh_cards(CARD, require_id(request.id))
    bring_before_decider(turn, issue, request)


@routes.section("requests")
def show_on_card(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """What waits for a decision; else, what went upward last, in three lines."""
    request = find_request(turn.session, issue.request_id)
    if request is None:
        return _last_escalation(turn, issue)
    hats = hats_of(turn.session, reader, turn.today)
    decides = may_decide(turn.session, issue, request, hats, turn.today)
    facts = {**request_facts(turn, issue, request), "decides": decides}
    return Section("issues/section_request", facts, has_buttons=True)


def _last_escalation(turn: Turn, issue: Issue) -> Section | None:
    agreed = [row for row in list_requests(turn.session, require_id(issue.id)) if _is_upward(row)]
    if not agreed:
        return None
    return Section("issues/section_escalated", request_facts(turn, issue, agreed[-1]))


def _is_upward(request: IssueRequest) -> bool:
    return request.kind == RequestKind.ESCALATION and request.state == RequestState.AGREED


@routes.todo("issue_requests")
def list_undecided(turn: Turn) -> list[WaitingItem]:
    """What waits for this person's decision."""
    found = []
    for request in list_open_requests(turn.session):
        issue = find_issue(turn.session, request.issue_id)
        if issue is not None and may_decide(turn.session, issue, request, turn.hats, turn.today):
            found.append(_item(turn, issue, request))
    return found


def _item(turn: Turn, issue: Issue, request: IssueRequest) -> WaitingItem:
    late = request.due_at is not None and request.due_at < turn.now
    light = Light.RED if late else Light.YELLOW
    return WaitingItem("issues/todo_request", light, request.due_at, request_facts(turn, issue, request))
