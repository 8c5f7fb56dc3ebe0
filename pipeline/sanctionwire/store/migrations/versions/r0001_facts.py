"""Documents, their facts, what was rejected, and the parts that were delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "documents",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("config", sa.Text(), nullable=True),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_documents_id", "documents", ["id"], unique=False, postgresql_using="hash")
    op.create_index("ix_documents_published", "documents", ["published"], unique=False)
    op.create_index("ix_documents_run_part", "documents", ["run", "part"], unique=False)
    op.create_table(
        "parts",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("rejections", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("run", "part"),
    )
    op.create_table(
        "rejections",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("retryable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("run", "part", "position"),
    )
    op.create_table(
        "entities",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id"),
    )
    op.create_table(
        "evidence",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "layer", "fact", "kind", "position"),
    )
    op.create_table(
        "measures",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "fact", "position"),
    )
    op.create_table(
        "names",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "entity", "position"),
    )
    op.create_table(
        "quotes",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_text", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id"),
    )
    op.create_table(
        "relations",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id"),
    )
    op.create_table(
        "roles",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "fact", "role", "position"),
    )
    op.create_table(
        "sanctions",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_start", sa.Integer(), nullable=True),
        sa.Column("reason_end", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id"),
    )
    op.create_index("ix_sanctions_first_day", "sanctions", ["first_day"], unique=False)
    op.create_index("ix_sanctions_last_day", "sanctions", ["last_day"], unique=False)
    op.create_table(
        "valuations",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("amount_max", sa.Double(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("modifier", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "valuations",
        "sanctions",
        "roles",
        "relations",
        "quotes",
        "names",
        "measures",
        "evidence",
        "entities",
        "rejections",
        "parts",
        "documents",
    ):
        op.drop_table(table)
