"""The tables of the ledger, in SQL that SQLite and PostgreSQL share.

>>> sorted(metadata.tables)
['captures', 'crawls', 'decisions', 'documents', 'leases', 'pages', 'records', 'work']

Rows of records and links are JSON in text columns: they are read whole and never searched by the database.
A change here needs a step in store/migrations/versions and a new `VERSION`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from store.characters import Characters

VERSION = "0003"

# SQLite's integers have 64 bits, whatever they are called.
Number = Integer().with_variant(BigInteger(), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

crawls = Table(
    "crawls",
    metadata,
    Column("id", Number, primary_key=True),
    Column("source", Characters, nullable=False),
    Column("started_at", Characters, nullable=False),
    Column("finished_at", Characters),
    Index(None, "source", "finished_at"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Number, primary_key=True),
    Column("source", Characters, nullable=False),
    Column("url", Characters, nullable=False),
    Column("fetched_at", Characters, nullable=False),
    Column("status", Number, nullable=False),
    Column("media_type", Characters),
    Column("charset", Characters),
    Column("sha256", Characters(64)),
    Column("size", Number),
    Column("file", Characters, nullable=False),
    Column("offset", Number, nullable=False),
    Column("etag", Characters),
    Column("last_modified", Characters),
    Column("problem", Characters),
    Column("revisit_of", ForeignKey("captures.id")),
    Index(None, "source", "sha256"),
    Index(None, "file", "offset", unique=True),
    Index(None, "url"),
)

# An address of a source. `queued` is its place in the queue, null once the crawl has come to it.
pages = Table(
    "pages",
    metadata,
    Column("source", Characters, primary_key=True),
    Column("url", Characters, primary_key=True),
    Column("role", Characters, nullable=False),
    Column("depth", Number, nullable=False),
    Column("hops", Number, nullable=False),
    Column("crawl", ForeignKey("crawls.id")),
    Column("queued", Number),
    Column("outcome", Characters),
    Column("status", Number),
    Column("problem", Characters),
    Column("capture", ForeignKey("captures.id")),
    Column("same_as", Characters),
    Column("checked_at", Characters),
    Column("etag", Characters),
    Column("last_modified", Characters),
    Column("gone_since", Characters),
    Column("links", LargeBinary),
    Index(None, "source", "queued"),
    Index(None, "url"),
    Index(None, "capture"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Characters(16), primary_key=True),
    Column("url", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("capture", ForeignKey("captures.id"), nullable=False),
    Column("sha256", Characters(64), nullable=False),
    Column("reader", Characters, nullable=False),
    Column("title", Characters),
    Column("media_type", Characters, nullable=False),
    Column("characters", Number, nullable=False),
    Column("problems", Characters, nullable=False),
    Column("row", Characters, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "source"),
    Index(None, "url"),
)

records = Table(
    "records",
    metadata,
    Column("id", Characters, primary_key=True),
    Column("kind", Characters, nullable=False),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("start", Number, nullable=False),
    Column("stop", Number, nullable=False),
    Column("sha256", Characters(64), nullable=False),
    Column("extractor", Characters, nullable=False),
    Column("row", Characters, nullable=False),
    Column("first_seen", Characters, nullable=False),
    Column("last_seen", Characters),
    Column("current", Boolean, nullable=False),
    Column("review", Characters, nullable=False),
    CheckConstraint("current = (last_seen IS NULL)", name="seen"),
    Index(None, "kind", "current", "document", "start", "stop", "id"),
    Index(None, "document"),
)

# Append-only. No foreign keys: a decision outlives the record it was made on. `seen` counts the decisions on the record
# that were taken before: two people who decide on the same state of a record cannot both be written down.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("record", Characters, nullable=False),
    Column("document", Characters, nullable=False),
    Column("action", Characters, nullable=False),
    Column("fields", Characters, nullable=False),
    Column("as_seen", Characters, nullable=False),
    Column("reviewer", Characters, nullable=False),
    Column("at", Characters, nullable=False),
    Column("note", Characters),
    Column("passage", Characters, nullable=False),
    Column("before", Characters, nullable=False),
    Column("after", Characters, nullable=False),
    Column("start", Number),
    Column("sha256", Characters(64), nullable=False),
    Column("extractor", Characters, nullable=False),
    Column("seen", Number, nullable=False),
    Index(None, "record", "seen", unique=True),
    Index(None, "document"),
)

# The last work done for the document of each address: from which bytes, by which versions, and whether it worked.
work = Table(
    "work",
    metadata,
    Column("url", Characters, primary_key=True),
    Column("source", Characters, nullable=False),
    Column("sha256", Characters(64), nullable=False),
    Column("reader", Characters, nullable=False),
    Column("extractor", Characters, nullable=False),
    Column("config", Characters, nullable=False),
    Column("done_at", Characters, nullable=False),
    Column("problem", Characters),
)

# Which crawler may ask a host, and until when: times are seconds since 1970 by the clock of the database. `waiter` is
# who comes next, for as long as it keeps asking.
leases = Table(
    "leases",
    metadata,
    Column("host", Characters, primary_key=True),
    Column("holder", Characters, nullable=False),
    Column("until", Double, nullable=False),
    Column("answered_at", Double, nullable=False),
    Column("closed_until", Double, nullable=False),
    Column("waiter", Characters, nullable=False),
    Column("waits_until", Double, nullable=False),
)
