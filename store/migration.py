"""Brings the tables of a ledger from the version they have to the one that the program needs, by Alembic.

>>> steps()
['0001', '0002', '0003']

The steps stand in `store/migrations/versions`, one a file. All that are needed run in the caller's transaction: a
ledger has the old tables or the new ones, never something between.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.migration import MigrationStep
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from store.database import LedgerError

_FOLDER = Path(__file__).parent / "migrations"


def steps() -> list[str]:
    """The versions that lead to the present one, oldest first."""
    return [script.revision for script in reversed(list(_scripts().walk_revisions()))]


def migrate(connection: Connection) -> None:
    """Run the steps that the database lacks.

    Raises `LedgerError` when a newer program wrote it, or when it cannot take every character.
    """
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            raise LedgerError(
                f"the database has the encoding {encoding}: make another, by createdb -E UTF8 -T template0"
            )
    context = MigrationContext.configure(connection, opts={"fn": _missing, "transactional_ddl": True, "as_sql": False})
    with Operations.context(context):
        context.run_migrations()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER))


def _missing(present: tuple[str, ...], _: MigrationContext) -> Sequence[MigrationStep]:
    scripts = _scripts()
    try:
        missing = list(scripts.iterate_revisions("head", present or "base"))
    except (CommandError, RevisionError) as error:
        raise LedgerError(f"the ledger has version {', '.join(present)}, which is newer: update Renkei") from error
    return [MigrationStep.upgrade_from_script(scripts.revision_map, script) for script in reversed(missing)]
