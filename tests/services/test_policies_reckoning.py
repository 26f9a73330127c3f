"""What the policy calculator reads in a policy that it has never seen, and what it leaves to people (M18)."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from services.policies.reckoning import list_requirements, list_unclear, reckon
from storage.database import Database
from storage.policies import Policy, PolicyFactor, PolicyLevel, PolicyState

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
ANSWERS = {
    "industry": "food", "size": "micro", "hundred": "none", "place": "township", "need": "talent",
    "stage": "running",
}  # fmt: skip
CONDITIONS = "在本区注册满一年；属小微企业；近三年无重大安全事故。入驻产业园区"


def policy(title: str, **given: object) -> Policy:
    """A published policy about talent, in the list only."""
    return Policy(
        **{
            "code": title, "title": title, "level": PolicyLevel.DISTRICT, "factor": PolicyFactor.TALENT,
            "audience": "企业", "summary": title, "state": PolicyState.PUBLISHED, "conditions": CONDITIONS,
            "created_at": NOW,
            "updated_at": NOW,
            **given,
        }
    )  # fmt: skip


def test_conditions_that_nobody_was_asked_about_are_left_to_people() -> None:
    seen = policy("稳岗补贴")
    assert list(list_unclear(seen)) == ["在本区注册满一年", "近三年无重大安全事故"]
    asked = {one.dimension: one.fits for one in list_requirements(seen)}
    assert asked == {
        "size": ("micro",),
        "place": ("park",),
    }


def titles(session: Session) -> tuple[set[str], set[str]]:
    found = reckon(session, ANSWERS, today=TODAY)
    return {one.line.title for one in found.claims}, {one.line.title for one in found.nearly}


def test_what_is_over_or_not_yet_in_force_cannot_be_claimed(database: Database) -> None:
    with database.begin() as session:
        session.add(policy("园区稳岗"))
        session.add(policy("在册稳岗", conditions="在本区注册满一年"))
        session.add(policy("截止稳岗", apply_by=date(2026, 11, 22), conditions=None))
        session.add(policy("今日稳岗", apply_by=TODAY, conditions=None))
        session.add(policy("明年稳岗", effective_on=date(2027, 1, 1), conditions=None))
        session.flush()
        can, nearly = titles(session)
        assert can == {"在册稳岗", "今日稳岗"}
        assert nearly == {"园区稳岗"}


def test_general_policies_are_for_every_need_after_those_of_the_need(database: Database) -> None:
    with database.begin() as session:
        session.add(policy("综合扶持", factor=PolicyFactor.OTHER, conditions=None))
        session.add(policy("人才扶持", conditions=None))
        session.add(policy("土地扶持", factor=PolicyFactor.LAND, conditions=None))
        session.add(policy("推进方案", factor=PolicyFactor.OTHER, audience="区直各部门", conditions=None))
        session.flush()
        found = reckon(session, ANSWERS, today=TODAY)
        assert [claim.line.title for claim in found.claims] == ["人才扶持", "综合扶持"]


def test_nothing_that_can_be_claimed_is_left_out(database: Database) -> None:
    with database.begin() as session:
        session.add_all([policy(f"稳岗{number:02}", conditions=None) for number in range(12)])
        session.add_all([policy(f"园区{number:02}") for number in range(9)])
        session.flush()
        found = reckon(session, ANSWERS, today=TODAY)
        assert (len(found.claims), len(found.nearly)) == (12, 9)
