"""What follows when something asked for was agreed to, went upward, was resumed or settled by the office."""

from handlers.issues.announcing import announce, take_back_notices, tell_reporter
from handlers.issues.following import NAME, tell_former_leads
from handlers.issues.occasions import occasion_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import SUBJECT, Acted, list_holders
from services.people import in_their_place
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.bodies import Body, get_body
from storage.issues import Issue, IssueAction, IssueRequest, RequestKind, list_requests
from storage.people import Person, Role, find_person, get_person, list_people_of
from storage.timeline import list_entries

routes = Routes()


@routes.follows(IssueAction.ESCALATE, NAME)
def went_up(turn: Turn, acted: Acted) -> None:
    """From the township to the task force: its people get it, the reporter hears where it is."""
    owner = get_body(turn.session, acted.issue.owner_id)
    tell_reporter(turn, acted.issue, "issues/told_escalated", owner=owner)
    announce(turn, acted.issue)


@routes.follows(IssueAction.ESCALATION_AGREED, NAME)
def went_to_the_office(turn: Turn, acted: Acted) -> None:
    """The leader has agreed: the office puts it before the leading group; the former lead goes on hearing."""
    went_up(turn, acted)


@routes.follows(IssueAction.TRANSFER_AGREED, NAME)
def handed_over(turn: Turn, acted: Acted) -> None:
    """The new owner has it; the leaders in charge of both bodies hear one line, each once (scenario 13)."""
    issue = acted.issue
    owner = get_body(turn.session, issue.owner_id)
    former = get_body(turn.session, acted.former_owner_id)
    request = last_request(turn, issue, RequestKind.TRANSFER)
    tell_reporter(turn, issue, "issues/told_transferred", owner=owner)
    leaders = _leaders(turn, former, owner)
    turn.tell(leaders, "issues/told_handed_over", issue=issue, owner=owner, former=former, request=request)
    if issue.lead_id is None:
        announce(turn, issue)
        return
    turn.send_card(get_person(turn.session, issue.lead_id), SUBJECT, require_id(issue.id))
    for group in list_groups_of(turn.session, issue.owner_id):
        turn.send_group_card(group, SUBJECT, require_id(issue.id))


@routes.follows(IssueAction.EXTENSION_AGREED, NAME)
def extended(turn: Turn, acted: Acted) -> None:
    """The reporter hears until when, and why (scenario 15)."""
    request = last_request(turn, acted.issue, RequestKind.EXTENSION)
    said = (request.words if request else None) or ""
    tell_reporter(turn, acted.issue, "issues/told_extended", said=said)


@routes.follows(IssueAction.PAUSE_AGREED, NAME)
def paused(turn: Turn, acted: Acted) -> None:
    """The reporter hears that the clock stands still, and why."""
    request = last_request(turn, acted.issue, RequestKind.PAUSE)
    said = (request.words if request else None) or ""
    tell_reporter(turn, acted.issue, "issues/told_paused", said=said)


@routes.follows(IssueAction.RESUME, NAME)
def resumed(turn: Turn, acted: Acted) -> None:
    """Whoever leads it hears that the clock runs again, unless they did it themselves; the reporter too."""
    people = list_holders(turn.session, acted.issue, turn.today)
    me = occasion_of(turn).person_id
    turn.tell([who for who in people if who.id != me], "issues/told_resumed", issue=acted.issue)
    if acted.issue.reporter_id not in [who.id for who in people]:
        tell_reporter(turn, acted.issue, "issues/told_resumed")


@routes.follows(IssueAction.WITHDRAWAL_AGREED, NAME)
def withdrawn(turn: Turn, acted: Acted) -> None:
    """Everybody who had been told hears one correction (scenario 7)."""
    people = take_back_notices(turn, acted.issue)
    lead = find_person(turn.session, acted.former_lead_id)
    people += in_their_place(turn.session, [lead], turn.today) if lead is not None else []
    me = occasion_of(turn).person_id
    told = [who for who in people if who.id != me]
    turn.tell(told, "issues/told_withdrawn", issue=acted.issue)


@routes.follows(IssueAction.REDO, NAME)
def taken_back(turn: Turn, acted: Acted) -> None:
    """The reporter hears that there is no verdict to give yet."""
    tell_reporter(turn, acted.issue, "issues/told_redone", person=turn.me)


@routes.follows(IssueAction.UPHOLD, NAME)
def upheld(turn: Turn, acted: Acted) -> None:
    """The former owner has to do it again, under the office's eyes (scenario 16)."""
    said = _last_words(turn, acted.issue)
    people = list_holders(turn.session, acted.issue, turn.today)
    turn.tell(people, "issues/told_upheld", important=True, issue=acted.issue, said=said)
    tell_reporter(turn, acted.issue, "issues/told_upheld_reporter", said=said)


@routes.follows(IssueAction.EXPLAIN, NAME)
def explained(turn: Turn, acted: Acted) -> None:
    """The office has closed it with its grounds: reporter and former lead hear them."""
    _closed_by_office(turn, acted, "issues/told_explained")


@routes.follows(IssueAction.STRIKE, NAME)
def struck(turn: Turn, acted: Acted) -> None:
    """A verdict was struck out: reporter and lead hear the reason."""
    _closed_by_office(turn, acted, "issues/told_struck")


def _closed_by_office(turn: Turn, acted: Acted, template: str) -> None:
    said = acted.issue.ruling or ""
    tell_reporter(turn, acted.issue, template, said=said)
    lead = find_person(turn.session, acted.former_lead_id)
    told = {acted.issue.reporter_id}
    people = in_their_place(turn.session, [lead], turn.today) if lead is not None else []
    turn.tell([one for one in people if one.id not in told], template, issue=acted.issue, said=said)
    told.update(require_id(one.id) for one in (*people, *([lead] if lead else [])))
    tell_former_leads(turn, acted.issue, template, but=told, said=said)


def last_request(turn: Turn, issue: Issue, kind: RequestKind) -> IssueRequest | None:
    """What was asked for last, of a kind."""
    found = [row for row in list_requests(turn.session, require_id(issue.id)) if row.kind == kind]
    return found[-1] if found else None


def _leaders(turn: Turn, *bodies: Body) -> list[Person]:
    return [
        person
        for body in bodies
        for person in list_people_of(turn.session, body, Role.LEAD_LEADER, on=turn.today)
    ]


def _last_words(turn: Turn, issue: Issue) -> str:
    return list_entries(turn.session, SUBJECT, require_id(issue.id))[-1].text or ""
