"""What follows from an action: every card changes at once, and those concerned hear of it."""

from collections.abc import Iterable

from handlers import forms
from handlers.issues.announcing import announce, take_back_notices, tell_reporter
from handlers.issues.drafts import FORM, draft_matter, find_draft, plan_reminders
from handlers.issues.occasions import occasion_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.files import copy_attachments
from services.issues import SUBJECT, Acted, matter_of
from services.people import in_their_place
from storage.base import require_id
from storage.bodies import Body, find_body_by_id
from storage.issues import Issue, IssueAction, PartyKind, list_merged, list_parties, list_requests
from storage.people import Person, Role, find_person, get_person, list_people_of
from storage.timeline import list_entries

routes = Routes()
NAME = "issues"


def follow_up(turn: Turn, acted: Acted) -> None:
    """Bring cards up to date, then let every feature that follows the action do its part."""
    issue = acted.issue
    if acted.row is None:
        return
    if acted.row.action is IssueAction.WITHDRAW:
        _withdrawn(turn, acted)
    refresh_all(turn, issue)
    for request in list_requests(turn.session, require_id(issue.id))[-1:]:
        turn.refresh_cards("issue_request", require_id(request.id))
    for key, follower in turn.routes.followers.items():
        if key.partition(":")[0] == acted.row.action:
            follower(turn, acted)


def refresh_all(turn: Turn, issue: Issue) -> None:
    """Every card of a problem, and of those that go on as it."""
    for one in (issue, *list_merged(turn.session, require_id(issue.id))):
        turn.refresh_cards(SUBJECT, require_id(one.id))


@routes.follows(IssueAction.ACCEPT, NAME)
def _accepted(turn: Turn, acted: Acted) -> None:
    lead = find_person(turn.session, acted.issue.lead_id)
    tell_reporter(turn, acted.issue, "issues/told_accepted", person=lead)
    tell_former_leads(turn, acted.issue, "issues/told_former", person=lead)


@routes.follows(IssueAction.RETURN, NAME)
def _returned(turn: Turn, acted: Acted) -> None:
    """Sent back, it goes straight on; the reporter has nothing to fill in again (scenario 5)."""
    owner = find_body_by_id(turn.session, acted.issue.owner_id)
    tell_reporter(turn, acted.issue, "issues/told_returned", owner=owner)
    announce(turn, acted.issue)


@routes.follows(IssueAction.TRANSFER, NAME)
def _transferred(turn: Turn, acted: Acted) -> None:
    owner = find_body_by_id(turn.session, acted.issue.owner_id)
    tell_reporter(turn, acted.issue, "issues/told_transferred", owner=owner)
    _tell_lead(turn, acted.issue, acted.former_lead_id, "issues/told_transferred", owner=owner)
    announce(turn, acted.issue)


@routes.follows(IssueAction.PROGRESS, NAME)
def _progressed(turn: Turn, acted: Acted) -> None:
    said = list_entries(turn.session, SUBJECT, require_id(acted.issue.id))[-1].text or ""
    tell_reporter(turn, acted.issue, "issues/told_progress", person=turn.me, said=said)


@routes.follows(IssueAction.SOLVE, NAME)
def _solved(turn: Turn, acted: Acted) -> None:
    """The reporter gets the card anew, at the end of the chat, with the two verdicts."""
    if acted.row is not None and not acted.row.moves:
        return  # it is listed: the office verifies it first
    reporter = get_person(turn.session, acted.issue.reporter_id)
    turn.send_card(reporter, SUBJECT, require_id(acted.issue.id))
    tell_former_leads(turn, acted.issue, "issues/told_former", but={acted.issue.reporter_id})


@routes.follows(IssueAction.SATISFIED, NAME)
def _satisfied(turn: Turn, acted: Acted) -> None:
    if acted.issue.is_open:
        return  # others have still to judge it (scenario 6)
    _tell_lead(turn, acted.issue, acted.former_lead_id, "issues/told_satisfied")
    tell_former_leads(turn, acted.issue, "issues/told_former")


@routes.follows(IssueAction.DISSATISFIED, NAME)
def _dissatisfied(turn: Turn, acted: Acted) -> None:
    """The lead owner and the deputy in charge answer for it together from now on (scenario 16)."""
    said = list_entries(turn.session, SUBJECT, require_id(acted.issue.id))[-1].text or ""
    lead = find_person(turn.session, acted.former_lead_id)
    owner = find_body_by_id(turn.session, acted.former_owner_id)
    deputies = list_people_of(turn.session, owner, Role.DEPUTY_IN_CHARGE, on=turn.today) if owner else []
    people = in_their_place(turn.session, [who for who in (lead, *deputies) if who is not None], turn.today)
    names = [who.name for who in deputies if lead is None or who.id != lead.id]
    turn.tell(people, "issues/told_dissatisfied", issue=acted.issue, said=said, deputies=names)
    if acted.former_owner_id != acted.issue.owner_id:
        announce(turn, acted.issue)


@routes.follows(IssueAction.LAPSE, NAME)
def _lapsed(turn: Turn, acted: Acted) -> None:
    _tell_lead(turn, acted.issue, acted.former_lead_id, "issues/told_lapsed")
    if acted.issue.reporter_id != acted.former_lead_id:
        tell_reporter(turn, acted.issue, "issues/told_lapsed")


def _withdrawn(turn: Turn, acted: Acted) -> None:
    """Who had been told hears that it is off; what had not gone out never will; the text is a draft again."""
    turn.tell(take_back_notices(turn, acted.issue), "issues/told_withdrawn", issue=acted.issue)
    if find_draft(turn) is None:
        _make_draft_again(turn, acted.issue)


def _make_draft_again(turn: Turn, issue: Issue) -> None:
    conversation = forms.open_form(turn, FORM, fragments=[{"message": 0, "text": issue.text}])
    copy_attachments(turn.session, matter_of(issue), draft_matter(conversation))
    plan_reminders(turn, conversation)
    turn.show_card(FORM, forms.form_id(conversation))


def tell_former_leads(
    turn: Turn,
    issue: Issue,
    template: str,
    *,
    but: Iterable[int] = (),
    person: Person | None = None,
    said: str = "",
) -> None:
    """Who led it before goes on hearing of it, at the steps that matter (scenario 9)."""
    parties = list_parties(turn.session, require_id(issue.id))
    silent = {*but, issue.lead_id, occasion_of(turn).person_id}
    former = [party.person_id for party in parties if party.kind == PartyKind.FORMER_LEAD]
    people = [get_person(turn.session, who) for who in former if who is not None and who not in silent]
    present = in_their_place(turn.session, people, turn.today)
    turn.tell(
        [who for who in present if who.id not in silent], template, issue=issue, person=person, said=said
    )


def _tell_lead(
    turn: Turn, issue: Issue, lead_id: int | None, template: str, *, owner: Body | None = None
) -> None:
    lead, me = find_person(turn.session, lead_id), occasion_of(turn).person_id
    people = in_their_place(turn.session, [lead], turn.today) if lead is not None else []
    turn.tell([who for who in people if who.id != me], template, issue=issue, owner=owner)
