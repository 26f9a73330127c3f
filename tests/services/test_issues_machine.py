"""Anybody taps anything at any time: no sequence loses a problem, its owner, its clock or its number.

The real follow-ups of every feature and the real due rows run; only Telegram is left out.
"""

import os
from datetime import timedelta

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

from handlers.issues.merging import follow_merging
from services.helps import (
    Reply,
    Wish,
    answer_help,
    ask_for_help,
    bring_material,
    list_askable,
    list_to_act,
    pass_on,
    rate_help,
    view_help,
)
from services.issues import (
    ANSWERS,
    Acted,
    Asked,
    Given,
    Occasion,
    actors_of,
    agree_to,
    list_allowed,
    list_deciders,
    list_holders,
    merge_issues,
    read_draft,
    refuse_request,
    take_action,
)
from services.issues.appointing import appoint_lead, list_possible_leads
from services.issues.co_reporting import endorse_issue
from services.issues.urging import urge_issue
from services.supervisions import (
    fail_verification,
    list_for_supervision,
    list_possible_leaders,
    pass_verification,
)
from storage.base import require_id
from storage.bodies import BodyKind, list_bodies
from storage.database import Database
from storage.helps import HelpRating, HelpRequest, HelpState
from storage.issues import Issue, IssueAction, find_request
from storage.people import Person
from storage.supervisions import Supervision, VerificationWay
from tests.issues_invariants import check_everything
from tests.issues_lives import Life
from tests.services.test_issues_life import NOW, new_issue

OFFICE = "乙04"
CAST = ("戊16", "戊15", "丙12", "丙13", "丙15", OFFICE, "丁07", "丙48", "丙50", "丙42")
REPORTERS = ("戊16", "戊15", "丙15")
OWN = (IssueAction.MERGE, IssueAction.LIST, IssueAction.DELIST, IssueAction.URGE, IssueAction.CO_HANDLE)
"""Actions that have rules of their own below, since they ask for more than the table."""
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
        self.life = Life(self.database)
        self.session = self.life.session
        self.bodies = list_bodies(self.session, BodyKind.TASK_FORCE, BodyKind.TOWNSHIP)
        new_issue(self.session)

    def teardown(self) -> None:
        self.life.end()

    @rule(which=st.sampled_from(TEXTS))
    @precondition(lambda self: len(self.life.issues()) < 4)
    def report(self, which: str) -> None:
        new_issue(self.session, which)

    @rule(name=st.sampled_from(REPORTERS), which=picks)
    def report_too(self, name: str, which: int) -> None:
        """Somebody joins a problem instead of reporting it anew."""
        issue = self.life.issue(which)

        def act(occasion: Occasion) -> None:
            assert occasion.hats is not None
            draft = read_draft(self.session, ["我们这里也是"], {}, occasion.hats.unit)
            endorse_issue(occasion, require_id(issue.id), draft)

        self.life.act(self.life.person(name), act)

    # -- the table ---------------------------------------------------------------------------------

    @rule(name=people, pick=picks, which=picks, where=picks, days=st.integers(0, 6), words=st.booleans())
    def tap(self, name: str, pick: int, which: int, where: int, days: int, words: bool) -> None:
        """Anybody takes one of the buttons of their own card."""
        self.do_what_one_may(self.life.person(name), pick, which, where, days, words)

    @rule(who=picks, pick=picks, which=picks, where=picks)
    def go_on(self, who: int, pick: int, which: int, where: int) -> None:
        """Who has the next step takes one."""
        issue = self.life.issue(which)
        if issue.request_id is not None and pick % 3:
            self.let_decide(issue, pick % 3 == 1, who)
        elif issue.is_open:
            self.do_what_one_may(self.holder(issue, who), pick, which, where, 1 + pick % 3, True)

    @rule(name=people, action=st.sampled_from(list(IssueAction)), which=picks, late=st.integers(-2, 0))
    def forge(self, name: str, action: IssueAction, which: int, late: int) -> None:
        """Any action by anybody, with buttons of any age."""
        issue, person = self.life.issue(which), self.life.person(name)
        before = (issue.state, issue.phase, issue.owner_id)
        allowed = self.allowed(issue, person)
        if action in OWN:
            return
        self.attempt(issue, action, person, which, 1, True, issue.phase + late)
        if late or action not in allowed:
            assert (issue.state, issue.phase, issue.owner_id) == before

    def do_what_one_may(
        self, person: Person, pick: int, which: int, where: int, days: int, words: bool
    ) -> None:
        """One of the buttons of one's own card."""
        issue = self.life.issue(which)
        rare = () if pick > 45 else RARE
        actions = [action for action in self.allowed(issue, person) if action not in (*OWN, *rare)]
        if actions:
            self.attempt(issue, actions[pick % len(actions)], person, where, days, words, issue.phase)

    def attempt(
        self,
        issue: Issue,
        action: IssueAction,
        person: Person,
        where: int,
        days: int,
        words: bool,
        phase: int,
    ) -> None:
        text, issue_id = "已办" if words else " ", require_id(issue.id)
        body = self.bodies[where % len(self.bodies)]
        given = Given(text=text, answers=dict.fromkeys(ANSWERS, text), body=body, days=days)

        def act(occasion: Occasion) -> Acted | Asked:
            if action is IssueAction.APPOINT and (possible := list_possible_leads(occasion, issue)):
                chosen = require_id(possible[where % len(possible)].id)
                return appoint_lead(occasion, issue, chosen, phase=phase)
            return take_action(occasion, issue_id, action, given, phase=phase)

        self.life.act(person, act)

    # -- decisions ---------------------------------------------------------------------------------

    @rule(which=picks, agree=st.booleans(), pick=picks)
    def decide(self, which: int, agree: bool, pick: int) -> None:
        """Who has to decide does."""
        self.let_decide(self.life.issue(which), agree, pick)

    def let_decide(self, issue: Issue, agree: bool, pick: int) -> None:
        request = find_request(self.session, issue.request_id)
        if request is None:
            return
        deciders = list_deciders(self.session, issue, request, self.life.now.date())
        decider, request_id = deciders[pick % len(deciders)], require_id(request.id)
        if agree:
            self.life.act(decider, lambda occasion: agree_to(occasion, request_id).acted)
        else:
            self.life.act(decider, lambda occasion: refuse_request(occasion, request_id, "不行"))

    @rule(name=people, pick=picks)
    @precondition(lambda self: self.life.requests())
    def decide_out_of_turn(self, name: str, pick: int) -> None:
        """Somebody taps “agree” on a request that may be decided, void or not theirs."""
        found = self.life.requests()
        request_id = require_id(found[pick % len(found)].id)
        self.life.act(self.life.person(name), lambda occasion: agree_to(occasion, request_id).acted)

    # -- one matter reported twice -------------------------------------------------------------------

    @rule(who=picks, one=picks, other=picks)
    @precondition(lambda self: len(self.life.issues()) > 1)
    def merge(self, who: int, one: int, other: int) -> None:
        """The office, who holds one of two problems, or anybody makes them one."""
        first, second = self.life.issue(one), self.life.issue(other)
        person = self.anybody(first, who)

        def act(occasion: Occasion) -> Acted | None:
            done = merge_issues(occasion, require_id(first.id), require_id(second.id))
            if not done.repeated:
                follow_merging(self.life.turn(person), done.kept, done.merged)
            return done.acted

        self.life.act(person, act)

    # -- listed supervision ------------------------------------------------------------------------

    @rule(who=picks, which=picks, days=st.integers(-1, 20))
    def list_it(self, who: int, which: int, days: int) -> None:
        """The office (or somebody else, in vain) puts a problem on its list."""
        issue, due_on = self.life.issue(which), (self.life.now + timedelta(days=days)).date()
        was_listed = issue.is_listed

        def act(occasion: Occasion) -> Acted:
            leader = next(iter(list_possible_leaders(occasion, issue)), None)
            return list_for_supervision(
                occasion, require_id(issue.id), due_on=due_on, requirement="限期办结", leader=leader
            ).acted

        person = self.life.person(OFFICE if who % 4 else CAST[who % len(CAST)])
        self.life.act(person, act)
        assert issue.is_listed <= (was_listed or person.name.endswith(OFFICE)), "only the office lists"

    @rule(who=picks, pick=picks, passed=st.booleans(), late=st.integers(0, 4))
    @precondition(lambda self: self.life.supervisions())
    def verify(self, who: int, pick: int, passed: bool, late: int) -> None:
        """The office (or somebody else, in vain) says what it found, now and then with an old button."""
        found = self.life.supervisions()
        listed = found[-1 - pick % len(found)]
        listed_id, phase = require_id(listed.id), listed.phase - (late == 0)
        was_current = listed.is_current

        def act(occasion: Occasion) -> Acted | Supervision:
            if passed:
                way = VerificationWay.ON_SITE
                return pass_verification(occasion, listed_id, way, "属实", phase=phase)[1]
            return fail_verification(occasion, listed_id, "没修好", days=pick % 7, phase=phase)

        person = self.life.person(OFFICE if who % 4 else CAST[who % len(CAST)])
        self.life.act(person, act)
        if not person.name.endswith(OFFICE):
            assert listed.is_current == was_current, "nobody but the office takes anything off its list"

    # -- help --------------------------------------------------------------------------------------

    @rule(who=picks, which=picks, line=picks)
    def ask_lines(self, who: int, which: int, line: int) -> None:
        """Who holds a problem (or anybody, in vain) asks one or two service lines for their part."""
        issue = self.life.issue(which)

        def act(occasion: Occasion) -> None:
            lines = list_askable(occasion, issue)
            wanted = [lines[(line + more) % len(lines)] for more in range(1 + line % 2)] if lines else []
            ask_for_help(occasion, require_id(issue.id), [Wish(body, "请提意见") for body in wanted])

        self.life.act(self.anybody(issue, who), act)

    @rule(who=picks, pick=picks, reply=st.sampled_from(list(Reply)), late=st.integers(0, 4))
    @precondition(lambda self: self.life.helps())
    def go_on_helping(self, who: int, pick: int, reply: Reply, late: int) -> None:
        """Who has the next step of a help (or anybody, in vain) takes it, now and then with an old button."""
        found = self.life.helps()
        row = found[-1 - pick % len(found)]
        helping = view_help(self.life.occasion(None), require_id(row.id), None)
        state = helping.issue.state
        theirs = list_to_act(self.life.occasion(None), helping)
        person = theirs[who % len(theirs)] if theirs and who % 4 else self.life.person(CAST[who % len(CAST)])
        phase = row.phase - (late == 0)
        self.life.act(person, lambda occasion: self.help_on(occasion, row, reply, phase))
        assert helping.issue.state == state, "helpers never move the matter"

    @staticmethod
    def help_on(occasion: Occasion, row: HelpRequest, reply: Reply, phase: int) -> None:
        help_id = require_id(row.id)
        if row.state == HelpState.ASKED:
            answer_help(occasion, help_id, reply, phase=phase, text="如下")
        elif row.state == HelpState.WANTING and row.source_id is None:
            pass_on(occasion, help_id, phase=phase)
        elif row.state == HelpState.WANTING:
            bring_material(occasion, help_id, phase=phase, text="材料在此")
        else:
            rate_help(occasion, help_id, HelpRating.GOOD)

    # -- urging ------------------------------------------------------------------------------------

    @rule(name=st.sampled_from((*REPORTERS, OFFICE, "丁07")), which=picks)
    def urge(self, name: str, which: int) -> None:
        """Its reporter, the office or somebody else urges."""
        issue = self.life.issue(which)
        self.life.act(self.life.person(name), lambda occasion: urge_issue(occasion, issue))

    # -- time --------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 8, 24, 72, 200)), asleep=st.booleans())
    @precondition(lambda self: self.life.now < NOW + timedelta(days=30))
    def let_time_pass(self, hours: int, asleep: bool) -> None:
        self.life.pass_time(hours, asleep=asleep)

    @invariant()
    def every_promise_is_kept(self) -> None:
        check_everything(self.session, self.life.occasion(None).working_time)

    # ----------------------------------------------------------------------------------------------

    def allowed(self, issue: Issue, person: Person) -> list[IssueAction]:
        hats = self.life.turn(person).hats
        actors = actors_of(self.session, issue, hats)
        return [row.action for row in list_allowed(issue, actors, now=self.life.now)]

    def holder(self, issue: Issue, pick: int) -> Person:
        holders = list_holders(self.session, issue, self.life.now.date())
        return holders[pick % len(holders)]

    def anybody(self, issue: Issue, pick: int) -> Person:
        """Mostly who holds a problem, often the office, now and then anybody."""
        if pick % 2 and issue.is_open:
            return self.holder(issue, pick // 2)
        return self.life.person(CAST[pick % len(CAST)] if pick % 6 == 0 else OFFICE)


def run(database: Database, examples: int, steps: int) -> None:
    """Tell so many lives of so many steps."""
    machine = type("LivesHere", (Lives,), {"database": database})
    wanted = settings(max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=False)
    run_state_machine_as_test(machine, settings=wanted)


def test_no_sequence_of_taps_breaks_a_promise(database: Database) -> None:
    run(database, examples=8, steps=25)


@pytest.mark.soak
@pytest.mark.skipif("ZHUANBAN_SOAK" not in os.environ, reason="the long form: make soak")
@pytest.mark.timeout(3600)
def test_no_sequence_of_taps_breaks_a_promise_in_the_long_run(database: Database) -> None:
    run(database, examples=400, steps=60)
