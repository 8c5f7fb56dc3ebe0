"""What differs between two facts that are about the same: one disagreement a field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sanctionwire.evaluate.agreement.alignment import Alignment, Pairing
from sanctionwire.evaluate.agreement.disagreement import ONLY_FIRST, ONLY_SECOND, Disagreement
from sanctionwire.evaluate.agreement.wording import NOTHING, order_spans, report_difference, report_single
from sanctionwire.schema.records import Document, Quote, Relation, Sanction, Span, Valuation

Fact = TypeVar("Fact", bound=Sanction | Relation | Quote | Valuation)


@dataclass(frozen=True, slots=True)
class Field(Generic[Fact]):
    """A field of a fact, as it is compared and told.

    Attributes:
        name: The field's name.
        differ: Whether two facts differ in it.
        tell: What a fact of a document says in it.
        entities: The entities that it names, so that their mentions are shown; none for most fields.
    """

    name: str
    differ: Callable[[Fact, Fact], bool]
    tell: Callable[[Document, Fact], str]
    entities: Callable[[Fact], Iterable[str]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class FactLayer(Generic[Fact]):
    """A layer of facts, ready to be compared.

    Attributes:
        name: The layer.
        facts: The facts of the two documents, paired.
        fields: Its fields, in the order in which they are told.
        describe: A fact in a few words.
        locate: Where a fact stands in its document's text.
    """

    name: str
    facts: Pairing[Fact]
    fields: tuple[Field[Fact], ...]
    describe: Callable[[Document, Fact], str]
    locate: Callable[[Document, Fact], Iterable[Span | None]]


def compare_values(name: str) -> Field[Fact]:
    """Return a field that is compared as it stands."""
    return Field(
        name,
        lambda one, other: getattr(one, name) != getattr(other, name),
        lambda _, item: str(getattr(item, name) or NOTHING),
    )


def find_facts(alignment: Alignment, layer: FactLayer[Fact]) -> Iterator[Disagreement]:
    """Yield what differs, fact by fact in the order of the text, and the fields of a fact together."""
    told: list[tuple[tuple[Span, ...], list[Disagreement]]] = []
    for pair in layer.facts.pairs:
        places = [*layer.locate(alignment.gold, pair[0]), *layer.locate(alignment.predicted, pair[1])]
        told.append((order_spans(places), list(_compare_fields(alignment, layer, pair, places))))
    for kind, document, facts in (
        (ONLY_FIRST, alignment.gold, layer.facts.only_first),
        (ONLY_SECOND, alignment.predicted, layer.facts.only_second),
    ):
        for fact in facts:
            spans = order_spans(layer.locate(document, fact))
            about = layer.describe(document, fact)
            told.append((spans, [report_single(alignment, layer.name, kind, fact.id, spans, about)]))
    for _, disagreements in sorted(told, key=lambda item: item[0]):
        yield from disagreements


def _compare_fields(
    alignment: Alignment, layer: FactLayer[Fact], pair: tuple[Fact, Fact], places: list[Span | None]
) -> Iterator[Disagreement]:
    documents = (alignment.gold, alignment.predicted)
    for field in layer.fields:
        if field.differ(*pair):
            named = [
                find_nearest(document, entity, places)
                for document, fact in zip(documents, pair, strict=True)
                for entity in field.entities(fact)
            ]
            yield report_difference(
                alignment,
                layer.name,
                field.name,
                (pair[0].id, pair[1].id),
                [*places, *named],
                layer.describe(alignment.gold, pair[0]),
                [field.tell(document, fact) for document, fact in zip(documents, pair, strict=True)],
            )


def find_nearest(document: Document, entity: str, places: Iterable[Span | None]) -> Span | None:
    """Return the mention of an entity that is nearest to where a fact stands; None without a mention."""
    starts = [span[0] for span in places if span is not None] or [0]
    spans = [(item.start, item.end) for item in document.mentions if item.entity == entity]
    return min(spans, key=lambda span: (min(abs(span[0] - start) for start in starts), span), default=None)


def locate_entities(document: Document, *entities: str | None) -> list[Span]:
    """Return the first mention of each entity, for facts that name no evidence."""
    found: list[Span] = []
    for entity in entities:
        spans = sorted((item.start, item.end) for item in document.mentions if item.entity == entity)
        if entity is not None:
            found += spans[:1]
    return found
