"""Leaves out facts that are not sure enough, so that what is left can be trusted more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from sanctionwire.schema.records import Document, Quote, Relation, Sanction, Valuation

FACTS = ("sanctions", "relations", "quotes", "valuations")
"""The layers that are facts; mentions and entities are what they are about."""

Fact = TypeVar("Fact", Sanction, Relation, Quote, Valuation)


def keep_likely(document: Document, least: float) -> Document:
    """Return a document without the facts whose confidence is below `least`; it stays valid.

    Names stay whatever their confidence: facts stand on them, and each says how sure it is. Groups, which
    are marked only where they fill a role, go with the last fact that names them, and so do their entities.
    A sanction that is kept loses its `amount` when that valuation goes. Facts that nothing rated are kept.

    Args:
        document: A valid document.
        least: A number between 0 and 1; 0 leaves nothing out.
    """
    valuations = _keep(document.valuations, least)
    known = {item.id for item in valuations}
    kept = replace(
        document,
        sanctions=tuple(
            item if item.amount in known else replace(item, amount=None)
            for item in _keep(document.sanctions, least)
        ),
        relations=_keep(document.relations, least),
        quotes=_keep(document.quotes, least),
        valuations=valuations,
    )
    named = {mention.entity for mention in document.mentions if mention.level == "name"}
    lost = set(_list_ends(document)) - set(_list_ends(kept)) - named
    return replace(
        kept,
        mentions=tuple(mention for mention in kept.mentions if mention.entity not in lost),
        entities=tuple(entity for entity in kept.entities if entity.id not in lost),
    )


def count_left_out(document: Document, kept: Document) -> dict[str, int]:
    """Return how many facts of each layer a document lost."""
    return {layer: len(getattr(document, layer)) - len(getattr(kept, layer)) for layer in FACTS}


def _keep(facts: tuple[Fact, ...], least: float) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.confidence is None or fact.confidence >= least)


def _list_ends(document: Document) -> Iterator[str]:
    """Yield the ids of the entities that a document's facts name, as often as they do."""
    for sanction in document.sanctions:
        yield from (*sanction.imposer, *sanction.target, *sanction.program, *sanction.law)
    for relation in document.relations:
        yield from (relation.head, relation.tail)
    yield from (quote.speaker for quote in document.quotes if quote.speaker is not None)
    yield from (item.subject for item in document.valuations if item.subject is not None)
