"""The policy list comes in row by row, all or nothing, and comes out as facts for the chat (M18)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session
from xlsxwriter import Workbook

from services.policies import (
    NoSuchPolicy,
    PolicyNote,
    import_policies,
    load_demo_policies,
    look_up_policies,
    open_policy,
)
from storage.database import Database
from storage.policies import (
    PolicyFactor,
    PolicyIndustry,
    PolicyLevel,
    find_policy,
    list_misses,
    list_policies,
    list_versions,
)
from storage.spreadsheets import Level, Outcome

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
HEADER = [
    "标题",
    "文号",
    "层级",
    "要素类别",
    "适用产业",
    "支持内容摘要",
    "生效日期",
    "失效日期",
    "是否向5+5产业倾斜",
    "咨询部门",
    "id",
]
GOOD = [
    "预制菜奖励办法",
    "兰食〔2026〕1号",
    "区",
    "财税",
    "食品",
    "每家奖励5万元。",
    "2026-01-01",
    "2026-12-31",
    "是",
    "区财政局",
    "A1",
]
Sheet = Callable[..., Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Writes rows below the header of the policy list into a workbook."""

    def write(*rows: list[object], header: list[str] | None = None) -> Path:
        path = tmp_path / "policies.xlsx"
        with Workbook(path, {"strings_to_formulas": False}) as book:
            page = book.add_worksheet()
            for number, row in enumerate([header or HEADER, *rows]):
                page.write_row(number, 0, row)
        return path

    return write


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        yield session


def changed(**values: str) -> list[object]:
    """The good row with other values by header."""
    return [values.get(header.replace("+", ""), value) for header, value in zip(HEADER, GOOD, strict=True)]


def test_the_demonstration_list_comes_in_whole(session: Session) -> None:
    report = load_demo_policies(session, now=NOW)
    assert (report.new, report.has_errors, report.applied) == (138, False, True)
    policies = list_policies(session)
    assert [policy.code for policy in policies[:2]] == ["ZC-0001", "ZC-0002"]
    assert sum(policy.source == "example" for policy in policies) == 44
    food = next(policy for policy in policies if policy.external_id == "P124")
    assert (food.level, food.factor, food.industry_list) == ("district", "fiscal_tax", [PolicyIndustry.FOOD])


def test_importing_again_changes_nothing(session: Session) -> None:
    load_demo_policies(session, now=NOW)
    report = load_demo_policies(session, now=NOW)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 138)
    assert all(policy.version == 1 for policy in list_policies(session))


def test_a_preview_writes_nothing(session: Session, sheet: Sheet) -> None:
    report = import_policies(session, sheet(GOOD), now=NOW, apply=False)
    assert (report.new, report.applied) == (1, False)
    assert list_policies(session) == []


def test_only_what_changed_is_changed_and_the_old_is_kept(session: Session, sheet: Sheet) -> None:
    other = changed(标题="冷链补助办法", 文号="兰食〔2026〕2号", id="A2")
    import_policies(session, sheet(GOOD, other), now=NOW, apply=True)
    report = import_policies(session, sheet(changed(失效日期="2027-12-31"), other), now=NOW, apply=True)
    assert (report.changed, report.unchanged) == (1, 1)
    [note] = [note for note in report.notes if note.code == PolicyNote.FIELD_CHANGED]
    assert (note.column, note.facts["old"], note.facts["new"]) == ("失效日期", "2026-12-31", "2027-12-31")
    policy = find_policy(session, "ZC-0001")
    assert policy is not None
    assert (policy.expires_on, policy.version) == (date(2027, 12, 31), 2)
    assert '"expires_on": "2026-12-31"' in list_versions(session, policy)[0].facts


@pytest.mark.parametrize(
    ("wrong", "code", "column"),
    [
        ({"标题": ""}, PolicyNote.TITLE_MISSING, "标题"),
        ({"标题": "长" * 401}, PolicyNote.TEXT_TOO_LONG, "标题"),
        ({"层级": "县"}, PolicyNote.LEVEL_UNKNOWN, "层级"),
        ({"要素类别": "水"}, PolicyNote.FACTOR_UNKNOWN, "要素类别"),
        ({"适用产业": "食品、渔业"}, PolicyNote.INDUSTRY_UNKNOWN, "适用产业"),
        ({"失效日期": "2026-02-30"}, PolicyNote.DATE_INVALID, "失效日期"),
        ({"失效日期": "明年"}, PolicyNote.DATE_INVALID, "失效日期"),
        ({"失效日期": "2025-12-31"}, PolicyNote.DATES_REVERSED, "失效日期"),
        ({"是否向55产业倾斜": "也许"}, PolicyNote.FLAG_INVALID, "是否向5+5产业倾斜"),
    ],
)
def test_a_wrong_cell_stops_everything_and_is_named(
    session: Session, sheet: Sheet, wrong: dict[str, str], code: PolicyNote, column: str
) -> None:
    fine = changed(标题="冷链补助办法", 文号="兰食〔2026〕2号", id="A2")
    report = import_policies(session, sheet(fine, changed(**wrong)), now=NOW, apply=True)
    assert [(note.row, note.column, note.code) for note in report.notes] == [(3, column, code)]
    assert report.outcomes == {2: Outcome.NEW, 3: Outcome.FAILED}
    assert not report.applied
    assert list_policies(session) == []


def test_the_expected_words_are_named(session: Session, sheet: Sheet) -> None:
    report = import_policies(session, sheet(changed(层级="县")), now=NOW, apply=False)
    assert report.notes[0].facts["allowed"] == ("国家", "省", "市", "区")


def test_the_same_policy_twice_is_refused(session: Session, sheet: Sheet) -> None:
    report = import_policies(session, sheet(GOOD, GOOD), now=NOW, apply=True)
    [note] = report.notes
    assert (note.row, note.code, note.facts["other_row"]) == (3, PolicyNote.ROW_TWICE, 2)


def test_one_number_for_two_titles_is_doubtful(session: Session, sheet: Sheet) -> None:
    report = import_policies(session, sheet(GOOD, changed(标题="另一办法", id="A2")), now=NOW, apply=True)
    assert report.applied
    assert report.doubtful_rows == [3]
    assert report.notes[0].code == PolicyNote.NUMBER_TWICE


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "－2"])
def test_formulas_are_disarmed(session: Session, sheet: Sheet, text: str) -> None:
    path = sheet(changed(支持内容摘要=text))
    report = import_policies(session, path, now=NOW, apply=True)
    assert report.notes[0].level is Level.WARNING
    assert list_policies(session)[0].summary == f"'{text}"
    assert import_policies(session, path, now=NOW, apply=True).unchanged == 1


@pytest.mark.parametrize("day", ["2026/12/31", "2026.12.31", "2026年12月31日", "20261231", " 2026-12-31 "])
def test_days_in_usual_spellings(session: Session, sheet: Sheet, day: str) -> None:
    import_policies(session, sheet(changed(失效日期=day)), now=NOW, apply=True)
    assert list_policies(session)[0].expires_on == date(2026, 12, 31)


def test_a_list_without_ids_is_recognised_by_number_and_title(session: Session, sheet: Sheet) -> None:
    path = sheet(GOOD[:-1], header=HEADER[:-1])
    assert import_policies(session, path, now=NOW, apply=True).new == 1
    assert import_policies(session, path, now=NOW, apply=True).unchanged == 1


def test_columns_that_the_file_does_not_have_stay_as_they_are(session: Session, sheet: Sheet) -> None:
    import_policies(session, sheet(GOOD), now=NOW, apply=True)
    short = ["标题", "文号", "层级", "要素类别"]
    report = import_policies(session, sheet(GOOD[:4], header=short), now=NOW, apply=True)
    assert report.unchanged == 1
    assert list_policies(session)[0].contact == "区财政局"


def test_a_file_that_is_no_policy_list_is_refused(session: Session, sheet: Sheet) -> None:
    report = import_policies(session, sheet(["x"], header=["姓名"]), now=NOW, apply=True)
    assert report.has_errors
    assert report.notes[0].facts["missing"] == ("标题", "层级", "要素类别")


def test_progress_is_told(session: Session, sheet: Sheet) -> None:
    told: list[tuple[int, int]] = []
    import_policies(session, sheet(GOOD), now=NOW, apply=False, progress=lambda *at: told.append(at))
    assert told == [(1, 1)]


def test_a_look_up_gives_lines_for_the_chat(session: Session) -> None:
    load_demo_policies(session, now=NOW)
    page = look_up_policies(session, "贷款帖息", now=NOW, zone=ZONE)
    assert page.searched_for == "贷款贴息"
    line = page.lines[0]
    assert line.title == "兰山区中小微企业贷款贴息实施细则"
    assert line.document_number == "示例兰金办〔2020〕5号"
    assert (line.level, line.contact) == (PolicyLevel.DISTRICT, "区金融办（金融服务保障线）")
    assert line.is_example
    assert line.expired_on is None
    assert 0 < len(line.one_line) <= 60


def test_the_day_turns_in_the_district_not_in_greenwich(session: Session) -> None:
    """2026-11-30 24:00 in Shanghai is 16:00 UTC (scenario 32)."""
    load_demo_policies(session, now=NOW)
    eve = look_up_policies(session, "贷款贴息", now=datetime(2026, 11, 30, 15, 59, tzinfo=UTC), zone=ZONE)
    after = look_up_policies(session, "贷款贴息", now=datetime(2026, 11, 30, 16, 0, tzinfo=UTC), zone=ZONE)
    assert eve.lines[0].expired_on is None
    [line] = [line for line in after.lines if line.code == eve.lines[0].code]
    assert line.expired_on == date(2026, 11, 30)


def test_what_is_not_found_is_counted(session: Session) -> None:
    load_demo_policies(session, now=NOW)
    for words in ("火星移民", " 火星移民", "婚庆补贴"):
        assert len(look_up_policies(session, words, now=NOW, zone=ZONE).near) == 2
    assert [(miss.query, miss.count) for miss in list_misses(session)] == [("火星移民", 2), ("婚庆补贴", 1)]


def test_a_card_holds_everything(session: Session) -> None:
    load_demo_policies(session, now=NOW)
    card = open_policy(session, "zc-0124", now=NOW, zone=ZONE)
    assert (card.line.expired_on, card.factor) == (date(2026, 10, 31), PolicyFactor.FISCAL_TAX)
    assert card.favours_five_plus_five
    assert not card.no_end_named
    with pytest.raises(NoSuchPolicy):
        open_policy(session, "ZC-9999", now=NOW, zone=ZONE)
