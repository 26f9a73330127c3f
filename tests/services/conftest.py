"""Fixtures of the services' tests."""

import pytest
from hypothesis import settings
from sqlalchemy import delete

from storage.accounts import Account
from storage.database import Database
from storage.people import Membership, Person

settings.register_profile("calm", deadline=None)  # a loaded machine is no failure
settings.load_profile("calm")


@pytest.fixture
def bare(database: Database) -> Database:
    """The structure without any people."""
    with database.begin() as session:
        for table in (Account, Membership, Person):
            session.execute(delete(table))
    return database
