"""Importing from the command line: preview, refusal, agreement; all or nothing."""

import re
import time
from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage.calendar import CalendarDay
from storage.database import Database
from storage.packaged import packaged_text
from storage.people import list_people
from storage.policies import list_policies
from tests.cli.conftest import Zhuanban

DIRTY = Path(__file__).parents[1] / "data" / "roster_dirty.xlsx"
WRONG_ROWS = {
    5: "手机号",
    6: "手机号",
    8: "姓名",
    9: "手机号",
    12: "专班",
    15: "角色",
    16: "手机号",
    17: "姓名",
}
DOUBTFUL_ROWS = {10: "单位", 13: "角色", 14: "单位"}
REMARKED_ROWS = {3: "姓名", 4: "专班", 7: "手机号", 11: "专班", 18: "专班", 19: "姓名"}
PEOPLE = 165


@pytest.fixture
def roster(folder: Path) -> Path:
    path = folder / "roster.csv"
    path.write_text(packaged_text("demo", "roster.csv"), encoding="utf-8")
    return path


@pytest.fixture
def policies(folder: Path) -> Path:
    path = folder / "policies.csv"
    path.write_text(packaged_text("demo", "policies.csv"), encoding="utf-8")
    return path


def _with_database(folder: Path, look: object) -> object:
    assert callable(look)
    database = Database(f"sqlite:///{folder}/data/zhuanban.db")
    try:
        with database.begin() as session:
            return look(session)
    finally:
        database.dispose()


def _people(folder: Path) -> object:
    return _with_database(folder, lambda session: len(list_people(session)))


def test_wrong_rows_each_have_their_line_and_nothing_is_written(zhuanban: Zhuanban, folder: Path) -> None:
    for words in ((), ("--yes",), ("--dry-run",)):
        ended = zhuanban("import", "roster", DIRTY, *words)
        assert ended.code == 1
        assert "未写入任何数据" in ended.err
        assert _people(folder) == 0
    for level, rows in (("错误", WRONG_ROWS), ("提示", DOUBTFUL_ROWS), ("说明", REMARKED_ROWS)):
        for row, column in rows.items():
            assert re.search(rf"^第 {row} 行 \S*{column}\S* \[{level}\] .{{8,}}$", ended.out, re.MULTILINE), (
                row
            )
    assert "失败 8" in ended.out
    rows_told = [int(row) for row in re.findall(r"^第 (\d+) 行", ended.out, re.MULTILINE)]
    assert rows_told == sorted(rows_told)


def test_a_preview_writes_nothing_and_yes_writes_all(zhuanban: Zhuanban, folder: Path, roster: Path) -> None:
    dry = zhuanban("import", "roster", roster, "--dry-run")
    assert (dry.code, _people(folder)) == (0, 0)
    assert f"新增 {PEOPLE}" in dry.out
    assert "仅预览" in dry.out
    unasked = zhuanban("import", "roster", roster)
    assert (unasked.code, _people(folder)) == (0, 0)
    assert "加 --yes 即导入" in unasked.out
    done = zhuanban("import", "roster", roster, "--yes")
    assert (done.code, _people(folder)) == (0, PEOPLE)
    assert "已导入" in done.out
    again = zhuanban("import", "roster", roster, "--yes")
    assert again.code == 0
    assert f"新增 0，变更 0，不变 {PEOPLE}" in again.out


def test_people_at_a_terminal_are_asked(
    zhuanban: Zhuanban, folder: Path, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.imports.is_terminal", lambda: True)
    refused = zhuanban("import", "roster", roster, typed="n\n")
    assert (refused.code, _people(folder)) == (0, 0)
    assert "未导入" in refused.out
    agreed = zhuanban("import", "roster", roster, typed="y\n")
    assert (agreed.code, _people(folder)) == (0, PEOPLE)


def test_a_roster_takes_less_than_two_seconds(zhuanban: Zhuanban, folder: Path, roster: Path) -> None:
    assert zhuanban("import", "roster", roster, "--dry-run").code == 0  # makes the database
    begun = time.process_time()
    ended = zhuanban("import", "roster", roster, "--yes")
    assert time.process_time() - begun < 2
    assert (ended.code, _people(folder)) == (0, PEOPLE)


def test_policies_and_holidays_come_the_same_way(zhuanban: Zhuanban, folder: Path, policies: Path) -> None:
    assert "新增 138" in zhuanban("import", "policies", policies, "--yes").out
    assert _with_database(folder, lambda session: len(list_policies(session))) == 138
    assert "不变 138" in zhuanban("import", "policies", policies).out
    table = folder / "2027.csv"
    header, *_ = packaged_text("holidays.csv").splitlines()
    values = {
        "date": "2027-01-01",
        "is_off": "yes",
        "type": "holiday",
        "name_zh": "元旦",
        "status": "official",
    }
    row = ",".join(values.get(name, "") for name in header.split(","))
    table.write_text(f"{header}\n{row}\n", encoding="utf-8")
    ended = zhuanban("import", "holidays", table, "--yes")
    assert ended.code == 0, ended.said
    assert "[提示] 2027 年缺元旦或国庆节" in ended.out
    assert "元旦" in str(_with_database(folder, _new_year))


def _new_year(session: Session) -> str:
    days = session.exec(select(CalendarDay)).all()
    return next(day.name for day in days if day.day.isoformat() == "2027-01-01")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("absent.xlsx", None, "找不到文件"),
        ("notes.docx", b"x", "不支持“.docx”文件"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "文件已损坏"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "打开密码"),
        ("large.xlsx", b"0" * 11_000_000, "文件过大"),
        ("binary.csv", b"\xff\0\xff\0", "编码"),
        ("other.csv", b"colour,size\nred,2\n", "没有找到表头列"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    zhuanban: Zhuanban, folder: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    for kind in ("roster", "policies", "holidays"):
        ended = zhuanban("import", kind, name, "--yes")
        assert ended.code == 1
        assert ended.out == ""
        assert ended.err.startswith(f"无法导入 {name}：")
        assert reason in ended.err
        assert "\n" not in ended.err


def test_a_program_that_is_not_watched_draws_no_bar(program: Zhuanban) -> None:
    ended = program("import", "roster", "absent.xlsx")
    assert ended.err == "无法导入 absent.xlsx：找不到文件 absent.xlsx。请检查路径。\n"
