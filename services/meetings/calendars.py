"""Meetings as iCalendar: one file with a call, and everything a person is called to (RFC 5545, M14).

A meeting keeps its UID for life; every change raises SEQUENCE, so that calendars move or strike the entry.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from services.mechanism import Meetings
from services.meetings.reading import numbering_of
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.meetings import Meeting, MeetingState
from storage.people import Person

PRODUCT = "-//zhuanban//meetings//ZH"
BACK = timedelta(days=90)
MOST = 500


@dataclass(frozen=True, slots=True)
class Almanac:
    """What every calendar is made with. `domain` sets the entries of one assistant apart from others'."""

    rules: Meetings
    zone: ZoneInfo
    domain: str


def write_invitation(meeting: Meeting, almanac: Almanac, *, now: datetime) -> str:
    """The file that goes with a call, a change or a cancellation."""
    cancelled = meeting.state == MeetingState.CANCELLED
    calendar = _calendar(almanac, method="CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_event(meeting, almanac, cancelled=cancelled, now=now))
    return _text(calendar)


def write_feed(session: Session, person: Person, almanac: Almanac, *, name: str, now: datetime) -> str:
    """All meetings that a person is or was called to, from three months back."""
    calendar = _calendar(almanac, method="PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", almanac.zone.key)
    calendar.add("refresh-interval;value=duration", "PT1H")
    found = rows.list_called_since(session, require_id(person.id), since=now - BACK, limit=MOST)
    for meeting, participant in found:
        cancelled = participant.withdrawn or meeting.state == MeetingState.CANCELLED
        calendar.add_component(_event(meeting, almanac, cancelled=cancelled, now=now))
    return _text(calendar)


def _calendar(almanac: Almanac, *, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(meeting: Meeting, almanac: Almanac, *, cancelled: bool, now: datetime) -> Event:
    event, begins = Event(), meeting.starts_at.astimezone(almanac.zone)
    ends = meeting.ends_at or meeting.starts_at + timedelta(minutes=almanac.rules.usual_minutes)
    event.add("uid", f"meeting-{meeting.id}@{almanac.domain}")
    event.add("sequence", meeting.revision + cancelled)
    event.add("dtstamp", now)
    event.add("dtstart", begins)
    event.add("dtend", ends.astimezone(almanac.zone))
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    numbering = numbering_of(meeting)
    lines = [numbering.code if numbering else "", meeting.preparation]
    event.add("description", "\n".join(line for line in lines if line))
    if not cancelled:
        event.add_component(_alarm(meeting, almanac))
    return event


def _alarm(meeting: Meeting, almanac: Almanac) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", meeting.title)
    alarm.add("trigger", -timedelta(minutes=almanac.rules.remind_minutes_before))
    return alarm


def _text(calendar: Calendar) -> str:
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())
