"""The doors of the house: which function answers which command, tap, due row, card, form.

Every feature module has one `routes`; `handlers.all_routes` joins them. A door is declared at the
function that stands behind it:

    routes = Routes()

    @routes.command("report")
    def report(update: Update, turn: Turn) -> None: ...

    @routes.tap("issue.accept")
    def accept(update: Update, turn: Turn) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from telegram import Update

from handlers.intake import Intake
from handlers.offers import Offer
from handlers.waiting import WaitingItem
from services.issues import Acted, Transition
from storage.conversations import Conversation
from storage.due import Due
from storage.issues import Issue, IssueAction
from storage.people import Person

if TYPE_CHECKING:
    from handlers.numbers import Number
    from handlers.turn import Turn

Handler = Callable[[Update, "Turn"], None]
DueHandler = Callable[[Due, "Turn"], None]
FormHandler = Callable[["Turn", Conversation, Intake], None]
Opener = Callable[["Turn", "Number"], None]
Finder = Callable[["Turn", str], dict[str, object] | None]
"""What fits a few words (facts for `<name>/found.j2`), or None."""
TodoLister = Callable[["Turn"], list[WaitingItem]]
Hearer = Callable[["Turn", str], bool]
"""Whether typed words or the payload of a deep link were meant for a feature, which has dealt with them."""
Taker = Callable[["Turn", Intake], bool]
"""Whether files without a word were meant for a feature, which has taken them."""
Offerer = Callable[["Turn", str], list[Offer]]
Facts = dict[str, object]
CardView = Callable[["Turn", int, Person | None], tuple[str, Facts] | None]
"""Template and facts of a matter's card as this reader may see it (None: a group); None if it has none."""

Follower = Callable[["Turn", Acted], None]
Beginner = Callable[["Turn", Issue, Transition], None]

_F = TypeVar("_F")
_D = TypeVar("_D")


class DoorTaken(ValueError):
    """Two functions claim the same command, tap, due kind, card, form or event."""


@dataclass(frozen=True, slots=True)
class CommandDoor:
    """A command: where it works, and whether people who are not bound yet may use it."""

    handler: Handler
    private: bool = True
    group: bool = False
    strangers: bool = False
    unbound_groups: bool = False
    """Also in groups that are tied to no body, which otherwise get nothing."""
    announced: bool = True
    """Whether menus and help name it."""


@dataclass(frozen=True, slots=True)
class TapDoor:
    """A verb of inline buttons."""

    handler: Handler
    strangers: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What a feature shows on a problem's card: `<template>.j2` among its lines and, where it `has_buttons`,
    `<template>_buttons.j2` among its buttons. Both get the facts as `facts`, besides the card's own.
    """

    template: str
    facts: Facts = field(default_factory=dict)
    has_buttons: bool = False


SectionView = Callable[["Turn", Issue, Person], Section | None]
"""What this reader, who may see the problem in full, sees of the feature; None where there is nothing."""


@dataclass
class Routes:
    """A set of doors. `join` refuses a door that is already taken."""

    commands: dict[str, CommandDoor] = field(default_factory=dict)
    taps: dict[str, TapDoor] = field(default_factory=dict)
    dues: dict[str, DueHandler] = field(default_factory=dict)
    cards: dict[str, CardView] = field(default_factory=dict)
    forms: dict[str, FormHandler] = field(default_factory=dict)
    numbers: dict[str, Opener] = field(default_factory=dict)
    finders: dict[str, Finder] = field(default_factory=dict)
    todos: dict[str, TodoLister] = field(default_factory=dict)
    offers: dict[str, Offerer] = field(default_factory=dict)
    picks: dict[str, Handler] = field(default_factory=dict)
    events: dict[str, Handler] = field(default_factory=dict)
    hearers: dict[str, Hearer] = field(default_factory=dict)
    takers: dict[str, Taker] = field(default_factory=dict)
    sections: dict[str, SectionView] = field(default_factory=dict)
    followers: dict[str, Follower] = field(default_factory=dict)
    beginners: dict[str, Beginner] = field(default_factory=dict)

    def command(
        self,
        name: str,
        *,
        private: bool = True,
        group: bool = False,
        strangers: bool = False,
        unbound_groups: bool = False,
        announced: bool = True,
    ) -> Callable[[Handler], Handler]:
        """`/name`, in private chats and/or groups that are tied to a body (or in any group)."""
        return _declare(
            self.commands,
            name,
            lambda found: CommandDoor(found, private, group, strangers, unbound_groups, announced),
        )

    def tap(self, verb: str, *, strangers: bool = False) -> Callable[[Handler], Handler]:
        """An inline button whose callback data begins with `verb`."""
        return _declare(self.taps, verb, lambda found: TapDoor(found, strangers))

    def due(self, kind: str) -> Callable[[DueHandler], DueHandler]:
        """Due rows of this kind, when their time has come."""
        return _declare(self.dues, kind, _itself)

    def card(self, kind: str) -> Callable[[CardView], CardView]:
        """How a matter of this kind looks to a reader."""
        return _declare(self.cards, kind, _itself)

    def form(self, name: str) -> Callable[[FormHandler], FormHandler]:
        """What people say or send while this form is open in their chat."""
        return _declare(self.forms, name, _itself)

    def number(self, prefix: str) -> Callable[[Opener], Opener]:
        """A number such as WT-2026-0007, typed or as a deep link: opens the matter (turn, number)."""
        return _declare(self.numbers, prefix, _itself)

    def finder(self, name: str) -> Callable[[Finder], Finder]:
        """What free text may be about: facts for the template `<name>/found.j2`, or None."""
        return _declare(self.finders, name, _itself)

    def said(self, name: str) -> Callable[[Hearer], Hearer]:
        """Words of its own that a feature waits for, typed or as a deep link, before forms and free text."""
        return _declare(self.hearers, name, _itself)

    def handed(self, name: str) -> Callable[[Taker], Taker]:
        """Files without a word, in private and outside of a form, that a feature may know what to do with."""
        return _declare(self.takers, name, _itself)

    def todo(self, name: str) -> Callable[[TodoLister], TodoLister]:
        """What of this feature waits for the acting person: items for /todo."""
        return _declare(self.todos, name, _itself)

    def offer(self, name: str) -> Callable[[Offerer], Offerer]:
        """What inline mode offers for what was typed, best first."""
        return _declare(self.offers, name, _itself)

    def pick(self, name: str) -> Callable[[Handler], Handler]:
        """An offer whose id begins with `name:` was sent into a chat (update.chosen_inline_result)."""
        return _declare(self.picks, name, _itself)

    def event(self, name: str) -> Callable[[Handler], Handler]:
        """Anything else: `text`, `stranger` (text of somebody who is not bound), `edited`, `contact`,
        `report`, `inline`, `inline_chosen`, `my_member`, `migrated`.
        """
        return _declare(self.events, name, _itself)

    def section(self, name: str) -> Callable[[SectionView], SectionView]:
        """A feature's part of a problem's card, in the order in which the features are joined."""
        return _declare(self.sections, name, _itself)

    def follows(self, action: IssueAction, name: str) -> Callable[[Follower], Follower]:
        """What a feature called `name` does after an action on a problem (who hears of it, what is planned).

        The cards have been brought up to date by then. Several features may follow one action.
        """
        return _declare(self.followers, f"{action}:{name}", _itself)

    def begins(self, action: IssueAction) -> Callable[[Beginner], Beginner]:
        """A tap on an action whose row needs `Need.OWN`: the feature asks for what it needs itself."""
        return _declare(self.beginners, str(action), _itself)

    def join(self, other: "Routes") -> None:
        """Take over all doors of another set. Raises DoorTaken."""
        for name in self.__dataclass_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            taken = mine.keys() & theirs.keys()
            if taken:
                raise DoorTaken(f"{name}: {', '.join(sorted(taken))}")
            mine.update(theirs)


def _declare(doors: dict[str, _D], name: str, wrap: Callable[[_F], _D]) -> Callable[[_F], _F]:
    def declare(found: _F) -> _F:
        if name in doors:
            raise DoorTaken(name)
        doors[name] = wrap(found)
        return found

    return declare


def _itself(found: _F) -> _F:
    return found
