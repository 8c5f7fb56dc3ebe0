"""Which item of one annotator is which item of the other, so that what differs between them can be said.

The evaluator asks whether items are the same and pairs those. Here items are paired that are *about* the same
thing, exact or not: a mention with one that overlaps it, a sanction with the one that shares its words, its
target or its actors. An item pairs with one item at most, the pair that has most in common first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from sanctionwire.evaluate.assignment import Pair, pair_best_first
from sanctionwire.evaluate.entities import DocumentPair, EntityKey
from sanctionwire.evaluate.valuations import measure_shared
from sanctionwire.schema.records import Document, Entity, Mention, Span

Item = TypeVar("Item")
Weight = tuple[Any, ...]
_CELL = 64
"""Code points of the cells in which overlapping mentions are looked for; any size gives the same pairs."""


@dataclass(frozen=True, slots=True)
class Pairing(Generic[Item]):
    """Items of two documents that are about the same, and those without a partner, in the order given."""

    pairs: tuple[tuple[Item, Item], ...]
    only_first: tuple[Item, ...]
    only_second: tuple[Item, ...]


def pair_items(
    first: Sequence[Item],
    second: Sequence[Item],
    weigh: Callable[[Item, Item], Weight | None],
    candidates: Iterable[Pair] | None = None,
) -> Pairing[Item]:
    """Pair items one to one, the heaviest pairs first; of equal ones the earliest on either side.

    Args:
        first: Items of the first document, in an order that does not depend on ids.
        second: Items of the second document, likewise.
        weigh: How much two items have in common, None when they are not about the same thing. An item must
            weigh no more with another than with itself: then equal documents pair each item with itself.
        candidates: Indexes of the pairs to weigh; None for all.
    """
    if candidates is None:
        candidates = ((row, column) for row in range(len(first)) for column in range(len(second)))
    weights = {
        (row, column): weight
        for row, column in candidates
        if (weight := weigh(first[row], second[column])) is not None
    }
    pairs = sorted(pair_best_first(weights))
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    return Pairing(
        pairs=tuple((first[row], second[column]) for row, column in pairs),
        only_first=tuple(item for row, item in enumerate(first) if row not in rows),
        only_second=tuple(item for column, item in enumerate(second) if column not in columns),
    )


def measure_likeness(one: Iterable[object], other: Iterable[object]) -> float:
    """Return the share of elements that two collections have in common; 1 when both are empty.

    >>> measure_likeness("ab", "bc"), measure_likeness("", "")
    (0.3333333333333333, 1.0)
    """
    here, there = set(one), set(other)
    return len(here & there) / len(here | there) if here or there else 1.0


def cover_spans(spans: Iterable[Span | None]) -> set[int]:
    """Return the offsets that lie in any of the spans; None covers nothing."""
    return {offset for span in spans if span is not None for offset in range(*span)}


def list_mentions(document: Document) -> list[Mention]:
    """Return the mentions in the order of the text, which does not depend on how they are numbered."""
    return sorted(
        document.mentions,
        key=lambda item: (item.start, item.end, item.level, item.label, item.value or ""),
    )


def _list_neighbors(first: Sequence[Mention], second: Sequence[Mention]) -> set[Pair]:
    """Return the pairs of mentions that share a cell of the text; all that overlap are among them."""
    cells: defaultdict[int, list[int]] = defaultdict(list)
    for column, mention in enumerate(second):
        for cell in _list_cells(mention):
            cells[cell].append(column)
    return {
        (row, column)
        for row, mention in enumerate(first)
        for cell in _list_cells(mention)
        for column in cells.get(cell, ())
    }


def _list_cells(mention: Mention) -> range:
    return range(mention.start // _CELL, (mention.end - 1) // _CELL + 1)


@dataclass(frozen=True)
class Alignment(DocumentPair):
    """Two documents over one text: `gold` is the first annotator's, `predicted` the second's.

    `names` is what the annotators are called in details.

    Entities are those of the evaluator; those that it leaves over are paired as well when their mentions
    overlap, or when they have no mention and one label and name: a name of which one annotator marks a word
    more is one disagreement, and not one more for each fact about it.
    """

    names: tuple[str, str] = ("A", "B")

    @cached_property
    def first_entities(self) -> dict[str, Entity]:
        """Entities of the first document by id."""
        return {entity.id: entity for entity in self.gold.entities}

    @cached_property
    def second_entities(self) -> dict[str, Entity]:
        """Entities of the second document by id."""
        return {entity.id: entity for entity in self.predicted.entities}

    @cached_property
    def mentions(self) -> Pairing[Mention]:
        """Mentions with one span, and mentions of one level that overlap."""
        first, second = list_mentions(self.gold), list_mentions(self.predicted)
        return pair_items(first, second, self._weigh_mentions, _list_neighbors(first, second))

    def _weigh_mentions(self, one: Mention, other: Mention) -> Weight | None:
        shared = measure_shared((one.start, one.end), (other.start, other.end))
        is_exact = (one.start, one.end) == (other.start, other.end)
        # A name inside a group is no attempt at the group.
        if not shared or (one.level != other.level and not is_exact):
            return None
        covered = (one.end - one.start) + (other.end - other.start) - shared
        return (
            is_exact,
            one.level == other.level,
            shared / covered,
            one.label == other.label,
            one.value == other.value,
            self._shared_spans.get(other.entity or "") == one.entity,
        )

    @cached_property
    def _shared_spans(self) -> dict[str, str]:
        """The evaluator's mapping of entities, second to first."""
        return DocumentPair(self.gold, self.predicted).mapping

    @cached_property
    def mapping(self) -> dict[str, str]:
        """Entity ids of the second document to those of the first."""
        mapping = dict(self._shared_spans)
        for pairs in (self._list_overlapping, self._list_namesakes):
            mapping |= dict(pairs(mapping))
        return mapping

    def _rest(self, mapping: dict[str, str]) -> tuple[list[Entity], list[Entity]]:
        taken = set(mapping.values())
        return (
            [entity for entity in self.gold.entities if entity.id not in taken],
            [entity for entity in self.predicted.entities if entity.id not in mapping],
        )

    def _list_overlapping(self, mapping: dict[str, str]) -> Iterator[tuple[str, str]]:
        first, second = self._rest(mapping)
        rows = {entity.id: row for row, entity in enumerate(first)}
        columns = {entity.id: column for column, entity in enumerate(second)}
        shared: Counter[Pair] = Counter()
        for one, other in self.mentions.pairs:
            row, column = rows.get(one.entity or ""), columns.get(other.entity or "")
            if row is not None and column is not None:
                shared[row, column] += 1
        for row, column in pair_best_first(shared):
            yield second[column].id, first[row].id

    def _list_namesakes(self, mapping: dict[str, str]) -> Iterator[tuple[str, str]]:
        first, second = self._rest(mapping)
        same = {
            (row, column): 1
            for row, one in enumerate(first)
            for column, other in enumerate(second)
            if (one.label, one.name) == (other.label, other.name)
        }
        for row, column in pair_best_first(same):
            yield second[column].id, first[row].id

    def first_keys(self, entities: Iterable[str]) -> frozenset[EntityKey | None]:
        """Return what the first document's entities are compared by."""
        return frozenset(map(self.gold_key, entities))

    def second_keys(self, entities: Iterable[str]) -> frozenset[EntityKey | None]:
        """Return what the second document's entities are compared by."""
        return frozenset(map(self.predicted_key, entities))
