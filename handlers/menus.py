"""Which commands the menu offers, by scope and by what somebody is first of all (`setMyCommands`)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from handlers.posting import Destination, Manner, post_call
from handlers.routes import Routes
from services.identity import Standing, standing_of
from services.people import hats_of, settle_moves
from storage.accounts import Account, list_everybody_bound
from storage.base import type_json
from storage.due import Due, schedule
from storage.outbox import Priority
from storage.people import Person
from templates import word

if TYPE_CHECKING:
    from handlers.turn import Turn

routes = Routes()

SCOPES = "menus.scopes"
DAILY = "menus.daily"
HOUSEKEEPING = (SCOPES, DAILY)
"""Due rows that remind nobody of anything."""
STRANGERS = ("start", "help")
GROUPS = ("report", "policy", "meetings", "issues", "bind")
_STAFF = (
    "todo", "report", "issues", "policy", "meetings", "commitments",
    "targets", "projects", "inspections", "scores", "dashboard", "me", "help", "cancel",
)  # fmt: skip
_LEADER = (
    "todo", "dashboard", "issues", "meetings", "commitments",
    "targets", "projects", "scores", "policy", "inspections", "report", "me", "help", "cancel",
)  # fmt: skip
_OFFICE = ("todo", "admin", *_STAFF[1:])
MENUS = {
    Standing.OFFICE: _OFFICE,
    Standing.LEADER: _LEADER,
    Standing.TASK_FORCE: _STAFF,
    Standing.STAFF: _STAFF,
}


@dataclass(frozen=True, slots=True)
class Menu:
    """Commands with their words, as Telegram takes them. `mark` changes with the content."""

    commands: list[type_json]

    @property
    def mark(self) -> str:
        """Eight characters."""
        return sha256(repr(self.commands).encode()).hexdigest()[:8]


def menu_of(turn: "Turn", names: tuple[str, ...], *, group: bool = False) -> Menu:
    """The menu of these commands, as far as somebody answers them."""
    doors = turn.routes.commands
    answered = [
        name
        for name in names
        if name in doors and doors[name].announced and (doors[name].group if group else doors[name].private)
    ]
    return Menu([{"command": name, "description": word(name, "command")} for name in answered])


def refresh_menu(turn: "Turn", account: Account, person: Person, *, anew: bool = False) -> None:
    """Give a bound account the menu that fits, unless it has it; `anew` even then: it may have been lost."""
    standing = standing_of(hats_of(turn.session, person, turn.today))
    menu = menu_of(turn, MENUS[standing])
    role = f"{standing}:{menu.mark}"
    if anew or account.menu_role != role:
        account.menu_role = role
        _queue(turn, "setMyCommands", account.user_id, {"commands": menu.commands})


def withdraw_menu(turn: "Turn", account: Account) -> None:
    """An account is bound no more: it sees the menu of strangers."""
    account.menu_role = None
    _queue(turn, "deleteMyCommands", account.user_id, {})


def plan_menus(turn: "Turn") -> None:
    """At the start: menus that have changed are set again, and those of people are looked through daily."""
    mark = menu_of(turn, STRANGERS).mark + menu_of(turn, GROUPS, group=True).mark
    key = f"{SCOPES}:{turn.house.bot_id}:{mark}"
    schedule(turn.session, Due(key=key, kind=SCOPES, due_at=turn.now, urgent=True))
    _plan_daily(turn, turn.now, turn.today)


@routes.due(SCOPES)
def set_scopes(due: Due, turn: "Turn") -> None:
    """The menus of strangers and of groups."""
    strangers = menu_of(turn, STRANGERS).commands
    groups = menu_of(turn, GROUPS, group=True).commands
    for scope, commands in (("default", strangers), ("all_group_chats", groups)):
        content: type_json = {"commands": commands, "scope": {"type": scope}}
        manner = Manner(Priority.BROADCAST)
        post_call(turn.session, "setMyCommands", content, Destination(0), manner, now=turn.now)


@routes.due(DAILY)
def look_through(due: Due, turn: "Turn") -> None:
    """Once a day, and at the start: moves that take effect today, menus of people whose role changed."""
    settle_moves(turn.session, turn.today)
    for account, person in list_everybody_bound(turn.session):
        if person.active:
            refresh_menu(turn, account, person)
        elif account.menu_role is not None:
            withdraw_menu(turn, account)
    tomorrow = turn.today + timedelta(days=1)
    _plan_daily(turn, _midnight(turn, tomorrow), tomorrow)


def _plan_daily(turn: "Turn", at: datetime, day: date) -> None:
    schedule(turn.session, Due(key=f"{DAILY}:{day}", kind=DAILY, due_at=at, urgent=True))


def _midnight(turn: "Turn", day: date) -> datetime:
    return turn.working_time.at(day, datetime.min.time())


def _queue(turn: "Turn", method: str, user_id: int, content: type_json) -> None:
    scope: type_json = {"scope": {"type": "chat", "chat_id": user_id}}
    hurry = Priority.PRESS if turn.priority is Priority.PRESS else Priority.BROADCAST
    post_call(turn.session, method, {**content, **scope}, Destination(user_id), Manner(hurry), now=turn.now)
