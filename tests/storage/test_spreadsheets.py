"""Reading what people made by hand, refusing what would hurt, writing what no program will run."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from storage.spreadsheets import (
    Column,
    SheetLimits,
    SheetProblem,
    SheetUnreadable,
    cell_text,
    is_formula,
    neutralise,
    read_sheet,
)

COLUMNS = [
    Column("name", ("姓名",)),
    Column("post", ("职务", "岗位")),
    Column("rank", ("排序",), required=False),
]
SHEET = "xl/worksheets/sheet1.xml"
WHOLE = Path(__file__).parents[1] / "data" / "roster_dirty.xlsx"


def book(path: Path, *rows: list[str | int | float]) -> Path:
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return path


def patched(path: Path, part: str, content: bytes) -> Path:
    """The same package with one part replaced."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, held in (parts | {part: content}).items():
            package.writestr(name, held)
    return path


def problem(path: Path, limits: SheetLimits | None = None) -> SheetProblem:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(path, COLUMNS, limits)
    return refused.value.problem


def test_rows_keep_the_numbers_that_the_spreadsheet_program_shows(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ["表一"], [" 姓 名", "岗 位 ", "备注"], ["甲", "科员", "x"], [], ["乙", 3.0]
    )
    sheet = read_sheet(path, COLUMNS)
    assert [(row.number, row["name"], row["post"], row["rank"]) for row in sheet.rows] == [
        (3, "甲", "科员", ""),
        (5, "乙", "3", ""),
    ]
    assert (sheet.headers, sheet.unknown) == ({"name": "姓 名", "post": "岗 位"}, ("备注",))


def test_the_first_fitting_sheet_is_read(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    workbook.add_worksheet("说明").write(0, 0, "先看这里")
    workbook.add_worksheet("名册").write_row(0, 0, ["姓名", "职务"])
    workbook.close()
    assert read_sheet(tmp_path / "a.xlsx", COLUMNS).name == "名册"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_that_people_have(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('姓名,职务\n测试㛃,"科员\n兼联络员"\n'.encode(encoding))
    (row,) = read_sheet(path, COLUMNS).rows
    assert (row["name"], row["post"]) == ("测试㛃", "科员\n兼联络员")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(book(tmp_path / "a.xlsx", ["姓名"]), COLUMNS)
    assert refused.value.problem is SheetProblem.HEADER
    assert refused.value.facts == {"missing": ("职务",)}


def test_files_that_are_not_what_they_say(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("姓名,职务")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "old.xls").write_bytes(b"x")
    (tmp_path / "binary.csv").write_bytes(b"\x81\x00\x00\xff")
    (tmp_path / "open.csv").write_text('姓名,职务\n"' + "甲" * 200_000, encoding="utf-8")
    assert problem(tmp_path / "absent.xlsx") is SheetProblem.MISSING
    assert problem(tmp_path / "text.xlsx") is SheetProblem.BROKEN
    assert problem(tmp_path / "empty.xlsx") is SheetProblem.BROKEN
    assert problem(tmp_path / "locked.xlsx") is SheetProblem.PROTECTED
    assert problem(tmp_path / "old.xls") is SheetProblem.KIND
    assert problem(tmp_path / "binary.csv") is SheetProblem.ENCODING
    assert problem(tmp_path / "open.csv") is SheetProblem.BROKEN


def test_a_truncated_package_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["姓名", "职务"])
    path.write_bytes(path.read_bytes()[:-200])
    assert problem(path) is SheetProblem.BROKEN


def test_too_large_in_bytes_rows_or_once_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["姓名", "职务"], *[["甲", "科员"]] * 50)
    assert problem(path, SheetLimits(file_bytes=100)) is SheetProblem.TOO_LARGE
    assert problem(path, SheetLimits(rows=20)) is SheetProblem.TOO_MANY_ROWS
    bomb = patched(path, "xl/media/picture.png", bytes(30_000_000))
    assert bomb.stat().st_size < 100_000
    assert problem(bomb, SheetLimits(unpacked_bytes=20_000_000)) is SheetProblem.TOO_LARGE


def test_one_cell_in_the_far_corner_does_not_cost_a_whole_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["姓名", "职务"])
    with zipfile.ZipFile(path) as package:
        xml = package.read(SHEET)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert problem(patched(path, SHEET, xml.replace(b"</sheetData>", far))) is SheetProblem.TOO_MANY_ROWS


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["姓名", "职务"])
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><sst>&b;</sst>'
    assert problem(patched(path, "xl/sharedStrings.xml", evil)) is SheetProblem.BROKEN


@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_never_more(damage: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE.read_bytes())
    for place, value in damage:
        content[place % len(content)] = value
    with TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.xlsx"
        path.write_bytes(content)
        with suppress(SheetUnreadable):
            assert read_sheet(path, COLUMNS).headers


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (19900000903.0, "19900000903"),
        (1.5, "1.5"),
        (True, "true"),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 9, 5), "2026-11-23 09:05"),
        ("\u3000甲\u200b \r\n乙\n", "甲 \n乙"),
    ],
)
def test_cells_become_clean_text(cell: str | float | date | None, text: str) -> None:
    assert cell_text(cell) == text


@given(st.text())
def test_nothing_that_is_written_is_a_formula(text: str) -> None:
    written = neutralise(text)
    assert not is_formula(written)
    assert written.endswith(text)


@given(st.sampled_from("=+-@\t\r＝＋－＠"), st.text())
def test_whatever_could_run_is_quoted(start: str, rest: str) -> None:
    assert neutralise(start + rest) == "'" + start + rest
