"""Turns the mention and group spans of a `Doc` into mention and entity records."""

from __future__ import annotations

import itertools
from typing import cast

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from sanctionwire.schema.labels import Label, Level
from sanctionwire.schema.layers import GROUPS, MENTIONS
from sanctionwire.schema.records import Entity, Mention


def _spans(doc: Doc) -> list[tuple[SpacySpan, Level]]:
    """Return all mention spans with their level, in text order, the longer first where two start together."""
    found: list[tuple[SpacySpan, Level]] = [(span, "name") for span in doc.spans.get(MENTIONS, ())]
    found += [(span, "group") for span in doc.spans.get(GROUPS, ())]
    return sorted(found, key=lambda item: (item[0].start_char, -item[0].end_char, item[1]))


def extract_mentions(doc: Doc) -> tuple[Mention, ...]:
    """Return one record a span, ids `m1`, `m2`, ... in text order; offsets are code points into `doc.text`."""
    return tuple(
        Mention(
            id=f"m{number}",
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            label=cast(Label, span.label_),
            level=level,
            entity=None if span.label_ in ("DATE", "MONEY") else span.kb_id_ or None,
            value=(span.kb_id_ or None) if span.label_ == "DATE" else None,
        )
        for number, (span, level) in enumerate(_spans(doc), start=1)
    )


def extract_entities(doc: Doc) -> tuple[Entity, ...]:
    """Return one record an entity id, in order of first mention; `name` is the fullest mention.

    The fullest mention is the longest one, the earliest where several are as long; the label is that of most
    mentions, the earliest where tied.
    """
    linked = [(span, level) for span, level in _spans(doc) if span.label_ not in ("DATE", "MONEY") and span.kb_id_]
    by_entity: dict[str, list[SpacySpan]] = {}
    for span, _ in linked:
        by_entity.setdefault(span.kb_id_, []).append(span)
    entities = []
    for entity_id, spans in by_entity.items():
        labels = [span.label_ for span in spans]
        label = max(labels, key=lambda name: (labels.count(name), -labels.index(name)))
        fullest = max(itertools.chain(s for s in spans if s.label_ == label), key=lambda span: len(span.text))
        entities.append(Entity(id=entity_id, label=cast(Label, label), name=fullest.text))
    return tuple(entities)
