"""Problems and people without Telegram: turns of anybody at any time, followed up as in the house."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from handlers.features import all_routes
from handlers.house import House
from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.sender import Sender
from handlers.turn import Turn
from services.issues import Acted, Asked, Occasion
from services.mechanism import default_mechanism
from services.outcomes import Outcome
from storage.base import require_id
from storage.database import Database
from storage.due import Due, DueState
from storage.helps import HelpRequest
from storage.issues import Issue, IssueRequest
from storage.people import Person
from storage.supervisions import Supervision
from tests.services.test_issues_life import NOW, ZONE

ROUTES = all_routes()


class Life:
    """One life of some problems: an open transaction that is never kept, and a clock."""

    def __init__(self, database: Database) -> None:
        self.session: Session = database.begin().__enter__()
        self.house = House(default_mechanism(), ZONE, Path())
        self.now = NOW

    def end(self) -> None:
        self.session.rollback()
        self.session.close()

    # -- people ------------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        return self.session.exec(select(Person).where(Person.name == f"测试{name}")).one()

    def turn(self, person: Person | None) -> Turn:
        """A turn of somebody in their own chat (None: the time has come)."""
        chat = require_id(person.id) if person is not None else 0
        sender = Sender(user_id=chat, chat_id=chat)
        return Turn(
            session=self.session, now=self.now, house=self.house, routes=ROUTES, person=person, sender=sender
        )

    def occasion(self, person: Person | None) -> Occasion:
        return occasion_of(self.turn(person))

    # -- things ------------------------------------------------------------------------------------

    def issues(self) -> list[Issue]:
        return list(self.session.exec(select(Issue).order_by(col(Issue.id))))

    def issue(self, which: int) -> Issue:
        found = self.issues()
        return found[which % len(found)]

    def requests(self) -> list[IssueRequest]:
        return list(self.session.exec(select(IssueRequest).order_by(col(IssueRequest.id))))

    def supervisions(self) -> list[Supervision]:
        return list(self.session.exec(select(Supervision).order_by(col(Supervision.id))))

    def helps(self) -> list[HelpRequest]:
        return list(self.session.exec(select(HelpRequest).order_by(col(HelpRequest.id))))

    # -- what happens ------------------------------------------------------------------------------

    def act(self, person: Person, act: Callable[[Occasion], object]) -> None:
        """Somebody does something; every feature follows. A refusal leaves no trace, as in the engine."""
        turn = self.turn(person)
        attempt = self.session.begin_nested()
        try:
            self._follow(turn, act(occasion_of(turn)))
            self.session.flush()
        except Outcome:
            attempt.rollback()
            self.session.expire_all()
        else:
            attempt.commit()

    def _follow(self, turn: Turn, done: object) -> None:
        if isinstance(done, Acted) and not done.repeated:
            follow_up(turn, done)
        elif isinstance(done, Asked):
            turn.refresh_cards("issue", require_id(done.issue.id))

    def pass_time(self, hours: int, *, asleep: bool) -> None:
        """What falls due happens, in its order: on time, or (`asleep`) all of it when the house wakes up."""
        until = self.now + timedelta(hours=hours)
        if asleep:
            self.now = until
        while (due := self._next_due(until)) is not None:
            self.now = max(self.now, due.due_at)
            due.state, due.done_at = DueState.DONE, self.now
            self.session.flush()
            ROUTES.dues[due.kind](due, self.turn(None))
            self.session.flush()
        self.now = until

    def _next_due(self, until: datetime) -> Due | None:
        rows = select(Due).where(Due.state == DueState.PENDING, Due.due_at <= until)
        return self.session.exec(rows.order_by(col(Due.due_at), col(Due.id)).limit(1)).first()
