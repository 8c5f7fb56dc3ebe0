"""Everything of a document that is shown inside its text, and the text cut where something begins or ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sanctionwire.schema.records import Document, Span

Kind = Literal["name", "group", "trigger", "reason", "quote", "source", "cue", "evidence"]

LAYERS = ("mentions", "sanctions", "relations", "quotes", "valuations", "entities")
"""What can be shown, in the order in which it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the text that is shown, half-open in code points.

    Attributes:
        start: First code point.
        end: Code point behind the last.
        kind: What it is.
        label: The label of a mention, the action of a sanction, the kind of a quote, the type of a relation.
        keys: What it belongs to, as `key()` writes it: the record itself, and the entity of a mention; what
            is not the evidence or content of its record has its kind behind a hyphen ("q0-cue").
    """

    start: int
    end: int
    kind: Kind
    label: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of text over which no mark begins or ends; `marks` cover it whole, the widest first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def key(layer: str, index: int) -> str:
    """Return a short name for the record at a 0-based index of a layer; safe in markup, unlike its id."""
    return f"{layer[0]}{index}"


def find_marks(document: Document, layers: Collection[str] = LAYERS) -> tuple[Mark, ...]:
    """Return the marks of the chosen layers in text order, the wider first; empty spans are left out."""
    length = len(document.text)
    marks: list[Mark] = []

    def add(span: Span | None, kind: Kind, label: str, *keys: str) -> None:
        if span is not None and 0 <= span[0] < span[1] <= length:
            marks.append(Mark(start=span[0], end=span[1], kind=kind, label=label, keys=keys))

    if "mentions" in layers:
        entities = {entity.id: key("entities", index) for index, entity in enumerate(document.entities)}
        for index, mention in enumerate(document.mentions):
            keys = [key("mentions", index)]
            if mention.entity in entities:
                keys.append(entities[mention.entity])
            add((mention.start, mention.end), mention.level, mention.label, *keys)
    if "sanctions" in layers:
        for index, sanction in enumerate(document.sanctions):
            for span in sanction.evidence:
                add(span, "trigger", sanction.action, key("sanctions", index))
            add(sanction.reason, "reason", sanction.action, f"{key('sanctions', index)}-reason")
    if "relations" in layers:
        for index, relation in enumerate(document.relations):
            add(relation.evidence, "evidence", relation.type, key("relations", index))
    if "quotes" in layers:
        for index, quote in enumerate(document.quotes):
            for span in quote.content:
                add(span, "quote", quote.kind, key("quotes", index))
            add(quote.source, "source", quote.kind, f"{key('quotes', index)}-source")
            add(quote.cue, "cue", quote.kind, f"{key('quotes', index)}-cue")
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def split_at_marks(
    marks: Iterable[Mark], start: int, end: int, *, cuts: Iterable[int] = ()
) -> Iterator[Segment]:
    """Yield the segments of `[start, end)`: joined they are the whole range, however the marks overlap.

    Args:
        marks: Marks in any order; what lies outside the range is cut off.
        start: First code point of the range.
        end: Code point behind its last.
        cuts: Further places where a segment ends.
    """
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last:
            opening.setdefault(first, []).append(mark)
            closing.setdefault(last, []).append(mark)
    places = sorted({start, end, *opening, *closing, *(cut for cut in cuts if start < cut < end)})
    active: list[Mark] = []
    for left, right in pairwise(places):
        for mark in closing.get(left, ()):
            active.remove(mark)
        active.extend(opening.get(left, ()))
        covering = sorted(active, key=lambda mark: (mark.start - mark.end, mark.start))
        yield Segment(start=left, end=right, marks=tuple(covering))
