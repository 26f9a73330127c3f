"""The table of a problem's life, and random lives by it: nothing is lost, ownerless or without a clock."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from services.calendar import WorkingTime, load_calendar
from services.issues import (
    TRANSITIONS,
    Actor,
    Clock,
    Occasion,
    act_on_issue,
    actors_of,
    list_allowed,
    read_draft,
    submit_issue,
)
from services.issues.transitions import NextLead, NextOwner
from services.mechanism import default_mechanism
from services.outcomes import Outcome
from services.people import Hats, hats_of
from storage.base import require_id
from storage.bodies import BodyKind, list_bodies
from storage.database import Database
from storage.due import Due, DueState
from storage.issues import OPEN_STATES, Issue, IssueAction, IssueState
from storage.people import Person
from storage.timeline import list_entries

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 12, tzinfo=ZONE)
CAST = ("戊16", "丙12", "丙13", "丙15", "乙04", "丁07", "丙50")
ENDS = {IssueState.CLOSED, IssueState.WITHDRAWN, IssueState.MERGED}


def occasion_for(session: Session, name: str | None, now: datetime = NOW) -> Occasion:
    """An action of somebody of the roster (None: the time has come)."""
    mechanism = default_mechanism()
    working = WorkingTime.of(mechanism, load_calendar(session), ZONE)
    return Occasion(session, now, working, mechanism, hats_for(session, name) if name else None)


def hats_for(session: Session, name: str) -> Hats:
    """The hats of somebody of the roster."""
    person = session.exec(select(Person).where(Person.name == f"测试{name}")).one()
    return hats_of(session, person, NOW.date())


def new_issue(session: Session, text: str = "板材厂停电") -> Issue:
    """A problem reported by the clerk of a township."""
    occasion = occasion_for(session, "戊16")
    assert occasion.hats is not None
    return submit_issue(occasion, read_draft(session, [text], {}, occasion.hats.unit)).issue


def test_every_row_is_the_only_one_of_its_kind() -> None:
    keys = [(row.state, row.action, row.who, row.when) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))


def test_open_states_can_be_left_and_keep_a_clock() -> None:
    for state in OPEN_STATES:
        assert any(row.state == state and row.moves for row in TRANSITIONS), state
    for row in TRANSITIONS:
        ends = row.to in ENDS
        assert (row.clock is Clock.STOPS) == ends, row
        if row.moves and row.to != row.state and not ends:
            assert row.clock is not Clock.GOES_ON, row


def test_only_reporters_office_or_silence_close() -> None:
    closing = [row for row in TRANSITIONS if row.to == IssueState.CLOSED]
    reporters = {Actor.REPORTER, Actor.CO_REPORTER}
    assert {actor for row in closing for actor in row.who} == {*reporters, Actor.OFFICE, Actor.SYSTEM}


def test_every_state_has_one_main_button() -> None:
    for state in OPEN_STATES:
        assert any(row.is_main for row in TRANSITIONS if row.state == state), state


def test_what_is_given_away_names_the_next_owner() -> None:
    for row in TRANSITIONS:
        if row.action in (IssueAction.TRANSFER, IssueAction.TRANSFER_AGREED) and row.moves:
            assert row.owner is NextOwner.GIVEN
        if row.lead is NextLead.NOBODY:
            assert row.owner is not NextOwner.SAME, row


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("板材厂停电", "木业产业专班"),
        ("义堂的路灯坏了", "义堂镇"),
        ("请领导小组研究规划调整", "区领导小组办公室"),
        ("征地补偿没谈拢", "土地服务保障线"),
        ("说不清的事情", "义堂镇"),
    ],
)
def test_a_problem_goes_to_the_right_body(database: Database, text: str, owner: str) -> None:
    with database.begin() as session:
        issue = new_issue(session, text)
        owners = {body.id: body.name for body in list_bodies(session)}
        assert owners[issue.owner_id] == owner


steps = st.lists(
    st.tuples(st.sampled_from(CAST), st.sampled_from(list(IssueAction)), st.integers(-1, 0), st.booleans()),
    min_size=1,
    max_size=25,
)


@pytest.fixture(scope="module")
def sqlite_only(sqlite_template: Path) -> Database:
    return Database(f"sqlite:///{sqlite_template}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=steps)
def test_random_lives_keep_every_promise(
    sqlite_only: Database, story: list[tuple[str, IssueAction, int, bool]]
) -> None:
    with sqlite_only.begin() as session:
        outer = session.begin_nested()
        issue = new_issue(session)
        bodies = list_bodies(session, BodyKind.TASK_FORCE)
        for step, (name, action, late, has_words) in enumerate(story):
            occasion = occasion_for(session, name, NOW + timedelta(minutes=step))
            before, state = issue.phase, issue.state
            actors = actors_of(session, issue, occasion.hats) if occasion.hats else frozenset()
            allowed = {row.action for row in list_allowed(issue, actors, now=occasion.now)}
            words = "已办" if has_words else " "
            attempt = session.begin_nested()
            try:
                acted = act_on_issue(
                    occasion, require_id(issue.id), action,
                    phase=issue.phase + late, text=words, body=bodies[step % len(bodies)],
                )  # fmt: skip
                attempt.commit()
            except Outcome:
                attempt.rollback()
                assert (issue.phase, issue.state) == (before, state)
            else:
                assert acted.repeated or action in allowed
            _check(session, issue)
        outer.rollback()


def _check(session: Session, issue: Issue) -> None:
    pending = session.exec(select(Due).where(Due.subject_id == issue.id, Due.state == DueState.PENDING)).all()
    if issue.is_open:
        assert issue.owner_id
        assert issue.due_at is not None
        assert any(row.kind in ("issue.overdue", "issue.lapse") for row in pending)
        assert (issue.lead_id is not None) == (issue.state in ("handling", "confirming"))
    else:
        assert not pending
        last = list_entries(session, "issue", require_id(issue.id))[-1]
        assert last.action in ("satisfied", "withdraw")


def test_numbers_are_without_gaps_and_never_used_twice(database: Database) -> None:
    with database.begin() as session:
        first, second = new_issue(session), new_issue(session)
        act_on_issue(occasion_for(session, "戊16"), require_id(second.id), IssueAction.WITHDRAW, phase=0)
        third = new_issue(session)
        codes = [issue.code for issue in (first, second, third)]
        assert codes == ["WT-2026-0001", "WT-2026-0002", "WT-2026-0003"]


def test_words_that_are_asked_for_must_be_given(database: Database) -> None:
    with database.begin() as session:
        issue = new_issue(session)
        act_on_issue(occasion_for(session, "丙15"), require_id(issue.id), IssueAction.ACCEPT, phase=0)
        with pytest.raises(Outcome) as refusal:
            act_on_issue(
                occasion_for(session, "丙15"), require_id(issue.id), IssueAction.SOLVE, phase=1, text=" \n"
            )
        assert refusal.value.template == "issues/text_missing"
