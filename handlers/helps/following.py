"""What helps do when their matter moves on: they end with it, and are judged when it is solved."""

from handlers.helps.asking import open_asking
from handlers.helps.rating import CARD
from handlers.helps.showing import list_lines
from handlers.issues.occasions import occasion_of
from handlers.routes import Follower, Routes, Section
from handlers.turn import Turn
from services.helps import HELP, end_helps, list_to_rate, may_rate
from services.issues import SUBJECT, Acted, Transition
from services.people import front_people, hats_of, in_their_place
from storage.base import require_id
from storage.bodies import get_body
from storage.issues import Issue, IssueAction
from storage.people import Person, find_person

routes = Routes()
NAME = "helps"
ENDING = (
    IssueAction.SOLVE,
    IssueAction.DELIST,
    IssueAction.WITHDRAW,
    IssueAction.WITHDRAWAL_AGREED,
    IssueAction.MERGE,
    IssueAction.EXPLAIN,
    IssueAction.STRIKE,
)
"""After these nobody needs the helps that are still open."""


@routes.begins(IssueAction.CO_HANDLE)
def begin(turn: Turn, issue: Issue, row: Transition) -> None:
    """Tap on asking for help on the problem's card."""
    open_asking(turn, issue)


@routes.section(NAME)
def show_helps(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """The helps on the problem's card, with a way to every answer and, at the end, to the marks."""
    rows = list_lines(turn, issue)
    if not rows:
        return None
    to_rate = bool(list_to_rate(occasion_of(turn), issue))
    rates = to_rate and may_rate(turn.session, issue, hats_of(turn.session, reader, turn.today))
    return Section("helps/section", {"rows": rows, "rates": rates, "issue": issue}, has_buttons=True)


def _end(turn: Turn, acted: Acted) -> None:
    """Open helps end; who owed an answer hears that it is not needed; who leads it judges the helps.

    What is listed is solved when the office has verified it, not when its holder says so.
    """
    issue, occasion = acted.issue, occasion_of(turn)
    if acted.row is None or not acted.row.moves:
        return
    ended = end_helps(occasion, issue)
    for row in ended:
        body = get_body(turn.session, row.body_id)
        people = front_people(turn.session, body, turn.today)
        turn.tell(people, "helps/ended", issue=issue, body=body)
        turn.refresh_cards(HELP, require_id(row.id))
    if ended:
        turn.refresh_cards(SUBJECT, require_id(issue.id))
    if list_to_rate(occasion, issue):
        turn.send_card(_list_judges(turn, issue, acted.row.action), CARD, require_id(issue.id))


def _list_judges(turn: Turn, issue: Issue, action: IssueAction) -> list[Person]:
    """Who has solved it; after a verification by the office, whoever leads it."""
    if action is IssueAction.SOLVE and turn.person is not None:
        return [turn.person]
    lead = find_person(turn.session, issue.lead_id) if action is IssueAction.DELIST else None
    return in_their_place(turn.session, [lead], turn.today) if lead is not None else []


def _follow(action: IssueAction) -> Follower:
    return routes.follows(action, NAME)(_end)


for ending in ENDING:
    _follow(ending)
