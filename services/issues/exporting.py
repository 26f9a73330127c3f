"""The register of problems, one row each, for spreadsheets (M17)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from storage.bodies import list_bodies
from storage.issues import Issue, IssueFilter, count_issues, list_issues
from storage.people import list_people


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """A problem and the names of all whom it concerns."""

    issue: Issue
    reporter: str
    reporter_unit: str
    owner: str
    lead: str | None
    helper: str | None
    place: str | None


def list_issue_register(session: Session) -> Iterator[IssueEntry]:
    """Every problem in the order of its number."""
    people = {person.id: person.name for person in list_people(session, also_inactive=True)}
    bodies = {body.id: body.name for body in list_bodies(session, also_inactive=True)}
    wanted = IssueFilter()
    issues = list_issues(session, wanted, limit=count_issues(session, wanted))
    for issue in sorted(issues, key=lambda issue: (issue.year, issue.number)):
        yield IssueEntry(
            issue,
            reporter=people[issue.reporter_id],
            reporter_unit=bodies[issue.reporter_unit_id],
            owner=bodies[issue.owner_id],
            lead=people.get(issue.lead_id),
            helper=bodies.get(issue.helper_id),
            place=bodies.get(issue.place_id),
        )
