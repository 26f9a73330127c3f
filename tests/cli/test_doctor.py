"""`zhuanban doctor`: a line a check, and it leaves everything as it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from simulator.server import Simulator
from storage.database import Database
from storage.due import Due, DueState
from storage.migrate import head_revision
from templates.filters import when
from tests.cli.conftest import Ended, Zhuanban
from tests.cli.test_running import TOKEN, started

CHECKS = ("设置", "机制参数", "数据库", "表结构", "令牌", "时区", "节假日", "队列", "定时任务", "数据目录")
LONG_AGO = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def findings(ended: Ended) -> dict[str, tuple[str, str]]:
    """Check to (well or not, what was found)."""
    lines = [line.split("  ", 2) for line in ended.out.splitlines()]
    return {name: (mark, found) for name, mark, found in lines}


@pytest.fixture
def filled(database_url: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


def test_before_the_first_start_all_is_well_and_nothing_is_made(zhuanban: Zhuanban, folder: Path) -> None:
    ended = zhuanban("doctor")
    assert ended.code == 0, ended.said
    assert tuple(findings(ended)) == CHECKS
    assert "还没有建立（data/zhuanban.db）" in findings(ended)["数据库"][1]
    assert "未设置令牌" in findings(ended)["令牌"][1]
    assert list(folder.iterdir()) == []


def test_a_database_at_work_is_described(zhuanban: Zhuanban, filled: str) -> None:
    ended = zhuanban("doctor")
    assert ended.code == 0, ended.said
    found = findings(ended)
    assert found["表结构"] == ("正常", f"已是最新（{head_revision()}）")
    assert found["队列"] == ("正常", "待处理 0，异常 0，待发 0，到期未办 0")
    assert found["定时任务"] == ("正常", "从未运行")
    assert found["时区"][1].startswith("Asia/Shanghai")
    assert "到 20" in found["节假日"][1]


def test_what_is_wrong_is_named_and_ends_in_one(zhuanban: Zhuanban, filled: str) -> None:
    _break(filled, "INSERT INTO heartbeat (name, at) VALUES ('assistant', '2026-11-20 01:00:00+00:00')")
    database = Database(filled)
    with database.begin() as session:
        session.add(
            Due(key="x", kind="meeting.call", due_at=LONG_AGO, state=DueState.FAILED, done_at=LONG_AGO)
        )
    database.dispose()
    ended = zhuanban("doctor")
    assert ended.code == 1
    assert findings(ended)["定时任务"] == (
        "有问题",
        f"最近一次活动：{when(LONG_AGO)}；最近一次定时任务：{when(LONG_AGO)}；失败 1",
    )


def test_a_database_of_another_version_is_told_and_left(zhuanban: Zhuanban, filled: str) -> None:
    _break(filled, "UPDATE alembic_version SET version_num = '9999'")
    ended = zhuanban("doctor")
    assert ended.code == 1
    assert findings(ended)["表结构"][0] == "有问题"
    assert "9999" in findings(ended)["表结构"][1]
    assert findings(ended)["队列"][1] == "数据库建立或升级后可查"
    failed = zhuanban("import", "roster", "x.csv")
    assert failed.code == 1
    assert "更新的版本" in failed.err


def _break(url: str, statement: str) -> None:
    database = Database(url)
    with database.begin() as session:
        session.execute(text(statement))
    database.dispose()


def test_a_server_that_is_away_and_wrong_settings_are_one_line_each(zhuanban: Zhuanban) -> None:
    away = zhuanban("doctor", DATABASE_URL="postgresql://me:geheim@127.0.0.1:1/x")
    assert away.code == 1
    assert findings(away)["数据库"][0] == "有问题"
    assert "geheim" not in away.said
    wrong = zhuanban("doctor", TIMEZONE="Nowhere", LISTEN="x")
    assert wrong.code == 1
    assert tuple(findings(wrong)) == ("设置",)
    assert "TIMEZONE" in wrong.out
    assert "LISTEN" in wrong.out
    mine = zhuanban("doctor", MECHANISM_FILE="absent.toml")
    assert mine.code == 1
    assert "absent.toml" in findings(mine)["机制参数"][1]


async def test_the_token_is_tried(folder: Path) -> None:
    async with Simulator(token=TOKEN) as telegram:
        for token, code, said in ((TOKEN, 0, "@"), ("2:WRONG", 1, "令牌无效")):
            settings = {"TELEGRAM_API_URL": telegram.url, "TELEGRAM_BOT_TOKEN": token}
            async with started("doctor", **settings) as process:
                out, err = await process.communicate()
            assert (process.returncode, err.decode()) == (code, "")
            assert said in findings(Ended(code, out.decode()))["令牌"][1]
