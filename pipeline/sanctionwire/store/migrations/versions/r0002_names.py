"""Names are found whatever their case, accents and punctuation; copies name the document they copy."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from sanctionwire.store.names import name_key

revision = "0002"
down_revision = "0001"

_BATCH = 1000
"""Rows read and changed at a time."""


def upgrade() -> None:
    """Add the columns, fill them from what is there, then index them."""
    op.add_column("documents", sa.Column("duplicate_of", sa.Text(), nullable=True))
    for table, column in (("entities", "name_key"), ("names", "key")):
        op.add_column(table, sa.Column(column, sa.String(200), nullable=False, server_default=""))
    _fill("documents", ("key",), "extra", "duplicate_of", _find_original)
    _fill("entities", ("document", "id"), "name", "name_key", name_key)
    _fill("names", ("document", "entity", "position"), "text", "key", name_key)
    op.create_index("ix_entities_name_key", "entities", ["name_key"])
    op.create_index("ix_names_key", "names", ["key"])


def downgrade() -> None:
    """Drop the columns; they can be filled again."""
    op.drop_index("ix_names_key", "names")
    op.drop_index("ix_entities_name_key", "entities")
    op.drop_column("names", "key")
    op.drop_column("entities", "name_key")
    op.drop_column("documents", "duplicate_of")


def _find_original(extra: dict[str, Any]) -> str | None:
    found = extra.get("duplicate_of")
    return None if found is None else str(found)


def _fill(
    name: str, keys: tuple[str, ...], source: str, column: str, make: Callable[[Any], str | None]
) -> None:
    """Fill a column with what `make` returns for that of `source`, walking along the keys."""
    kinds: dict[str, sa.types.TypeEngine[Any]] = {"position": sa.Integer(), "extra": sa.JSON()}
    table = sa.table(name, *(sa.column(item, kinds.get(item, sa.Text())) for item in (*keys, source, column)))
    here = sa.tuple_(*(table.c[key] for key in keys))
    page = sa.select(*(table.c[item] for item in (*keys, source))).order_by(*(table.c[key] for key in keys))
    change = (
        sa.update(table)
        .where(*(table.c[key] == sa.bindparam(f"at_{key}") for key in keys))
        .values({column: sa.bindparam("made")})
    )
    connection, last = op.get_bind(), None
    while rows := connection.execute(
        page.where(here > last).limit(_BATCH) if last else page.limit(_BATCH)
    ).all():
        changes = [
            {"made": make(row[-1]), **{f"at_{key}": row[place] for place, key in enumerate(keys)}}
            for row in rows
        ]
        connection.execute(change, changes)
        last = tuple(rows[-1][:-1])
