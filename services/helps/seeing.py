"""What somebody is towards a request for help, and who has the next step of it."""

from dataclasses import dataclass

from services.helps.outcomes import HelpNotFound
from services.issues import Actor, Occasion, actors_of, list_holders, may_see
from services.people import LEADING_ROLES, Hats, front_people, in_their_place
from storage.base import require_id
from storage.bodies import Body, get_body
from storage.database import Session
from storage.helps import HelpRequest, HelpState, find_help
from storage.issues import Issue, find_issue
from storage.people import Person, Role, get_person

HELP = "help"
"""The kind under which cards of requests are kept."""


@dataclass(frozen=True)
class Helping:
    """A request with the matter that it is for, and the body that was asked."""

    help: HelpRequest
    issue: Issue
    body: Body


def view_help(occasion: Occasion, help_id: int, hats: Hats | None) -> Helping:
    """A request that these hats may see (None: nobody asks). Raises HelpNotFound."""
    row = find_help(occasion.session, help_id)
    return open_help(occasion, row, hats)


def open_help(occasion: Occasion, row: HelpRequest | None, hats: Hats | None) -> Helping:
    """The same from a row that was read already. Raises HelpNotFound."""
    issue = find_issue(occasion.session, row.issue_id) if row is not None else None
    if row is None or issue is None or (hats is not None and not may_see(occasion.session, issue, hats)):
        raise HelpNotFound
    return Helping(row, issue, get_body(occasion.session, row.body_id))


def is_helper(row: HelpRequest, hats: Hats) -> bool:
    """Whether somebody answers for the body that was asked; leaders in charge do not."""
    return _works_in(row.body_id, hats)


def may_bring(session: Session, row: HelpRequest, hats: Hats, issue: Issue) -> bool:
    """Whether somebody may bring the material: the body that was asked for it, or who leads the matter."""
    return may_lead(session, issue, hats) or (row.source_id is not None and _works_in(row.source_id, hats))


def may_lead(session: Session, issue: Issue, hats: Hats) -> bool:
    """Whether somebody leads the matter: its lead owner or stand-in, or the head of the owning body."""
    return bool(actors_of(session, issue, hats) & {Actor.LEAD, Actor.CHIEF})


def list_to_act(occasion: Occasion, helping: Helping) -> list[Person]:
    """Who has the next step of a request."""
    row, issue, session = helping.help, helping.issue, occasion.session
    day = occasion.today
    if row.state == HelpState.ASKED:
        return in_their_place(session, front_people(session, helping.body, day), day)
    if row.state != HelpState.WANTING:
        return []
    if row.source_id is None:
        return list_holders(session, issue, day)
    source = front_people(session, get_body(session, row.source_id), day)
    if row.source_id == issue.reporter_unit_id:
        source = [get_person(session, issue.reporter_id), *source]
    return in_their_place(session, source, day)


def _works_in(body_id: int, hats: Hats) -> bool:
    aside = {*LEADING_ROLES, Role.ADMINISTRATOR}
    return any(require_id(hat.body.id) == body_id and hat.role not in aside for hat in hats.hats)
