"""One intake for five modules: each matter goes to its proper body, by rules that are data (M7, M8, M16)."""

import pytest

from services.bodies import route_matter
from services.mechanism import ModuleName, TierName, default_mechanism
from storage.bodies import find_body
from storage.database import Database

OFFICE = "office"


@pytest.mark.parametrize(
    ("module", "tier", "industry", "factor", "place", "owner", "work_group", "helper"),
    [
        ("factor_support", "major", "wood", "land", None, "task_force.wood", "problem_solving", "land"),
        ("factor_support", "major", None, "finance", None, "service_line.finance", None, None),
        ("factor_support", "major", None, None, "yitang", "township.yitang", None, None),
        ("factor_support", "ordinary", "wood", "land", "yitang", "township.yitang", None, "land"),
        ("approval_service", "major", "food", None, None, "task_force.food", "project_progress", "approval"),
        ("approval_service", "major", None, "approval", None, "service_line.approval", None, None),
        ("approval_service", "critical", "food", "approval", None, OFFICE, None, "approval"),
        ("problem_solving", "major", "medicine", None, None, "task_force.medicine", "problem_solving", None),
        (
            "problem_solving",
            "ordinary",
            "medicine",
            None,
            None,
            "task_force.medicine",
            "problem_solving",
            None,
        ),
        ("problem_solving", "major", None, "traffic", "yitang", "township.yitang", None, None),
        ("problem_solving", "major", None, "traffic", None, OFFICE, None, None),
        ("problem_solving", "critical", "medicine", "land", "yitang", OFFICE, None, "land"),
        (
            "project_attraction",
            "major",
            "food",
            None,
            None,
            "task_force.food",
            "project_attraction",
            "attraction",
        ),
        ("project_attraction", "major", None, "attraction", None, "service_line.attraction", None, None),
        (
            "project_progress",
            "major",
            "wood",
            "land",
            "yitang",
            "task_force.wood",
            "project_progress",
            "land",
        ),
        ("project_progress", "major", None, "land", "yitang", "township.yitang", None, "land"),
        ("project_progress", "major", None, "land", None, OFFICE, None, "land"),
    ],
)
def test_each_module_has_its_proper_body(
    database: Database,
    module: ModuleName,
    tier: TierName,
    industry: str | None,
    factor: str | None,
    place: str | None,
    owner: str,
    work_group: str | None,
    helper: str | None,
) -> None:
    with database.begin() as session:
        route = route_matter(
            session,
            default_mechanism().routing,
            module=module,
            tier=tier,
            industry=industry,
            factor=factor,
            place=find_body(session, f"township.{place}") if place else None,
        )
        expected = f"service_line.{helper}" if helper else None
        assert (route.owner.code, route.work_group) == (owner, work_group)
        assert (route.helper.code if route.helper else None) == expected
