"""Writing a backup."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import Table, select
from sqlmodel import Session

from storage.backups.archive import FILE_NAME, FORMAT, MANIFEST, kept_columns, kept_tables, part_of
from storage.database import Database
from storage.migrate import head_revision

BATCH = 1000


def write_backup(database: Database, data_dir: Path, target: Path, *, now: datetime) -> int:
    """Write everything to `target` (replaced only when complete). Returns its size in bytes."""
    part = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            _write_tables(database, archive)
            _write_files(data_dir, archive)
            manifest = {"format": FORMAT, "revision": head_revision(), "made_at": now.isoformat()}
            archive.writestr(MANIFEST, json.dumps({**manifest, "tables": kept_columns()}))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _write_tables(database: Database, archive: zipfile.ZipFile) -> None:
    with database.read() as session:
        for table in kept_tables():
            with archive.open(part_of(table), "w", force_zip64=True) as lines:
                for line in _dump(session, table):
                    lines.write(line)


def _dump(session: Session, table: Table) -> Iterator[bytes]:
    statement = select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    for row in session.execute(statement).mappings():
        values = {key: _plain(value) for key, value in row.items()}
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value


def _write_files(data_dir: Path, archive: zipfile.ZipFile) -> None:
    for path in sorted((data_dir / "files").glob("*/*")):
        name = f"files/{path.parent.name}/{path.name}"
        if FILE_NAME.fullmatch(name):
            archive.write(path, name, zipfile.ZIP_STORED)  # pictures do not get smaller
