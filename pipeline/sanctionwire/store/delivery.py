"""Delivers the parts of a run: one transaction a part, and the part noted in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from sanctionwire.schema.parse import to_json
from sanctionwire.schema.records import Document, Rejection
from sanctionwire.store.models import CHILDREN, Base, DocumentRow, Part, RejectionRow
from sanctionwire.store.rows import Row, list_rows, make_key, make_rejection

_CHUNK = 500
"""Keys in one statement. Source: SQLite takes 32,766 parameters, older ones 999."""


def list_delivered(engine: Engine, run: str) -> frozenset[int]:
    """Return the numbers of the parts of a run that are here, whole."""
    with engine.connect() as connection:
        return frozenset(connection.scalars(select(Part.part).where(Part.run == run)))


def deliver(engine: Engine, run: str, part: int, results: Sequence[Document | Rejection]) -> bool:
    """Put a part in, whole or not at all; return whether anything changed.

    A part that is here already with the same results changes nothing. With other results its rejections are
    replaced, and its documents take the place of the same documents; a document is never deleted, so that a
    folder used for another run, or an article that fails the second time, costs nothing that is known.

    Args:
        engine: From `open_database`.
        run: Name of the run, the same whenever it delivers.
        part: Number of the part within the run.
        results: What the part holds, in order.

    Raises:
        sqlalchemy.exc.DBAPIError: When the database refuses or cannot be reached; nothing was changed.
    """
    digest = digest_results(results)
    with engine.begin() as connection:
        here = (Part.run == run) & (Part.part == part)
        noted = connection.scalar(select(Part.digest).where(here))
        if noted == digest:
            return False
        documents = {
            make_key(item): (position, item)
            for position, item in enumerate(results)
            if isinstance(item, Document)
        }
        note = {
            "run": run,
            "part": part,
            "digest": digest,
            "documents": len(documents),
            "rejections": sum(isinstance(item, Rejection) for item in results),
        }
        _upsert(connection, Part, [note])
        connection.execute(delete(RejectionRow).where(RejectionRow.run == run, RejectionRow.part == part))
        rows: dict[type[Base], list[Row]] = {}
        for position, document in documents.values():
            for table, row in list_rows(document):
                place = {"run": run, "part": part, "position": position} if table is DocumentRow else {}
                rows.setdefault(table, []).append(row | place)
        for position, item in enumerate(results):
            if isinstance(item, Rejection):
                row = make_rejection(item) | {"run": run, "part": part, "position": position}
                rows.setdefault(RejectionRow, []).append(row)
        _write(connection, rows)
    return True


def digest_results(results: Sequence[Document | Rejection]) -> str:
    """Return the checksum of the results of a part."""
    digest = hashlib.sha256()
    for item in results:
        value = to_json(item) if isinstance(item, Document) else asdict(item)
        digest.update(json.dumps(value).encode() + b"\n")
    return digest.hexdigest()


def _write(connection: Connection, rows: dict[type[Base], list[Row]]) -> None:
    """Write rows; a document that was here before is replaced with all that hung on it."""
    # In the order of their keys, so that two runs that write the same documents wait for each other in turn.
    documents = sorted(rows.pop(DocumentRow, ()), key=lambda row: str(row["key"]))
    _upsert(connection, DocumentRow, documents)
    for chunk in _chunks([row["key"] for row in documents]):
        for child in CHILDREN:
            connection.execute(delete(child).where(child.document.in_(chunk)))
    for table in (*CHILDREN, RejectionRow):
        if table in rows:
            connection.execute(insert(table), rows[table])


def _upsert(connection: Connection, table: type[Base], rows: list[Row]) -> None:
    if not rows:
        return
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.__table__.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
