"""What holds for every problem at any time, whatever anybody does: none lost, without owner or clock."""

from sqlmodel import Session, col, select

from services.issues.clocks import CLOCK, LAPSE, OVERDUE, RESUME
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.issues import Issue, IssueAction, IssueRequest, IssueState, RequestState
from storage.numbers import NumberSeries
from storage.people import Person, get_person
from storage.timeline import TimelineEntry, list_entries

CLOSING = {
    IssueAction.SATISFIED: "reporter",
    IssueAction.LAPSE: "time",
    IssueAction.EXPLAIN: "office",
    IssueAction.STRIKE: "office",
}
"""By what a problem is closed, and whose it is."""


def check_everything(session: Session) -> None:
    """Look at every problem and at their numbers. Raises AssertionError."""
    issues = list(session.exec(select(Issue)))
    for issue in issues:
        check_issue(session, issue)
    check_numbers(session, issues)


def check_numbers(session: Session, issues: list[Issue]) -> None:
    """Without gaps, each once, and the series knows the last."""
    for year in {issue.year for issue in issues}:
        numbers = sorted(issue.number for issue in issues if issue.year == year)
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        series = session.get(NumberSeries, ("WT", year))
        assert series is not None
        assert series.last == numbers[-1]


def check_issue(session: Session, issue: Issue) -> None:
    """One problem."""
    pending = _pending_clocks(session, issue)
    assert get_body(session, issue.owner_id).active, issue.code
    if issue.is_open:
        _check_open(session, issue, pending)
    else:
        assert not pending, (issue.code, [row.kind for row in pending])
        assert issue.due_at is None, issue.code
        assert issue.request_id is None, issue.code
        _check_end(session, issue)
    _check_requests(session, issue)


def _check_open(session: Session, issue: Issue, pending: list[Due]) -> None:
    assert issue.closed_at is None, issue.code
    endings = [row for row in pending if row.kind in (OVERDUE, LAPSE, RESUME, CLOCK)]
    assert len(endings) == 1, (issue.code, issue.state, [row.key for row in endings])
    assert (issue.due_at is None) == (endings[0].kind == CLOCK), issue.code
    has_lead = issue.state in (IssueState.HANDLING, IssueState.CONFIRMING)
    assert (issue.lead_id is not None) == has_lead, (issue.code, issue.state)
    if issue.lead_id is not None:
        assert get_person(session, issue.lead_id).active, issue.code
    assert issue.returned <= 2, issue.code


def _check_end(session: Session, issue: Issue) -> None:
    if issue.state != IssueState.CLOSED:
        return
    last = [entry for entry in list_entries(session, "issue", require_id(issue.id)) if _closes(entry)][-1]
    by = CLOSING[IssueAction(last.action)]
    if by == "time":
        assert last.person_id is None, issue.code
        return
    person = session.get(Person, last.person_id)
    assert person is not None, issue.code
    if by == "office":
        assert last.body_name is not None, issue.code


def _closes(entry: TimelineEntry) -> bool:
    return entry.action in CLOSING


def _check_requests(session: Session, issue: Issue) -> None:
    found = session.exec(select(IssueRequest).where(IssueRequest.issue_id == issue.id))
    waiting = [request.id for request in found if request.state == RequestState.OPEN]
    assert waiting == ([issue.request_id] if issue.request_id else []), (issue.code, waiting)


def _pending_clocks(session: Session, issue: Issue) -> list[Due]:
    kinds = (OVERDUE, LAPSE, RESUME, CLOCK, "issue.warn")
    found = select(Due).where(Due.subject_id == issue.id, Due.state == DueState.PENDING)
    return list(session.exec(found.where(col(Due.kind).in_(kinds))))
