"""Turns the mention and group spans of a `Doc` into mention and entity records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from sanctionwire.lexicons.names import find_state, find_state_of_capital, fold
from sanctionwire.schema.labels import Label, Level
from sanctionwire.schema.layers import GROUPS, MENTIONS
from sanctionwire.schema.records import Entity, Mention


def _spans(doc: Doc) -> list[tuple[SpacySpan, Level]]:
    """Return all mention spans with their level, in text order, the longer first where starts are equal."""
    found: list[tuple[SpacySpan, Level]] = [(span, "name") for span in doc.spans.get(MENTIONS, ())]
    found += [(span, "group") for span in doc.spans.get(GROUPS, ())]
    return sorted(found, key=lambda item: (item[0].start_char, -item[0].end_char, item[1]))


def extract_mentions(doc: Doc) -> tuple[Mention, ...]:
    """Return one record a span, ids `m1`, `m2`, ... in text order; offsets are code points of `doc.text`."""
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


# Source: own list; names of states that say less than "United States" or "North Korea".
_NICKNAMES = frozenset({"america", "hermit kingdom", "islamic republic", "north", "south", "uncle sam"})


def _fullness(span: SpacySpan) -> tuple[bool, bool, int, bool]:
    """Return how fully a mention names its entity, to compare the mentions of one.

    In this order: no capital or nickname for a state, no half pair of brackets, the length, not all capitals.
    """
    folded = fold(span.text)
    stands_in = folded in _NICKNAMES or (
        find_state_of_capital(folded) is not None and find_state(folded) is None
    )
    is_whole = span.text.count("(") == span.text.count(")")
    return not stands_in, is_whole, len(folded), not span.text.isupper()


def _choose_name(spans: Sequence[SpacySpan]) -> str:
    """Return the canonical name: the fullest mention; of peoples the most frequent one, no initial."""
    if spans[0].label_ == "NORP":
        counts = Counter(span.text for span in spans)
        return max(counts, key=lambda text: (len(text) > 2, counts[text]))
    return max(spans, key=_fullness).text


def extract_entities(doc: Doc) -> tuple[Entity, ...]:
    """Return one record an entity id, in order of first mention.

    `name` is the fullest mention ("United States" over "U.S." and "Washington"), the earliest where several
    are as full; the label is that of most mentions, the earliest where tied.
    """
    by_entity: dict[str, list[SpacySpan]] = {}
    for span, _ in _spans(doc):
        if span.label_ not in ("DATE", "MONEY") and span.kb_id_:
            by_entity.setdefault(span.kb_id_, []).append(span)
    entities = []
    for entity_id, spans in by_entity.items():
        label = Counter(span.label_ for span in spans).most_common(1)[0][0]
        name = _choose_name([span for span in spans if span.label_ == label])
        entities.append(Entity(id=entity_id, label=cast(Label, label), name=name))
    return tuple(entities)
