"""The first tables: crawls, captures, pages, documents, records, decisions, work."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite's integers have 64 bits, and its text is in the order of its characters' numbers.
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def characters(length: int | None = None) -> sa.String:
    """Text that every database sorts alike."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table with its indexes."""
    op.create_table(
        "captures",
        sa.Column("id", number, nullable=False),
        sa.Column("source", characters(), nullable=False),
        sa.Column("url", characters(), nullable=False),
        sa.Column("fetched_at", characters(), nullable=False),
        sa.Column("status", number, nullable=False),
        sa.Column("media_type", characters(), nullable=True),
        sa.Column("charset", characters(), nullable=True),
        sa.Column("sha256", characters(64), nullable=True),
        sa.Column("size", number, nullable=True),
        sa.Column("file", characters(), nullable=False),
        sa.Column("offset", number, nullable=False),
        sa.Column("etag", characters(), nullable=True),
        sa.Column("last_modified", characters(), nullable=True),
        sa.Column("problem", characters(), nullable=True),
        sa.Column("revisit_of", number, nullable=True),
        sa.ForeignKeyConstraint(["revisit_of"], ["captures.id"], name="fk_captures_revisit_of"),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_index("ix_captures_file_offset", "captures", ["file", "offset"], unique=True)
    op.create_index("ix_captures_source_sha256", "captures", ["source", "sha256"], unique=False)
    op.create_table(
        "crawls",
        sa.Column("id", number, nullable=False),
        sa.Column("source", characters(), nullable=False),
        sa.Column("started_at", characters(), nullable=False),
        sa.Column("finished_at", characters(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_crawls"),
    )
    op.create_index("ix_crawls_source_finished_at", "crawls", ["source", "finished_at"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", number, nullable=False),
        sa.Column("record", characters(), nullable=False),
        sa.Column("document", characters(), nullable=False),
        sa.Column("action", characters(), nullable=False),
        sa.Column("fields", characters(), nullable=False),
        sa.Column("as_seen", characters(), nullable=False),
        sa.Column("reviewer", characters(), nullable=False),
        sa.Column("at", characters(), nullable=False),
        sa.Column("note", characters(), nullable=True),
        sa.Column("passage", characters(), nullable=False),
        sa.Column("before", characters(), nullable=False),
        sa.Column("after", characters(), nullable=False),
        sa.Column("start", number, nullable=True),
        sa.Column("sha256", characters(64), nullable=False),
        sa.Column("extractor", characters(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_record", "decisions", ["record"], unique=False)
    op.create_table(
        "work",
        sa.Column("url", characters(), nullable=False),
        sa.Column("source", characters(), nullable=False),
        sa.Column("sha256", characters(64), nullable=False),
        sa.Column("reader", characters(), nullable=False),
        sa.Column("extractor", characters(), nullable=False),
        sa.Column("config", characters(), nullable=False),
        sa.Column("done_at", characters(), nullable=False),
        sa.Column("problem", characters(), nullable=True),
        sa.PrimaryKeyConstraint("url", name="pk_work"),
    )
    op.create_table(
        "documents",
        sa.Column("id", characters(16), nullable=False),
        sa.Column("url", characters(), nullable=False),
        sa.Column("source", characters(), nullable=False),
        sa.Column("capture", number, nullable=False),
        sa.Column("sha256", characters(64), nullable=False),
        sa.Column("reader", characters(), nullable=False),
        sa.Column("title", characters(), nullable=True),
        sa.Column("media_type", characters(), nullable=False),
        sa.Column("characters", number, nullable=False),
        sa.Column("problems", characters(), nullable=False),
        sa.Column("row", characters(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_documents_capture"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_source", "documents", ["source"], unique=False)
    op.create_index("ix_documents_url", "documents", ["url"], unique=False)
    op.create_table(
        "pages",
        sa.Column("source", characters(), nullable=False),
        sa.Column("url", characters(), nullable=False),
        sa.Column("role", characters(), nullable=False),
        sa.Column("depth", number, nullable=False),
        sa.Column("hops", number, nullable=False),
        sa.Column("crawl", number, nullable=True),
        sa.Column("queued", number, nullable=True),
        sa.Column("outcome", characters(), nullable=True),
        sa.Column("status", number, nullable=True),
        sa.Column("problem", characters(), nullable=True),
        sa.Column("capture", number, nullable=True),
        sa.Column("same_as", characters(), nullable=True),
        sa.Column("checked_at", characters(), nullable=True),
        sa.Column("etag", characters(), nullable=True),
        sa.Column("last_modified", characters(), nullable=True),
        sa.Column("gone_since", characters(), nullable=True),
        sa.Column("links", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_pages_capture"),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.id"], name="fk_pages_crawl"),
        sa.PrimaryKeyConstraint("source", "url", name="pk_pages"),
    )
    op.create_index("ix_pages_capture", "pages", ["capture"], unique=False)
    op.create_index("ix_pages_source_queued", "pages", ["source", "queued"], unique=False)
    op.create_index("ix_pages_url", "pages", ["url"], unique=False)
    op.create_table(
        "records",
        sa.Column("id", characters(), nullable=False),
        sa.Column("kind", characters(), nullable=False),
        sa.Column("document", characters(16), nullable=False),
        sa.Column("start", number, nullable=False),
        sa.Column("stop", number, nullable=False),
        sa.Column("sha256", characters(64), nullable=False),
        sa.Column("extractor", characters(), nullable=False),
        sa.Column("row", characters(), nullable=False),
        sa.Column("first_seen", characters(), nullable=False),
        sa.Column("last_seen", characters(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("review", characters(), nullable=False),
        sa.CheckConstraint("current = (last_seen IS NULL)", name="ck_records_seen"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_records_document"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
    )
    op.create_index("ix_records_document", "records", ["document"], unique=False)
    op.create_index(
        "ix_records_kind_current_document_start_stop_id",
        "records",
        ["kind", "current", "document", "start", "stop", "id"],
        unique=False,
    )
