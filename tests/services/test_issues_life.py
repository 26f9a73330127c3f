"""The table of a problem's life: its shape, where a new problem goes, numbers, words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from services.calendar import WorkingTime, load_calendar
from services.issues import (
    TRANSITIONS,
    Actor,
    Clock,
    Occasion,
    act_on_issue,
    read_draft,
    submit_issue,
)
from services.issues.transitions import NextLead, NextOwner
from services.mechanism import default_mechanism
from services.outcomes import Outcome
from services.people import Hats, hats_of
from storage.base import require_id
from storage.bodies import list_bodies
from storage.database import Database
from storage.issues import OPEN_STATES, Issue, IssueAction, IssueState
from storage.people import Person

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 12, tzinfo=ZONE)
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
