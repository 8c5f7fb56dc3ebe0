"""Relations between entities, and the title of a role."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sanctionwire.evaluate.counts import Accuracy, Measure, count_sets
from sanctionwire.evaluate.entities import DocumentPair, EntityKey, normalize_name
from sanctionwire.schema.labels import RELATION_TYPES
from sanctionwire.schema.records import Document

RelationTuple = tuple[str, EntityKey | None, EntityKey | None]


def list_relations(
    document: Document, key_of: Callable[[str | None], EntityKey | None]
) -> dict[RelationTuple, set[str]]:
    """Return the normalized titles under which each (type, head, tail) is recorded; {""} for none."""
    titles: dict[RelationTuple, set[str]] = {}
    for item in document.relations:
        key = (item.type, key_of(item.head), key_of(item.tail))
        titles.setdefault(key, set()).add(normalize_name(item.title or ""))
    return titles


def score_relations(pair: DocumentPair) -> Iterator[Measure]:
    """Count (type, head, tail), in all and for each type, and how often the titles of found roles agree."""
    gold = list_relations(pair.gold, pair.gold_key)
    predicted = list_relations(pair.predicted, pair.predicted_key)
    yield Measure(layer="relations", name="triples", tally=count_sets(gold.keys(), predicted.keys()))
    roles = [item for item in gold.keys() & predicted.keys() if item[0] == "role_of"]
    correct = sum(gold[item] == predicted[item] for item in roles)
    yield Measure(layer="relations", name="title of found", tally=Accuracy(correct=correct, total=len(roles)))
    for kind in RELATION_TYPES:
        yield Measure(
            layer="relations",
            name="triples",
            part=kind,
            tally=count_sets(
                {item for item in gold if item[0] == kind}, {item for item in predicted if item[0] == kind}
            ),
        )
