"""Migrations lead to exactly the tables of the code, keep data, and never leave half a change."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlmodel import select

from storage.base import metadata
from storage.bodies import Body
from storage.database import Database
from storage.migrate import (
    MIGRATIONS,
    DatabaseTooNew,
    ReferencesBroken,
    alembic_config,
    current_revision,
    head_revision,
    migrate,
)
from storage.people import list_people
from tests.storage.conftest import MakeUrl

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}
"""
WIDER = """with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("motto", sa.String(), nullable=False, server_default="-"))
        batch_op.alter_column("post", existing_type=sa.String(), nullable=True)"""
BROKEN = 'op.execute("UPDATE person SET unit_id = 4711")'


@KINDS
def test_migrating_an_empty_database_gives_the_tables_of_the_code(kind: str, empty_url: MakeUrl) -> None:
    migrated, created = Database(empty_url(kind)), Database(empty_url(kind))
    migrate(migrated)
    with created.engine.begin() as connection:
        metadata.create_all(connection)
    with migrated.engine.connect() as one, created.engine.connect() as other:
        assert _differences(one) == []
        assert _shape(one) == _shape(other)
    migrated.dispose()
    created.dispose()


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_object": lambda _item, name, *_: "policy_fts" not in name}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _shape(connection: Connection) -> dict[str, list[str]]:
    """Every table with what Alembic does not compare: checks, keys, names, partial indexes."""
    found = inspect(connection)
    return {
        name: sorted(
            _spelled(entry)
            for entries in (
                found.get_columns(name),
                [found.get_pk_constraint(name)],
                found.get_foreign_keys(name),
                found.get_unique_constraints(name),
                found.get_check_constraints(name),
                found.get_indexes(name),
            )
            for entry in entries
        )
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def _spelled(entry: object) -> str:
    """An entry in words that compare; defaults aside, which only the code fills in."""
    if isinstance(entry, Mapping):
        facts = {
            key: _spelled(value) for key, value in entry.items() if key not in ("default", "autoincrement")
        }
        return str(sorted(facts.items()))
    return str(entry)


def test_the_head_by_file_names_is_the_head_of_alembic() -> None:
    assert head_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()


@KINDS
def test_a_database_knows_its_revision(kind: str, empty_url: MakeUrl) -> None:
    database = Database(empty_url(kind))
    assert current_revision(database) is None
    migrate(database)
    assert current_revision(database) == head_revision()
    migrate(database)
    assert current_revision(database) == head_revision()
    database.dispose()


def test_an_upgrade_keeps_what_is_there(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        before = [(person.name, person.phone, person.unit_id) for person in list_people(session)]
    migrate(database, migrations=_with_another(tmp_path, WIDER))
    assert current_revision(database) == "9999"
    with database.begin() as session:
        assert before
        assert [(person.name, person.phone, person.unit_id) for person in list_people(session)] == before
        mottos = session.execute(text("SELECT DISTINCT motto FROM person")).scalars().all()
        assert mottos == ["-"]
        body = session.exec(select(Body)).first()
        assert body is not None
    assert _refuses_dangling(database)


def _refuses_dangling(database: Database) -> bool:
    """Whether foreign keys are watched again after the upgrade."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            return True
        return connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_an_upgrade_that_breaks_references_is_undone(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "old.db")
    database = Database(f"sqlite:///{tmp_path}/old.db")
    with pytest.raises(ReferencesBroken, match="person"):
        migrate(database, migrations=_with_another(tmp_path, BROKEN))
    assert current_revision(database) == head_revision()
    with database.begin() as session:
        assert {person.unit_id for person in list_people(session)} != {4711}
    database.dispose()


@KINDS
def test_a_newer_database_is_left_alone(kind: str, empty_url: MakeUrl) -> None:
    database = Database(empty_url(kind))
    migrate(database)
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="9999"):
        migrate(database)
    database.dispose()


def _with_another(folder: Path, upgrade: str) -> Path:
    """The product's migrations and one more."""
    migrations = folder / "migrations"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    source = NEXT.format(head=head_revision(), upgrade=upgrade)
    (migrations / "versions" / "9999_more.py").write_text(source, encoding="utf-8")
    return migrations
