"""Which claims contradict one another: derived from the claims, and what they were compared by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was read before is compared by the next change, or when it is first asked for."""
    op.add_column("editions", sa.Column("compared", sa.String))
    op.create_table(
        "gists",
        _edition("edition_id", primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_table(
        "oppositions",
        _edition("edition_id", primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        _edition("other_edition_id", primary_key=True),
        sa.Column("other_number", sa.Integer, primary_key=True),
        sa.Column("stated", sa.Boolean, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
    )
    op.create_index("ix_oppositions_other", "oppositions", ["other_edition_id", "other_number"])


def _edition(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey("editions.id", ondelete="CASCADE")
    return sa.Column(name, sa.String, key, nullable=False, primary_key=primary_key)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("oppositions")
    op.drop_table("gists")
    op.drop_column("editions", "compared")
