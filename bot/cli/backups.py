"""`zhuanban backup` and `zhuanban restore`."""

from pathlib import Path

from bot.assembly import open_database
from bot.cli.failures import Failure
from bot.cli.options import FILE, FORCE
from bot.cli.words import say, stdout
from bot.clock import SystemClock
from bot.settings import Settings
from storage.backups import BackupInvalid, DatabaseNotEmpty, read_backup, write_backup
from storage.database import Database
from templates.filters import size


def backup(file: Path = FILE) -> None:
    """Everything into one file, consistent while the assistant is at work."""
    settings = Settings()
    database = open_database(settings)
    try:
        count = write_backup(database, settings.data_dir, file, now=SystemClock().now())
    finally:
        database.dispose()
    stdout().print(say("backup_done", path=file, size=size(count)), markup=False)


def restore(file: Path = FILE, force: bool = FORCE) -> None:
    """Put a backup back; refuses to overwrite without --force."""
    settings = Settings()
    database = Database(settings.database_url)
    try:
        restored = read_backup(database, settings.data_dir, file, force=force)
    except DatabaseNotEmpty:
        raise Failure(say("restore_refused")) from None
    except BackupInvalid as error:
        raise Failure(say("restore_invalid", path=file, reason=error)) from None
    finally:
        database.dispose()
    stdout().print(say("restore_done", rows=restored.rows, files=restored.files))
