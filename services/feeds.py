"""Personal calendar feeds: an address that is a secret, given once, replaced or revoked at will (M14)."""

import secrets
from datetime import datetime
from hashlib import sha256

from storage import feeds as rows
from storage.base import require_id
from storage.database import Session
from storage.people import Person, find_person

SECRET_BYTES = 24
LONGEST = 64


def open_feed(session: Session, person: Person, *, now: datetime) -> str:
    """A new address for a person's feed; an earlier one no longer works. Returns its secret part."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    rows.put_feed(session, require_id(person.id), _digest(secret), now=now)
    return secret


def close_feed(session: Session, person: Person) -> bool:
    """The address no longer works; whether there was one."""
    return rows.remove_feed(session, require_id(person.id))


def has_feed(session: Session, person: Person) -> bool:
    """Whether somebody has an address."""
    return rows.find_feed(session, require_id(person.id)) is not None


def find_reader(session: Session, secret: str) -> Person | None:
    """Whose feed an address is; None for an unknown or revoked one, and for people who have left."""
    if not 0 < len(secret) <= LONGEST:
        return None
    feed = rows.find_feed_by_digest(session, _digest(secret))
    person = find_person(session, feed.person_id) if feed else None
    return person if person is not None and person.active else None


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
