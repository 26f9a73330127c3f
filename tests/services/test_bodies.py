"""Bodies under every usual name, and the way of a matter to its owner (M1, M7, M8, M16)."""

import pytest

from services.bodies import (
    NameTaken,
    add_alias,
    add_body,
    load_body_index,
    rename_body,
    retire_body,
    route_matter,
)
from services.mechanism import ModuleName, TierName, default_mechanism, load_mechanism
from storage.bodies import BodyKind, find_body, list_bodies
from storage.database import Database

ROUTING = default_mechanism().routing

USUAL_NAMES = {
    "木业": "木业产业专班",
    "有色金属专班": "有色金属产业专班",
    "食品产业": "食品产业专班",
    "财税服务线": "财税服务保障线",
    "审批线": "审批服务保障线",
    "义堂": "义堂镇",
    "经开区": "兰山经济开发区管委会",
    "区卫生健康局": "区卫计局",
    "区行政审批服务局": "区政务服务中心管理办公室",
    "市生态环境局兰山分局": "区环保局",
    "领导小组办公室": "区领导小组办公室",
}
NEAR_NAMES = {
    "区卫健局": ["区卫计局"],
    "区水务局": ["区商务局", "区水利局", "区税务局"],
    "义塘镇": ["义堂镇"],
    "区教育局": ["区教育体育局"],
    "火星办事处": [],
    "区信访局": [],
}


def test_usual_names_are_understood(database: Database) -> None:
    with database.begin() as session:
        index = load_body_index(session)
    found = {said: [body.name for body in index.by_alias(said)] for said in USUAL_NAMES}
    assert found == {said: [meant] for said, meant in USUAL_NAMES.items()}
    assert [said for said in USUAL_NAMES if index.by_name(said)] == []
    assert index.by_name(" 义 堂\u3000镇 ") == index.by_alias("义堂")[0]


def test_only_what_is_near_is_suggested(database: Database) -> None:
    with database.begin() as session:
        index = load_body_index(session)
    assert {said: sorted(body.name for body in index.nearest(said)) for said in NEAR_NAMES} == NEAR_NAMES


def test_a_renamed_body_answers_to_both_names(database: Database) -> None:
    with database.begin() as session:
        office = find_body(session, "unit.environment")
        assert office is not None
        rename_body(session, office, "市生态环境局兰山分局")
        rename_body(session, office, "市生态环境局兰山分局")
        index = load_body_index(session)
    assert index.by_name("市生态环境局兰山分局") == office
    assert index.by_alias("区环保局") == [office]
    assert office.short_name == "市生态环境局兰山分局"


def test_no_two_bodies_share_a_name(database: Database) -> None:
    with database.begin() as session:
        office = find_body(session, "unit.environment")
        assert office is not None
        with pytest.raises(NameTaken):
            rename_body(session, office, "区财政局")
        with pytest.raises(NameTaken):
            add_body(session, BodyKind.TOWNSHIP, "义堂镇")


def test_the_office_adds_and_retires_townships(database: Database) -> None:
    with database.begin() as session:
        added = add_body(session, BodyKind.TOWNSHIP, "马厂湖镇", region_code="371302106")
        add_alias(session, added, "马厂湖")
        add_alias(session, added, "马厂湖")
        assert load_body_index(session).by_alias("马厂湖") == [added]
        assert list_bodies(session, BodyKind.TOWNSHIP)[-1] == added
        retire_body(added)
        session.flush()
        assert load_body_index(session).by_name("马厂湖镇") is None
        assert added in list_bodies(session, BodyKind.TOWNSHIP, also_inactive=True)


# module, tier, industry, factor, place → owner, work group, helper
WAYS: list[tuple[tuple[ModuleName, TierName, str, str, str], tuple[str, str, str]]] = [
    (("problem_solving", "major", "wood", "", "yitang"), ("木业产业专班", "problem_solving", "")),
    (("problem_solving", "ordinary", "wood", "", "yitang"), ("义堂镇", "", "")),
    (("problem_solving", "ordinary", "wood", "", ""), ("木业产业专班", "problem_solving", "")),
    (("problem_solving", "critical", "wood", "", "yitang"), ("区领导小组办公室", "", "")),
    (("factor_support", "major", "wood", "land", ""), ("木业产业专班", "problem_solving", "土地服务保障线")),
    (("factor_support", "major", "", "land", "yitang"), ("土地服务保障线", "", "")),
    (("approval_service", "major", "food", "", ""), ("食品产业专班", "project_progress", "审批服务保障线")),
    (
        ("project_attraction", "major", "food", "", ""),
        ("食品产业专班", "project_attraction", "项目招引服务保障线"),
    ),
    (("project_progress", "major", "", "", "yitang"), ("义堂镇", "", "")),
    (("problem_solving", "major", "", "", ""), ("区领导小组办公室", "", "")),
    (("problem_solving", "major", "no_such_industry", "", ""), ("区领导小组办公室", "", "")),
]


def test_a_matter_finds_its_one_owner(database: Database) -> None:
    found = []
    with database.begin() as session:
        for matter, _ in WAYS:
            module, tier, industry, factor, place = matter
            route = route_matter(
                session,
                ROUTING,
                module=module,
                tier=tier,
                industry=industry or None,
                factor=factor or None,
                place=find_body(session, f"township.{place}"),
            )
            helper = route.helper.name if route.helper else ""
            found.append((matter, (route.owner.name, route.work_group or "", helper)))
    assert found == WAYS


def test_a_district_may_route_otherwise(database: Database) -> None:
    own = load_mechanism('[routing.modules.factor_support]\nowners = ["factor", "industry"]').routing
    with database.begin() as session:
        route = route_matter(
            session, own, module="factor_support", tier="major", industry="wood", factor="land"
        )
    assert route.owner.name == "土地服务保障线"
    assert route.helper is None
