"""Who else has to do with a problem, besides its reporter, its owner and its lead owner."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, SQLModel, col, select

from storage.base import choice


class PartyKind(StrEnum):
    """As what a person or a body has to do with a problem."""

    HELPER = "helper"
    """A body that was asked for help (M4)."""
    STAND_IN = "stand_in"
    """A person who acts for the lead owner during leave (scenario 12)."""
    CO_LEAD = "co_lead"
    """A person who answers for it together with the lead owner (scenario 16)."""
    ASKED = "asked"
    """A body that was asked to take it over (scenario 13)."""
    FORMER_LEAD = "former_lead"
    """A person who led it before and goes on hearing of it (scenario 9)."""
    FORMER_OWNER = "former_owner"
    """A body that owned it before."""
    SUPERVISOR = "supervisor"
    """A leader who supervises a listed one (M16)."""
    CO_REPORTER = "co_reporter"
    """A person who reported the same (scenario 6)."""
    RECORDER = "recorder"
    """A person who wrote the reporter's words down for them (scenario 4)."""


class IssueParty(SQLModel, table=True):
    """One of them: a body or a person. Rows are ended, never deleted; who has ended may still read."""

    __tablename__ = "issue_party"
    __table_args__ = (
        choice("kind", PartyKind),
        CheckConstraint("(body_id IS NULL) <> (person_id IS NULL)", name="one"),
        Index("ix_issue_party_body", "body_id", "issue_id"),
        Index("ix_issue_party_person", "person_id", "issue_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    kind: str = Field(max_length=12)
    body_id: int | None = Field(default=None, foreign_key="body.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    since: datetime
    until: datetime | None = None


def list_parties(session: Session, issue_id: int) -> list[IssueParty]:
    """All of one problem, those that have ended included, in the order in which they came."""
    return list(
        session.exec(select(IssueParty).where(IssueParty.issue_id == issue_id).order_by(col(IssueParty.id)))
    )


def list_parties_of_all(session: Session, issue_ids: Iterable[int]) -> dict[int, list[IssueParty]]:
    """The same for many problems in one query; problems without any are left out."""
    found: dict[int, list[IssueParty]] = {}
    statement = select(IssueParty).where(col(IssueParty.issue_id).in_(list(issue_ids)))
    for party in session.exec(statement.order_by(col(IssueParty.id))):
        found.setdefault(party.issue_id, []).append(party)
    return found


def list_every_party(session: Session) -> list[IssueParty]:
    """All of all problems, in the order in which they came."""
    return list(session.exec(select(IssueParty).order_by(col(IssueParty.id))))


def add_party(
    session: Session,
    issue_id: int,
    kind: PartyKind,
    *,
    body_id: int | None = None,
    person_id: int | None = None,
    now: datetime,
) -> IssueParty:
    """Let a body or a person have to do with a problem; one that lasts already is not doubled."""
    for party in list_parties(session, issue_id):
        same = (party.kind, party.body_id, party.person_id) == (kind, body_id, person_id)
        if same and party.until is None:
            return party
    party = IssueParty(issue_id=issue_id, kind=kind, body_id=body_id, person_id=person_id, since=now)
    session.add(party)
    session.flush()
    return party


def end_parties(
    session: Session, issue_id: int, kind: PartyKind, *, person_id: int | None = None, now: datetime
) -> None:
    """They no longer act on it (only this person, if one is given)."""
    for party in list_parties(session, issue_id):
        if party.kind == kind and party.until is None and person_id in (None, party.person_id):
            party.until = now
    session.flush()
