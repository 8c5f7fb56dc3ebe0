"""Which entity of a predicted document is which entity of the gold one.

Source: "How facts are counted" of the gold record format: shared exact mention spans (most shared wins), then
equal normalized name, then, for groups, token overlap of at least half.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sanctionwire.evaluate.assignment import Pair, pair_best_first
from sanctionwire.schema.records import Document, Entity, Span

EntityKey = tuple[str, str]
"""("gold", gold id), or ("predicted", predicted id) where the gold has no such entity."""

GROUP_OVERLAP = 0.5
"""Least share of common tokens at which two groups are one. Source: the gold record format."""

_SILENT = re.compile(r"[.'’]")
_GAP = re.compile(r"[\W_]+")


def normalize_name(name: str) -> str:
    """Return a name without case, marks, width variants and leading article; "" when nothing is left.

    >>> normalize_name("The U.S. Commerce  Department"), normalize_name("Al-Qaeda")
    ('us commerce department', 'al qaeda')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return _GAP.sub(" ", _SILENT.sub("", text)).strip().removeprefix("the ")


def measure_overlap(name: str, other: str) -> float:
    """Return the share of tokens that two normalized names have in common (intersection over union).

    >>> measure_overlap("28 chinese firms", "chinese firms")
    0.6666666666666666
    """
    tokens, others = set(name.split()), set(other.split())
    return len(tokens & others) / len(tokens | others) if tokens or others else 0.0


def assign_spans(document: Document) -> dict[Span, str]:
    """Return which entity each mention span belongs to: the one of a name before that of a group."""
    owners: dict[Span, str] = {}
    for level in ("name", "group"):
        for mention in document.mentions:
            if mention.level == level and mention.entity is not None:
                owners.setdefault((mention.start, mention.end), mention.entity)
    return owners


def _pair_by_spans(gold: Document, predicted: Document) -> list[tuple[str, str]]:
    """Pair entities by shared spans, most first; among equals the one with the earliest shared span."""
    gold_owners, predicted_owners = assign_spans(gold), assign_spans(predicted)
    gold_index = {entity.id: index for index, entity in enumerate(gold.entities)}
    predicted_index = {entity.id: index for index, entity in enumerate(predicted.entities)}
    shared: Counter[Pair] = Counter()
    earliest: dict[Pair, Span] = {}
    for span in sorted(gold_owners.keys() & predicted_owners.keys()):
        one, other = gold_index.get(gold_owners[span]), predicted_index.get(predicted_owners[span])
        if one is not None and other is not None:
            shared[one, other] += 1
            earliest.setdefault((one, other), span)
    weights = {pair: (count, -earliest[pair][0], -earliest[pair][1]) for pair, count in shared.items()}
    return [(gold.entities[one].id, predicted.entities[other].id) for one, other in pair_best_first(weights)]


def _pair_by_name(gold: Sequence[Entity], predicted: Sequence[Entity]) -> list[tuple[str, str]]:
    """Pair entities of equal normalized name, those of equal label first."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(predicted):
        by_name[normalize_name(entity.name)].append(index)
    by_name.pop("", None)
    weights = {
        (one, other): entity.label == predicted[other].label
        for one, entity in enumerate(gold)
        for other in by_name.get(normalize_name(entity.name), ())
    }
    return [(gold[one].id, predicted[other].id) for one, other in pair_best_first(weights)]


def _pair_groups(gold: Sequence[Entity], predicted: Sequence[Entity]) -> list[tuple[str, str]]:
    """Pair groups whose names share enough tokens, the most alike first."""
    names = [normalize_name(entity.name) for entity in predicted]
    weights = {
        (one, other): overlap
        for one, entity in enumerate(gold)
        for other, name in enumerate(names)
        if (overlap := measure_overlap(normalize_name(entity.name), name)) >= GROUP_OVERLAP
    }
    return [(gold[one].id, predicted[other].id) for one, other in pair_best_first(weights)]


def _keep_groups(document: Document, entities: Iterable[Entity]) -> list[Entity]:
    """Keep entities that are mentioned, and by groups alone."""
    named = {mention.entity for mention in document.mentions if mention.level == "name"}
    grouped = {mention.entity for mention in document.mentions if mention.level == "group"} - named
    return [entity for entity in entities if entity.id in grouped]


def map_entities(gold: Document, predicted: Document) -> dict[str, str]:
    """Map predicted entity ids to gold ones, one to one; ids without a partner are left out."""
    pairs = _pair_by_spans(gold, predicted)

    def rest_of(document: Document, side: int) -> list[Entity]:
        taken = {pair[side] for pair in pairs}
        return [entity for entity in document.entities if entity.id not in taken]

    pairs += _pair_by_name(rest_of(gold, 0), rest_of(predicted, 1))
    pairs += _pair_groups(
        _keep_groups(gold, rest_of(gold, 0)), _keep_groups(predicted, rest_of(predicted, 1))
    )
    return {other: one for one, other in pairs}


@dataclass(frozen=True)
class DocumentPair:
    """A gold document and what was predicted for the same text."""

    gold: Document
    predicted: Document

    @cached_property
    def mapping(self) -> dict[str, str]:
        """Predicted entity ids to gold ones."""
        return map_entities(self.gold, self.predicted)

    def gold_key(self, entity: str | None) -> EntityKey | None:
        """Return what a gold entity is compared by; None stays None."""
        return None if entity is None else ("gold", entity)

    def predicted_key(self, entity: str | None) -> EntityKey | None:
        """Return what a predicted entity is compared by; None stays None and equals no entity."""
        if entity is None:
            return None
        return ("gold", self.mapping[entity]) if entity in self.mapping else ("predicted", entity)
