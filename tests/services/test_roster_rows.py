"""The roster import, row by row: every row gets the outcome it must have, and its reason (M1)."""

from importlib.resources import as_file, files
from pathlib import Path
from time import process_time

import xlsxwriter

from services.bodies import load_body_index
from services.people import unit_on
from services.roster import import_roster
from storage.database import Database
from storage.people import find_person_by_phone, list_people
from storage.spreadsheets import ImportReport, Level, Outcome
from templates.notes import describe_note
from tests.rosters import CLERK, HEADER, NOW, TODAY, ZONE, codes, sentences, take, write

DIRTY = Path(__file__).parents[1] / "data" / "roster_dirty.xlsx"

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


def test_every_dirty_row_has_its_outcome_and_says_why(bare: Database) -> None:
    with bare.begin() as session:
        report = take(session, DIRTY)
    assert [(row, outcome_word(report, row)) for row in sorted(report.outcomes)] == [
        (row, word) for row, word, _ in EXPECTED
    ]
    said = {row: sentences(report, row) for row, _, _ in EXPECTED}
    assert [row for row, _, mention in EXPECTED if mention not in said[row]] == []


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
        8: {"姓名"},
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
    demo = files("storage").joinpath("data", "demo", "roster.csv")
    with bare.begin() as session, as_file(demo) as path:
        began = process_time()
        report = import_roster(
            session, path, now=NOW, zone=ZONE, apply=True, progress=lambda *step: steps.append(step)
        )
        took = process_time() - began
    assert (report.new, report.failed, report.doubtful_rows) == (165, 0, [])
    assert steps == [(done, 165) for done in range(1, 166)]
    assert took < 2


def test_names_of_every_kind_are_kept_without_padding(bare: Database, tmp_path: Path) -> None:
    names = {
        "欧阳测试": "欧阳测试",
        "测试·阿依古丽": "测试·阿依古丽",
        "测试㛃": "测试㛃",
        "𠮷田测试": "𠮷田测试",
        "\ue863测试": "\ue863测试",
        "闫 斌": "闫斌",
        "闫\u3000斌": "闫斌",
        "测试•阿里": "测试·阿里",
        "测试．买买提": "测试·买买提",
    }
    rows = [[name, 19900000901 + place, *CLERK[2:6], place] for place, name in enumerate(names)]
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", rows))
        assert [person.name for person in list_people(session)] == list(names.values())


BAD_ROWS: list[tuple[dict[int, str], str]] = [
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
]


def test_what_cannot_be_right_fails_with_a_reason(bare: Database, tmp_path: Path) -> None:
    rows = [
        [change.get(place, cell) for place, cell in enumerate([CLERK[0], f"1990000{1000 + at}", *CLERK[2:]])]
        for at, (change, _) in enumerate(BAD_ROWS)
    ]
    with bare.begin() as session:
        report = take(session, write(tmp_path / "a.xlsx", rows))
    assert (report.failed, report.applied) == (len(BAD_ROWS), False)
    said = [codes(report, row) for row in range(2, len(BAD_ROWS) + 2)]
    assert [(code, found) for (_, code), found in zip(BAD_ROWS, said, strict=True) if code not in found] == []


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


def test_new_units_of_the_second_sheet_are_added_with_the_people(bare: Database, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    people, units = book.add_worksheet("人员名册"), book.add_worksheet("单位清单")
    people.write_row(0, 0, HEADER)
    people.write_row(1, 0, ["测试辛01", "19900000801", "马厂湖镇", "", "联络员", "镇街", 1])
    units.write_row(0, 0, ["单位", "类别", "行政区划代码"])
    units.write_row(1, 0, ["马厂湖镇", "镇街道", "371302106"])
    units.write_row(2, 0, ["区经信局", "责任部门（成员单位）", ""])
    book.close()
    with bare.begin() as session:
        preview = take(session, tmp_path / "a.xlsx", apply=False)
        assert (preview.new, [note.code for note in preview.notes]) == (1, ["unit_added"])
        assert load_body_index(session).by_name("马厂湖镇") is None
        take(session, tmp_path / "a.xlsx")
        (person,) = list_people(session)
        unit = unit_on(session, person, TODAY)
        again = take(session, tmp_path / "a.xlsx")
    assert (unit.name, unit.kind, unit.region_code) == ("马厂湖镇", "township", "371302106")
    assert (again.unchanged, again.notes) == (1, [])


def test_a_listed_unit_of_no_known_kind_stops_everything(bare: Database, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    people, units = book.add_worksheet("人员名册"), book.add_worksheet("单位清单")
    people.write_row(0, 0, HEADER)
    people.write_row(1, 0, CLERK)
    units.write_row(0, 0, ["单位", "类别"])
    units.write_row(1, 0, ["马厂湖镇", "行星"])
    book.close()
    with bare.begin() as session:
        report = take(session, tmp_path / "a.xlsx")
        assert list_people(session) == []
    assert (report.applied, [note.code for note in report.notes]) == (False, ["unit_kind_unknown"])
