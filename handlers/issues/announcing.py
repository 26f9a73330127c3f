"""Bringing a problem before the body that has to act: people in private, groups without private details."""

from handlers.issues.occasions import occasion_of
from handlers.posting import Manner
from handlers.turn import Turn
from services.issues import SUBJECT, list_holders, list_reporters
from storage import outbox
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.bodies import Body
from storage.cards import close_card, list_cards
from storage.issues import Issue
from storage.outbox import Priority
from storage.people import Person, get_person


def announce(turn: Turn, issue: Issue) -> None:
    """Cards for who has the next step and for the body's groups; after hours they wait (scenario 8)."""
    issue_id = require_id(issue.id)
    manner = Manner(Priority.REMINDER, turn.off_duty_until(), notice_of(issue), important=True)
    people = list_holders(turn.session, issue, turn.today)
    turn.send_card([who for who in people if who.id != issue.reporter_id], SUBJECT, issue_id, manner=manner)
    shown = {card.chat_id for card in list_cards(turn.session, SUBJECT, issue_id)} if issue.phase == 0 else ()
    for group in list_groups_of(turn.session, issue.owner_id):
        if group.chat_id in shown:
            continue  # it was born there: its card stands above and has just been brought up to date
        turn.send_group_card(group, SUBJECT, issue_id, manner=manner)


def notice_of(issue: Issue) -> str:
    """The purpose under which a problem's announcements stand in the outbox."""
    return f"issue:{issue.id}:notice"


def take_back_notices(turn: Turn, issue: Issue) -> list[Person]:
    """Announcements that have not gone out never will; returns the people who had got theirs."""
    outbox.cancel_waiting(turn.session, purpose=notice_of(issue))
    told = []
    for card in list_cards(turn.session, SUBJECT, require_id(issue.id)):
        if card.person_id in (issue.reporter_id, turn.my_id):
            continue
        if card.message_id is None and card.inline_message_id is None:
            close_card(turn.session, require_id(card.id))
        elif card.person_id is not None:
            told.append(get_person(turn.session, card.person_id))
    return told


def tell_reporter(
    turn: Turn,
    issue: Issue,
    template: str,
    *,
    person: Person | None = None,
    owner: Body | None = None,
    said: str = "",
) -> None:
    """Tell everybody who has reported it in one line what has happened, unless they did it themselves."""
    actor_id = occasion_of(turn).person_id
    people = [one for one in list_reporters(turn.session, issue) if one.id != actor_id]
    turn.tell(people, template, issue=issue, person=person, owner=owner, said=said)
