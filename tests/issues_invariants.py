"""What holds for every problem at any time, whatever anybody does: none lost, without owner or clock."""

from collections import Counter

from sqlmodel import Session, col, select

from services.calendar import WorkingTime
from services.helps.clocks import CLOCK as HELP_CLOCK
from services.helps.clocks import KINDS as HELP_KINDS
from services.helps.clocks import OVERDUE as HELP_OVERDUE
from services.issues import Clock, list_reporters
from services.issues.clocks import CLOCK, LAPSE, OF_SOLVING, OVERDUE, RESUME
from services.issues.telling import list_judges
from services.people import hats_of
from services.supervisions.clocks import ALL as SUPERVISION_KINDS
from services.supervisions.clocks import OVERDUE as SUPERVISION_OVERDUE
from services.supervisions.clocks import SILENT as SUPERVISION_SILENT
from storage.base import require_id
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.helps import HelpRequest, list_helps
from storage.issues import Issue, IssueAction, IssueRequest, IssueState, RequestState
from storage.numbers import NumberSeries
from storage.people import Person, get_person
from storage.supervisions import Supervision, SupervisionState
from storage.timeline import TimelineEntry, list_entries

CLOSING = {
    IssueAction.SATISFIED: "reporter",
    IssueAction.LAPSE: "time",
    IssueAction.EXPLAIN: "office",
    IssueAction.STRIKE: "office",
}
"""By what a problem is closed, and whose it is."""


def check_everything(session: Session, working: WorkingTime) -> None:
    """Look at every problem, what belongs to it, and the numbers. Raises AssertionError."""
    issues = list(session.exec(select(Issue)))
    supervisions = list(session.exec(select(Supervision)))
    for issue in issues:
        check_issue(session, issue)
        _check_urgings(session, issue, working)
    for supervision in supervisions:
        _check_supervision(session, supervision)
    check_numbers(session, "WT", issues)
    check_numbers(session, "DB", supervisions)


def check_numbers(session: Session, kind: str, numbered: "list[Issue] | list[Supervision]") -> None:
    """Without gaps, each once, and the series knows the last."""
    for year in {one.year for one in numbered}:
        numbers = sorted(one.number for one in numbered if one.year == year)
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        series = session.get(NumberSeries, (kind, year))
        assert series is not None
        assert series.last == numbers[-1]


def check_issue(session: Session, issue: Issue) -> None:
    """One problem."""
    pending = _pending(session, require_id(issue.id), [OVERDUE, LAPSE, RESUME, CLOCK, "issue.warn"])
    assert get_body(session, issue.owner_id).active, issue.code
    if issue.is_open:
        _check_open(session, issue, pending)
    else:
        assert not pending, (issue.code, [row.kind for row in pending])
        assert issue.due_at is None, issue.code
        assert issue.request_id is None, issue.code
        _check_end(session, issue)
    if issue.state == IssueState.CONFIRMING:
        assert issue.awaited == len(list_judges(session, issue)) > 0, (issue.code, issue.awaited)
    _check_merged(session, issue)
    _check_requests(session, issue)
    _check_listing(session, issue)
    for row in list_helps(session, require_id(issue.id)):
        _check_help(session, issue, row)


def _check_open(session: Session, issue: Issue, pending: list[Due]) -> None:
    assert issue.closed_at is None, issue.code
    endings = [row for row in pending if row.kind in (OVERDUE, LAPSE, RESUME, CLOCK)]
    # While a listed problem is worked on, its supervision watches over the deadline.
    held = issue.is_listed and issue.state == IssueState.HANDLING and Clock(issue.clock) in OF_SOLVING
    assert len(endings) == (0 if held else 1), (issue.code, issue.state, [row.key for row in endings])
    uncounted = not held and endings[0].kind == CLOCK
    assert (issue.due_at is None) == uncounted, issue.code
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
    else:
        assert person in list_reporters(session, issue), issue.code


def _closes(entry: TimelineEntry) -> bool:
    return entry.action in CLOSING


def _check_merged(session: Session, issue: Issue) -> None:
    """What is merged goes on as one that has an earlier number and all its reporters, and goes nowhere."""
    assert (issue.merged_into_id is not None) == (issue.state == IssueState.MERGED), issue.code
    reporters = list_reporters(session, issue)
    assert issue.reporters == len(reporters), (issue.code, issue.reporters, len(reporters))
    if issue.merged_into_id is None:
        return
    kept = session.get(Issue, issue.merged_into_id)
    assert kept is not None, issue.code
    assert kept.merged_into_id is None, (issue.code, kept.code)
    assert (kept.year, kept.number) < (issue.year, issue.number), (issue.code, kept.code)
    assert not {who.id for who in reporters} - {who.id for who in list_reporters(session, kept)}, issue.code
    assert issue.closed_at is not None, issue.code


def _check_requests(session: Session, issue: Issue) -> None:
    found = session.exec(select(IssueRequest).where(IssueRequest.issue_id == issue.id))
    waiting = [request.id for request in found if request.state == RequestState.OPEN]
    assert waiting == ([issue.request_id] if issue.request_id else []), (issue.code, waiting)


def _check_listing(session: Session, issue: Issue) -> None:
    """A problem is marked as listed exactly while it is under one supervision; the end ends that, too."""
    found = session.exec(select(Supervision).where(Supervision.issue_id == issue.id))
    current = [supervision for supervision in found if supervision.is_current]
    assert len(current) == issue.is_listed, issue.code
    verifying = [supervision.state == SupervisionState.VERIFYING for supervision in current]
    assert issue.is_verifying == any(verifying), issue.code
    if issue.state not in (IssueState.WAITING, IssueState.RETURNED, IssueState.HANDLING):
        assert not issue.is_listed, (issue.code, issue.state)


def _check_supervision(session: Session, supervision: Supervision) -> None:
    pending = _pending(session, require_id(supervision.id), SUPERVISION_KINDS)
    kinds = [row.kind for row in pending]
    assert kinds.count(SUPERVISION_OVERDUE) == supervision.is_current, (supervision.code, kinds)
    if not supervision.is_current:
        assert not kinds, (supervision.code, kinds)
    elif supervision.state == SupervisionState.RUNNING and supervision.progress_due_at is not None:
        assert kinds.count(SUPERVISION_SILENT) == 1, (supervision.code, kinds)


def _check_help(session: Session, issue: Issue, row: HelpRequest) -> None:
    """Whoever owes a step has a clock; nobody is asked for help on what is solved, or over."""
    kinds = [due.kind for due in _pending(session, require_id(row.id), HELP_KINDS)]
    if not row.is_running:
        assert not kinds, (issue.code, row.id, kinds)
        assert row.due_at is None, (issue.code, row.id)
        return
    assert issue.is_open, (issue.code, issue.state, row.id)
    assert issue.state != IssueState.CONFIRMING, (issue.code, row.id)
    ends = [kind for kind in kinds if kind in (HELP_OVERDUE, HELP_CLOCK)]
    assert len(ends) == 1, (issue.code, row.id, kinds)


def _check_urgings(session: Session, issue: Issue, working: WorkingTime) -> None:
    """Reporters urge once a working day at most; days off count for the next working day."""
    urged: Counter[tuple[object, ...]] = Counter()
    for entry in list_entries(session, "issue", require_id(issue.id)):
        if entry.action != IssueAction.URGE or entry.person_id is None:
            continue
        day = working.day_of(entry.at)
        if not hats_of(session, get_person(session, entry.person_id), day).is_office:
            urged[entry.person_id, working.calendar.later_workday(day)] += 1
    assert all(count == 1 for count in urged.values()), (issue.code, urged)


def _pending(session: Session, subject_id: int, kinds: list[str]) -> list[Due]:
    found = select(Due).where(Due.subject_id == subject_id, Due.state == DueState.PENDING)
    return list(session.exec(found.where(col(Due.kind).in_(kinds))))
