"""Anybody taps anything at any time: no sequence loses a problem, its owner, its clock or its number."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from services.issues import (
    ANSWERS,
    DECIDE,
    Given,
    Occasion,
    act_on_issue,
    actors_of,
    agree_to,
    chase_overdue,
    list_allowed,
    list_deciders,
    list_holders,
    pass_to_office,
    plan_decision,
    refuse_request,
    take_action,
)
from services.issues.clocks import LAPSE, OVERDUE, RESUME
from services.outcomes import Outcome
from services.people import hats_of
from storage.base import require_id
from storage.bodies import BodyKind, list_bodies
from storage.database import Database
from storage.due import Due, DueState
from storage.issues import Decider, Issue, IssueAction, RequestState, find_issue, find_request
from storage.people import Person
from tests.issues_invariants import check_everything
from tests.services.test_issues_life import NOW, new_issue, occasion_for

CAST = ("戊16", "戊15", "丙12", "丙13", "丙15", "乙04", "丁07", "丙48", "丙50", "丙42")
OWN = (IssueAction.MERGE, IssueAction.LIST, IssueAction.DELIST, IssueAction.URGE, IssueAction.CO_HANDLE)
"""Actions whose features ask for more than the table; their own tests look after them."""
RARE = (IssueAction.TRANSFER, IssueAction.WITHDRAW)
"""What is open to the same people all the time would leave no room for the rest."""
TEXTS = ("板材厂停电", "义堂的路灯坏了", "请领导小组研究规划调整")

people = st.sampled_from(CAST)
picks = st.integers(0, 50)


class Lives(RuleBasedStateMachine):
    """A few problems and a cast; `database` is set by the test."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.session = self.database.begin().__enter__()
        self.outer = self.session.begin_nested()
        self.now: datetime = NOW
        self.bodies = list_bodies(self.session, BodyKind.TASK_FORCE, BodyKind.TOWNSHIP)
        new_issue(self.session)

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    @rule(which=st.sampled_from(TEXTS))
    @precondition(lambda self: len(self.issues()) < 4)
    def report(self, which: str) -> None:
        new_issue(self.session, which)

    @rule(name=people, pick=picks, which=picks, where=picks, days=st.integers(0, 6), words=st.booleans())
    def tap(self, name: str, pick: int, which: int, where: int, days: int, words: bool) -> None:
        """Anybody takes one of the buttons of their own card."""
        self.do_what_one_may(self.occasion(name), pick, which, where, days, words)

    def do_what_one_may(
        self, occasion: Occasion, pick: int, which: int, where: int, days: int, words: bool
    ) -> None:
        """One of the buttons of one's own card."""
        issue = self.issue(which)
        assert occasion.hats is not None
        actors = actors_of(self.session, issue, occasion.hats)
        rare = () if pick > 45 else RARE
        rows = [row for row in list_allowed(issue, actors, now=self.now) if row.action not in (*OWN, *rare)]
        if rows:
            self.attempt(issue, rows[pick % len(rows)].action, occasion, where, days, words, issue.phase)

    @rule(who=picks, pick=picks, which=picks, where=picks)
    def go_on(self, who: int, pick: int, which: int, where: int) -> None:
        """Who has the next step takes one."""
        issue = self.issue(which)
        if issue.request_id is not None and pick % 3:
            self.let_decide(issue, pick % 3 == 1, who)
        elif issue.is_open:
            holders = list_holders(self.session, issue, self.now.date())
            occasion = self.occasion_of(holders[who % len(holders)])
            self.do_what_one_may(occasion, pick, which, where, 1 + pick % 3, True)

    @rule(name=people, action=st.sampled_from(list(IssueAction)), which=picks, late=st.integers(-2, 0))
    def forge(self, name: str, action: IssueAction, which: int, late: int) -> None:
        """Any action by anybody, with buttons of any age."""
        issue = self.issue(which)
        before = (issue.state, issue.phase, issue.owner_id)
        occasion = self.occasion(name)
        assert occasion.hats is not None
        actors = actors_of(self.session, issue, occasion.hats)
        allowed = {row.action for row in list_allowed(issue, actors, now=self.now)}
        if action in OWN:
            return
        self.attempt(issue, action, occasion, which, 1, True, issue.phase + late)
        if late or action not in allowed:
            assert (issue.state, issue.phase, issue.owner_id) == before

    @rule(which=picks, agree=st.booleans(), pick=picks)
    def decide(self, which: int, agree: bool, pick: int) -> None:
        """Who has to decide does."""
        self.let_decide(self.issue(which), agree, pick)

    def let_decide(self, issue: Issue, agree: bool, pick: int) -> None:
        request = find_request(self.session, issue.request_id)
        if request is None:
            return
        deciders = list_deciders(self.session, issue, request, self.now.date())
        occasion = self.occasion_of(deciders[pick % len(deciders)])
        if agree:
            self.safely(lambda: agree_to(occasion, require_id(request.id)))
        else:
            self.safely(lambda: refuse_request(occasion, require_id(request.id), "不行"))

    @rule(name=people, which=picks)
    def decide_out_of_turn(self, name: str, which: int) -> None:
        """Somebody taps “agree” on a request that may be decided, void or not theirs."""
        self.safely(lambda: agree_to(self.occasion(name), 1 + which % 5))

    @rule(hours=st.sampled_from((1, 8, 24, 72, 200)))
    @precondition(lambda self: self.now < NOW + timedelta(days=30))
    def let_time_pass(self, hours: int) -> None:
        """What falls due happens, in its order."""
        self.now += timedelta(hours=hours)
        while True:
            rows = select(Due).where(Due.state == DueState.PENDING, Due.due_at <= self.now)
            due = self.session.exec(rows.order_by(col(Due.due_at), col(Due.id))).first()
            if due is None:
                return
            due.state = DueState.DONE
            self.session.flush()
            self.happen(due)

    @invariant()
    def every_promise_is_kept(self) -> None:
        check_everything(self.session)

    # ----------------------------------------------------------------------------------------------

    def happen(self, due: Due) -> None:
        occasion = self.occasion(None)
        if due.kind == DECIDE:
            self.decide_late(occasion, due)
            return
        issue = find_issue(self.session, due.subject_id or 0)
        if issue is None or not issue.is_open:
            return
        if due.kind == OVERDUE:
            chase_overdue(occasion, issue, done_rounds=due.payload["round"], copied=due.payload["copied"])
        elif due.kind in (LAPSE, RESUME):
            action = IssueAction.LAPSE if due.kind == LAPSE else IssueAction.RESUME
            act_on_issue(occasion, require_id(issue.id), action)

    def decide_late(self, occasion: Occasion, due: Due) -> None:
        request = find_request(self.session, due.subject_id)
        issue = find_issue(self.session, request.issue_id) if request else None
        if request is None or issue is None or request.state != RequestState.OPEN:
            return
        if request.decider == Decider.OFFICE:
            plan_decision(occasion, request)
        else:
            pass_to_office(occasion, issue, request)

    def attempt(
        self,
        issue: Issue,
        action: IssueAction,
        occasion: Occasion,
        where: int,
        days: int,
        words: bool,
        phase: int,
    ) -> None:
        text = "已办" if words else " "
        given = Given(
            text=text,
            answers=dict.fromkeys(ANSWERS, text),
            body=self.bodies[where % len(self.bodies)],
            days=days,
        )
        self.safely(lambda: take_action(occasion, require_id(issue.id), action, given, phase=phase))

    def safely(self, act: Callable[[], object]) -> None:
        """A refusal leaves no trace, as in the engine."""
        attempt = self.session.begin_nested()
        try:
            act()
        except Outcome:
            attempt.rollback()
            self.session.expire_all()
        else:
            attempt.commit()

    def occasion(self, name: str | None) -> Occasion:
        return occasion_for(self.session, name, self.now)

    def occasion_of(self, person: Person) -> Occasion:
        return replace(self.occasion(None), hats=hats_of(self.session, person, NOW.date()))

    def issues(self) -> list[Issue]:
        return list(self.session.exec(select(Issue).order_by(col(Issue.id))))

    def issue(self, which: int) -> Issue:
        found = self.issues()
        return found[which % len(found)]


def run(sqlite_template: Path, examples: int, steps: int) -> None:
    """Tell so many lives of so many steps."""
    database = Database(f"sqlite:///{sqlite_template}")
    machine = type("LivesHere", (Lives,), {"database": database})
    wanted = settings(max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=False)
    try:
        run_state_machine_as_test(machine, settings=wanted)
    finally:
        database.dispose()


def test_no_sequence_of_taps_breaks_a_promise(sqlite_template: Path) -> None:
    run(sqlite_template, examples=15, steps=25)


@pytest.mark.soak
@pytest.mark.skipif("ZHUANBAN_SOAK" not in os.environ, reason="the long form: make soak")
def test_no_sequence_of_taps_breaks_a_promise_in_the_long_run(sqlite_template: Path) -> None:
    run(sqlite_template, examples=400, steps=60)
