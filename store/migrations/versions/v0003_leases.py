"""Crawlers that share a ledger hold a host by a lease, so that no two of them ask it at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of leases, and find the versions of an address and the decisions on a document by an index."""
    characters = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "leases",
        sa.Column("host", characters, nullable=False),
        sa.Column("holder", characters, nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("answered_at", sa.Double(), nullable=False),
        sa.Column("closed_until", sa.Double(), nullable=False),
        sa.Column("waiter", characters, nullable=False),
        sa.Column("waits_until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_leases"),
    )
    op.create_index("ix_captures_url", "captures", ["url"])
    op.create_index("ix_decisions_document", "decisions", ["document"])
