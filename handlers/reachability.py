"""What follows when a message cannot arrive: blocked, removed from a group, group moved (scenario 39)."""

from datetime import datetime, timedelta
from html import unescape
from re import compile as pattern
from typing import TYPE_CHECKING
from uuid import uuid4

from handlers.cards import pin_again
from handlers.posting import Destination, Manner, post_message
from handlers.routes import Routes
from services.calendar import CalendarMissing
from services.groups import bodies_of_groups
from services.people import list_administrators, list_office_people, list_stand_ins, unit_on
from storage import accounts, cards, conversations, files, outbox
from storage.accounts import Account, AccountState, Group
from storage.base import require_id, type_json
from storage.database import Session
from storage.due import Due, DueState, schedule
from storage.outbox import OutboxRow
from storage.people import Person, get_person

if TYPE_CHECKING:
    from handlers.turn import Turn

routes = Routes()

HAND_OVER = "reachability.hand_over"
OFFICE_LIST = "reachability.office_list"
MOST_IN_DIGEST = 5
MOST_HANDED_OVER = 10
_TAG = pattern(r"<[^>]+>")


# -- people --------------------------------------------------------------------------------------------


def person_unreachable(turn: "Turn", user_id: int) -> None:
    """A person has blocked the assistant (or has left Telegram): no more tries until they come back.

    What waits for them is stranded at once; important notices go to others of their unit, and the office
    finds them in its daily list.
    """
    is_news = accounts.mark_unreachable(turn.session, user_id, now=turn.now)
    outbox.strand_calls(turn.session, user_id, error="blocked")
    account = accounts.find_account(turn.session, user_id)
    if account is None or account.person_id is None or account.state != AccountState.BOUND:
        return
    plan_handing_over(turn, account.person_id)
    if is_news:
        _plan_office_list(turn)


def plan_handing_over(turn: "Turn", person_id: int) -> None:
    """An important notice does not reach this person: others will be told, in one message with the rest.

    Every failure plans its own look; a look that finds nothing new tells nobody.
    """
    key = f"{HAND_OVER}:{person_id}:{uuid4().hex}"
    schedule(turn.session, Due(key=key, kind=HAND_OVER, subject_id=person_id, due_at=turn.now))


@routes.due(HAND_OVER)
def hand_over(due: Due, turn: "Turn") -> None:
    """Tell the liaison officer and the deputy in charge, once, what their colleague has not got."""
    person = get_person(turn.session, due.subject_id or 0)
    missed = accounts.list_notices_to_hand_over(turn.session, require_id(person.id))
    if not missed:
        due.state = DueState.MISSED
        return
    turn.tell(
        _stand_ins(turn, person),
        "system/handed_over",
        person=person,
        unit=unit_on(turn.session, person, turn.today),
        notices=_in_words(missed[:MOST_HANDED_OVER]),
        more=max(0, len(missed) - MOST_HANDED_OVER),
    )
    accounts.mark_handed_over(turn.session, missed, now=turn.now)


@routes.due(OFFICE_LIST)
def list_for_office(due: Due, turn: "Turn") -> None:
    """The office's daily list of people who cannot be reached."""
    found = accounts.list_people_unreachable(turn.session)
    if not found:
        due.state = DueState.MISSED
        return
    turn.tell(
        list_office_people(turn.session, turn.today),
        "system/unreachable_list",
        entries=unreachable_facts(turn),
    )


def unreachable_facts(turn: "Turn") -> list[dict[str, object]]:
    """Everybody who takes no messages: person, unit, since when, how many important notices they miss."""
    return [
        {
            "person": person,
            "unit": unit_on(turn.session, person, turn.today),
            "since": account.unreachable_since,
            "missed": accounts.count_missed_notices(turn.session, require_id(person.id)),
        }
        for account, person in accounts.list_people_unreachable(turn.session)
    ]


def notice_presence(turn: "Turn") -> None:
    """A person has written or tapped: whoever does so can be reached again."""
    if turn.account is not None and turn.account.unreachable_since is not None:
        person_returned(turn, turn.account)


def person_returned(turn: "Turn", account: Account) -> None:
    """A person takes messages again, and gets the newest important ones that they missed as one digest."""
    if account.unreachable_since is None:
        return
    account.unreachable_since = None
    turn.session.flush()
    if account.person_id is None:
        return
    missed = accounts.list_notices_to_catch_up(turn.session, account.person_id)
    if not missed:
        return
    facts = {"notices": _in_words(missed[-MOST_IN_DIGEST:]), "more": max(0, len(missed) - MOST_IN_DIGEST)}
    to = Destination(account.user_id, None, account.person_id)
    post_message(
        turn.session,
        turn.render("system/missed", facts),
        to,
        Manner(),
        now=turn.now,
        template="system/missed",
    )
    accounts.mark_caught_up(turn.session, missed, now=turn.now)


def _stand_ins(turn: "Turn", person: Person) -> list[Person]:
    """Those of the unit who can be reached; the office where nobody can."""
    reachable = _reachable(turn, list_stand_ins(turn.session, person, turn.today))
    return reachable or list_office_people(turn.session, turn.today)


def _reachable(turn: "Turn", people: list[Person]) -> list[Person]:
    bound = accounts.list_bound_accounts(turn.session, [require_id(person.id) for person in people])
    return [
        person
        for person in people
        if (account := bound.get(require_id(person.id))) is not None and account.unreachable_since is None
    ]


def _in_words(rows: list[OutboxRow]) -> list[dict[str, object]]:
    """Notices as plain words with their time: HTML is never cut, so it is taken off first."""
    return [
        {
            "at": row.created_at,
            "text": unescape(_TAG.sub("", str(row.payload.get("text") or row.payload.get("caption") or ""))),
        }
        for row in rows
    ]


def _plan_office_list(turn: "Turn") -> None:
    at = _next_office_list(turn)
    schedule(turn.session, Due(key=f"{OFFICE_LIST}:{at.date()}", kind=OFFICE_LIST, due_at=at))


def _next_office_list(turn: "Turn") -> datetime:
    clock = turn.house.mechanism.digests.office_at
    try:
        return turn.working_time.next_workday(turn.now, clock)
    except CalendarMissing:
        return turn.working_time.at(turn.today + timedelta(days=1), clock)


# -- groups --------------------------------------------------------------------------------------------


def group_gone(turn: "Turn", chat_id: int) -> None:
    """The assistant was removed from a group: its tie stays, suspended, and administrators hear of it."""
    suspended = accounts.suspend_group(turn.session, chat_id)
    outbox.strand_calls(turn.session, chat_id, error="removed from the group")
    if suspended:
        _tell_administrators(turn, "groups/gone", suspended)


def group_migrated(turn: "Turn", old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: everything follows to its new number. Doing it twice changes nothing."""
    moved = accounts.move_group(turn.session, old_chat_id, new_chat_id)
    cards.move_chat(turn.session, old_chat_id, new_chat_id)
    conversations.move_chat(turn.session, old_chat_id, new_chat_id)
    outbox.move_chat(turn.session, old_chat_id, new_chat_id)
    tied = [group for group in moved if group.body_id is not None]
    if tied:
        _tell_administrators(turn, "groups/migrated", tied)


def topic_gone(turn: "Turn", chat_id: int, thread_id: int | None) -> None:
    """A topic was deleted: what was shown there goes to the group as a whole from now on."""
    group = accounts.suspend_topic(turn.session, chat_id, thread_id)
    if group is not None:
        _tell_administrators(turn, "groups/topic_gone", [group])


def may_not_pin(turn: "Turn", chat_id: int) -> None:
    """The assistant is no administrator of a group: cards stay unpinned, whoever tied it hears so once."""
    groups = accounts.refuse_pins(turn.session, chat_id, turn.now)
    binders = [get_person(turn.session, group.bound_by) for group in groups if group.bound_by]
    people = binders or list_administrators(turn.session, turn.today)
    if groups:
        turn.tell(people, "groups/may_not_pin", title=groups[0].title)


def may_pin(turn: "Turn", chat_id: int) -> None:
    """The assistant has become administrator: what could not be pinned is pinned now."""
    if accounts.allow_pins(turn.session, chat_id):
        pin_again(turn, chat_id)


def _tell_administrators(turn: "Turn", template: str, groups: list[Group]) -> None:
    turn.tell(
        list_administrators(turn.session, turn.today),
        template,
        title=groups[0].title,
        bodies=[body.name for body in bodies_of_groups(turn.session, groups)],
    )


# -- files ---------------------------------------------------------------------------------------------


def remember_file(session: Session, payload: type_json, telegram_file_id: str) -> None:
    """Telegram has given a file of ours an id: the next sending needs no upload."""
    for name in ("photo", "document"):
        reference = payload.get(name)
        if isinstance(reference, dict) and "stored" in reference:
            files.get_file(session, int(reference["stored"])).telegram_file_id = telegram_file_id
