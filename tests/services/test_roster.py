"""The roster import: every row gets the outcome it must have, and nothing is written by halves (M1)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from services.people import hats_of, unit_on
from services.roster import import_roster, load_demo_roster
from sqlalchemy import delete
from sqlmodel import Session, select
from storage.database import Database
from storage.people import (
    Membership,
    Person,
    PhoneHistory,
    Role,
    find_person_by_phone,
    list_people,
    list_people_named,
)
from storage.spreadsheets import ImportReport, Level, Outcome
from templates.notes import describe_note

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DIRTY = Path(__file__).parents[1] / "data" / "roster_dirty.xlsx"
HEADER = ["姓名", "手机号", "单位", "专班/服务保障线", "职务", "角色", "排序"]
CLERK = ["测试庚01", "199-0000-0901", "区林业局", "木业产业专班", "科员", "专班成员", 1]


@pytest.fixture
def bare(database: Database) -> Database:
    """The structure without any people."""
    with database.begin() as session:
        session.execute(delete(Membership))
        session.execute(delete(Person))
    return database


def write(path: Path, rows: Sequence[Sequence[str | int | float]], header: Sequence[str] = HEADER) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate([header, *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            else:
                sheet.write_number(number, place, cell)
    book.close()
    return path


def take(
    session: Session, path: Path, *, apply: bool = True, at: datetime = NOW
) -> ImportReport:
    return import_roster(session, path, now=at, zone=ZONE, apply=apply)


def codes(report: ImportReport, row: int) -> set[str]:
    return {str(note.code) for note in report.notes_of(row)}


def sentences(report: ImportReport, row: int, level: Level | None = None) -> str:
    return "".join(describe_note(note) for note in report.notes_of(row) if level in (None, note.level))


# One line for each of the 18 rows: row, what its last column says, what the message must mention.
EXPECTED = [
    (2, "成功", ""),
    (3, "成功", "测庚"),
    (4, "成功", "木业产业专班"),
    (5, "失败", "10 位"),
    (6, "失败", "测试庚01"),
    (7, "更新", "由“科员”改为“科长”"),
    (8, "失败", "缺姓名"),
    (9, "失败", "缺手机号"),
    (10, "提示", "建议“区卫计局”，需人工确认"),
    (11, "成功", "有色金属产业专班"),
    (12, "失败", "黑色金属产业专班"),
    (13, "提示", "“镇街道”归一为“镇街”"),
    (14, "提示", "“义堂”归一为“义堂镇”"),
    (15, "失败", "超级管理员"),
    (16, "失败", "10 位"),
    (17, "失败", "公式注入"),
    (18, "成功", "财税服务保障线"),
    (19, "忽略", "模板说明"),
]


def outcome_word(report: ImportReport, row: int) -> str:
    outcome = report.outcomes[row]
    if outcome is Outcome.NEW:
        return "提示" if row in report.doubtful_rows else "成功"
    return {Outcome.CHANGED: "更新", Outcome.FAILED: "失败", Outcome.IGNORED: "忽略"}[outcome]


@pytest.mark.parametrize(("row", "word", "mention"), EXPECTED)
def test_every_dirty_row_has_its_outcome(bare: Database, row: int, word: str, mention: str) -> None:
    with bare.begin() as session:
        report = take(session, DIRTY)
    assert outcome_word(report, row) == word
    assert mention in sentences(report, row)


def test_a_file_with_errors_writes_nothing_at_all(bare: Database) -> None:
    with bare.begin() as session:
        report = take(session, DIRTY)
    assert report.has_errors
    assert not report.applied
    with bare.begin() as session:
        assert list_people(session, also_inactive=True) == []


def test_every_failed_row_says_which_column_is_wrong(bare: Database) -> None:
    with bare.begin() as session:
        report = take(session, DIRTY)
    columns = {
        row: {note.column for note in report.notes_of(row) if note.level is Level.ERROR}
        for row in report.outcomes
        if report.outcomes[row] is Outcome.FAILED
    }
    assert columns == {
        5: {"手机号"},
        6: {"手机号"},
        8: {"姓名", "专班／服务保障线"} - {"专班／服务保障线"},
        9: {"手机号"},
        12: {"专班／服务保障线"},
        15: {"角色"},
        16: {"手机号"},
        17: {"姓名"},
    }


def test_the_good_and_the_doubtful_rows_are_written_once_the_errors_are_gone(
    bare: Database, tmp_path: Path
) -> None:
    rows = [
        [*CLERK],
        ["测试庚09", "199-0000-0909", "区卫健局", "医养健康产业专班", "科员", "专班成员", ""],
        ["测试庚12", "199-0000-0912", "义堂镇", "", "联络员", "镇街道", ""],
        ["测试庚13", "199-0000-0913", "义堂", "", "联络员", "镇街", ""],
    ]
    with bare.begin() as session:
        report = take(session, write(tmp_path / "roster.xlsx", rows))
        assert (report.applied, report.new, report.doubtful_rows) == (True, 4, [3, 4, 5])
        people = {person.name: unit_on(session, person, TODAY).name for person in list_people(session)}
    assert people == {
        "测试庚01": "区林业局",
        "测试庚09": "区卫计局",
        "测试庚12": "义堂镇",
        "测试庚13": "义堂镇",
    }


def test_a_preview_says_the_same_and_writes_nothing(bare: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "roster.xlsx", [CLERK])
    with bare.begin() as session:
        preview = take(session, path, apply=False)
        assert list_people(session) == []
        done = take(session, path)
    assert (preview.outcomes, preview.notes) == (done.outcomes, done.notes)
    assert (preview.applied, done.applied) == (False, True)


def test_the_whole_district_in_under_two_seconds_with_progress(bare: Database) -> None:
    steps: list[tuple[int, int]] = []
    with bare.begin() as session:
        from importlib.resources import as_file, files

        with as_file(files("storage").joinpath("data", "demo", "roster.csv")) as path:
            began = perf_counter()
            report = import_roster(
                session, path, now=NOW, zone=ZONE, apply=True, progress=lambda *step: steps.append(step)
            )
            took = perf_counter() - began
    assert (report.new, report.failed, report.doubtful_rows) == (165, 0, [])
    assert steps == [(done, 165) for done in range(1, 166)]
    assert took < 2


def test_importing_again_changes_nothing(bare: Database) -> None:
    with bare.begin() as session:
        load_demo_roster(session, now=NOW, zone=ZONE)
        before = [row.model_dump() for row in session.exec(select(Membership).order_by(Membership.id))]
        report = load_demo_roster(session, now=NOW + timedelta(days=3), zone=ZONE)
        after = [row.model_dump() for row in session.exec(select(Membership).order_by(Membership.id))]
    assert (report.unchanged, report.new, report.changed) == (165, 0, 0)
    assert before == after


def test_importing_the_corrected_rows_twice_settles_on_the_last(bare: Database, tmp_path: Path) -> None:
    promoted = ["测试庚01", "199-0000-0901", "区林业局", "木业产业专班", "科长", "专班成员", 1]
    path = write(tmp_path / "roster.xlsx", [CLERK, promoted])
    with bare.begin() as session:
        first = take(session, path)
        again = take(session, path)
        (person,) = list_people(session)
        roles = {hat.role for hat in hats_of(session, person, TODAY).hats if not hat.is_unit}
    assert (first.outcomes[2], first.outcomes[3]) == (Outcome.NEW, Outcome.CHANGED)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert (person.post, roles) == ("科长", {Role.SECTION_CHIEF})


def test_rows_of_one_person_add_up_to_all_their_bodies(bare: Database, tmp_path: Path) -> None:
    leader = ["周兴金", "199-0000-0006", "区级领导"]
    rest = ["副组长、牵头区领导", "领导小组成员；专班牵头领导", 6]
    rows = [[*leader, "医养健康产业专班", *rest], [*leader, "医药产业专班", *rest]]
    with bare.begin() as session:
        report = take(session, write(tmp_path / "roster.xlsx", rows))
        assert report.applied
        (person,) = list_people(session)
        hats = {(hat.body.short_name, hat.role) for hat in hats_of(session, person, TODAY).hats}
    assert hats == {
        ("区级领导", Role.MEMBER),
        ("领导小组", Role.DEPUTY_GROUP_HEAD),
        ("医养健康专班", Role.LEAD_LEADER),
        ("医药专班", Role.LEAD_LEADER),
    }


def test_a_move_keeps_the_unit_of_that_day(bare: Database, tmp_path: Path) -> None:
    before = ["测试丙24", "199-0000-0052", "区文广新局", "文化创意产业专班", "科员", "专班成员", 52]
    after = ["测试丙24", "199-0000-0052", "区旅游局", "全域旅游产业专班", "科员", "专班成员", 52]
    later = NOW + timedelta(days=10)
    with bare.begin() as session:
        take(session, write(tmp_path / "before.xlsx", [before]))
        report = take(session, write(tmp_path / "after.xlsx", [after]), at=later)
        person = list_people_named(session, "测试丙24")[0]
        units = [unit_on(session, person, day).name for day in (TODAY, later.date())]
        bodies = [hat.body.name for hat in hats_of(session, person, later.date()).hats]
    assert (report.changed, units) == (1, ["区文广新局", "区旅游局"])
    assert "全域旅游产业专班" in bodies
    assert "文化创意产业专班" not in bodies
    assert "不再担任：文化创意产业专班、区文广新局" in sentences(report, 2)


def test_moving_back_on_the_same_day_leaves_no_trace(bare: Database, tmp_path: Path) -> None:
    there = [*CLERK]
    there[3] = "食品产业专班"
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        take(session, write(tmp_path / "b.xlsx", [there]), at=NOW + timedelta(days=1))
        take(session, write(tmp_path / "a.xlsx", [CLERK]), at=NOW + timedelta(days=1))
        (person,) = list_people(session)
        tomorrow = hats_of(session, person, TODAY + timedelta(days=1))
    assert [hat.body.short_name for hat in tomorrow.hats] == ["木业专班", "区林业局"]


def test_a_new_number_of_the_same_person_asks_and_keeps_the_old_one(bare: Database, tmp_path: Path) -> None:
    moved = [*CLERK]
    moved[1] = "199-0000-0999"
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        report = take(session, write(tmp_path / "b.xlsx", [moved]))
        (person,) = list_people(session)
        (old,) = session.exec(select(PhoneHistory)).all()
    assert (report.doubtful_rows, report.changed) == ([2], 1)
    assert (person.phone, old.phone, old.person_id) == ("19900000999", "19900000901", person.id)


def test_two_namesakes_are_two_people_even_in_one_unit(bare: Database, tmp_path: Path) -> None:
    other = [*CLERK]
    other[1] = "199-0000-0902"
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        report = take(session, write(tmp_path / "b.xlsx", [CLERK, other]))
        assert (report.new, report.unchanged) == (1, 1)
        assert len(list_people_named(session, "测试庚01")) == 2


def test_a_number_is_not_taken_from_somebody_else(bare: Database, tmp_path: Path) -> None:
    thief = ["测试辛01", *CLERK[1:]]
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        report = take(session, write(tmp_path / "b.xlsx", [thief]))
        assert codes(report, 2) == {"phone_taken"}
        assert [person.name for person in list_people(session)] == ["测试庚01"]


def test_the_absent_are_reported_and_stay(bare: Database, tmp_path: Path) -> None:
    with bare.begin() as session:
        load_demo_roster(session, now=NOW, zone=ZONE)
        report = take(session, write(tmp_path / "a.xlsx", [CLERK]))
        (absent,) = [note for note in report.notes if note.row is None]
        assert (absent.code, absent.facts["count"]) == ("people_absent", 165)
        assert len(list_people(session)) == 166


def test_somebody_who_had_left_returns(bare: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [CLERK])
    with bare.begin() as session:
        take(session, path)
        list_people(session)[0].active = False
        session.flush()
        report = take(session, path)
        assert (codes(report, 2), report.changed) == ({"person_returned"}, 1)
        assert [person.name for person in list_people(session)] == ["测试庚01"]


@pytest.mark.parametrize("name", ["欧阳测试", "测试·阿依古丽", "测试㛃", "𠮷田测试", "\ue863测试"])
def test_names_of_every_kind_are_kept(bare: Database, tmp_path: Path, name: str) -> None:
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [[name, *CLERK[1:]]]))
        assert [person.name for person in list_people(session)] == [name]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("闫 斌", "闫斌"), ("闫\u3000斌", "闫斌"), ("测试•阿依古丽", "测试·阿依古丽"), ("测试．阿里", "测试·阿里")],
)
def test_names_lose_padding_and_get_one_kind_of_dot(
    bare: Database, tmp_path: Path, written: str, kept: str
) -> None:
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [[written, *CLERK[1:]]]))
        assert [person.name for person in list_people(session)] == [kept]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({0: "<b>测试</b>"}, "name_invalid"),
        ({0: "测" * 41}, "name_invalid"),
        ({1: "0539-8888888"}, "phone_invalid"),
        ({2: ""}, "unit_missing"),
        ({2: "火星办事处"}, "unit_unknown"),
        ({2: "区水务局"}, "unit_unknown_near"),
        ({2: "=HYPERLINK(1)"}, "formula_suspected"),
        ({3: ""}, "role_without_body"),
        ({3: "火星专班"}, "body_unknown"),
        ({4: "+SUM(A1)"}, "formula_suspected"),
        ({5: ""}, "role_missing"),
        ({5: "镇街"}, "role_unit_mismatch"),
        ({5: "成员单位分管负责人", 2: "义堂镇", 3: ""}, "role_unit_mismatch"),
        ({6: "第一"}, "rank_invalid"),
    ],
)
def test_what_cannot_be_right_fails_with_a_reason(
    bare: Database, tmp_path: Path, change: dict[int, str], code: str
) -> None:
    row = [change.get(place, cell) for place, cell in enumerate(CLERK)]
    with bare.begin() as session:
        report = take(session, write(tmp_path / "a.xlsx", [row]))
        assert (report.outcomes[2], report.applied) == (Outcome.FAILED, False)
        assert code in codes(report, 2)


def test_a_merged_department_is_told_apart_by_the_task_force(bare: Database, tmp_path: Path) -> None:
    tourist = ["测试庚01", "199-0000-0901", "区文化和旅游局", "全域旅游产业专班", "科员", "专班成员", 1]
    nobody = ["测试庚02", "199-0000-0902", "区文化和旅游局", "", "业务科长", "成员单位业务科长", 2]
    with bare.begin() as session:
        report = take(session, write(tmp_path / "a.xlsx", [tourist, nobody]), apply=False)
    assert "归一为“区旅游局”" in sentences(report, 2, Level.WARNING)
    assert "区文广新局、区旅游局" in sentences(report, 3, Level.ERROR)


def test_numbers_in_numeric_cells_and_other_spellings_are_one_number(bare: Database, tmp_path: Path) -> None:
    spellings = ["199-0000-0117", 19900000117, "+86 199 0000 0117", "8619900000117", "１９９００００01１７"]
    for spelling in spellings:
        with bare.begin() as session:
            report = take(session, write(tmp_path / "a.xlsx", [[CLERK[0], spelling, *CLERK[2:]]]))
            assert report.applied
            assert find_person_by_phone(session, "19900000117") is not None
            assert len(list_people(session)) == 1


def test_columns_may_stand_in_any_order_below_a_title(bare: Database, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("说明")
    sheet.write_string(0, 0, "请填第二张表")
    sheet = book.add_worksheet("名册")
    sheet.write_string(0, 0, "兰山区人员名册（2026年）")
    sheet.write_row(2, 1, [*reversed([*HEADER[:3], "专班 ／服务保障线", *HEADER[4:]]), "备注"])
    sheet.write_row(3, 1, [*reversed(CLERK), "新来的"])
    book.close()
    with bare.begin() as session:
        report = take(session, tmp_path / "a.xlsx")
    assert (report.applied, report.outcomes) == (True, {4: Outcome.NEW})


def test_a_missing_column_is_named(bare: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [CLERK[:5]], header=HEADER[:5])
    with bare.begin() as session:
        report = take(session, path)
    (note,) = report.notes
    assert describe_note(note).startswith("没有找到表头列：角色")
