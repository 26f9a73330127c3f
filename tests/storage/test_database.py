"""What the database does with connections when it is closed."""

import threading

import pytest
from sqlalchemy import text

from storage.database import Database


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_is_given_back_late_is_closed(database_url: str) -> None:
    """A thread that is still at work when everything ends leaves no connection behind."""
    database = Database(database_url)
    at_work, go_on = threading.Event(), threading.Event()
    held: list[object] = []

    def work() -> None:
        with database.begin() as session:
            held.append(session.connection().connection.dbapi_connection)
            session.execute(text("SELECT 1"))
            at_work.set()
            assert go_on.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    assert at_work.wait(10)
    database.dispose()
    go_on.set()
    thread.join()
    assert getattr(held[0], "closed", None) is True
