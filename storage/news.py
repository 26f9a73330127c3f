"""What a transaction leaves for others to do, so that they need not look for it after every commit."""

from enum import StrEnum

from sqlmodel import Session

_NEWS = "news"


class News(StrEnum):
    """Where there is something new."""

    OUTBOX = "outbox"
    DUE = "due"


def note_news(session: Session, what: News) -> None:
    """This transaction has left something (perhaps: a savepoint may be rolled back)."""
    session.info.setdefault(_NEWS, set()).add(what)


def news_of(session: Session) -> frozenset[News]:
    """What this transaction has left so far."""
    return frozenset(session.info.get(_NEWS, ()))
