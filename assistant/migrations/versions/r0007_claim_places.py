"""Claims are found by where they stand without looking at all of a document's."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_claims_place", "claims", ["edition_id", "start", "end"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_claims_place", "claims")
