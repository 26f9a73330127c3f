"""Lists of a meeting for the office and the chair, in private: the silent, and everybody before it begins."""

from handlers.meetings.facts import view_meeting
from handlers.turn import Turn
from services.meetings.reading import delegate_person, list_convenors, tally_of
from storage import meetings as rows
from storage.base import require_id
from storage.bodies import Body
from storage.meetings import Meeting, Reply
from storage.people import Person, Role, find_person, list_people_of


def silent_by_deputy(turn: Turn, meeting: Meeting) -> list[tuple[Person, list[tuple[Person, Body]]]]:
    """Deputies in charge with the silent people of their unit, without themselves: one notice for each."""
    deputies: dict[int, Person] = {}
    silent: dict[int, list[tuple[Person, Body]]] = {}
    for _, person, unit in rows.list_named(turn.session, require_id(meeting.id), Reply.NONE):
        for deputy in list_people_of(turn.session, unit, Role.DEPUTY_IN_CHARGE, on=turn.today):
            if deputy.id != person.id:
                deputies[require_id(deputy.id)] = deputy
                silent.setdefault(require_id(deputy.id), []).append((person, unit))
    return [(deputy, silent[deputy_id]) for deputy_id, deputy in deputies.items()]


def send_silent(turn: Turn, meeting: Meeting) -> None:
    """Name, unit and number of everybody who has not answered, to the office, in private."""
    silent = rows.list_named(turn.session, require_id(meeting.id), Reply.NONE)
    turn.tell(
        list_convenors(turn.session, turn.today),
        "meetings/silent",
        important=True,
        about=view_meeting(meeting),
        silent=silent,
        tally_now=tally_of(turn.session, meeting),
    )


def send_summary(turn: Turn, meeting: Meeting) -> None:
    """Who comes, who is sent, who has leave and why, who is silent; in the order of posts (scenario 22)."""
    named = rows.list_named(turn.session, require_id(meeting.id))
    listed = [(part, person, unit, delegate_person(turn.session, part)) for part, person, unit in named]
    office = list_convenors(turn.session, turn.today)
    chair = find_person(turn.session, meeting.chair_id)
    for people, phones in ((office, True), ([chair] if chair and chair not in office else [], False)):
        turn.tell(
            people,
            "meetings/summary",
            urgent=True,
            important=True,
            about=view_meeting(meeting),
            tally_now=tally_of(turn.session, meeting),
            replies=[reply.value for reply in (Reply.ATTEND, Reply.DELEGATE, Reply.LEAVE, Reply.NONE)],
            listed=listed,
            phones=phones,
        )
