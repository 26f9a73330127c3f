"""Import of an announced calendar: official days only, all or nothing, every bad row by name (M13)."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from services.calendar import import_holidays, load_calendar
from storage.calendar import CalendarDay, load_packaged_days
from storage.database import Database
from storage.spreadsheets import ImportReport, Level, Outcome
from templates.notes import describe_note

HEADER = "date,year,weekday,type,name_zh,is_off,status,note"
GOOD = [
    "2027-01-01,2027,周五,holiday,元旦,yes,official,",
    "2027-01-03,2027,周日,makeup_workday,元旦,no,official,换 2027-01-04 休",
    "2027-01-04,2027,周一,holiday,元旦,yes,official,",
    "2027-10-01,2027,周五,holiday,国庆节,yes,official,",
]


def take(session: Session, path: Path, *rows: str, apply: bool = True) -> ImportReport:
    file = path / "notice.csv"
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return import_holidays(session, file, apply=apply)


def test_a_whole_year_makes_it_known(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        report = take(session, tmp_path, *GOOD)
        calendar = load_calendar(session)
        assert session.get_one(CalendarDay, date(2027, 1, 1)).source == "notice.csv"
    assert (report.applied, report.new, report.notes) == (True, 4, [])
    assert calendar.is_workday(date(2027, 1, 3))
    assert calendar.add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 3)
    assert calendar.add_workdays(date(2027, 1, 3), 1) == date(2027, 1, 5)


def test_projected_days_are_not_used(database: Database, tmp_path: Path) -> None:
    projected = [row.replace("official", "projected") for row in GOOD]
    with database.begin() as session:
        report = take(session, tmp_path, *projected)
        assert not load_calendar(session).knows(2027)
    assert (report.ignored, report.new) == (4, 0)
    assert "不是正式公布" in describe_note(report.notes[0])


def test_half_a_year_is_stored_but_stays_unknown(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        report = take(session, tmp_path, *GOOD[:3])
        assert not load_calendar(session).knows(2027)
    assert [(note.level, note.facts["year"]) for note in report.notes] == [(Level.WARNING, 2027)]


def test_importing_again_changes_nothing_and_a_correction_only_itself(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as session:
        take(session, tmp_path, *GOOD)
        again = take(session, tmp_path, *GOOD)
        swapped = "2027-01-03,2027,周日,holiday,元旦,yes,official,"
        corrected = take(session, tmp_path, *GOOD[:1], swapped, *GOOD[2:])
        assert not load_calendar(session).is_workday(date(2027, 1, 3))
    assert (again.unchanged, again.new, again.changed) == (4, 0, 0)
    assert (corrected.unchanged, corrected.changed, corrected.doubtful_rows) == (3, 1, [3])


BAD_ROWS: list[tuple[str, str | None, str]] = [
    ("2027-02-30,2027,周二,holiday,春节,yes,official,", "date", "日期"),
    ("明天,2027,周二,holiday,春节,yes,official,", "date", "日期"),
    ("2027-02-08,2027,周二,holiday,春节,yes,official,", "weekday", "应为“周一”"),
    ("2027-02-08,2027,周一,holiday,春节,maybe,official,", "is_off", "yes 或 no"),
    ("2027-02-08,2027,周一,party,春节,yes,official,", "type", "makeup_workday"),
    ("2027-02-08,2027,周一,makeup_workday,春节,yes,official,", "type", "矛盾"),
    ("2027-01-03,2027,周日,holiday,元旦,yes,official,", None, "出现两次"),
]


def test_a_bad_row_stops_everything_and_says_why(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        for row, column, words in BAD_ROWS:
            report = take(session, tmp_path, *GOOD, row)
            assert (report.applied, report.outcomes[6]) == (False, Outcome.FAILED)
            (note,) = report.notes_of(6)
            assert (note.column, words in describe_note(note)) == (column, True), row
        assert not load_calendar(session).knows(2027)


def test_a_makeup_day_in_the_week_is_doubtful(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        report = take(
            session, tmp_path, *GOOD, "2027-02-08,2027,周一,makeup_workday,春节,no,official,", apply=False
        )
    assert report.doubtful_rows == [6]


def test_the_packaged_file_can_be_imported_over_itself(database: Database) -> None:
    import storage

    path = Path(storage.__file__).parent / "data" / "holidays.csv"
    with database.begin() as session:
        load_packaged_days(session)
        report = import_holidays(session, path, apply=True)
    assert (report.unchanged, report.notes) == (72, [])
