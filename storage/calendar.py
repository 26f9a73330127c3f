"""Days that are not what their weekday says: holidays and make-up workdays, as announced officially."""

import csv
from datetime import date
from io import StringIO

from sqlmodel import Field, Session, SQLModel, col, select

from storage.packaged import packaged_text

PACKAGED = "packaged"
"""`source` of the days that came with the product; imported ones carry the file's name."""


class CalendarDay(SQLModel, table=True):
    """One announced day."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    is_off: bool
    name: str = ""
    """The holiday that it belongs to, as announced."""
    source: str = PACKAGED


def load_packaged_days(session: Session) -> int:
    """Add the packaged days that are missing; what is there stays. Returns how many."""
    known = set(session.exec(select(col(CalendarDay.day))))
    reader = csv.DictReader(StringIO(packaged_text("holidays.csv")))
    days = [
        CalendarDay(day=date.fromisoformat(row["date"]), is_off=row["is_off"] == "yes", name=row["name_zh"])
        for row in reader
    ]
    missing = [day for day in days if day.day not in known]
    session.add_all(missing)
    session.flush()
    return len(missing)


def find_calendar_day(session: Session, day: date) -> CalendarDay | None:
    """What was announced for a day, if anything."""
    return session.get(CalendarDay, day)


def list_calendar_days(session: Session) -> list[CalendarDay]:
    """Every announced day, in order."""
    return list(session.exec(select(CalendarDay).order_by(col(CalendarDay.day))))
