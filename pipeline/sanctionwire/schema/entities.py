"""What the mentions of a document say about its entities: whether they are named, and by which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanctionwire.schema.labels import Level
from sanctionwire.schema.records import Document, Mention


def find_levels(document: Document) -> dict[str, Level]:
    """Return the level of each entity by its id: `group` when all that stands for it are descriptions.

    An entity without any mention counts as named.
    """
    levels: dict[str, Level] = {}
    for mention in document.mentions:
        if mention.entity is not None and levels.get(mention.entity) != "name":
            levels[mention.entity] = mention.level
    return {entity.id: levels.get(entity.id, "name") for entity in document.entities}


def find_forms(document: Document) -> dict[str, tuple[Mention, ...]]:
    """Return, for each entity id, its first mention in each wording, in the order of the text."""
    forms: dict[str, dict[str, Mention]] = {entity.id: {} for entity in document.entities}
    for mention in sorted(document.mentions, key=lambda mention: mention.start):
        if mention.entity in forms:
            forms[mention.entity].setdefault(mention.text, mention)
    return {entity: tuple(found.values()) for entity, found in forms.items()}


def get_producer(document: Document) -> Mapping[str, Any]:
    """Return what `extra["producer"]` says about the program that made a document; {} for nothing."""
    producer = document.extra.get("producer")
    return producer if isinstance(producer, Mapping) else {}
