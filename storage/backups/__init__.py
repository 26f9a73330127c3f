"""Backup and restore: one zip with every table as JSON lines and every stored file.

The same format for SQLite and PostgreSQL, so a deployment can also move from one to the other. The tables
are read at a single moment without holding anybody up, hence consistent while the assistant is at work.
What the search is made of is left out: a restore makes it anew.
"""

from storage.backups.archive import BackupInvalid, BackupProblem
from storage.backups.restoring import DatabaseNotEmpty, Restored, read_backup
from storage.backups.writing import write_backup

__all__ = [
    "BackupInvalid",
    "BackupProblem",
    "DatabaseNotEmpty",
    "Restored",
    "read_backup",
    "write_backup",
]
