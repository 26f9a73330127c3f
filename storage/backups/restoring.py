"""Putting a backup back."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Column, Date, DateTime, Table, delete, exists, func, insert, inspect, select, text
from sqlmodel import Session, UTCDateTime

from storage.backups.archive import (
    DERIVED,
    FILE_NAME,
    check_archive,
    damage_named,
    kept_tables,
    opened,
    part_of,
)
from storage.base import type_json
from storage.database import Database
from storage.migrate import migrate
from storage.policies import rebuild_index
from storage.tables import metadata

BATCH = 1000

FURNITURE = DERIVED | frozenset(
    (
        "body",
        "body_alias",
        "responsibility",
        "lead_leader",
        "work_group",
        "calendar_day",
        "heartbeat",
        "due",
        "outbox",
    )
)
"""Tables that are filled already when the assistant is started for the first time."""


class DatabaseNotEmpty(RuntimeError):
    """There is data already, and overwriting was not asked for."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has put back."""

    rows: int
    files: int


def read_backup(database: Database, data_dir: Path, source: Path, *, force: bool) -> Restored:
    """Put a backup back, all or nothing. Raises BackupInvalid, DatabaseNotEmpty (unless `force`), OSError."""
    with opened(source) as archive:
        check_archive(archive)
        if not force and _has_data(database):
            raise DatabaseNotEmpty
        migrate(database)
        with database.begin() as session, _references_later(session):
            rows = _load_tables(session, archive)
            rebuild_index(session)
            files = _load_files(archive, data_dir)
        return Restored(rows, files)


def _has_data(database: Database) -> bool:
    """Whether there is anything that people brought in."""
    with database.read() as session:
        there = set(inspect(session.connection()).get_table_names())
        wanted = [table for table in metadata.sorted_tables if table.name in there - FURNITURE]
        return any(session.scalar(select(exists().select_from(table))) for table in wanted)


@contextmanager
def _references_later(session: Session) -> Iterator[None]:
    """Check references when all rows are there: some refer to rows of their own table that come later."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        yield
        return
    keys = session.execute(
        text(
            "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid"
        )
    ).all()
    for table, name in keys:
        session.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"))
    yield
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, name in keys:
        session.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))


def _load_tables(session: Session, archive: zipfile.ZipFile) -> int:
    for table in reversed(metadata.sorted_tables):
        session.execute(delete(table))
    return sum(_load(session, table, archive) for table in kept_tables())


def _load(session: Session, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    for batch in _batches(table, archive):
        session.execute(insert(table), batch)
        count += len(batch)
    _set_sequence(session, table)
    return count


def _batches(table: Table, archive: zipfile.ZipFile) -> Iterator[list[type_json]]:
    batch: list[type_json] = []
    with archive.open(part_of(table)) as lines:
        for line in lines:
            with damage_named(part_of(table)):
                batch.append({key: _value(table.c[key], value) for key, value in json.loads(line).items()})
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _value(column: Column[object], value: object) -> object:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, (DateTime, UTCDateTime)):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _set_sequence(session: Session, table: Table) -> None:
    """Rows came with their ids: PostgreSQL's counters must go on after them."""
    if session.get_bind().dialect.name != "postgresql" or "id" not in table.c:
        return
    latest = select(func.max(table.c.id)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
    session.execute(select(func.setval(sequence, func.coalesce(latest, 1), latest.is_not(None))))


def _load_files(archive: zipfile.ZipFile, data_dir: Path) -> int:
    """Files go where their content says, whatever else the archive holds."""
    count = 0
    for name in archive.namelist():
        match = FILE_NAME.fullmatch(name)
        if match is None:
            continue
        path = data_dir / "files" / match["folder"] / match["sha256"]
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(archive.read(name))
        part.replace(path)
        count += 1
    return count
