"""Claims, and the parties in their chains."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "claims",
        _edition(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, index=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "voices",
        _edition(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
    )


def _edition() -> sa.Column[str]:
    key = sa.ForeignKey("editions.id", ondelete="CASCADE")
    return sa.Column("edition_id", sa.String, key, nullable=False, primary_key=True)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("voices")
    op.drop_table("claims")
