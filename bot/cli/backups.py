"""`zhuanban backup` and `zhuanban restore`."""

import errno
import os
from pathlib import Path

from bot.cli.failures import Failure
from bot.cli.opening import opened
from bot.cli.words import say, tell
from bot.clock import SystemClock
from bot.settings import Settings
from storage.backups import BackupInvalid, DatabaseNotEmpty, read_backup, write_backup
from storage.database import Database
from templates.filters import size


def make_backup(file: Path) -> None:
    """Everything into one file, consistent while the assistant is at work."""
    settings = Settings()
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    with opened(settings, must_exist=True) as database:
        count = write_backup(database, settings.data_dir, file, now=SystemClock().now())
    tell(say("backup_done", path=file, size=size(count)))


def restore_backup(file: Path, *, force: bool) -> None:
    """Put a backup back. Raises Failure: there is data already (without `force`), or the file is no good."""
    settings = Settings()
    database = Database(settings.database_url)
    try:
        restored = read_backup(database, settings.data_dir, file, force=force)
    except DatabaseNotEmpty:
        raise Failure(say("restore_refused")) from None
    except BackupInvalid as error:
        raise Failure(say(error.problem, path=file, **error.facts)) from None
    finally:
        database.dispose()
    tell(say("restore_done", rows=restored.rows, files=restored.files))
