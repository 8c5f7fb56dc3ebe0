"""Facts as tools draw them: a marked span with arrows to mentions, to further spans and to other facts.

Tools that annotate text know spans and arrows between them, but no entities. So a fact stands on its first
span (the first trigger of a sanction, the first content of a quote, the MONEY mention of a valuation), and an
arrow to an entity ends at the mention of it that is nearest to the words of the fact. Read back (`building`),
an arrow to a mention means the mention's entity. An entity without mentions has no arrow.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sanctionwire.exchange.anchors import Anchors
from sanctionwire.schema.records import Document, Mention, Relation, Span

DrawnLayer = Literal["sanctions", "quotes", "valuations"]
Target = Mention | Span | str
"""Where an arrow ends: at a mention, at a plain span, or at the valuation with this id."""
Value = str | float | tuple[str, ...] | None

ENTITY_ROLES = ("imposer", "target", "program", "law")
"""Roles of a sanction that entities fill, any number each."""
SANCTION_VALUES = ("action", "status", "measure", "date")
QUOTE_VALUES = ("kind", "speaker_text")
VALUATION_VALUES = ("kind", "modifier", "amount", "amount_max", "currency", "as_of")
VALUES: dict[DrawnLayer, tuple[str, ...]] = {
    "sanctions": SANCTION_VALUES,
    "quotes": QUOTE_VALUES,
    "valuations": VALUATION_VALUES,
}
"""The fields of each kind of fact that are plain values."""
NUMBERS = ("amount", "amount_max")
ROLES: dict[DrawnLayer, dict[str, type]] = {
    "sanctions": dict.fromkeys(ENTITY_ROLES, Mention) | {"reason": tuple, "evidence": tuple, "amount": str},
    "quotes": {"content": tuple, "speaker": Mention, "source": tuple, "cue": tuple},
    "valuations": {"money": Mention, "subject": Mention},
}
"""The arrows of each kind of fact and where they end: at a `Mention`, a span (`tuple`) or a fact (`str`)."""
REPEATED = frozenset({*ENTITY_ROLES, "evidence", "content"})
"""Roles with any number of arrows; the others have one at most."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow of a fact and where it ends."""

    role: str
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A fact on its span.

    Attributes:
        layer: What it is.
        id: Its id in that layer.
        span: Where it stands, in code points.
        values: Its fields that are plain values, by name.
        arrows: Its arrows, in order.
    """

    layer: DrawnLayer
    id: str
    span: Span
    values: Mapping[str, Value]
    arrows: tuple[Arrow, ...]


def _mention_arrow(role: str, mention: Mention | None) -> list[Arrow]:
    return [] if mention is None else [Arrow(role, mention)]


def _find_nearest(anchors: Anchors, entity: str, spans: list[Span]) -> Mention | None:
    """Return the mention of an entity that is nearest to one of several spans."""
    found = [(anchors.find_nearest(entity, start), start) for start, _ in spans]
    near = [(max(item.start - place, place - item.end, 0), item.start, item) for item, place in found if item]
    return min(near, key=lambda each: each[:2], default=(0, 0, None))[2]


def write_number(value: float) -> str:
    """Return a number in digits, whole ones without a point; `building.read_number` reads it."""
    return json.dumps(int(value) if value == int(value) else value)


def imply_speaker_text(text: str, source: Span | None, speaker: Mention | None) -> str | None:
    """Return what arrows alone say of the words for a speaker: the source, else the mention of who spoke."""
    if source is not None:
        return text[slice(*source)]
    return None if speaker is None else speaker.text


def draw_facts(document: Document, fits: Callable[[Span], bool] = lambda _: True) -> Iterator[Drawn]:
    """Yield the sanctions, quotes and valuations of a document that can be drawn, valuations first.

    Args:
        document: Its mentions that do not fit are ignored, as are plain spans; a fact of which no span is
            left is left out.
        fits: Whether the tool can mark a span.
    """
    fitting = tuple(mention for mention in document.mentions if fits((mention.start, mention.end)))
    anchors = Anchors(replace(document, mentions=fitting))
    money = {mention.id: mention for mention in fitting}
    valued: set[str] = set()
    for valuation in document.valuations:
        if (mention := money.get(valuation.mention)) is None:
            continue
        valued.add(valuation.id)
        subject = anchors.find_nearest(valuation.subject, mention.start)
        yield Drawn(
            layer="valuations",
            id=valuation.id,
            span=(mention.start, mention.end),
            values={name: getattr(valuation, name) for name in VALUATION_VALUES},
            arrows=(Arrow("money", mention), *_mention_arrow("subject", subject)),
        )
    for sanction in document.sanctions:
        if not (evidence := [span for span in sanction.evidence if fits(span)]):
            continue
        arrows: list[Arrow] = []
        for role in ENTITY_ROLES:
            for entity in getattr(sanction, role):
                arrows += _mention_arrow(role, _find_nearest(anchors, entity, evidence))
        if sanction.reason is not None and fits(sanction.reason):
            arrows.append(Arrow("reason", sanction.reason))
        if sanction.amount in valued:
            arrows.append(Arrow("amount", sanction.amount or ""))
        arrows += [Arrow("evidence", span) for span in evidence[1:]]
        values = {name: getattr(sanction, name) for name in SANCTION_VALUES}
        yield Drawn(layer="sanctions", id=sanction.id, span=evidence[0], values=values, arrows=tuple(arrows))
    for quote in document.quotes:
        if not (content := [span for span in quote.content if fits(span)]):
            continue
        place = (quote.cue or quote.source or content[0])[0]
        speaker = anchors.find_nearest(quote.speaker, place)
        arrows = _mention_arrow("speaker", speaker)
        for role, span in (("source", quote.source), ("cue", quote.cue)):
            if span is not None and fits(span):
                arrows.append(Arrow(role, span))
        arrows += [Arrow("content", span) for span in content[1:]]
        source = quote.source if quote.source is not None and fits(quote.source) else None
        implied = imply_speaker_text(document.text, source, speaker)
        yield Drawn(
            layer="quotes",
            id=quote.id,
            span=content[0],
            values={
                "kind": quote.kind,
                "speaker_text": None if quote.speaker_text == implied else quote.speaker_text,
            },
            arrows=tuple(arrows),
        )


def draw_relations(
    document: Document, fits: Callable[[Span], bool] = lambda _: True
) -> Iterator[tuple[Relation, Mention, Mention]]:
    """Yield each relation that can be drawn, with the mentions at its head and tail.

    The head is the mention nearest to the evidence, or the fullest one; the tail the nearest to it.
    """
    fitting = tuple(mention for mention in document.mentions if fits((mention.start, mention.end)))
    anchors = Anchors(replace(document, mentions=fitting))
    for relation in document.relations:
        if relation.evidence is None:
            head = anchors.find(relation.head)
        else:
            head = anchors.find_nearest(relation.head, relation.evidence[0])
        if head is None or (tail := anchors.find_nearest(relation.tail, head.start)) is None:
            continue
        yield relation, head, tail
