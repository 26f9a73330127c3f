"""A turn: one update (or one due row) at work, in its transaction.

Handlers get a turn and do three things with it: read who asks, call one service, say something. All that
is said becomes outbox rows of the same transaction; nothing here touches the network.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from html import unescape

from handlers import cards, reachability
from handlers.effects import Effect, answer_tap
from handlers.house import House
from handlers.posting import Destination, Manner, post_call, post_edit, post_file, post_message
from handlers.press import Press
from handlers.routes import Routes
from handlers.sender import Sender
from services.calendar import CalendarMissing, WorkingTime, load_calendar
from services.outcomes import NotBound
from services.people import Hats, hats_of
from services.quiet_times import own_quiet_until
from services.rights import Right, may, require
from storage import accounts
from storage.accounts import Account, AccountState, Group
from storage.base import require_id, type_json
from storage.bodies import Body
from storage.cards import Card
from storage.database import Session
from storage.outbox import Priority
from storage.people import Person
from templates import Rendered, render


@dataclass
class Turn:
    """Everything a handler needs. `me` is the person who acts; `now` is the only clock."""

    session: Session
    now: datetime
    house: House
    routes: Routes
    sender: Sender = field(default_factory=Sender)
    account: Account | None = None
    person: Person | None = None
    press: Press = field(default_factory=lambda: Press(""))
    priority: Priority = Priority.PRESS
    handler: str = ""
    effects: list[Effect] = field(default_factory=list)
    _working_time: WorkingTime | None = None
    _hats: Hats | None = None

    @property
    def me(self) -> Person:
        """The bound person who acts. Raises NotBound."""
        if self.person is None:
            raise NotBound
        return self.person

    @property
    def my_id(self) -> int:
        """The acting person's id. Raises NotBound."""
        return require_id(self.me.id)

    @property
    def hats(self) -> Hats:
        """All that the acting person is today. Raises NotBound."""
        if self._hats is None:
            self._hats = hats_of(self.session, self.me, self.today)
        return self._hats

    def may(self, right: Right, body: Body | None = None) -> bool:
        """Whether the acting person has a right (over a body)."""
        return may(right, self.hats, body)

    def require(self, right: Right, body: Body | None = None) -> None:
        """Raises NotAllowed unless `may`."""
        require(right, self.hats, body)

    @property
    def here(self) -> Destination:
        """The chat in which this is happening."""
        person_id = self.person.id if self.person and self.sender.is_private else None
        return Destination(self.sender.chat_id, self.sender.thread_id, person_id)

    @property
    def working_time(self) -> WorkingTime:
        """Working days, deadlines and quiet hours, read once a turn."""
        if self._working_time is None:
            calendar = load_calendar(self.session)
            self._working_time = WorkingTime.of(self.house.mechanism, calendar, self.house.zone)
        return self._working_time

    @property
    def today(self) -> date:
        """The day on the calendar on the wall."""
        return self.now.astimezone(self.house.zone).date()

    def quiet_until(self) -> datetime | None:
        """When an ordinary notice may go out; None for at once. Without a calendar only the hours count."""
        try:
            return self.working_time.quiet_until(self.now)
        except CalendarMissing:
            return self.working_time.quiet_by_clock(self.now)

    def off_duty_until(self) -> datetime | None:
        """When people work again, for what arrives after hours (scenario 8); None while they do."""
        try:
            return self.working_time.off_duty_until(self.now)
        except CalendarMissing:
            return self.working_time.quiet_by_clock(self.now)

    # -- saying something here ---------------------------------------------------------------------

    def reply(self, template: str, *, reply_to: int | None = None, **facts: object) -> None:
        """Say something in the chat where this is happening."""
        self.say(template, facts, reply_to=reply_to)

    def say(self, template: str, facts: dict[str, object], *, reply_to: int | None = None) -> None:
        """The same with the facts in a dictionary."""
        rendered, how = self.render(template, facts), Manner(self.priority)
        post_message(
            self.session, rendered, self.here, how, now=self.now, template=template, reply_to=reply_to
        )

    def reply_file(
        self, method: str, kind: str, file: type_json, template: str | None, **facts: object
    ) -> None:
        """Send a stored file or a picture here: method `sendPhoto` with kind `photo`, and so on."""
        caption = self.render(template, facts) if template else None
        post_file(self.session, method, kind, file, caption, self.here, Manner(self.priority), now=self.now)

    def send_file(
        self, person: Person, method: str, kind: str, file: type_json, manner: Manner,
        template: str | None = None, **facts: object,
    ) -> None:  # fmt: skip
        """Send a file to a person in private, in this manner."""
        caption = self.render(template, facts) if template else None
        to, manner = self.reach(person, manner)
        post_file(self.session, method, kind, file, caption, to, manner, now=self.now)

    def edit(self, template: str, **facts: object) -> None:
        """Change the message whose button was tapped (or say it anew where there is none)."""
        rendered = self.render(template, facts)
        message_id = self.sender.message_id
        if not self.sender.callback_query_id or message_id is None:
            self.say(template, facts)
            return
        post_edit(
            self.session,
            rendered,
            self.here,
            Manner(self.priority),
            now=self.now,
            message_id=message_id,
            template=template,
        )

    def answer(self, template: str | None = None, *, alert: bool = False, **facts: object) -> None:
        """Answer the tap with a toast (or an alert). A tap that nobody answers is answered empty."""
        self.answer_with(template, facts, alert=alert)

    def answer_with(self, template: str | None, facts: dict[str, object], *, alert: bool = True) -> None:
        """The same with the facts in a dictionary."""
        query_id = self.sender.callback_query_id
        if not query_id:
            return
        text = unescape(self.render(template, facts).text) if template else None
        self.effects[:] = [effect for effect in self.effects if effect.method != "answerCallbackQuery"]
        self.effects.append(answer_tap(query_id, text, alert=alert, chat_id=self.sender.chat_id))

    def delete_here(self, message_id: int) -> None:
        """Remove one of the assistant's own messages from this chat."""
        content: type_json = {"message_id": message_id}
        post_call(self.session, "deleteMessage", content, self.here, Manner(self.priority), now=self.now)

    # -- telling others ----------------------------------------------------------------------------

    def tell(
        self,
        people: Person | Iterable[Person],
        template: str,
        *,
        urgent: bool = False,
        important: bool = False,
        priority: Priority = Priority.REMINDER,
        purpose: str | None = None,
        **facts: object,
    ) -> None:
        """Tell people in private, each once however many hats they wear; held back in quiet hours.

        Urgent notices break through. Whoever cannot be reached is recorded as such.
        """
        for person in _each_once(people):
            rendered = self.render(template, {**facts, "reader": person})
            manner = self.manner_for(urgent=urgent, important=important, priority=priority, purpose=purpose)
            to, manner = self.reach(person, manner)
            post_message(self.session, rendered, to, manner, now=self.now, template=template)

    def tell_group(self, group: Group, template: str, *, urgent: bool = False, **facts: object) -> None:
        """Say something in a group or topic that is tied to a body."""
        to = Destination(group.chat_id, group.thread_id or None)
        manner = self.manner_for(urgent=urgent)
        post_message(self.session, self.render(template, facts), to, manner, now=self.now, template=template)

    def manner_for(
        self,
        *,
        urgent: bool = False,
        important: bool = False,
        priority: Priority = Priority.REMINDER,
        purpose: str | None = None,
    ) -> Manner:
        """How a notice goes out now: ordinary ones wait for the end of quiet hours."""
        held = None if urgent else self.quiet_until()
        return Manner(priority, held, purpose, important, ordinary=not urgent)

    def reach(self, person: Person, manner: Manner) -> tuple[Destination, Manner]:
        """Where a person is reached, and how: someone unreachable gets a row that says so."""
        person_id = require_id(person.id)
        if manner.ordinary:
            own = own_quiet_until(self.session, person_id, self.working_time, self.now)
            manner = replace(manner, not_before=max(filter(None, (own, manner.not_before)), default=None))
        account = accounts.find_bound_account(self.session, person_id)
        if account is None:
            return Destination(0, None, person_id), _undeliverable(manner, accounts.NOT_BOUND)
        if account.unreachable_since is not None:
            if manner.important:
                reachability.plan_handing_over(self, person_id)
            return Destination(account.user_id, None, person_id), _undeliverable(manner, "blocked")
        return Destination(account.user_id, None, person_id), manner

    # -- living cards ------------------------------------------------------------------------------

    def show_card(self, kind: str, subject_id: int) -> Card | None:
        """Show a matter here as a living card; an older copy in this chat ceases to live."""
        return cards.show(self, kind, subject_id, self.here, self.person, manner=Manner(self.priority))

    def adopt_card(self, kind: str, subject_id: int) -> None:
        """Turn the message whose button was tapped into a matter's living card."""
        cards.adopt(self, kind, subject_id)

    def send_card(
        self, people: Person | Iterable[Person], kind: str, subject_id: int, *, manner: Manner | None = None
    ) -> None:
        """Send a matter's card to people in private, each once, as each may see it."""
        for person in _each_once(people):
            to, how = self.reach(person, manner or self.manner_for(important=True))
            cards.show(self, kind, subject_id, to, person, manner=how)

    def send_group_card(
        self, group: Group, kind: str, subject_id: int, *, manner: Manner | None = None
    ) -> None:
        """Show a matter's card in a group (what everybody there may see)."""
        to = Destination(group.chat_id, group.thread_id or None)
        cards.show(self, kind, subject_id, to, None, manner=manner or self.manner_for())

    def refresh_cards(self, kind: str, subject_id: int) -> None:
        """The matter has changed: every living copy of its card is edited in place."""
        cards.refresh(self, kind, subject_id)

    def repost_card(self, kind: str, subject_id: int) -> None:
        """Move a card to the end of this chat: the old copy is deleted, a new one sent."""
        cards.repost(self, kind, subject_id)

    # ----------------------------------------------------------------------------------------------

    def render(self, template: str, facts: dict[str, object]) -> Rendered:
        """Render with what every template may use: `now` and the assistant's name."""
        return render(template, {"now": self.now, "bot": self.house.bot_username, **facts})

    @property
    def is_bound(self) -> bool:
        """Whether somebody of the roster stands behind the account."""
        return (
            self.person is not None and self.account is not None and self.account.state == AccountState.BOUND
        )


def _each_once(people: Person | Iterable[Person]) -> list[Person]:
    several = [people] if isinstance(people, Person) else people
    return list({person.id: person for person in several}.values())


def _undeliverable(manner: Manner, why: str) -> Manner:
    return replace(manner, not_before=None, ordinary=False, error=why)
