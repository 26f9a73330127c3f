"""Short lives in which a problem once lost its clock."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.issues import Acted, Given, Occasion, agree_to, list_deciders, take_action
from services.outcomes import CalendarUnknown
from services.supervisions import extended_until, list_for_supervision, pass_verification
from services.supervisions.clocks import ASK
from storage.base import require_id
from storage.database import Database
from storage.due import Due, DueState
from storage.issues import Issue, IssueAction
from storage.people import Person
from storage.supervisions import VerificationWay, find_current_of
from tests.issues_invariants import check_everything
from tests.issues_lives import Life
from tests.services.test_issues_life import new_issue


class Listed(Life):
    """A problem that a task force works on, and that the office lists."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.id = require_id(new_issue(self.session).id)
        self.holder, self.office = self.person("丙15"), self.person("乙04")
        self.do(self.holder, IssueAction.ACCEPT)

    def do(self, person: Person, action: IssueAction) -> None:
        given = Given(text="已对接")
        self.act(person, lambda occasion: take_action(occasion, self.id, action, given))
        self.check()

    def list_it(self, days: int) -> None:
        due_on = (self.now + timedelta(days=days)).date()

        def act(occasion: Occasion) -> Acted:
            return list_for_supervision(
                occasion, self.id, due_on=due_on, requirement="限期办结", leader=None
            ).acted

        self.act(self.office, act)
        self.check()

    def take_off(self) -> None:
        supervision = find_current_of(self.session, self.id)
        assert supervision is not None
        listed_id, phase, way = require_id(supervision.id), supervision.phase, VerificationWay.DOCUMENTS
        self.act(
            self.office,
            lambda occasion: pass_verification(occasion, listed_id, way, "已纳入计划", phase=phase)[1],
        )
        assert find_current_of(self.session, self.id) is None
        self.check()

    def check(self) -> None:
        check_everything(self.session, self.occasion(None).working_time)

    @property
    def found(self) -> Issue:
        return self.issue(0)


def test_off_the_list_a_problem_is_chased_as_before(database: Database) -> None:
    life = Listed(database)
    life.pass_time(24 * 14, asleep=False)  # overdue, and chased
    life.list_it(days=3)
    life.take_off()
    life.end()


def test_a_pause_outlasts_the_listing(database: Database) -> None:
    life = Listed(database)
    life.do(life.holder, IssueAction.PAUSE)
    request = life.requests()[0]
    decider = list_deciders(life.session, life.found, request, life.now.date())[0]
    life.act(decider, lambda occasion: agree_to(occasion, require_id(request.id)).acted)
    life.list_it(days=3)
    life.take_off()
    assert life.found.paused_at is not None
    life.end()


def test_progress_twice_a_day_is_asked_for_again(database: Database) -> None:
    life = Listed(database)
    life.list_it(days=20)
    for _ in range(2):
        life.do(life.holder, IssueAction.PROGRESS)
    asked = select(Due).where(Due.kind == ASK, Due.state == DueState.PENDING)
    assert len(life.session.exec(asked).all()) == 1
    life.end()


def test_what_reaches_into_an_unknown_year_is_refused_in_words(database: Database) -> None:
    life = Listed(database)
    life.now = life.now.replace(month=12, day=28)
    life.list_it(days=2)
    supervision = find_current_of(life.session, life.id)
    assert supervision is not None
    with pytest.raises(CalendarUnknown) as refusal:
        extended_until(life.occasion(life.office), supervision, 5)
    assert refusal.value.facts == {"year": 2027}
    assert extended_until(life.occasion(life.office), supervision, 0) == supervision.due_at
    life.end()
