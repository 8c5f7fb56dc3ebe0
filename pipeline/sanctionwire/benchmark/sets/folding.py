"""Brings documents of our schema to a label scheme, so that gold and predictions compare like with like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sanctionwire.benchmark.sets.schemes import Coverage, Scheme
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Document, Entity, Mention, Quote, Relation, Span

BEYOND = "beyond_schema"
"""Key of a document's `extra` for names whose label the schema has no place for: [start, end, label] each."""

_BEFORE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_BEHIND = re.compile(r"\s*['’]s?$")
_NO_ENTITY = ("DATE", "MONEY")


def trim_name(text: str, span: Span) -> Span:
    """Return the span of a name without leading article and possessive ending; never an empty one.

    Guidelines differ on both: OntoNotes takes them into the name, ours and CoNLL's do not.

    >>> trim_name("the Treasury's list", (0, 14))
    (4, 12)
    >>> trim_name("The", (0, 3))
    (0, 3)
    """
    start, end = span
    if before := _BEFORE.match(text, start, end):
        start = before.end()
    if behind := _BEHIND.search(text[start:end]):
        end = start + behind.start()
    return (start, end) if start < end else span


def fold(document: Document, scheme: Scheme, coverage: Coverage) -> Document:
    """Return a document brought to a scheme: only its layers, and names only of classes that are done.

    Args:
        document: A document of our schema; names beyond it may be in its `extra`.
        scheme: The scheme.
        coverage: What the labels of the document's names stand for.
    """
    names = list(_fold_names(document, scheme, coverage))
    if scheme.is_whole:
        groups = [mention for mention in document.mentions if mention.level == "group"]
        kept = tuple(sorted((*names, *groups), key=lambda mention: (mention.start, -mention.end)))
        return document if kept == document.mentions else replace(document, mentions=kept)
    entities = {entity.id: entity for entity in document.entities}
    kept_entities: dict[str, Entity] = {}
    for mention in names:
        if mention.entity is not None and mention.entity not in kept_entities:
            before = entities.get(mention.entity)
            name = before.name if before else mention.text
            kept_entities[mention.entity] = Entity(id=mention.entity, label=mention.label, name=name)
    return replace(
        document,
        mentions=tuple(names),
        entities=tuple(kept_entities.values()),
        sanctions=(),
        relations=tuple(_fold_relations(document.relations, kept_entities, scheme)),
        quotes=tuple(map(_fold_quote, document.quotes)) if "quotes" in scheme.layers else (),
        valuations=(),
    )


def _fold_names(document: Document, scheme: Scheme, coverage: Coverage) -> Iterator[Mention]:
    """Yield the names of classes, in order, without overlaps: those of our schema go first."""
    found: list[tuple[Span, Label, Mention | None]] = []
    for mention in document.mentions:
        each = scheme.class_of(coverage.get(mention.label, frozenset({mention.label})))
        if mention.level == "name" and each is not None:
            found.append(((mention.start, mention.end), each.written, mention))
    for start, end, label in document.extra.get(BEYOND, ()):
        if (each := scheme.class_beyond(label)) is not None:
            found.append(((start, end), each.written, None))
    taken: list[Span] = []
    kept: list[Mention] = []
    for number, (span, label, before) in enumerate(found):
        start, end = trim_name(document.text, span) if scheme.trim else span
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        if before is not None and (before.start, before.end, before.label) == (start, end, label):
            kept.append(before)
            continue
        kept.append(
            Mention(
                id=before.id if before else f"n{number}",
                start=start,
                end=end,
                text=document.text[start:end],
                label=label,
                entity=None if label in _NO_ENTITY else (before and before.entity) or f"n{number}",
                value=before.value if before and label == "DATE" else None,
                confidence=before.confidence if before else None,
            )
        )
    yield from sorted(kept, key=lambda mention: mention.start)


def _fold_relations(
    relations: Iterable[Relation], entities: dict[str, Entity], scheme: Scheme
) -> Iterator[Relation]:
    """Yield the relations of classes, each once, whose ends are names of the right classes."""
    seen: set[tuple[str, str, str]] = set()
    for relation in relations if "relations" in scheme.layers else ():
        each = next((each for each in scheme.relations.values() if relation.type in each.ours), None)
        head, tail = entities.get(relation.head), entities.get(relation.tail)
        if each is None or head is None or tail is None:
            continue
        key = (each.written, head.id, tail.id)
        if head.label in each.heads and tail.label in each.tails and key not in seen:
            seen.add(key)
            yield replace(relation, type=each.written, title=None)


def _fold_quote(quote: Quote) -> Quote:
    return replace(quote, kind="direct", speaker=None)
