"""What every command opens: the rules in force and the database, without anything of the chat."""

from contextlib import ExitStack

from bot.settings import Settings
from services.mechanism import Mechanism, default_mechanism, load_mechanism
from storage.calendar import load_packaged_days
from storage.database import Database
from storage.migrate import migrate
from storage.structure import load_structure


def read_mechanism(settings: Settings) -> Mechanism:
    """The rules in force: the packaged ones under the file of MECHANISM_FILE. Raises MechanismInvalid."""
    if settings.mechanism_file is None:
        return default_mechanism()
    return load_mechanism(settings.mechanism_file.read_text(encoding="utf-8"))


def open_database(settings: Settings) -> Database:
    """The database, migrated, with the structure and the calendar that the product ships (M1)."""
    database = Database(settings.database_url)
    with ExitStack() as given_up:
        given_up.callback(database.dispose)
        migrate(database)
        with database.begin() as session:
            load_structure(session)
            load_packaged_days(session)
        given_up.pop_all()
    return database
