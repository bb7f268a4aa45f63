"""What the documents say a party is, so that it is found by its office: "the mayor", "the port's director"."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; it is filled as the claims are read anew."""
    op.add_column("voices", sa.Column("offices", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("voices", "offices")
