"""The database for one command: opened, migrated, and closed afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.failures import Failure
from bot.cli.words import say
from bot.opening import open_database
from bot.settings import Settings
from storage.database import Database


@contextmanager
def opened(settings: Settings, *, must_exist: bool = False) -> Iterator[Database]:
    """The database of the settings. `must_exist` raises Failure instead of making an empty one."""
    if must_exist and not is_there(settings):
        raise Failure(say("database_missing", path=sqlite_file(settings)))
    database = open_database(settings)
    try:
        yield database
    finally:
        database.dispose()


def is_there(settings: Settings) -> bool:
    """Whether the SQLite file exists; of a server it is not known before it is asked."""
    path = sqlite_file(settings)
    return path is None or path.exists()


def sqlite_file(settings: Settings) -> Path | None:
    """The file behind DATABASE_URL; None for a server."""
    scheme, _, rest = settings.database_url.partition(":///")
    return Path(rest.partition("?")[0]) if scheme.startswith("sqlite") and rest else None
