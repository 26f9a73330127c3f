"""Which short questions name a person, and which only happen to contain a name."""

import pytest

from services.people import people_asked_about, people_named_like
from storage.database import Database

ASKS = ["王辉", " 王 辉 ", "王辉的电话", "查一下王辉", "王辉是谁？", "联系王辉", "王辉联系方式"]


@pytest.mark.parametrize("text", ASKS)
def test_a_question_about_a_person(database: Database, text: str) -> None:
    with database.begin() as session:
        assert [person.name for person in people_asked_about(session, text)] == ["王辉"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "王",
        "请问",
        "王辉煌大厦停电",
        "王辉要来调研，请准备材料",
        "园区停电",
        "%",
        "_",
        "🙂",
        "王辉" * 40,
        "电话",
    ],
)
def test_no_question_about_a_person(database: Database, text: str) -> None:
    with database.begin() as session:
        assert people_asked_about(session, text) == []


def test_a_part_of_a_name_finds_people_exact_ones_first(database: Database) -> None:
    with database.begin() as session:
        assert [person.name for person in people_named_like(session, "王辉")] == ["王辉"]
        assert len(people_named_like(session, "测试乙")) == 10
        assert people_named_like(session, "%") == []
        assert people_named_like(session, "  ") == []
