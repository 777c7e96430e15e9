"""How much the ledger holds.

>>> from sqlalchemy import create_engine
>>> from store.schema import metadata
>>> engine = create_engine("sqlite://")
>>> with engine.connect() as connection:
...     metadata.create_all(connection)
...     count(connection, None).records
{'date': 0, 'city': 0, 'figure': 0, 'agreement': 0}
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, select, true

from extractors.records import KINDS
from store.entries import Counts
from store.schema import captures, decisions, documents, pages, records, work


def count(connection: Connection, source: str | None) -> Counts:
    """The counts of one source, or of all when `source` is None."""
    of_source = documents.c.source == source if source is not None else true()

    def total(table: FromClause, *conditions: ColumnElement[bool]) -> int:
        ours = [table.c.source == source] if source is not None and "source" in table.c else []
        return connection.execute(
            select(func.count()).select_from(table).where(true(), *ours, *conditions)
        ).scalar_one()

    held = records.join(documents, records.c.document == documents.c.id)
    kinds = select(records.c.kind, func.count()).select_from(held).where(records.c.current.is_(True), of_source)
    found = dict(connection.execute(kinds.group_by(records.c.kind)).tuples().all())
    mine = select(documents.c.id).where(of_source)
    return Counts(
        pages=total(pages, pages.c.role == "page"),
        gone=total(pages, and_(pages.c.role == "page", pages.c.gone_since.is_not(None))),
        captures=total(captures),
        documents=total(documents),
        failed=total(work, work.c.problem.is_not(None)),
        records={kind: found.get(kind, 0) for kind in KINDS if kind != "document"},
        decisions=total(decisions, *([decisions.c.document.in_(mine)] if source is not None else [])),
    )
