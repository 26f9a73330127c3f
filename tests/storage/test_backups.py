"""Backups hold everything, move between databases, and are put back whole or not at all."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from services.policies import load_demo_policies
from storage.backups import BackupInvalid, BackupProblem, DatabaseNotEmpty, read_backup, write_backup
from storage.base import require_id
from storage.calendar import load_packaged_days
from storage.database import Database, Session
from storage.due import Due
from storage.meetings import Meeting, MeetingKind, Participant
from storage.migrate import migrate
from storage.people import Person, list_people
from storage.policies import Policy, list_policies, search_policies
from storage.structure import load_structure
from storage.tables import metadata
from storage.timeline import TimelineEntry
from tests.storage.conftest import MakeUrl

NOW = datetime(2026, 11, 23, 2, 12, 30, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DERIVED = {"policy_text", "policy_place", "policy_term", "policy_index_state"}
KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
PICTURE = b"\x89PNG not really"

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with everything that is awkward: references forwards and to itself, JSON, emoji, moments."""
    with database.begin() as session:
        load_demo_policies(session, now=NOW)
        first, second = list_policies(session)[:2]
        first.replaces_id = require_id(second.id)
        people = list_people(session)
        _meet(session, people)
        session.add(
            TimelineEntry(
                subject_kind="issue",
                subject_id=1,
                at=NOW,
                action="report",
                text="第一行\n第二行\t“引号” \\ 🙂",
                facts={"tier": None, "list": [1, 2.5, "三"], "deep": {"真": True}},
            )
        )
        session.add(Due(key="x", kind="meeting.call", due_at=NOW, payload={"a": 1}))
    return database


def _meet(session: Session, people: list[Person]) -> None:
    chair = people[0]
    meeting = Meeting(
        kind=MeetingKind.TRAINING,
        title="培训",
        starts_at=NOW,
        place="礼堂",
        attendance="all",
        created_by=require_id(chair.id),
        created_at=NOW,
    )
    session.add(meeting)
    session.flush()
    parts = [
        Participant(meeting_id=require_id(meeting.id), person_id=require_id(one.id), unit_id=one.unit_id)
        for one in people[:2]
    ]
    session.add_all(parts)
    session.flush()
    parts[0].stands_for_id = require_id(parts[1].id)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A folder of files with one picture in it, and a half-written one."""
    folder = tmp_path / "data"
    name = hashlib.sha256(PICTURE).hexdigest()
    path = folder / "files" / name[:2] / name
    path.parent.mkdir(parents=True)
    path.write_bytes(PICTURE)
    path.with_suffix(".part").write_bytes(b"half")
    (folder / "zhuanban.db").write_bytes(b"not a file that people sent")
    return folder


@pytest.fixture
def other(request: pytest.FixtureRequest, empty_url: MakeUrl) -> Iterator[Callable[[str], Database]]:
    """Empty databases of either kind."""
    made: list[Database] = []

    def make(kind: str) -> Database:
        made.append(Database(empty_url(kind)))
        return made[-1]

    yield make
    for database in made:
        database.dispose()


def everything(database: Database) -> Rows:
    """All rows of all tables."""
    with database.begin() as session:
        return {table.name: _rows(session, table) for table in metadata.sorted_tables}


def _rows(session: Session, table: Table) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]


def without_stamp(rows: Rows) -> Rows:
    """All but the mark that tells processes of a new index."""
    return {name: found for name, found in rows.items() if name != "policy_index_state"}


@KINDS
def test_everything_comes_back_in_either_kind_of_database(
    filled: Database, data_dir: Path, tmp_path: Path, other: Callable[[str], Database], kind: str
) -> None:
    size = write_backup(filled, data_dir, tmp_path / "b.zip", now=NOW)
    assert size == (tmp_path / "b.zip").stat().st_size
    fresh = other(kind)
    restored = read_backup(fresh, tmp_path / "new", tmp_path / "b.zip", force=False)
    before, after = everything(filled), everything(fresh)
    assert without_stamp(before) == without_stamp(after)
    assert restored.rows == sum(len(rows) for name, rows in before.items() if name not in DERIVED)
    assert restored.files == 1
    (copied,) = (path for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert copied.read_bytes() == PICTURE
    _search_and_go_on(fresh)


def _search_and_go_on(database: Database) -> None:
    with database.begin() as session:
        assert search_policies(session, "研究开发费用", today=TODAY).total > 0
        session.add(TimelineEntry(subject_kind="issue", subject_id=1, at=NOW, action="more"))
        session.add(
            Policy(code="ZC-9999", title="x", level="district", factor="land", created_at=NOW, updated_at=NOW)
        )
    with pytest.raises(SQLAlchemyError), database.begin() as session:
        session.execute(text("UPDATE participant SET stands_for_id = 4711"))
    with database.begin() as session:
        assert session.scalar(select(func.count()).select_from(metadata.tables["timeline"])) == 2


def test_restoring_over_data_needs_force_and_then_replaces_it(
    filled: Database, data_dir: Path, tmp_path: Path
) -> None:
    write_backup(filled, data_dir, tmp_path / "b.zip", now=NOW)
    before = everything(filled)
    with filled.begin() as session:
        session.add(Due(key="later", kind="meeting.call", due_at=NOW))
        session.execute(text("UPDATE person SET name = 'x'"))
    with pytest.raises(DatabaseNotEmpty):
        read_backup(filled, data_dir, tmp_path / "b.zip", force=False)
    with filled.begin() as session:
        assert {person.name for person in list_people(session)} == {"x"}
    read_backup(filled, data_dir, tmp_path / "b.zip", force=True)
    assert without_stamp(everything(filled)) == without_stamp(before)


@KINDS
def test_a_database_fresh_from_its_first_start_counts_as_empty(
    filled: Database, data_dir: Path, tmp_path: Path, other: Callable[[str], Database], kind: str
) -> None:
    write_backup(filled, data_dir, tmp_path / "b.zip", now=NOW)
    fresh = other(kind)
    migrate(fresh)
    with fresh.begin() as session:
        load_structure(session)
        load_packaged_days(session)
    read_backup(fresh, data_dir, tmp_path / "b.zip", force=False)
    assert without_stamp(everything(fresh)) == without_stamp(everything(filled))


def test_a_refused_restore_does_not_even_make_tables(
    filled: Database, data_dir: Path, tmp_path: Path, other: Callable[[str], Database]
) -> None:
    (tmp_path / "b.zip").write_bytes(b"no backup at all")
    fresh = other("sqlite")
    with pytest.raises(BackupInvalid):
        read_backup(fresh, data_dir, tmp_path / "b.zip", force=False)
    with fresh.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_a_reader_sees_one_moment_and_holds_nobody_up(filled: Database) -> None:
    with filled.read() as reader:
        before = reader.execute(text("SELECT sum(rank) FROM person")).scalar_one()
        with filled.begin() as writer:
            writer.execute(text("UPDATE person SET rank = rank + 1"))
        assert reader.execute(text("SELECT sum(rank) FROM person")).scalar_one() == before
    with filled.begin() as session:
        assert session.execute(text("SELECT sum(rank) FROM person")).scalar_one() > before


def test_a_backup_made_during_work_holds_all_of_a_change_or_nothing_of_it(
    filled: Database, data_dir: Path, tmp_path: Path
) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with filled.begin() as session:
                session.execute(text("UPDATE person SET rank = rank + 1"))
                session.execute(text("UPDATE policy SET version = version + 1"))

    before = _marks(filled)
    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            write_backup(filled, data_dir, tmp_path / f"{number}.zip", now=NOW)
    finally:
        stop.set()
        worker.join()
    read_backup(filled, data_dir, tmp_path / "2.zip", force=True)
    rank, version = (after - at_first for after, at_first in zip(_marks(filled), before, strict=True))
    assert rank == version > 0


def _marks(database: Database) -> tuple[int, int]:
    with database.begin() as session:
        rank: int = session.execute(text("SELECT min(rank) FROM person")).scalar_one()
        version: int = session.execute(text("SELECT min(version) FROM policy")).scalar_one()
    return rank, version


def _rewritten(source: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    """A copy of a backup with its parts changed or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(*part)
    return target


def _without(part: str) -> Callable[[str, bytes], tuple[str, bytes] | None]:
    return lambda name, content: None if name == part else (name, content)


def _with(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], tuple[str, bytes] | None]:
    return lambda name, content: (name, content.replace(old, new) if name.startswith(part) else content)


DAMAGES = {
    "no manifest": (_without("manifest.json"), BackupProblem.NO_BACKUP),
    "another revision": (_with("manifest", b'"revision": "', b'"revision": "x'), BackupProblem.OTHER_VERSION),
    "another format": (_with("manifest", b'"format": ', b'"format": 9'), BackupProblem.OTHER_VERSION),
    "other columns": (_with("manifest", b'"phone"', b'"fax"'), BackupProblem.OTHER_VERSION),
    "a broken manifest": (_with("manifest", b"{", b"["), BackupProblem.DAMAGED),
    "a missing table": (_without("tables/person.jsonl"), BackupProblem.DAMAGED),
    "a broken line": (_with("tables/person", b"}", b""), BackupProblem.DAMAGED),
    "an unknown column": (_with("tables/person", b'"phone"', b'"fax"'), BackupProblem.DAMAGED),
    "a wrong date": (_with("tables/membership", b'"20', b'"x20'), BackupProblem.DAMAGED),
    "another picture": (_with("files/", b"PNG", b"GIF"), BackupProblem.DAMAGED),
}


def test_a_damaged_backup_changes_nothing(filled: Database, data_dir: Path, tmp_path: Path) -> None:
    write_backup(filled, data_dir, tmp_path / "b.zip", now=NOW)
    before = everything(filled)
    for damage, (change, problem) in DAMAGES.items():
        bad = _rewritten(tmp_path / "b.zip", tmp_path / "bad.zip", change)
        with pytest.raises(BackupInvalid) as refused:
            read_backup(filled, data_dir, bad, force=True)
        assert refused.value.problem is problem, damage
        assert everything(filled) == before, damage


def test_a_flipped_bit_is_noticed(filled: Database, data_dir: Path, tmp_path: Path) -> None:
    write_backup(filled, data_dir, tmp_path / "b.zip", now=NOW)
    whole = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("tables/person.jsonl").header_offset + 200
    (tmp_path / "bit.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    for name, problem in (("cut.zip", BackupProblem.NO_BACKUP), ("bit.zip", BackupProblem.DAMAGED)):
        with pytest.raises(BackupInvalid) as refused:
            read_backup(filled, data_dir, tmp_path / name, force=True)
        assert refused.value.problem is problem


def test_nothing_is_ever_written_outside_the_data_folder(
    filled: Database, data_dir: Path, tmp_path: Path
) -> None:
    write_backup(filled, data_dir, tmp_path / "b.zip", now=NOW)
    evil = hashlib.sha256(b"evil").hexdigest()
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as archive:
        for name in (
            "../evil",
            "/tmp/evil",
            f"files/../{evil}",
            f"files/zz/{evil}",
            f"files/{evil[:2]}/../../x",
        ):
            archive.writestr(name, b"evil")
    (tmp_path / "deep").mkdir()
    read_backup(filled, tmp_path / "deep" / "data", tmp_path / "b.zip", force=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == b"evil"]
    assert written == []


def test_a_backup_that_fails_leaves_the_last_one(filled: Database, data_dir: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    write_backup(filled, data_dir, target, now=NOW)
    good = target.read_bytes()
    with filled.begin() as session:
        session.execute(text("ALTER TABLE timeline RENAME TO elsewhere"))
    with pytest.raises(SQLAlchemyError):
        write_backup(filled, data_dir, target, now=NOW)
    assert target.read_bytes() == good
    assert list(tmp_path.glob("*.part")) == []
