"""Which fields of records hold the ids of other records, and how to rename them all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from sanctionwire.exchange.format import Layer
from sanctionwire.schema.records import Document, Entity, Mention, Quote, Relation, Sanction, Valuation

Item: TypeAlias = Mention | Entity | Sanction | Relation | Quote | Valuation

LAYERS: tuple[Layer, ...] = ("mentions", "entities", "valuations", "sanctions", "relations", "quotes")
"""The layers, each after those that it refers to."""

REFERENCES: dict[Layer, dict[str, Layer]] = {
    "mentions": {"entity": "entities"},
    "entities": {},
    "valuations": {"mention": "mentions", "subject": "entities"},
    "sanctions": {
        "imposer": "entities",
        "target": "entities",
        "program": "entities",
        "law": "entities",
        "amount": "valuations",
    },
    "relations": {"head": "entities", "tail": "entities"},
    "quotes": {"speaker": "entities"},
}
"""Field names that hold an id, a tuple of ids or None, with the layer that the ids belong to."""


def get_items(document: Document, layer: Layer) -> tuple[Item, ...]:
    """Return one list of a document."""
    items: tuple[Item, ...] = getattr(document, layer)
    return items


def with_items(document: Document, **layers: Any) -> Document:
    """Return the document with some of its lists replaced."""
    return replace(document, **layers)


def rename_references(document: Document, layer: Layer, names: Mapping[str, str]) -> Document:
    """Return the document with every reference to a layer renamed; ids that are not in `names` stay.

    The ids of the layer's own items stay too. A tuple of ids names none twice afterwards.
    """

    def rename(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(names.get(item, item) for item in value))
        return names.get(value, value)

    changed: dict[str, tuple[Item, ...]] = {}
    for place, fields in REFERENCES.items():
        concerned = [field for field, target in fields.items() if target == layer]
        if concerned and names:
            changed[place] = tuple(
                replace(item, **{field: rename(getattr(item, field)) for field in concerned})
                for item in get_items(document, place)
            )
    return with_items(document, **changed)
