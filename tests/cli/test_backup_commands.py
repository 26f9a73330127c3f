"""`zhuanban backup` and `zhuanban restore` as people use them; the contents are tested in tests/storage."""

from pathlib import Path

import pytest

from storage.database import Database
from storage.people import list_people
from tests.cli.conftest import Zhuanban


@pytest.fixture
def filled(database_url: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """The settings lead to a database with the roster."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


def _people(url: str) -> int:
    database = Database(url)
    with database.begin() as session:
        count = len(list_people(session))
    database.dispose()
    return count


def test_a_backup_is_put_back_into_an_empty_database(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    saved = zhuanban("backup", "zhuanban.zip")
    assert saved.code == 0
    assert saved.out.startswith("已备份：zhuanban.zip（")
    restored = zhuanban("restore", "zhuanban.zip", DATABASE_URL="sqlite:///new/other.db")
    assert restored.code == 0, restored.said
    assert restored.out.startswith("已恢复：")
    assert _people(f"sqlite:///{folder}/new/other.db") == _people(filled) > 100


def test_nothing_is_overwritten_without_force(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    zhuanban("backup", "before.zip")
    _dismiss_somebody(filled)
    before = _people(filled)
    refused = zhuanban("restore", "before.zip")
    assert (refused.code, _people(filled)) == (1, before)
    assert "--force" in refused.err
    assert zhuanban("restore", "before.zip", "--force").code == 0
    assert _people(filled) == before + 1


def _dismiss_somebody(url: str) -> None:
    database = Database(url)
    with database.begin() as session:
        list_people(session)[0].active = False
    database.dispose()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"\0" * 100])
def test_a_file_of_another_kind_changes_nothing(
    zhuanban: Zhuanban, filled: str, folder: Path, content: bytes
) -> None:
    (folder / "x.zip").write_bytes(content)
    before = _people(filled)
    ended = zhuanban("restore", "x.zip", "--force")
    assert (ended.code, _people(filled)) == (1, before)
    assert ended.err == "x.zip 不是本程序的备份文件，或已残缺。请换一个文件。"


def test_a_backup_has_to_have_a_place(zhuanban: Zhuanban, filled: str, folder: Path) -> None:
    assert "没有这个文件或目录" in zhuanban("backup", "nowhere/x.zip").err
    assert "是目录，不是文件" in zhuanban("backup", ".").err
    assert list(folder.iterdir()) == []
