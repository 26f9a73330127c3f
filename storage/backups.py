"""Backup and restore: one zip with every table as JSON lines and every stored file.

The same format for SQLite and PostgreSQL, so a deployment can also move from one to the other. The tables
are read in one transaction, hence consistent while the assistant is at work.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import Column, Table, delete, func, insert, select, text
from sqlmodel import Session

from storage.base import metadata, type_json
from storage.database import Database
from storage.migrate import head_revision, migrate

FORMAT = 1
BATCH = 1000
MANIFEST = "manifest.json"


class BackupInvalid(ValueError):
    """The file is not a backup of ours, is damaged, or is from a newer version."""


class DatabaseNotEmpty(RuntimeError):
    """There is data already, and overwriting was not asked for."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has put back."""

    rows: int
    files: int


def write_backup(database: Database, data_dir: Path, target: Path, *, now: datetime) -> int:
    """Write everything to `target` (replaced only when complete). Returns its size in bytes."""
    part = target.with_suffix(target.suffix + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        with database.begin() as session:
            _isolate(session)
            for table in metadata.sorted_tables:
                with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as lines:
                    for line in _dump(session, table):
                        lines.write(line)
        for path in sorted((data_dir / "files").glob("*/*")):
            if path.suffix != ".part":
                archive.write(path, f"files/{path.parent.name}/{path.name}")
        manifest = {"format": FORMAT, "revision": head_revision(), "made_at": now.isoformat()}
        archive.writestr(MANIFEST, json.dumps(manifest))
    part.replace(target)
    return target.stat().st_size


def read_backup(database: Database, data_dir: Path, source: Path, *, force: bool) -> Restored:
    """Put a backup back. Raises BackupInvalid, DatabaseNotEmpty (unless `force`)."""
    with _open(source) as archive:
        _check(archive)
        migrate(database)
        with database.begin() as session:
            if not force and _has_data(session):
                raise DatabaseNotEmpty
            rows = _load_tables(session, archive)
        return Restored(rows, _load_files(archive, data_dir))


def _open(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise BackupInvalid(str(error)) from None


def _check(archive: zipfile.ZipFile) -> None:
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupInvalid(f"no manifest: {error}") from None
    if manifest.get("format") != FORMAT or manifest.get("revision") != head_revision():
        raise BackupInvalid(f"made by another version ({manifest.get('revision')})")
    broken = archive.testzip()
    if broken:
        raise BackupInvalid(f"{broken} is damaged")


def _isolate(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _dump(session: Session, table: Table) -> Iterator[bytes]:
    for row in session.execute(select(table).execution_options(yield_per=BATCH)).mappings():
        values = {key: _plain(value) for key, value in row.items()}
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value


def _has_data(session: Session) -> bool:
    people = metadata.tables["person"]
    return bool(session.execute(select(func.count()).select_from(people)).scalar_one())


def _load_tables(session: Session, archive: zipfile.ZipFile) -> int:
    for table in reversed(metadata.sorted_tables):
        session.execute(delete(table))
    known = set(archive.namelist())
    loaded = 0
    for table in metadata.sorted_tables:
        name = f"tables/{table.name}.jsonl"
        if name in known:
            loaded += _load(session, table, archive, name)
    return loaded


def _load(session: Session, table: Table, archive: zipfile.ZipFile, name: str) -> int:
    count, batch = 0, []
    with archive.open(name) as lines:
        for line in lines:
            batch.append(_typed(table, json.loads(line)))
            if len(batch) == BATCH:
                session.execute(insert(table), batch)
                count, batch = count + len(batch), []
    if batch:
        session.execute(insert(table), batch)
    _set_sequence(session, table)
    return count + len(batch)


def _typed(table: Table, values: type_json) -> type_json:
    return {key: _value(table.c[key], value) for key, value in values.items()}


def _value(column: Column[object], value: object) -> object:
    if not isinstance(value, str):
        return value
    kind = column.type.python_type
    return kind.fromisoformat(value) if kind in (datetime, date, time) else value


def _set_sequence(session: Session, table: Table) -> None:
    """Rows came with their ids: PostgreSQL's counters must go on after them."""
    if session.get_bind().dialect.name != "postgresql" or "id" not in table.c:
        return
    latest = select(func.max(table.c.id)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
    session.execute(select(func.setval(sequence, func.coalesce(latest, 1), latest.is_not(None))))


def _load_files(archive: zipfile.ZipFile, data_dir: Path) -> int:
    count = 0
    for name in archive.namelist():
        parts = name.split("/")
        if len(parts) == 3 and parts[0] == "files" and len(parts[2]) == 64 and parts[2].isalnum():
            path = data_dir / "files" / parts[1][:2] / parts[2]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
            count += 1
    return count
