"""Decisions count how many were taken on their record before, so that nobody decides on what another has decided."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Number the decisions on each record from 0, in the order in which they were taken."""
    number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
    op.add_column("decisions", sa.Column("seen", number, nullable=True))
    op.execute(
        "UPDATE decisions SET seen = (SELECT count(*) FROM decisions AS earlier"
        " WHERE earlier.record = decisions.record AND earlier.id < decisions.id)"
    )
    with op.batch_alter_table("decisions") as decisions:
        decisions.alter_column("seen", existing_type=number, nullable=False)
        decisions.drop_index("ix_decisions_record")
        decisions.create_index("ix_decisions_record_seen", ["record", "seen"], unique=True)
