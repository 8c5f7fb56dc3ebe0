"""Settles on one label for the names of one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Span

from sanctionwire.lexicons.names import find_state, find_state_of_capital

_SETTLED = frozenset({"PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "LOC", "GPE", "VESSEL", "AIRCRAFT"})


def _keeps_label(span: Span) -> bool:
    """Tell whether a name keeps its label: other kinds, states and capitals ("Brussels" for the EU)."""
    return span.label_ not in _SETTLED or bool(find_state(span.text) or find_state_of_capital(span.text))


def settle_labels(spans: Sequence[Span], entities: Sequence[str]) -> list[str]:
    """Return the label of each mention, in the order given, after one vote an entity.

    A mention votes with the square of its number of words: "Mahan Air" says more of what "Mahan" is than
    "Mahan" itself, which the recognizer takes for a person. Of equal votes the earliest label wins.

    Args:
        spans: All mentions of a document.
        entities: Their entity ids; "" for those without.

    Source: chosen on the training articles over one vote a mention and the label of the first one.
    """
    votes: dict[str, Counter[str]] = {}
    for span, entity in zip(spans, entities, strict=True):
        if entity and not _keeps_label(span):
            votes.setdefault(entity, Counter())[span.label_] += len(span.text.split()) ** 2
    winners = {entity: counter.most_common(1)[0][0] for entity, counter in votes.items()}
    return [
        span.label_ if _keeps_label(span) else winners.get(entity, span.label_)
        for span, entity in zip(spans, entities, strict=True)
    ]
