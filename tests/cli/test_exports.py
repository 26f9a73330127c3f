"""Exported registers: what stands in them, in whose time, and that nothing in them runs."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import select

from storage.base import require_id
from storage.database import Database, Session
from storage.issues import Issue, IssueState, PartyKind, add_party
from storage.meetings import LeaveReason, Meeting, MeetingKind, MeetingState, Participant, Reply
from storage.packaged import packaged_text
from storage.people import Person, list_people
from storage.supervisions import Supervision
from tests.cli.conftest import Zhuanban

MORNING = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
"""10:12 in Beijing."""
FORMULA = '=HYPERLINK("http://evil.example","点我")'


@pytest.fixture
def filled(database_url: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """A database with a problem, a meeting and three answers."""
    database = Database(database_url)
    with database.begin() as session:
        people = list_people(session)[:5]
        _report(session, people[0])
        _meet(session, people)
    database.dispose()
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


def _report(
    session: Session,
    reporter: Person,
    *,
    number: int = 1,
    state: IssueState = IssueState.HANDLING,
    merged_into_id: int | None = None,
    solved_at: datetime | None = None,
    solve_due_at: datetime | None = None,
) -> None:
    session.add(
        Issue(
            merged_into_id=merged_into_id,
            solved_at=solved_at,
            solve_due_at=solve_due_at,
            year=2026,
            number=number,
            title=FORMULA,
            text="用地" * 20_000,
            module="factor_support",
            tier="major",
            factor="land",
            state=state,
            reporter_id=require_id(reporter.id),
            reporter_unit_id=reporter.unit_id,
            owner_id=reporter.unit_id,
            lead_id=reporter.id,
            moved_at=MORNING,
            reported_at=MORNING,
        )
    )


def _listing(issue: Issue, person: Person) -> Supervision:
    return Supervision(
        year=2026,
        number=1,
        issue_id=require_id(issue.id),
        requirement="限期解决",
        listed_by=require_id(person.id),
        listed_at=MORNING,
        due_at=MORNING,
    )


def _meet(session: Session, people: list[Person]) -> None:
    meeting = Meeting(
        kind=MeetingKind.WEEKLY_MEETING,
        title="周例会",
        year=2026,
        number=3,
        starts_at=MORNING,
        place="三楼会议室",
        attendance="all",
        state=MeetingState.CALLED,
        created_by=require_id(people[0].id),
        created_at=MORNING,
    )
    session.add(meeting)
    session.flush()
    first, second, third, delegate, _ = people
    _answer(session, meeting, first, Reply.ATTEND)
    sender = _answer(session, meeting, second, Reply.DELEGATE)
    _answer(session, meeting, third, Reply.LEAVE, reason=LeaveReason.ILLNESS, note="发烧", granted=True)
    _answer(session, meeting, delegate, Reply.NONE, stands_for_id=sender.id)


def _answer(
    session: Session, meeting: Meeting, person: Person, reply: Reply, **more: str | bool | int | None
) -> Participant:
    facts = {
        "meeting_id": meeting.id,
        "person_id": person.id,
        "unit_id": person.unit_id,
        "reply": reply,
        **more,
    }
    part = Participant.model_validate({**facts, "replied_at": None if reply is Reply.NONE else MORNING})
    session.add(part)
    session.flush()
    return part


def sheet_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(sheet: Worksheet) -> list[dict[str, object]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_problems_with_names_states_and_beijing_time(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    ended = zhuanban("export", "issues", "台账.xlsx")
    assert (ended.code, ended.out) == (0, "已导出 1 行：台账.xlsx\n")
    (row,) = rows_of(sheet_of(folder / "台账.xlsx"))
    assert row["编号"] == "问〔2026〕1号"
    assert row["代码"] == "WT-2026-0001"
    assert (row["状态"], row["级别"], row["要素"], row["类别"]) == ("办理中", "较大", "土地", "要素保障")
    assert row["上报时间"] == datetime(2026, 11, 23, 10, 12)
    assert row["上报人"] == row["领办人"]
    assert row["结案时间"] is None
    assert (row["是否逾期"], row["督办编号"], row["并入"]) == (None, None, None)


def test_late_merged_listed_and_helped_ones_say_so(
    zhuanban: Zhuanban, filled: str, folder: Path, database_url: str
) -> None:
    database = Database(database_url)
    with database.begin() as session:
        first = session.exec(select(Issue)).one()
        person, *_, helper = list_people(session)[:5]
        first.due_at, first.is_listed = MORNING, True
        _report(session, person, number=2, state=IssueState.MERGED, merged_into_id=first.id)
        _report(session, person, number=3, state=IssueState.CLOSED, solved_at=MORNING, solve_due_at=MORNING)
        add_party(session, require_id(first.id), PartyKind.HELPER, body_id=helper.unit_id, now=MORNING)
        session.add(_listing(first, person))
    database.dispose()
    zhuanban("export", "issues", "x.xlsx")
    main, merged, closed = rows_of(sheet_of(folder / "x.xlsx"))
    assert (main["是否逾期"], main["督办编号"]) == ("是", "督〔2026〕1号")
    assert main["协办"]
    assert (merged["状态"], merged["并入"]) == ("已并案", "问〔2026〕1号")
    assert closed["是否逾期"] == "否"


def test_no_register_tells_anybodys_phone(
    zhuanban: Zhuanban, filled: str, folder: Path, database_url: str
) -> None:
    database = Database(database_url)
    with database.begin() as session:
        phones = {person.phone for person in list_people(session)}
    database.dispose()
    for register in ("issues", "attendance"):
        zhuanban("export", register, "x.xlsx")
        cells = [str(value) for row in rows_of(sheet_of(folder / "x.xlsx")) for value in row.values()]
        assert not [cell for cell in cells if any(phone in cell for phone in phones)]


def test_no_cell_runs_and_none_is_too_long(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    zhuanban("export", "issues", "x.xlsx")
    sheet = sheet_of(folder / "x.xlsx")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    (row,) = rows_of(sheet)
    assert row["标题"] == f"'{FORMULA}"
    text = str(row["问题描述"])
    assert len(text) == 32_767
    assert text.endswith("…")


def test_the_header_stays_in_sight_and_filters(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    zhuanban("export", "attendance", "x.xlsx")
    sheet = sheet_of(folder / "x.xlsx")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:O4"
    assert all(width.width > 8 for width in sheet.column_dimensions.values())


def test_attendance_has_a_row_for_each_who_was_called(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    zhuanban("export", "attendance", "x.xlsx")
    came, sent, ill = rows_of(sheet_of(folder / "x.xlsx"))
    assert {row["会议编号"] for row in (came, sent, ill)} == {"会〔2026〕3号"}
    assert (came["会议类型"], came["会议时间"]) == ("周例会", datetime(2026, 11, 23, 10, 12))
    assert (came["答复"], sent["答复"], ill["答复"]) == ("参加", "代会", "请假")
    assert came["代会人"] is None
    assert sent["代会人"]
    assert (ill["请假事由"], ill["准假情况"]) == ("病假；发烧", "准假")
    assert came["答复时间"] == datetime(2026, 11, 23, 10, 12)


def test_exported_policies_are_imported_again_unchanged(
    zhuanban: Zhuanban, database_url: str, folder: Path
) -> None:
    source = folder / "policies.csv"
    source.write_text(packaged_text("demo", "policies.csv"), encoding="utf-8")
    assert zhuanban("import", "policies", source, "--yes", DATABASE_URL=database_url).code == 0
    assert zhuanban("export", "policies", "out.xlsx", DATABASE_URL=database_url).code == 0
    again = zhuanban("import", "policies", "out.xlsx", "--dry-run", DATABASE_URL=database_url)
    assert "新增 0，变更 0，不变 138，忽略 0，失败 0" in again.out
    fresh = zhuanban("import", "policies", "out.xlsx", "--yes", DATABASE_URL="sqlite:///fresh.db")
    assert "新增 138" in fresh.out
    assert "[错误]" not in fresh.out
    headings = packaged_text("demo", "policies.csv").splitlines()[0].split(",")
    assert [cell.value for cell in sheet_of(folder / "out.xlsx")[1]][: len(headings)] == headings


def test_a_wish_that_cannot_be_met_is_one_line(zhuanban: Zhuanban, filled: str) -> None:
    assert zhuanban("export", "issues", "x.csv").code == 2
    ended = zhuanban("export", "issues", "nowhere/x.xlsx")
    assert ended.code == 1
    assert ended.err == "文件读写失败：nowhere/x.xlsx：没有这个文件或目录。请检查路径和权限。"
