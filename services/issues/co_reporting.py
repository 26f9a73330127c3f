"""Several reporters of one problem: joining it instead of reporting anew, judging together (scenario 6)."""

from services.files import Matter, move_attachments
from services.issues.acting import void_request
from services.issues.drafts import Draft
from services.issues.occasion import IssueMoved, IssueNotFound, NothingTold, Occasion
from services.issues.steps import SUBJECT, note_step
from services.outcomes import NotBound, Outcome
from services.people import unit_on
from storage.base import require_id
from storage.database import Session
from storage.issues import (
    Endorsement,
    Issue,
    IssueAction,
    IssueState,
    PartyKind,
    RequestKind,
    add_endorsement,
    add_party,
    find_request,
    get_issue_for_update,
    list_parties,
)
from storage.people import Person, get_person


class AlreadyReported(Outcome):
    """The person is one of its reporters already."""

    template = "issues/already_reported"


def list_reporters(session: Session, issue: Issue) -> list[Person]:
    """Everybody who has reported it: who was first, then the others in the order in which they came."""
    return [get_person(session, person_id) for person_id in list_reporter_ids(session, issue)]


def list_reporter_ids(session: Session, issue: Issue) -> list[int]:
    """The same as ids, each once."""
    parties = list_parties(session, require_id(issue.id))
    joined = [party.person_id for party in parties if party.kind == PartyKind.CO_REPORTER]
    return list(dict.fromkeys([issue.reporter_id, *(person for person in joined if person is not None)]))


def endorse_issue(occasion: Occasion, issue_id: int, draft: Draft, *, files: Matter | None = None) -> Issue:
    """Join a problem with the words of a draft; the draft's attachments become the problem's.

    What is merged leads to the problem that it goes on as. Raises NothingTold, NotBound, IssueNotFound,
    IssueMoved when it is over, AlreadyReported.
    """
    if occasion.hats is None:
        raise NotBound
    if not draft.is_told:
        raise NothingTold
    issue = _lock_open(occasion, issue_id)
    if occasion.person_id in list_reporter_ids(occasion.session, issue):
        raise AlreadyReported(issue=issue)
    count = _join(occasion, issue, draft, files)
    note_step(
        occasion, issue, IssueAction.ENDORSE, draft.text, body=occasion.hats.unit, facts={"files": count}
    )
    occasion.session.flush()
    return issue


def add_reporter(occasion: Occasion, issue: Issue, person_id: int) -> None:
    """Let somebody be one more reporter: they hear of it and judge its solution."""
    if person_id in list_reporter_ids(occasion.session, issue):
        return
    issue_id = require_id(issue.id)
    add_party(occasion.session, issue_id, PartyKind.CO_REPORTER, person_id=person_id, now=occasion.now)
    issue.reporters += 1
    request = find_request(occasion.session, issue.request_id)
    if request is not None and request.kind == RequestKind.WITHDRAWAL:
        void_request(occasion, issue)  # it is no longer one reporter's to take back
    issue.awaited += issue.state == IssueState.CONFIRMING


def _lock_open(occasion: Occasion, issue_id: int) -> Issue:
    issue = get_issue_for_update(occasion.session, issue_id)
    if issue is not None and issue.merged_into_id is not None:
        issue = get_issue_for_update(occasion.session, issue.merged_into_id)
    if issue is None:
        raise IssueNotFound
    if not issue.is_open:
        raise IssueMoved(
            at=issue.moved_at,
            name=None,
            done=issue.moved_action,
            wanted=IssueAction.ENDORSE.value,
            state=issue.state,
        )
    return issue


def _join(occasion: Occasion, issue: Issue, draft: Draft, files: Matter | None) -> int:
    if occasion.hats is None:
        raise NotBound
    person, issue_id = occasion.hats.person, require_id(issue.id)
    endorsement = Endorsement(
        issue_id=issue_id,
        person_id=require_id(person.id),
        unit_id=require_id(unit_on(occasion.session, person, occasion.today).id),
        text=draft.text,
        at=occasion.now,
    )
    add_endorsement(occasion.session, endorsement)
    add_reporter(occasion, issue, require_id(person.id))
    return move_attachments(occasion.session, files, Matter(SUBJECT, issue_id)) if files else 0
