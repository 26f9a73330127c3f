"""How each service line has helped, for the assessment of the lines (M21, scenario 14)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from storage.bodies import Body, get_body
from storage.database import Session
from storage.helps import count_helps


@dataclass
class HelpRecord:
    """What one body was asked for, by what lead owners said of it.

    `late`: its answer came too late, or never.
    """

    body: Body
    total: int = 0
    late: int = 0
    unrated: int = 0
    ratings: Counter[str] = field(default_factory=Counter)


def list_help_records(session: Session, *, since: datetime) -> list[HelpRecord]:
    """Of everybody who was asked for help since a moment, in the order of rank."""
    found: dict[int, HelpRecord] = {}
    for count in count_helps(session, since=since):
        record = found.setdefault(count.body_id, HelpRecord(get_body(session, count.body_id)))
        record.total += count.total
        record.late += count.total if count.late else 0
        if count.rating is None:
            record.unrated += count.total
        else:
            record.ratings[count.rating] += count.total
    return sorted(found.values(), key=lambda record: record.body.rank)
