"""Databases without anything in them, one of each kind."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

MakeUrl = Callable[[str], str]


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeUrl]:
    """Addresses of new empty databases: `empty_url("sqlite")`, `empty_url("postgresql")`."""
    made: list[str] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path}/{uuid.uuid4().hex}.db"
        server: str = request.getfixturevalue("postgres_server")
        made.append(f"test_{uuid.uuid4().hex[:12]}")
        _run(server, f'CREATE DATABASE "{made[-1]}"')
        return server.replace("/postgres?", f"/{made[-1]}?")

    yield make
    for name in made:
        _run(request.getfixturevalue("postgres_server"), f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
