"""Facts of a database with everything that a reader wants to see beside them, one row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, tuple_

from sanctionwire.store.models import (
    DocumentRow,
    EntityRow,
    EvidenceRow,
    MeasureRow,
    RelationRow,
    RoleRow,
    SanctionRow,
)

Answer = list[dict[str, Any]]
"""Rows with the same columns in the same order; lists where there are several of something."""

_Key = tuple[str, str]
_AROUND = 150
"""Code points shown before and behind the words that announce a fact."""
_CHUNK = 400
"""Facts looked up in one statement. Source: older SQLite takes 999 parameters."""
_SOURCE = (
    DocumentRow.id.label("document"),
    DocumentRow.title.label("headline"),
    DocumentRow.published,
    DocumentRow.source,
    DocumentRow.url,
    DocumentRow.duplicate_of,
)


def describe_facts(connection: Connection, chosen: Select[str, str]) -> Answer:
    """Return a row for each sanction that is selected by document key and id, in that order."""
    rows: Answer = []
    columns = ("date", "action", "status", "reason", "confidence")
    for keys in _chunks(connection, chosen):
        facts = _look_up(connection, SanctionRow, columns, keys)
        names, measures = _name_roles(connection, keys), _list_measures(connection, keys)
        words, around = _quote(connection, "sanctions", keys)
        for key in keys:
            fact = facts[key]
            rows.append(
                {
                    **{name: fact[name] for name in ("date", "published", "action", "status")},
                    "imposers": names[key, "imposer"],
                    "targets": names[key, "target"],
                    "measures": measures[key],
                    "programs": names[key, "program"],
                    "laws": names[key, "law"],
                    **{name: fact[name] for name in ("reason", "confidence")},
                    "evidence": words[key],
                    "context": around.get(key),
                    "fact": key[1],
                    **{
                        name: fact[name] for name in ("document", "headline", "source", "url", "duplicate_of")
                    },
                }
            )
    return rows


def describe_relations(connection: Connection, chosen: Select[str, str]) -> Answer:
    """Return a row for each relation that is selected by document key and id, in that order."""
    rows: Answer = []
    columns = ("type", "head", "tail", "title", "confidence")
    for keys in _chunks(connection, chosen):
        relations = _look_up(connection, RelationRow, columns, keys)
        found = select(EntityRow.document, EntityRow.id, EntityRow.name)
        here = EntityRow.document.in_({document for document, _ in keys})
        names = {(row[0], row[1]): row[2] for row in connection.execute(found.where(here))}
        _, around = _quote(connection, "relations", keys)
        for key in keys:
            fact = relations[key]
            rows.append(
                {
                    "published": fact["published"],
                    "head": names.get((key[0], fact["head"])),
                    "relation": fact["type"],
                    "tail": names.get((key[0], fact["tail"])),
                    **{name: fact[name] for name in ("title", "confidence")},
                    "context": around.get(key),
                    "fact": key[1],
                    **{
                        name: fact[name] for name in ("document", "headline", "source", "url", "duplicate_of")
                    },
                }
            )
    return rows


def _chunks(connection: Connection, chosen: Select[str, str]) -> Iterator[list[_Key]]:
    keys: list[_Key] = [(row[0], row[1]) for row in connection.execute(chosen)]
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _look_up(
    connection: Connection,
    table: type[SanctionRow] | type[RelationRow],
    columns: tuple[str, ...],
    keys: list[_Key],
) -> dict[_Key, dict[str, Any]]:
    """Return the named columns of facts, and those of their documents."""
    found = connection.execute(
        select(table.document.label("key"), table.id, *(getattr(table, name) for name in columns), *_SOURCE)
        .join(DocumentRow, DocumentRow.key == table.document)
        .where(tuple_(table.document, table.id).in_(keys))
    )
    return {(row["key"], row["id"]): dict(row) for row in found.mappings()}


def _name_roles(connection: Connection, keys: list[_Key]) -> defaultdict[tuple[_Key, str], list[str]]:
    """Return who has a role, by fact and role, in the order of the fact."""
    found = connection.execute(
        select(RoleRow.document, RoleRow.fact, RoleRow.role, EntityRow.name)
        .join(EntityRow, (EntityRow.document == RoleRow.document) & (EntityRow.id == RoleRow.entity))
        .where(tuple_(RoleRow.document, RoleRow.fact).in_(keys))
        .order_by(RoleRow.position)
    )
    names = defaultdict[tuple[_Key, str], list[str]](list)
    for document, fact, role, name in found:
        names[(document, fact), role].append(name)
    return names


def _list_measures(connection: Connection, keys: list[_Key]) -> defaultdict[_Key, list[str]]:
    found = connection.execute(
        select(MeasureRow.document, MeasureRow.fact, MeasureRow.measure)
        .where(tuple_(MeasureRow.document, MeasureRow.fact).in_(keys))
        .order_by(MeasureRow.position)
    )
    measures = defaultdict[_Key, list[str]](list)
    for document, fact, measure in found:
        measures[document, fact].append(measure)
    return measures


def _quote(
    connection: Connection, layer: str, keys: list[_Key]
) -> tuple[defaultdict[_Key, list[str]], dict[_Key, str]]:
    """Return the words that announce facts, and what stands around the first of them, on one line."""
    first = case((EvidenceRow.start > _AROUND, EvidenceRow.start - _AROUND), else_=0)
    context = func.substr(DocumentRow.text, first + 1, EvidenceRow.end + _AROUND - first)
    found = connection.execute(
        select(EvidenceRow.document, EvidenceRow.fact, EvidenceRow.text, context)
        .join(DocumentRow, DocumentRow.key == EvidenceRow.document)
        .where(EvidenceRow.layer == layer, EvidenceRow.kind == "evidence")
        .where(tuple_(EvidenceRow.document, EvidenceRow.fact).in_(keys))
        .order_by(EvidenceRow.position)
    )
    words, around = defaultdict[_Key, list[str]](list), dict[_Key, str]()
    for document, fact, text, context_text in found:
        words[document, fact].append(text)
        around.setdefault((document, fact), " ".join(context_text.split()))
    return words, around
