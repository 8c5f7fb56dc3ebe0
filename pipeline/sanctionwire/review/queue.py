"""Which document first: the one whose errors, times what they would cost, are expected to be most.

    risk     = sum over all items of (1 - confidence) x consequence of the item
    priority = risk / (risk + HALF)

An item without a confidence counts as `UNKNOWN`. The consequences are in the tables below: a
sanction in force weighs ten times a relation, and more where named targets would be listed wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sanctionwire.schema.entities import find_levels
from sanctionwire.schema.labels import Level
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document, Sanction

UNKNOWN = 0.5
"""Confidence of an item that has none. Source: own choice."""
UNCERTAIN = 0.75
"""Confidence below which an item is called uncertain. Source: own choice."""
HALF = 5.0
"""Risk of a document with priority 0.5. Source: own choice, near the median of news on sanctions."""

# Source: own choice. What a user of the facts would lose by an error: a name wrongly marked is seen at once,
# a sanction in force that is wrong blocks a payment.
_CONSEQUENCES = {"mentions": 0.02, "entities": 0.0, "relations": 0.3, "quotes": 0.2, "valuations": 0.3}
_STATUSES = {"in_force": 3.0, "planned": 1.5, "threatened": 1.0, "requested": 0.8, "rejected": 0.8}
_ACTIONS = {"impose": 1.0, "lift": 1.0, "enforce": 0.8, "ease": 0.8, "extend": 0.7, "evade": 0.7}
_NAMED_TARGET = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the queue shows of a document.

    Attributes:
        priority: 0 (nothing to gain) to 1.
        why: The reason, in a few words.
        sanctions: How many sanctions the document has.
        least_confidence: Of all items; None when none has a confidence.
    """

    priority: float
    why: str
    sanctions: int
    least_confidence: float | None


def assess(document: Document) -> Assessment:
    """Return the place of a document in the queue, and why.

    One sanction in force (impose) with confidence 0.6 and a named target, and one relation with 0.9:
    risk = 0.4 x 3 x 1 x 1.5 + 0.1 x 0.3 = 1.83, priority = 1.83 / (1.83 + 5) = 0.268.

    >>> from sanctionwire.schema.records import Entity, Relation
    >>> document = Document(
    ...     id="d", text="", sha256="", entities=(Entity(id="e1", label="COMPANY", name="Acme Lines"),),
    ...     sanctions=(
    ...         Sanction(id="s1", action="impose", status="in_force", target=("e1",), confidence=0.6),
    ...     ),
    ...     relations=(Relation(id="r1", type="owns", head="e1", tail="e2", confidence=0.9),),
    ... )
    >>> found = assess(document)
    >>> round(found.priority, 3), found.why
    (0.268, '1 uncertain sanction in force')
    """
    weighed = list(_weigh(document))
    risk = sum(
        (1 - (UNKNOWN if confidence is None else confidence)) * weight for confidence, weight in weighed
    )
    known = [confidence for confidence, _ in weighed if confidence is not None]
    return Assessment(
        priority=round(risk / (risk + HALF), 6),
        why=_explain(document),
        sanctions=len(document.sanctions),
        least_confidence=min(known, default=None),
    )


def _weigh(document: Document) -> Iterator[tuple[float | None, float]]:
    """Yield the confidence and the consequence of every item."""
    levels = find_levels(document)
    for sanction in document.sanctions:
        yield sanction.confidence, _weigh_sanction(sanction, levels)
    for layer in LAYER_RECORDS:
        for item in getattr(document, layer) if layer != "sanctions" else ():
            yield item.confidence, _CONSEQUENCES[layer]


def _weigh_sanction(sanction: Sanction, levels: Mapping[str, Level]) -> float:
    is_named = any(levels.get(target) == "name" for target in sanction.target)
    return _STATUSES[sanction.status] * _ACTIONS[sanction.action] * (_NAMED_TARGET if is_named else 1.0)


def _explain(document: Document) -> str:
    """Return the weightiest reason for looking at a document."""
    uncertain = [
        one
        for one in document.sanctions
        if (UNKNOWN if one.confidence is None else one.confidence) < UNCERTAIN
    ]
    in_force = [one for one in uncertain if one.status == "in_force"]
    for found, what in ((in_force, " in force"), (uncertain, "")):
        if found:
            return f"{len(found)} uncertain sanction{'' if len(found) == 1 else 's'}{what}"
    facts = sum(
        1
        for layer in ("relations", "quotes", "valuations")
        for item in getattr(document, layer)
        if item.confidence is None or item.confidence < UNCERTAIN
    )
    if facts:
        return f"{facts} other uncertain fact{'' if facts == 1 else 's'}"
    return "its sanctions look certain" if document.sanctions else "no sanction found"


def make_search_text(document: Document) -> str:
    """Return what a search looks through: id, title, source and names of entities, without regard to case."""
    names = dict.fromkeys(entity.name for entity in document.entities)
    return "\n".join(filter(None, (document.id, document.title, document.source, *names))).casefold()
