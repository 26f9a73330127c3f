"""The file for one's own calendar that goes with a call, a change or a cancellation (M14)."""

from dataclasses import replace

from handlers.house import House
from handlers.turn import Turn
from services.feeds import has_feed
from services.meetings.calendars import Almanac, write_invitation
from storage.base import type_json
from storage.meetings import Meeting, MeetingState
from storage.outbox import Priority
from storage.people import Person

NAME = "meeting.ics"


def almanac_of(house: House) -> Almanac:
    """What this assistant's calendars are made with."""
    return Almanac(house.mechanism.meetings, house.zone, f"{house.bot_id}.zhuanban")


def send_invitation(turn: Turn, meeting: Meeting, person: Person) -> None:
    """The file, without a sound; whoever reads a feed sees the change there."""
    if not turn.house.mechanism.meetings.ics_with_call or has_feed(turn.session, person):
        return
    urgent = meeting.state == MeetingState.CANCELLED or meeting.moved_from is not None
    purpose, priority = f"meeting:{meeting.id}:ics", Priority.BROADCAST
    manner = turn.manner_for(urgent=urgent, purpose=purpose, priority=priority)
    text = write_invitation(meeting, almanac_of(turn.house), now=turn.now)
    file: type_json = {"words": text, "name": NAME}
    turn.send_file(person, "sendDocument", "document", file, replace(manner, silent=True))
