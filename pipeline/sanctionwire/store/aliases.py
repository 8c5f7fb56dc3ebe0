"""Finds an entity over all documents by any of its names."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, select, tuple_, union

from sanctionwire.store.models import EntityRow, NameRow
from sanctionwire.store.names import name_key


def find_entities(connection: Connection, name: str) -> ColumnElement[bool]:
    """Return the condition that an entity is what a name stands for, in any document.

    Documents say which names go together: where the name is one of an entity's, its full name is searched
    for too, and so are its other names, but for a person only those of two words and more ("Quill" may be
    anyone). Case, accents and punctuation make no difference. Descriptions ("eight firms") are never found.
    """
    keys = {name_key(name)}
    called = _is_called(keys)
    full = connection.scalars(select(EntityRow.name_key).where(called).distinct())
    forms = connection.execute(
        select(EntityRow.label, NameRow.key)
        .join(NameRow, (NameRow.document == EntityRow.document) & (NameRow.entity == EntityRow.id))
        .where(called)
        .distinct()
    )
    others = {form for label, form in forms if label != "PERSON" or " " in form}
    return _is_called(keys.union(full, others))


def _is_called(keys: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a named entity's name or one of its wordings has one of the keys."""
    places = union(
        select(NameRow.document, NameRow.entity).where(NameRow.key.in_(keys)),
        select(EntityRow.document, EntityRow.id).where(EntityRow.name_key.in_(keys)),
    )
    return (EntityRow.level == "name") & tuple_(EntityRow.document, EntityRow.id).in_(places)
