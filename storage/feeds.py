"""Personal calendar feeds: who may read whose meetings by a secret address. Only a digest of it is kept."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, select


class Feed(SQLModel, table=True):
    """A person's feed; a new address takes the place of the old one, and none is left when it is revoked."""

    __tablename__ = "feed"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    digest: str = Field(unique=True, max_length=64)
    """SHA-256 of the secret part of the address, in hexadecimal."""
    created_at: datetime


def find_feed(session: Session, person_id: int) -> Feed | None:
    """A person's feed."""
    return session.get(Feed, person_id)


def find_feed_by_digest(session: Session, digest: str) -> Feed | None:
    """The feed that an address belongs to."""
    return session.exec(select(Feed).where(Feed.digest == digest)).one_or_none()


def put_feed(session: Session, person_id: int, digest: str, *, now: datetime) -> Feed:
    """A person's feed has this address from now on."""
    feed = session.get(Feed, person_id) or Feed(person_id=person_id, digest=digest, created_at=now)
    feed.digest, feed.created_at = digest, now
    session.add(feed)
    session.flush()
    return feed


def remove_feed(session: Session, person_id: int) -> bool:
    """The person has no feed any more; whether there was one."""
    feed = session.get(Feed, person_id)
    if feed is None:
        return False
    session.delete(feed)
    session.flush()
    return True
