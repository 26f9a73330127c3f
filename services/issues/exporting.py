"""The register of problems, one row each, for spreadsheets (M17)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.bodies import list_bodies
from storage.helps import list_every_help
from storage.issues import Issue, IssueParty, PartyKind, list_all_issues, list_every_party
from storage.people import list_people
from storage.supervisions import list_all_supervisions

Formal = tuple[str, int, int]
"""Kind, year, number: what a formal number is written from."""


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """A problem and the names of all whom it concerns.

    `merged_into` and `supervisions` are numbers; `ratings` are helpers with what was said of their help;
    `is_late` is None where no deadline of solving ran.
    """

    issue: Issue
    reporter: str
    reporter_unit: str
    owner: str
    lead: str | None
    helper: str | None
    place: str | None
    helpers: tuple[str, ...] = ()
    co_reporters: tuple[str, ...] = ()
    merged_into: Formal | None = None
    supervisions: tuple[Formal, ...] = ()
    ratings: tuple[tuple[str, str], ...] = ()
    is_late: bool | None = None


class _Names:
    """Everything that entries are told from, read once."""

    def __init__(self, session: Session) -> None:
        self.people = {person.id: person.name for person in list_people(session, also_inactive=True)}
        self.bodies = {body.id: body.name for body in list_bodies(session, also_inactive=True)}
        self.parties: dict[int, list[IssueParty]] = {}
        for party in list_every_party(session):
            self.parties.setdefault(party.issue_id, []).append(party)
        self.supervisions: dict[int, list[Formal]] = {}
        for supervision in list_all_supervisions(session):
            self.supervisions.setdefault(supervision.issue_id, []).append(supervision.formal)
        self.ratings: dict[int, list[tuple[str, str]]] = {}
        for helping in list_every_help(session):
            if helping.rating is not None:
                rated = (self.bodies[helping.body_id], helping.rating)
                self.ratings.setdefault(helping.issue_id, []).append(rated)
        self.numbers: dict[int | None, Formal] = {}

    def of_parties(self, issue_id: int | None, kind: PartyKind) -> tuple[str, ...]:
        """The names of all who are this to a problem, each once."""
        found = [party for party in self.parties.get(issue_id or 0, ()) if party.kind == kind]
        names = (self.people.get(party.person_id) or self.bodies.get(party.body_id) for party in found)
        return tuple(dict.fromkeys(name for name in names if name))


def list_issue_register(session: Session, *, now: datetime) -> Iterator[IssueEntry]:
    """Every problem in the order of its number; one that is merged says into which."""
    names, issues = _Names(session), list_all_issues(session)
    names.numbers = {issue.id: issue.formal for issue in issues}
    return (_entry(names, issue, now) for issue in issues)


def _entry(names: _Names, issue: Issue, now: datetime) -> IssueEntry:
    return IssueEntry(
        issue,
        reporter=names.people[issue.reporter_id],
        reporter_unit=names.bodies[issue.reporter_unit_id],
        owner=names.bodies[issue.owner_id],
        lead=names.people.get(issue.lead_id),
        helper=names.bodies.get(issue.helper_id),
        place=names.bodies.get(issue.place_id),
        helpers=names.of_parties(issue.id, PartyKind.HELPER),
        co_reporters=names.of_parties(issue.id, PartyKind.CO_REPORTER),
        merged_into=names.numbers.get(issue.merged_into_id),
        supervisions=tuple(names.supervisions.get(issue.id or 0, ())),
        ratings=tuple(names.ratings.get(issue.id or 0, ())),
        is_late=_is_late(issue, now),
    )


def _is_late(issue: Issue, now: datetime) -> bool | None:
    """Of what is open, whether the running clock has ended; of what is solved, whether it was too late."""
    if issue.is_open:
        return None if issue.due_at is None else issue.due_at < now
    if issue.solved_at is None or issue.solve_due_at is None:
        return None
    return issue.solved_at > issue.solve_due_at
