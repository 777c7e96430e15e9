"""The steps in store/migrations lead from nothing to exactly the tables of store/schema.py."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, create_engine, inspect, text

from store import migration
from store.database import address, connect, writing
from store.ledger import Ledger
from store.migration import steps
from store.schema import VERSION, metadata

ROOT = Path(__file__).parents[2]


def facts(engine: Engine) -> dict[str, object]:
    """All that the database knows of the ledger's tables."""
    there, aspects = inspect(engine), ("get_columns", "get_pk_constraint", "get_foreign_keys", "get_check_constraints")
    found: dict[str, object] = {}
    for table in metadata.tables:
        found |= {f"{table} {aspect}": said(getattr(there, aspect)(table)) for aspect in aspects}
        found[f"{table} indexes"] = sorted(str(index["name"]) for index in there.get_indexes(table))
    return found


def said(told: object) -> list[str]:
    return sorted(map(str, told)) if isinstance(told, list) else [str(told)]


def test_the_last_step_is_the_version_that_the_program_needs() -> None:
    assert steps()[-1] == VERSION


def test_the_steps_make_the_tables_of_the_schema(nowhere: Path | str) -> None:
    engine = connect(nowhere)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    made = facts(engine)
    metadata.drop_all(engine)
    metadata.create_all(engine)
    assert made == facts(engine)
    engine.dispose()


OPENER = """
import sys
from store.ledger import Ledger
print("ready", flush=True)
sys.stdin.readline()
with Ledger.open(sys.argv[1]) as ledger:
    print(ledger.counts().pages)
"""


def test_many_make_an_empty_ledger_at_once(nowhere: Path | str) -> None:
    command = [sys.executable, "-c", OPENER, str(nowhere)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    openers = [subprocess.Popen(command, cwd=ROOT, text=True, **pipes) for _ in range(4)]  # type: ignore[call-overload]
    for opener in openers:
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        opener.stdin.write("\n")
        opener.stdin.flush()
    assert [opener.communicate() for opener in openers] == [("0\n", "")] * 4
    engine = connect(nowhere)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [VERSION]
    engine.dispose()


def test_a_step_that_fails_leaves_the_old_tables(
    place: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    versions = folder / "versions"
    versions.mkdir(parents=True)
    for source in (Path(migration.__file__).parent / "migrations" / "versions").glob("v*.py"):
        (versions / source.name).write_text(source.read_text())
    (versions / "v9999_bad.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{VERSION}'\n\n"
        "def upgrade():\n    op.execute('DROP TABLE decisions')\n    op.execute('no SQL')\n"
    )
    engine = connect(place)
    monkeypatch.setattr(migration, "_FOLDER", folder)
    with pytest.raises(Exception, match="no SQL"), writing(engine, "tables") as connection:
        migration.migrate(connection)
    assert inspect(engine).has_table("decisions")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == VERSION
    engine.dispose()


def test_an_up_to_date_ledger_opens_without_alembic(place: Path | str) -> None:
    connect(place).dispose()
    check = "import sys; from store.ledger import Ledger; Ledger.open(sys.argv[1]); sys.exit('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check, place], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_older_decisions_are_numbered_in_their_order(nowhere: Path | str) -> None:
    first = importlib.import_module("store.migrations.versions.v0001_first_tables")
    engine = create_engine(address(nowhere))
    with engine.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            first.upgrade()
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        for record in "aba":
            connection.execute(
                text(
                    "INSERT INTO decisions (record, document, action, fields, as_seen, reviewer, at, passage, before,"
                    " after, sha256, extractor)"
                    " VALUES (:record, 'd', 'confirm', '{}', '{}', '佐藤', '', '', '', '', '', '')"
                ),
                {"record": record},
            )
    engine.dispose()
    with Ledger.open(nowhere) as ledger:
        assert [(decision.record, decision.seen) for decision in ledger.decisions()] == [("a", 0), ("b", 0), ("a", 1)]
