"""What a document was read from, and which editions are near-duplicates."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was read before is read again once by the next add or sync."""
    op.add_column("documents", sa.Column("file_sha256", sa.String))
    op.add_column("documents", sa.Column("fingerprint", sa.String))
    op.add_column("editions", sa.Column("sketch", sa.LargeBinary))
    op.add_column("editions", sa.Column("duplicate_of", sa.String))
    op.create_index("ix_editions_duplicate_of", "editions", ["duplicate_of"])


def downgrade() -> None:
    """Take the columns away."""
    op.drop_index("ix_editions_duplicate_of", "editions")
    for table, column in (
        ("editions", "duplicate_of"),
        ("editions", "sketch"),
        ("documents", "fingerprint"),
        ("documents", "file_sha256"),
    ):
        op.drop_column(table, column)
