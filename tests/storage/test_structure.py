"""The packaged structure: exactly the document's, loaded once, never over somebody's edits (M1)."""

from sqlmodel import select

from storage.bodies import (
    BodyAlias,
    BodyKind,
    find_body,
    find_body_for,
    list_aliases,
    list_bodies,
    list_bodies_answered_by,
    list_departments_of,
    list_lead_leaders,
    list_work_groups,
)
from storage.database import Database
from storage.structure import Structure, load_structure, packaged_structure

ANNEX_1 = {
    "机械制造产业专班": ("刘耀华 刘金波", "区经信局"),
    "医养健康产业专班": ("王永哲 周兴金", "区卫计局"),
    "木业产业专班": ("陈士贤 韩庆典", "区林业局"),
    "商贸物流产业专班": ("顾文明 杨金涛", "兰山商城管委会"),
    "文化创意产业专班": ("徐立娟 王辉", "区文广新局"),
    "现代金融产业专班": ("刘爱友", "区金融办"),
    "医药产业专班": ("纪丙坤 周兴金", "区食药监局"),
    "全域旅游产业专班": ("桑立杰 王辉", "区旅游局"),
    "有色金属产业专班": ("马凤印 周兴金", "区环保局"),
    "食品产业专班": ("闫斌 张学超", "区市场监管局"),
}
ANNEX_2 = {
    "督导考核服务保障线": "区委督委办",
    "政务环境服务保障线": "区编办",
    "人才服务保障线": "区人才办",
    "财税服务保障线": "区财政局",
    "土地服务保障线": "兰山国土分局",
    "金融服务保障线": "区金融办",
    "项目招引服务保障线": "区商务局",
    "审批服务保障线": "区政务服务中心管理办公室",
}


def test_the_task_forces_are_those_of_annex_1(database: Database) -> None:
    with database.begin() as session:
        found = {
            body.name: (
                " ".join(leader.name for leader in list_lead_leaders(session, body)),
                "、".join(department.name for department in list_departments_of(session, body)),
            )
            for body in list_bodies(session, BodyKind.TASK_FORCE)
        }
    assert list(found.items()) == list(ANNEX_1.items())


def test_the_service_lines_are_those_of_annex_2(database: Database) -> None:
    with database.begin() as session:
        found = {
            body.name: "、".join(department.name for department in list_departments_of(session, body))
            for body in list_bodies(session, BodyKind.SERVICE_LINE)
        }
    assert list(found.items()) == list(ANNEX_2.items())


def test_a_department_may_answer_for_several_bodies(database: Database) -> None:
    with database.begin() as session:
        department = find_body(session, "unit.finance_office")
        assert department is not None
        names = [body.name for body in list_bodies_answered_by(session, department)]
    assert names == ["现代金融产业专班", "金融服务保障线"]


def test_the_ground_is_eleven_townships_and_a_zone(database: Database) -> None:
    with database.begin() as session:
        townships = list_bodies(session, BodyKind.TOWNSHIP)
        assert [body.region_code for body in townships] == [
            f"371302{code}" for code in ("001", "002", "003", "004", *range(101, 104), 105, 107, 109, 110)
        ]
        assert [body.short_name for body in list_bodies(session, BodyKind.DEVELOPMENT_ZONE)] == ["经开区"]


def test_every_industry_and_factor_finds_its_body(database: Database) -> None:
    structure = packaged_structure()
    with database.begin() as session:
        industries = {key: find_body_for(session, industry=key) for key in structure.industries}
        factors = {key: find_body_for(session, factor=key) for key in structure.factors}
    assert all(body and body.kind == BodyKind.TASK_FORCE for body in industries.values())
    assert all(body and body.kind == BodyKind.SERVICE_LINE for body in factors.values())


def test_task_forces_have_their_three_work_groups(database: Database) -> None:
    with database.begin() as session:
        wood = find_body(session, "task_force.wood")
        assert wood is not None
        groups = [(group.code, group.name) for group in list_work_groups(session, wood)]
    assert groups == [
        ("project_attraction", "项目招引组"),
        ("project_progress", "项目推进组"),
        ("problem_solving", "企业问题解决组"),
    ]


def test_loading_again_adds_nothing_and_keeps_edits(database: Database) -> None:
    with database.begin() as session:
        wood = find_body(session, "task_force.wood")
        assert wood is not None
        wood.name, wood.active = "木业与家居产业专班", False
        for alias in list_aliases(session, wood):
            session.delete(alias)
    with database.begin() as session:
        assert load_structure(session) == 0
        wood = find_body(session, "task_force.wood")
        assert wood is not None
        assert (wood.name, wood.active, list_aliases(session, wood)) == ("木业与家居产业专班", False, [])


def test_a_new_version_adds_its_new_bodies_only(database: Database) -> None:
    extra = packaged_structure().model_dump()
    extra["bodies"] = [
        *extra["bodies"],
        {"kind": "township", "code": "township.machanghu", "name": "马厂湖镇", "aliases": ["马厂湖"]},
        {"kind": "township", "code": "township.twin", "name": "义堂镇"},
    ]
    with database.begin() as session:
        assert load_structure(session, Structure.model_validate(extra)) == 1
        added = find_body(session, "township.machanghu")
        assert added is not None
        assert [alias.name for alias in list_aliases(session, added)] == ["马厂湖"]


def test_one_new_name_may_stand_for_two_merged_departments(database: Database) -> None:
    with database.begin() as session:
        aliases = session.exec(select(BodyAlias).where(BodyAlias.name == "区文化和旅游局")).all()
        assert len({alias.body_id for alias in aliases}) == 2
