"""The program as a whole: help, wrong usage, failures in one line."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Zhuanban

WRONG_SETTINGS = {
    "LISTEN": "8788",
    "TIMEZONE": "Asia/Lanshan",
    "DATABASE_URL": "mysql://root:secret@localhost/x",
    "TELEGRAM_API_URL": "api.telegram.org",
    "LOG_LEVEL": "loud",
}


def test_help_is_there_and_loads_nothing_heavy(folder: Path) -> None:
    script = (
        "import sys\nfrom bot.cli import app\nfrom typer.testing import CliRunner\n"
        "assert '备份' in CliRunner().invoke(app, ['--help']).output\n"
        "heavy = {'telegram', 'sqlalchemy', 'alembic', 'aiohttp', 'rich.console', 'pydantic', 'openpyxl'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_the_module_and_the_script_are_the_same_program(program: Zhuanban, folder: Path) -> None:
    script = Path(sys.executable).with_name("zhuanban")
    if not script.exists():
        pytest.skip("not installed as a program")
    ended = subprocess.run([script, "--help"], cwd=folder, capture_output=True, text=True, check=True)
    assert program("--help").out == ended.stdout


@pytest.mark.parametrize(
    "words",
    [("import", "roster"), ("imprt",), ("restore", "a", "b"), ("demo", "--port", "x"), ("run", "--fast")],
)
def test_wrong_usage_is_one_line_and_exit_code_two(program: Zhuanban, words: tuple[str, ...]) -> None:
    ended = program(*words)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("用法不对")
    assert ended.err.count("\n") == 1


def test_a_failure_is_one_line_and_verbose_shows_the_rest(program: Zhuanban) -> None:
    ended = program("restore", "absent.zip")
    assert ended.code == 1
    assert ended.err == "文件读写失败：absent.zip：没有这个文件或目录。请检查路径和权限。\n"
    told = program("restore", "absent.zip", "--verbose")
    assert told.code == 1
    assert "Traceback" in told.err
    assert told.err.endswith(ended.err)


def test_secrets_stay_out_of_the_verbose_story(program: Zhuanban) -> None:
    ended = program("--verbose", "backup", "x.zip", DATABASE_URL="postgresql://me:geheim@127.0.0.1:1/x")
    assert ended.code == 1
    assert "数据库打不开" in ended.err
    assert "geheim" not in ended.err


@pytest.mark.parametrize("name", WRONG_SETTINGS)
def test_a_wrong_setting_is_named_with_what_is_expected(zhuanban: Zhuanban, name: str) -> None:
    ended = zhuanban("backup", "x.zip", **{name: WRONG_SETTINGS[name]})
    assert ended.code == 1
    assert ended.err.startswith(f"设置有误：{name} 为“")
    assert "应为" in ended.err
    assert "secret" not in ended.err


def test_settings_and_mechanism_have_to_be_readable(zhuanban: Zhuanban, folder: Path) -> None:
    file = folder / "roster.csv"
    assert "mine.toml：没有这个文件" in zhuanban("import", "roster", file, MECHANISM_FILE="mine.toml").err
    (folder / "mine.toml").write_text("[meetings\n", encoding="utf-8")
    assert "机制参数文件有误" in zhuanban("import", "roster", file, MECHANISM_FILE="mine.toml").err
    (folder / "mine.toml").write_bytes("[会议]".encode("gb18030"))
    assert "不是 UTF-8" in zhuanban("import", "roster", file, MECHANISM_FILE="mine.toml").err


def test_what_needs_data_does_not_make_an_empty_database(zhuanban: Zhuanban, folder: Path) -> None:
    for words in (("backup", "x.zip"), ("export", "issues", "x.xlsx")):
        ended = zhuanban(*words)
        assert ended.code == 1
        assert "还没有数据库：data/zhuanban.db" in ended.err
    assert list(folder.iterdir()) == []


def test_a_file_that_is_no_database_is_said_to_be_none(zhuanban: Zhuanban, folder: Path) -> None:
    (folder / "notes.db").write_text("Dear diary, today nothing happened." * 100, encoding="utf-8")
    ended = zhuanban("export", "issues", "x.xlsx", DATABASE_URL="sqlite:///notes.db")
    assert ended.code == 1
    assert "file is not a database" in ended.err
