"""Random lives of helps beside their matter: nobody but its lead closes it, and nothing is left running."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from services.calendar import WorkingTime, load_calendar
from services.helps import (
    Reply,
    Wish,
    answer_help,
    ask_for_help,
    bring_material,
    end_helps,
    pass_on,
    rate_help,
)
from services.issues import Occasion, act_on_issue, read_draft, submit_issue
from services.mechanism import default_mechanism
from services.outcomes import Outcome
from services.people import hats_of
from storage.base import require_id
from storage.bodies import BodyKind, list_bodies
from storage.database import Database
from storage.due import Due, DueState
from storage.helps import HelpRating, HelpRequest, HelpState, list_helps
from storage.issues import Issue, IssueAction
from storage.people import Person

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 12, tzinfo=ZONE)
CAST = ("戊16", "丙13", "丙12", "丁14", "丁15", "丁23", "乙04", "丁07")
ACTS = ("ask", "agree", "unable", "want", "pass", "bring", "rate", "solve", "judge")

steps = st.lists(
    st.tuples(st.sampled_from(CAST), st.sampled_from(ACTS), st.integers(0, 1), st.integers(-1, 0)),
    min_size=3,
    max_size=25,
)


@pytest.fixture(scope="module")
def sqlite_only(sqlite_template: Path) -> Database:
    return Database(f"sqlite:///{sqlite_template}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=steps)
def test_random_helps_keep_every_promise(
    sqlite_only: Database, story: list[tuple[str, str, int, int]]
) -> None:
    with sqlite_only.begin() as session:
        outer = session.begin_nested()
        issue = _accepted(session)
        for step, (name, act, place, late) in enumerate(story):
            occasion = _occasion(session, name, NOW + timedelta(hours=step))
            before = (issue.state, issue.due_at, issue.lead_id, issue.owner_id)
            attempt = session.begin_nested()
            try:
                _do(occasion, issue, act, place, late)
                attempt.commit()
            except Outcome:
                attempt.rollback()
            after = (issue.state, issue.due_at, issue.lead_id, issue.owner_id)
            assert after == before or act in ("solve", "judge"), act
            if name.startswith("丁"):
                assert after == before, "a helper changes nothing about the matter"
            _check(session, issue)
        outer.rollback()


def _do(occasion: Occasion, issue: Issue, act: str, place: int, late: int) -> None:
    session, issue_id = occasion.session, require_id(issue.id)
    rows = list_helps(session, issue_id)
    row = rows[place % len(rows)] if rows else HelpRequest(id=1, issue_id=0, body_id=0, asked_by=0, need="")
    help_id, phase = require_id(row.id) if rows else 999_999, row.phase + late
    if act == "ask":
        lines = list_bodies(session, BodyKind.SERVICE_LINE)
        land = next(line for line in lines if line.factor == ("land", "approval")[place])
        ask_for_help(occasion, issue_id, [Wish(land, "请说明")])
        return
    if act in ("solve", "judge"):
        action = IssueAction.SOLVE if act == "solve" else IssueAction.DISSATISFIED
        act_on_issue(occasion, issue_id, action, phase=issue.phase, text="已办")
        if act == "solve":
            end_helps(occasion, issue)
        return
    acts: dict[str, Callable[[], object]] = {
        "agree": lambda: answer_help(occasion, help_id, Reply.AGREE, phase=phase),
        "unable": lambda: answer_help(occasion, help_id, Reply.UNABLE, phase=phase, text="没有指标"),
        "want": lambda: answer_help(occasion, help_id, Reply.WANT, phase=phase, text="税收证明"),
        "pass": lambda: pass_on(occasion, help_id, phase=phase),
        "bring": lambda: bring_material(occasion, help_id, phase=phase, text="附上"),
        "rate": lambda: rate_help(occasion, help_id, HelpRating.GOOD),
    }
    acts[act]()


def _check(session: Session, issue: Issue) -> None:
    rows = list_helps(session, require_id(issue.id))
    running = [row.body_id for row in rows if row.is_running]
    assert len(running) == len(set(running)), "a line is asked for one thing at a time"
    for row in rows:
        planned = session.exec(
            select(Due).where(
                Due.subject_id == row.id, Due.state == DueState.PENDING, Due.kind == "help.overdue"
            )
        ).all()
        assert len(planned) == (1 if row.is_running else 0), row.state
        assert row.is_running == (row.due_at is not None)
        if row.state in (HelpState.AGREED, HelpState.UNABLE):
            assert row.answered_by is not None
        if issue.state != "handling":
            assert not row.is_running


def _accepted(session: Session) -> Issue:
    reporter = _occasion(session, "戊16", NOW)
    assert reporter.hats is not None
    issue = submit_issue(reporter, read_draft(session, ["板材厂停电"], {}, reporter.hats.unit)).issue
    act_on_issue(_occasion(session, "丙13", NOW), require_id(issue.id), IssueAction.ACCEPT, phase=0)
    return issue


def _occasion(session: Session, name: str, now: datetime) -> Occasion:
    mechanism = default_mechanism()
    working = WorkingTime.of(mechanism, load_calendar(session), ZONE)
    person = session.exec(select(Person).where(Person.name == f"测试{name}")).one()
    return Occasion(session, now, working, mechanism, hats_of(session, person, now.date()))
