"""Disagreements on relations."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.evaluate.agreement.alignment import Alignment, Pairing, Weight, cover_spans, pair_items
from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.facts import (
    FactLayer,
    Field,
    compare_values,
    find_facts,
    locate_entities,
)
from sanctionwire.evaluate.agreement.wording import NOTHING, name_entities, quote_spans, quote_text
from sanctionwire.evaluate.entities import normalize_name
from sanctionwire.schema.records import Document, Relation, Span


def find_relations(alignment: Alignment) -> Iterator[Disagreement]:
    """Yield what differs between the relations.

    Titles are compared as the evaluator does, without case and marks. Evidence is compared where both sides
    have it: annotators need not give any.
    """

    def ends(one: Relation, other: Relation) -> tuple[bool, bool, bool]:
        head, tail = alignment.gold_key(one.head), alignment.gold_key(one.tail)
        other_head, other_tail = alignment.predicted_key(other.head), alignment.predicted_key(other.tail)
        is_reversed = head != tail and (head, tail) == (other_tail, other_head)
        return head == other_head, tail == other_tail, is_reversed

    def name_ends(document: Document, item: Relation) -> str:
        names = (name_entities(document, [item.head]), name_entities(document, [item.tail]))
        return " -> ".join(names)

    def differs_at(place: int, one: Relation, other: Relation) -> bool:
        found = ends(one, other)
        return not found[place] and not found[2]

    def weigh(one: Relation, other: Relation) -> Weight | None:
        same_head, same_tail, is_reversed = ends(one, other)
        here, there = cover_spans([one.evidence]), cover_spans([other.evidence])
        share_place = not here.isdisjoint(there)
        same_type = one.type == other.type
        is_one_fact = (
            (same_head and same_tail)
            or (same_type and is_reversed)
            or (same_type and share_place and (same_head or same_tail))
        )
        if not is_one_fact:
            return None
        same_title = normalize_name(one.title or "") == normalize_name(other.title or "")
        return (same_head + same_tail, same_type, same_title, one.evidence == other.evidence, share_place)

    first, second = (
        sorted(document.relations, key=lambda item: (item.evidence or (-1, -1), item.type, item.title or ""))
        for document in (alignment.gold, alignment.predicted)
    )
    facts: Pairing[Relation] = pair_items(first, second, weigh)
    yield from find_facts(
        alignment,
        FactLayer(
            name="relations",
            facts=facts,
            fields=(
                compare_values("type"),
                Field("direction", lambda one, other: ends(one, other)[2], name_ends),
                Field(
                    "head",
                    lambda one, other: differs_at(0, one, other),
                    lambda document, item: name_entities(document, [item.head]),
                ),
                Field(
                    "tail",
                    lambda one, other: differs_at(1, one, other),
                    lambda document, item: name_entities(document, [item.tail]),
                ),
                Field(
                    "title",
                    lambda one, other: normalize_name(one.title or "") != normalize_name(other.title or ""),
                    lambda _, item: NOTHING if item.title is None else quote_text(item.title),
                ),
                Field(
                    "evidence",
                    lambda one, other: (
                        None not in (one.evidence, other.evidence) and one.evidence != other.evidence
                    ),
                    lambda document, item: quote_spans(document, [item.evidence]),
                ),
            ),
            describe=lambda document, item: f"{item.type} {name_ends(document, item)}",
            locate=locate_relation,
        ),
    )


def locate_relation(document: Document, relation: Relation) -> list[Span]:
    """Return the evidence of a relation, or, where it has none, the first mentions of its ends."""
    if relation.evidence is not None:
        return [relation.evidence]
    return locate_entities(document, relation.head, relation.tail)
