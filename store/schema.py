"""The tables of the ledger, in SQL that SQLite and PostgreSQL share.

>>> sorted(metadata.tables)
['captures', 'crawls', 'decisions', 'documents', 'pages', 'records', 'work']

Rows of records and links are JSON in text columns: they are read whole and never searched by the database.
A change here needs a step in store/migrations/versions and a new `VERSION`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = "0002"

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
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("finished_at", String),
    Index(None, "source", "finished_at"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("fetched_at", String, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", String),
    Column("charset", String),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("file", String, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", String),
    Column("problem", Text),
    Column("revisit_of", ForeignKey("captures.id")),
    Index(None, "source", "sha256"),
    Index(None, "file", "offset", unique=True),
)

# An address of a source. `queued` is its place in the queue, null once the crawl has come to it.
pages = Table(
    "pages",
    metadata,
    Column("source", String, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("role", String, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("hops", Integer, nullable=False),
    Column("crawl", ForeignKey("crawls.id")),
    Column("queued", Integer),
    Column("outcome", String),
    Column("status", Integer),
    Column("problem", Text),
    Column("capture", ForeignKey("captures.id")),
    Column("same_as", Text),
    Column("checked_at", String),
    Column("etag", Text),
    Column("last_modified", String),
    Column("gone_since", String),
    Column("links", LargeBinary),
    Index(None, "source", "queued"),
    Index(None, "url"),
    Index(None, "capture"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("url", Text, nullable=False),
    Column("source", String, nullable=False),
    Column("capture", ForeignKey("captures.id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("reader", String, nullable=False),
    Column("title", Text),
    Column("media_type", String, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("problems", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "source"),
    Index(None, "url"),
)

records = Table(
    "records",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("extractor", String, nullable=False),
    Column("row", Text, nullable=False),
    Column("first_seen", String, nullable=False),
    Column("last_seen", String),
    Column("current", Boolean, nullable=False),
    Column("review", String, nullable=False),
    CheckConstraint("current = (last_seen IS NULL)", name="seen"),
    Index(None, "kind", "current", "document", "start", "stop", "id"),
    Index(None, "document"),
)

# Append-only. No foreign keys: a decision outlives the record it was made on. `seen` counts the decisions on the record
# that were taken before: two people who decide on the same state of a record cannot both be written down.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record", String, nullable=False),
    Column("document", String, nullable=False),
    Column("action", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("as_seen", Text, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("note", Text),
    Column("passage", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("start", Integer),
    Column("sha256", String(64), nullable=False),
    Column("extractor", String, nullable=False),
    Column("seen", Integer, nullable=False),
    Index(None, "record", "seen", unique=True),
)

# The last work done for the document of each address: from which bytes, by which versions, and whether it worked.
work = Table(
    "work",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("reader", String, nullable=False),
    Column("extractor", String, nullable=False),
    Column("config", String, nullable=False),
    Column("done_at", String, nullable=False),
    Column("problem", Text),
)
