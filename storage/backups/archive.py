"""The archive: what is in it, and whether it is whole and ours."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Table

from storage.migrate import head_revision
from storage.tables import metadata

FORMAT = 2
MANIFEST = "manifest.json"
FILE_NAME = re.compile(r"files/(?P<folder>[0-9a-f]{2})/(?P<sha256>(?P=folder)[0-9a-f]{62})")

DERIVED = frozenset(("policy_text", "policy_place", "policy_term", "policy_index_state"))
"""Tables that are made from others."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError)
"""What reading a damaged zip, or damaged lines in it, ends in."""


class BackupProblem(StrEnum):
    """Why a file cannot be restored."""

    NO_BACKUP = "restore_no_backup"
    DAMAGED = "restore_damaged"
    OTHER_VERSION = "restore_other_version"


class BackupInvalid(ValueError):
    """The file is not a backup of ours, is damaged, or is from another version."""

    def __init__(self, problem: BackupProblem, **facts: str) -> None:
        super().__init__(f"{problem}: {facts}")
        self.problem = problem
        self.facts: Mapping[str, str] = facts


def kept_tables() -> list[Table]:
    """The tables that a backup holds, in the order in which they refer to each other."""
    return [table for table in metadata.sorted_tables if table.name not in DERIVED]


def kept_columns() -> dict[str, list[str]]:
    """Their columns, by which a backup of other tables is known."""
    return {table.name: sorted(table.c.keys()) for table in kept_tables()}


def part_of(table: Table) -> str:
    """Where the rows of a table are."""
    return f"tables/{table.name}.jsonl"


@contextmanager
def opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """The archive. Raises BackupInvalid, OSError."""
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile:
        raise BackupInvalid(BackupProblem.NO_BACKUP) from None
    with archive:
        yield archive


def check_archive(archive: zipfile.ZipFile) -> None:
    """Read everything once before anything is changed. Raises BackupInvalid."""
    if MANIFEST not in archive.namelist():
        raise BackupInvalid(BackupProblem.NO_BACKUP)
    with damage_named(MANIFEST):
        manifest = dict(json.loads(archive.read(MANIFEST)))
    ours, theirs = head_revision(), str(manifest.get("revision"))
    if manifest.get("format") != FORMAT or theirs != ours or manifest.get("tables") != kept_columns():
        raise BackupInvalid(BackupProblem.OTHER_VERSION, theirs=theirs, ours=ours)
    for name in archive.namelist():
        with damage_named(name):
            _check_part(archive, name)
    for table in kept_tables():
        if part_of(table) not in archive.namelist():
            raise BackupInvalid(BackupProblem.DAMAGED, part=part_of(table))


def _check_part(archive: zipfile.ZipFile, name: str) -> None:
    found = hashlib.sha256()
    with archive.open(name) as part:
        while chunk := part.read(1 << 20):
            found.update(chunk)
    match = FILE_NAME.fullmatch(name)
    if match is not None and match["sha256"] != found.hexdigest():
        raise ValueError(name)


@contextmanager
def damage_named(part: str) -> Iterator[None]:
    """Whatever cannot be read in here is a damage of `part`."""
    try:
        yield
    except UNREADABLE:
        raise BackupInvalid(BackupProblem.DAMAGED, part=part) from None
