"""Bringing a request before the body that is asked: people in private, groups without private details."""

from handlers.issues.occasions import occasion_of
from handlers.posting import Manner
from handlers.turn import Turn
from services.helps import HELP, list_to_act, view_help
from services.people import front_people, in_their_place
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.bodies import get_body
from storage.helps import HelpRequest
from storage.issues import Issue
from storage.outbox import Priority
from storage.people import find_person, get_person


def announce_help(turn: Turn, row: HelpRequest, *, groups: bool = True) -> None:
    """Cards for who has the next step, and for the groups of a line that is asked; after hours they wait."""
    help_id = require_id(row.id)
    manner = Manner(Priority.REMINDER, turn.off_duty_until(), f"help:{help_id}:notice", important=True)
    people = list_to_act(occasion_of(turn), view_help(occasion_of(turn), help_id, None))
    turn.send_card([who for who in people if who.id != turn.my_id], HELP, help_id, manner=manner)
    if groups:
        for group in list_groups_of(turn.session, row.body_id):
            turn.send_group_card(group, HELP, help_id, manner=manner)


def tell_owner(turn: Turn, row: HelpRequest, issue: Issue) -> None:
    """The lead owner, and who asked, get the answer as a card, unless they have just given it themselves."""
    people = [find_person(turn.session, issue.lead_id), get_person(turn.session, row.asked_by)]
    present = [who for who in people if who is not None and who.id != turn.my_id]
    present = in_their_place(turn.session, present, turn.today)
    if issue.lead_id is None:
        present += front_people(turn.session, get_body(turn.session, issue.owner_id), turn.today)
    turn.send_card(present, HELP, require_id(row.id))
