"""The steps in store/migrations lead from nothing to exactly the tables of store/schema.py."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, inspect, text

from store import migration
from store.database import connect, writing
from store.ledger import Ledger
from store.migration import steps
from store.schema import VERSION, metadata


def said(facts: object) -> list[str]:
    return sorted(map(str, facts)) if isinstance(facts, list) else [str(facts)]


def test_the_last_step_is_the_version_that_the_program_needs() -> None:
    assert steps()[-1] == VERSION


def test_the_steps_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = connect(tmp_path / "renkei.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    declared = create_engine("sqlite://")
    metadata.create_all(declared)
    made, wanted = inspect(engine), inspect(declared)
    for table in metadata.tables:
        for aspect in ("get_columns", "get_pk_constraint", "get_foreign_keys", "get_check_constraints"):
            assert said(getattr(made, aspect)(table)) == said(getattr(wanted, aspect)(table)), (table, aspect)
        names = [{index["name"] for index in place.get_indexes(table)} for place in (made, wanted)]
        assert names[0] == names[1]


def test_a_step_that_fails_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    versions = folder / "versions"
    versions.mkdir(parents=True)
    for source in (Path(migration.__file__).parent / "migrations" / "versions").glob("v*.py"):
        (versions / source.name).write_text(source.read_text())
    (versions / "v9999_bad.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{VERSION}'\n\n"
        "def upgrade():\n    op.execute('DROP TABLE decisions')\n    op.execute('no SQL')\n"
    )
    engine = connect(tmp_path / "renkei.db")
    monkeypatch.setattr(migration, "_FOLDER", folder)
    with pytest.raises(Exception, match="no SQL"), writing(engine) as connection:
        migration.migrate(connection)
    assert inspect(engine).has_table("decisions")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == VERSION


def test_an_up_to_date_ledger_opens_without_alembic(tmp_path: Path) -> None:
    connect(tmp_path / "renkei.db").dispose()
    check = "import sys; from store.ledger import Ledger; Ledger.open(sys.argv[1]); sys.exit('alembic' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", check, tmp_path / "renkei.db"], cwd=root, check=False)
    assert done.returncode == 0


def test_older_decisions_are_numbered_in_their_order(tmp_path: Path) -> None:
    place = tmp_path / "renkei.db"
    first = importlib.import_module("store.migrations.versions.v0001_first_tables")
    engine = create_engine(f"sqlite:///{place}")
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
    with Ledger.open(place) as ledger:
        assert [(decision.record, decision.seen) for decision in ledger.decisions()] == [("a", 0), ("b", 0), ("a", 1)]
