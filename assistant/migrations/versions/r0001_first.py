"""The first tables: facts, editions, documents, passages, units, sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "facts", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False)
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("read", sa.Text, nullable=False),
        sa.Column("title_vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("uri", sa.String, nullable=False, unique=True),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("edition_id", sa.String, sa.ForeignKey("editions.id"), nullable=False, index=True),
        sa.Column("added", sa.String, nullable=False),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String, primary_key=True),
        _edition(index=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "units",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        _edition(),
        sa.Column(
            "passage_id", sa.String, sa.ForeignKey("passages.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_units_edition_number", "units", ["edition_id", "number"])
    op.create_table(
        "sentences",
        _edition(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("speaker", sa.String),
        sa.Column("heading", sa.String),
    )


def _edition(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey("editions.id", ondelete="CASCADE")
    return sa.Column("edition_id", sa.String, key, nullable=False, primary_key=primary_key, index=index)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("sentences", "units", "passages", "documents", "editions", "facts"):
        op.drop_table(table)
