"""Writes a migration from the difference between the tables and the newest revision.

make migration                         # before the first release: revision 0001 is made anew
make migration MESSAGE="what changes"  # a further revision, to be read before it is committed
"""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.migrate import MIGRATIONS, alembic_config, migrate, revisions
from storage.policies import DROP_INDEX, POSTGRES_INDEX, SQLITE_INDEX

FIRST = "0001"
REMARK = re.compile(r"\n? *# (?:###|\*\*\*).*")
SEARCH_INDEX = """
SEARCH_INDEX = {{
    "sqlite": ({sqlite!r},),
    "postgresql": {postgresql!r},
}}


def upgrade() -> None:
"""
CREATE_INDEX = """    for statement in SEARCH_INDEX[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute({drop!r})
"""


def main() -> None:
    """Make the first revision anew, or add one with the message of the command line."""
    message = " ".join(sys.argv[1:])
    known = revisions()
    if not message and known != [FIRST]:
        sys.exit('There is more than one revision already: make migration MESSAGE="what changes"')
    if not message:
        for path in (MIGRATIONS / "versions").glob(f"{FIRST}_*.py"):
            path.unlink()
    revision = f"{int(known[-1]) + 1:04}" if message else FIRST
    path = _write(message or "Initial tables", revision)
    if revision == FIRST:
        _add_search_index(path)
    source = REMARK.sub("", path.read_text(encoding="utf-8"))
    path.write_text(re.sub(r" +$", "", source, flags=re.MULTILINE), encoding="utf-8")
    sys.stdout.write(f"{path}\n")


def _write(message: str, revision: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        if revisions():
            migrate(database)
        config = alembic_config()
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        with database.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=revision)
        database.dispose()
    return next((MIGRATIONS / "versions").glob(f"{revision}_*.py"))


def _add_search_index(path: Path) -> None:
    """The index that searches policies is no table that autogenerate knows."""
    source = path.read_text(encoding="utf-8")
    head = SEARCH_INDEX.format(sqlite=SQLITE_INDEX, postgresql=POSTGRES_INDEX)
    source = source.replace("\ndef upgrade() -> None:\n", head, 1)
    tail = CREATE_INDEX.format(drop=DROP_INDEX)
    source = source.replace("\ndef downgrade() -> None:\n", tail, 1)
    path.write_text(source, encoding="utf-8")


main()
