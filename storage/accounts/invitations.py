"""One-time invitation links (M1): only the hash of a code is kept."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, col, select


class Invitation(SQLModel, table=True):
    """A one-time link by which the office binds a person; only its hash is kept."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    revoked_at: datetime | None = None
    """A newer invitation of the same person has taken its place."""


def add_invitation(session: Session, invitation: Invitation) -> Invitation:
    """Keep a new invitation; it has its id afterwards."""
    session.add(invitation)
    session.flush()
    return invitation


def find_invitation_for_update(session: Session, code_hash: str) -> Invitation | None:
    """The invitation with this hash, locked until the transaction ends: it is used once."""
    statement = select(Invitation).where(Invitation.code_hash == code_hash).with_for_update()
    return session.exec(statement).one_or_none()


def revoke_invitations(session: Session, person_id: int, *, now: datetime) -> None:
    """A person's unused links are worth nothing any more."""
    unused = (col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None))
    statement = update(Invitation).where(col(Invitation.person_id) == person_id, *unused)
    session.execute(statement.values(revoked_at=now))
