"""Who answers for a listed problem, who signs for it, who may see it (M16, scenario 10)."""

from services.issues import may_see
from services.issues.occasion import Occasion
from services.people import Hats, acting_hats, front_people, in_their_place
from services.rights import Right, may
from services.supervisions.outcomes import SupervisionNotFound
from storage.base import require_id
from storage.bodies import Body, BodyKind, find_body, get_body
from storage.issues import Issue, PartyKind, find_issue, list_parties
from storage.people import Person, Role, find_person, list_people_of
from storage.supervisions import Supervision, find_supervision, list_supervisions

SIGNING_ROLES = (Role.PRINCIPAL, Role.DEPUTY_IN_CHARGE)


def list_answering(occasion: Occasion, issue: Issue) -> list[Person]:
    """Who is warned: those who sign; who is on leave is stood in for (scenario 12)."""
    return in_their_place(occasion.session, list_signing(occasion, issue), occasion.today)


def list_signing(occasion: Occasion, issue: Issue) -> list[Person]:
    """Who signs: the owner's principal and deputies in charge, and the lead owner.

    A body that has none of them is answered for by whoever takes its matters on.
    """
    owner = get_body(occasion.session, issue.owner_id)
    found = list_people_of(occasion.session, owner, *SIGNING_ROLES, on=occasion.today)
    lead = find_person(occasion.session, issue.lead_id)
    everybody = [*found, *([lead] if lead is not None else [])]
    everybody = everybody or front_people(occasion.session, owner, occasion.today)
    return list({person.id: person for person in everybody}.values())


def list_working(occasion: Occasion, issue: Issue) -> list[Person]:
    """Who reports progress: the lead owner, or whoever takes the owner's matters on, or who stands in."""
    lead = find_person(occasion.session, issue.lead_id)
    owner = get_body(occasion.session, issue.owner_id)
    found = [lead] if lead is not None else front_people(occasion.session, owner, occasion.today)
    return in_their_place(occasion.session, found, occasion.today)


def list_watching(occasion: Occasion, supervision: Supervision) -> list[Person]:
    """Who watches over it: whoever listed it, or the office's front people after they have left; who is on
    leave is stood in for.
    """
    lister = find_person(occasion.session, supervision.listed_by)
    office = find_body(occasion.session, BodyKind.OFFICE)
    present = list_people_of(occasion.session, office, on=occasion.today) if office is not None else []
    found = front_people(occasion.session, office, occasion.today) if office is not None else []
    if lister is not None and lister.id in {person.id for person in present}:
        found = [lister]
    return in_their_place(occasion.session, found, occasion.today)


def list_helping(occasion: Occasion, issue: Issue) -> list[Body]:
    """The bodies that were asked for help."""
    parties = list_parties(occasion.session, require_id(issue.id))
    ids = [party.body_id for party in parties if party.kind == PartyKind.HELPER and party.body_id is not None]
    return [get_body(occasion.session, body_id) for body_id in dict.fromkeys(ids)]


def list_possible_leaders(occasion: Occasion, issue: Issue) -> list[Person]:
    """Who may supervise it: the owner's leaders in charge first, then the heads of the leading group."""
    owner, session = get_body(occasion.session, issue.owner_id), occasion.session
    found = list_people_of(session, owner, Role.LEAD_LEADER, on=occasion.today)
    group = find_body(session, BodyKind.LEADING_GROUP)
    if group is not None:
        found += list_people_of(session, group, Role.GROUP_HEAD, on=occasion.today)
    return list({person.id: person for person in found}.values())


def may_see_supervision(occasion: Occasion, supervision: Supervision, hats: Hats) -> bool:
    """Whoever may see the problem, who stands in for one of them, and the leader who supervises it."""
    if supervision.leader_id == hats.person.id or may(Right.SEE_EVERYTHING, hats):
        return True
    session, issue = occasion.session, find_issue(occasion.session, supervision.issue_id)
    acting = acting_hats(session, hats, occasion.today)
    return issue is not None and any(may_see(session, issue, one) for one in acting)


def list_seen(occasion: Occasion) -> list[Supervision]:
    """What is on the list now and the acting person may see, by its deadline."""
    hats = occasion.hats
    if hats is None:
        return []
    return [one for one in list_supervisions(occasion.session) if may_see_supervision(occasion, one, hats)]


def has_supervisions(occasion: Occasion) -> bool:
    """Whether there is any that the acting person may see."""
    return bool(list_seen(occasion))


def view_supervision(occasion: Occasion, supervision_id: int) -> Supervision:
    """A supervision that the acting person may see. Raises SupervisionNotFound."""
    supervision = find_supervision(occasion.session, supervision_id)
    if supervision is None or occasion.hats is None or not may_see_supervision(
        occasion, supervision, occasion.hats
    ):  # fmt: skip
        raise SupervisionNotFound
    return supervision
